"""A draft is no record: no score, list, report, export, snapshot, history or event has a word of it."""

import pytest
from django.urls import reverse

from dressapp.accounts.models import Role
from dressapp.assessments.models import CaseSummary
from dressapp.audit.models import Event
from dressapp.drafts.services import Typed, keep_draft
from tests.factories.people import make_user
from tests.web.security.world import READS, digest, make_full_case

CANARY = "Zinnoberkanarie"
FORMS = {
    "summary/conclusion/": ["conclusion", "expert_diagnosis"],
    "drugs/add/": ["name", "indication", "note"],
    "labs/date/": ["at", "taken_on", "value_alt"],
    "score/answers/fever/": ["explanation"],
    "labs/paste/": ["text"],
}


@pytest.fixture
def full(user):
    user.memberships.update(role=Role.ADMINISTRATOR, may_export=True)
    return make_full_case(user, "P-own")


def pages(client, full):
    """Yield every page and download of the application, with its name and what it holds."""
    for name, makes in READS.items():
        for make in makes:
            post = make(full)
            response = client.get(reverse(f"workspace:{name}", args=post.args) + post.query)
            assert response.status_code == 200, name
            yield name, response


def test_a_draft_is_found_nowhere_but_in_its_offer(client_in, client_for, full, user):
    case, before = full.case, digest()
    summary = CaseSummary.objects.filter(case=case).values().get()
    for part, names in FORMS.items():
        fields = {name: [f"{CANARY} {name}"] for name in names} | {"version": ["0"], "answer": ["yes"]}
        action = f"/cases/{case.pk}/{part}"
        keep_draft(typed=Typed(action, fields, CANARY, CANARY), case=case, is_last=True, by=user)
    keep_draft(
        typed=Typed("/cases/new/", {"local_id": [CANARY]}, CANARY, CANARY), case=None, is_last=True, by=user
    )
    assert digest() == before
    assert CaseSummary.objects.filter(case=case).values().get() == summary
    colleague = make_user("colleague-x", team=case.team.name, role=Role.ADMINISTRATOR)
    colleague.memberships.update(may_export=True)
    for name, response in pages(client_for(colleague), full):
        assert CANARY.encode() not in response.content, name
    for name, response in pages(client_in, full):
        is_page = response.headers["Content-Type"].startswith("text/html")
        assert is_page or CANARY.encode() not in response.content, name
        main = response.content.decode(errors="replace").partition('<div class="case')[2]
        assert CANARY not in main, name
    assert not any(CANARY in str(event) for event in Event.objects.values())
