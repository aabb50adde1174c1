"""A form writes the fields that it offers, once; what is typed never runs."""

# ruff: noqa: E501

from contextlib import contextmanager

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from dressapp.audit.models import Event

from .page_forms import read_forms
from .parts import Full
from .world import CLINICAL_APPS, READS, WRITES, make_full_case
from .world_teams import ANSWERS

VOLATILE = {
    "created_at",
    "updated_at",
    "conclusion_at",
    "answered_at",
    "computed_at",
    "confirmed_complete_at",
    "stored_at",
    "counts",
    "at",
    "requested_at",
    "expires_at",
    "reviewed_at",
    "executed_at",
    "closed_at",
    "date_joined",
    "password",
}
NOT_COMPARED = {"Snapshot"}
PAYLOADS = [
    "<script>alert(1)</script>", "</textarea><img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "' onfocus='alert(1)",
    "{{ 7*7 }}", "{% load x %}", "#eval(\"1+1\")", "#read(\"/etc/passwd\")", "$ x $ *b* _i_ <l> @r", "=HYPERLINK(\"http://x\")",
    "javascript:alert(1)", "</script><script>alert(1)</script>", "<!--", "]]>", "&lt;b&gt;", "%s%n{0}", "\\u003cscript\\u003e",
]  # fmt: skip


@contextmanager
def undone():
    """Run requests, then take back whatever they wrote."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def own(user) -> Full:
    return make_full_case(user, "P-own")


def address(name: str, post) -> str:
    return reverse(f"workspace:{name}", args=post.args) + post.query


def clinical_models():
    return [model for app in CLINICAL_APPS for model in apps.get_app_config(app).get_models()]


def own_models():
    return [*clinical_models(), *apps.get_app_config("accounts").get_models()]


def stored():
    """Return every row of ours but its times."""
    rows = []
    for model in own_models():
        if model.__name__ not in NOT_COMPARED:
            for row in model._default_manager.order_by("pk").values():
                rows.append(
                    (
                        model.__name__,
                        {k: bool(v) if k == "voided_at" else v for k, v in row.items() if k not in VOLATILE},
                    )
                )
    return sorted(rows, key=repr)


def offered(client, full) -> dict[str, set[str]]:
    """Return the names of the fields that the pages offer, by the address that they are sent to."""
    names: dict[str, set[str]] = {}
    for name, makes in READS.items():
        for make in makes:
            page = client.get(address(name, make(full))).content.decode(errors="replace")
            for form in read_forms(page):
                names.setdefault(form.action.split("?")[0], set()).update(
                    form.values, form.texts, form.choices
                )
    return names


MADE = {  # what is made has an id of its own each time
    "new", "paste_labs", "confirm_intake", "ask_erasure", "emergency", "add_person", "sign_assessment",
}  # fmt: skip
OF_ITS_OWN = ("id", "patient_id", "request_id", "user_id", "sha256")


@pytest.mark.promise("P17")
def test_no_field_is_written_that_its_form_does_not_offer(client_in, own, stranger):
    fields = [field for model in own_models() for field in model._meta.get_fields()]
    columns = {name for field in fields for name in (field.name, getattr(field, "attname", field.name))}
    columns |= {"team", "team_id", "role", "may_export", "is_active", "is_superuser", "is_staff"}
    foreign = stranger.memberships.get().team_id
    on_page = offered(client_in, own)
    for name, makes in WRITES.items():
        for make in makes:
            post = make(own)
            known = (
                on_page.get(address(name, post).split("?")[0], set()) | post.data.keys() | {"confirm", "why"}
            )
            extras = {column: str(foreign) if "team" in column else "7" for column in columns - known}
            cache.clear()
            with undone():
                client_in.post(address(name, post), post.data)
                plain = stored()
            with undone():
                answer = client_in.post(address(name, post), extras | post.data)
                full = stored() if answer.status_code in (200, 303) else plain  # a refusal writes nothing
            if name in MADE:
                plain, full = (
                    sorted(
                        ((m, {k: v for k, v in r.items() if k not in OF_ITS_OWN}) for m, r in rows), key=repr
                    )
                    for rows in (plain, full)
                )
            differing = [pair for pair in zip(full, plain, strict=False) if pair[0] != pair[1]]
            assert (differing[:1], len(full)) == ([], len(plain)), name


@pytest.mark.hazard("H17")
def test_the_same_form_twice_makes_one_row(client_in, own):
    for name, makes in WRITES.items():
        if name in ("move_drug", "revert_lab_value"):
            continue
        for make in makes:
            post = make(own)
            with undone():
                cache.clear()
                expected = ANSWERS.get(name, 303)
                assert client_in.post(address(name, post), post.data).status_code == expected, name
                rows, made = [model._default_manager.count() for model in clinical_models()], creations()
                again = client_in.post(address(name, post), post.data)
                assert again.status_code in (expected, 404, 409, 422), (name, again.status_code)
                assert [model._default_manager.count() for model in clinical_models()] == rows, name
                assert creations() == made, name


def creations() -> int:
    return Event.objects.filter(action="create").count()


@pytest.mark.hazard("H16")
@pytest.mark.promise("P03")
@pytest.mark.parametrize("row", ["edit_drug", "change_step", "save_section", "score_answer", "save_lab_row"])
def test_the_second_of_two_editors_sees_both_texts(client_in, own, row):
    changes = {"edit_drug": ("indication", "gout"), "change_step": ("name", "other"), "save_section": ("name", "Kim"),
               "score_answer": ("explanation", "theirs"), "save_lab_row": ("upper_limit", "99")}  # fmt: skip
    name, theirs = changes[row]
    post = WRITES[row][0](own)
    assert client_in.post(address(row, post), post.data | {name: theirs}).status_code == 303
    mine = "71" if row == "save_lab_row" else "mine-here"
    response = client_in.post(address(row, post), post.data | {name: mine})
    assert response.status_code == 409
    assert mine in response.content.decode()
    assert theirs in response.content.decode()


@pytest.mark.promise("P29")
def test_what_is_typed_is_shown_and_never_run(client_in, user):
    text = " ".join(PAYLOADS[:4])
    own = make_full_case(user, "P-<b>x</b>", secret=text[:150], note=" ".join(PAYLOADS))
    case = own.case
    client_in.post(reverse("workspace:add_drug", args=[case.pk]),
                   {"id": "6a1f6c1e-27e0-4bb7-8a3b-3b0f5f0c6d10", "version": 0, "role": "suspect", "start": "3 Mar 2026",
                    "name": PAYLOADS[0], "indication": PAYLOADS[7], "note": " ".join(PAYLOADS)})  # fmt: skip
    client_in.post(reverse("workspace:save_section", args=[case.pk, "conclusion"]),
                   {"version": case.version, "conclusion": "\n".join(PAYLOADS), "expert_diagnosis": PAYLOADS[8]})  # fmt: skip
    for name, makes in READS.items():
        for make in makes:
            response = client_in.get(address(name, make(own)))
            assert response.status_code == 200, name
            if name.endswith(("_pdf", "_form")) or "attachment" in response.headers.get(
                "Content-Disposition", ""
            ):
                continue
            page = response.content.decode()
            for sign in ("<script>alert", "<svg onload", "<img src=x", "' onfocus='alert", "<b>x</b>"):
                assert sign not in page, (name, sign)
    pdf = client_in.get(reverse("workspace:report_pdf", args=[case.pk]))
    assert pdf.content.startswith(b"%PDF")
    assert b"root:" not in pdf.content
