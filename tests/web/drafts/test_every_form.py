"""Every form in which something can be typed is kept, put back with each text, and never stored so."""

import pytest
from django.http import QueryDict

from dressapp.accounts.models import Role
from dressapp.audit.models import Event
from dressapp.drafts.kept import find_form, key_of, page_of
from dressapp.drafts.models import Draft
from tests.web.security.page_forms import entry_forms
from tests.web.security.world import digest, make_full_case

CHANGES = ("create", "update", "void", "restore")
# A file cannot be kept; the preview of a table keeps each choice itself. The rest are acts with a short
# reason, given in one go.
NOT_KEPT = (
    "/cases/open/",
    "/labs/intakes/",
    "/remove/",
    "/removed/",
    "/emergency/",
    "/erasures/",
    "/erase/",
    "/people/",
    "/search/",
)
CANARY = "Zinnober"


@pytest.fixture
def full(user):
    user.memberships.update(role=Role.ADMINISTRATOR)  # who may send every form
    return make_full_case(user, "P-own")


def is_to_be_kept(form):
    return not any(part in form.action for part in NOT_KEPT)


def typed_into(form):
    """Return what a form would send with a word in each text."""
    texts = {name: f"{CANARY} {number}" for number, name in enumerate(form.texts) if name != "file"}
    return form.data(**texts), texts.values()


def as_it_stands(form):
    """Return what a form would send with the last of each choice that it has: a valid one would be stored."""
    chosen = {name: held[-1:] for name, held in form.choices.items() if name not in form.values}
    return form.data(**chosen), ()


@pytest.fixture
def keep_and_put_back(client_in):
    """Return a function that keeps a form as it stands and opens the page on which it is put back."""

    def go(form, fields):
        Draft.objects.all().delete()
        about = {"draft-action": form.action, "draft-title": "", "draft-words": ""}
        assert client_in.post("/drafts/", about | fields).status_code == 200, form.action
        answer = client_in.get(page_of(form.action), {"draft": Draft.objects.get().pk})
        assert (answer.status_code, Draft.objects.count()) == (200, 1), form.action
        return answer.content.decode()

    return go


def test_every_form_is_kept_and_put_back_with_each_text_and_nothing_is_stored(
    client_in, full, keep_and_put_back
):
    forms = [form for form in entry_forms(client_in, full).values() if is_to_be_kept(form)]
    assert len(forms) > 15
    assert [form.action for form in forms if not key_of(form.action, form.values)] == []
    before, events = digest(), Event.objects.filter(action__in=CHANGES).count()
    for form in forms:
        for fields, texts in (typed_into(form), as_it_stands(form)):
            page = keep_and_put_back(form, fields)
            assert "Not saved yet." in page, form.action
            assert [text for text in texts if text not in page] == [], form.action
    assert (digest(), Event.objects.filter(action__in=CHANGES).count()) == (before, events)


def test_a_value_typed_into_the_grid_is_put_back_in_its_form(client_in, full, user):
    case = full.case
    action = f"/cases/{case.pk}/labs/value/"
    fields = {
        "analyte": "alt",
        "at": "2026-03-14",
        "result": str(full["result"].pk),
        "version": "2",
        "value": "77",
    }
    before = digest()
    for value in ("77", ""):
        Draft.objects.all().delete()
        Draft.objects.create(
            user=user, case=case, key=key_of(action, fields), action=action, saved_at=case.created_at,
            fields={name: [str(held)] for name, held in (fields | {"value": value}).items()},
        )  # fmt: skip
        text = client_in.get(f"/cases/{case.pk}/labs/?draft={Draft.objects.get().pk}").content.decode()
        assert ("Not saved yet." in text) is bool(value)
        assert ('value="77"' in text) is bool(value)
        assert ("This cannot be put back" in text) is not value
    assert digest() == before


def test_forms_of_one_address_have_keys_of_their_own(full):
    case = f"/cases/{full.case.pk}/"
    value, rows = case + "labs/value/", case + "score/rows/finding/?open=nodes&what="
    keys = [
        key_of(value, {"analyte": "alt", "at": "2026-03-14", "value": ""}),
        key_of(value, {"analyte": "ast", "at": "2026-03-14", "value": ""}),
        key_of(value, {"analyte": "alt", "at": "2026-03-15", "value": ""}),
        key_of(case + "labs/date/", {"at": ""}),
        key_of(case + "labs/date/", {"at": "2026-03-14"}),
        key_of(rows + "node", {"id": "a", "version": "0", "note": ""}),
        key_of(rows + "morphology", {"id": "a", "version": "0", "note": ""}),
        key_of(rows, {"id": "a", "version": "1", "note": ""}),
        key_of("/limits/add/", {"team": "1", "analyte": "alt"}),
        key_of("/limits/add/", {"team": "2", "analyte": "alt"}),
    ]
    assert len({*keys, ""}) == len(keys) + 1
    assert key_of(rows + "node", {"id": "b", "version": "0", "note": ""}) == keys[5]
    assert key_of(value, QueryDict("analyte=alt&at=2026-03-14&value=5")) == keys[0]
    assert find_form("/cases/new/?x=1")
