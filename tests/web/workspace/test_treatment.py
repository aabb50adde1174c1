"""The treatment of the reaction: steps added, changed, removed and brought back, fought over."""

from uuid import uuid4

import pytest
from django.contrib.messages import get_messages

from dressapp.cases.models import Treatment
from tests.factories.records import make_case
from tests.web.workspace.summary import opened, text_of, url


@pytest.fixture
def case(user):
    return make_case(user, sex="male", age_years=67)


STEP = {
    "kind": "systemic_steroid",
    "name": "prednisolone",
    "dose": "60",
    "dose_unit": "mg/d",
    "start": "13 Mar 2026",
}


def steps_of(client, case):
    return [(step.term, step.text) for step in client.get(url(case)).context["summary"].steps]


def add_step(client, case, **posted):
    return client.post(url(case, "add_step"), {"id": uuid4(), "version": 0} | STEP | posted)


def test_a_step_of_the_treatment_is_added_changed_removed_and_brought_back(client_in, case):
    assert add_step(client_in, case, stop="ongoing").status_code == 303
    assert steps_of(client_in, case) == [
        ("Systemic steroid", "prednisolone; 60 mg/d; from 13 Mar 2026, ongoing")
    ]
    step = Treatment.objects.get()
    seen = opened(client_in, case, f"?step={step.pk}")
    assert (seen["start"], seen["dose"]) == ("13 Mar 2026", "60")
    changed = STEP | {"version": step.version, "dose": "40", "stop": "20 Mar 2026"}
    assert client_in.post(url(case, "change_step", step.pk), changed).status_code == 303
    assert steps_of(client_in, case)[0][1] == "prednisolone; 40 mg/d; 13 Mar 2026 to 20 Mar 2026"
    removed = client_in.post(url(case, "void_step", step.pk), {"version": 2})
    assert steps_of(client_in, case) == []
    undo = list(get_messages(removed.wsgi_request))[-1].extra_tags.partition(" ")[0]
    assert undo == url(case, "restore_step", step.pk)
    assert client_in.post(undo).status_code == 303
    assert len(steps_of(client_in, case)) == 1


def test_a_taper_is_several_steps_in_order_of_time(client_in, case):
    add_step(client_in, case, dose="40", start="20 Mar 2026")
    add_step(client_in, case, dose="60", start="13 Mar 2026")
    assert [text.split("; ")[1] for _, text in steps_of(client_in, case)] == ["60 mg/d", "40 mg/d"]


def test_the_same_form_twice_makes_one_step(client_in, case):
    row_id = uuid4()
    add_step(client_in, case, id=row_id)
    add_step(client_in, case, id=row_id)
    assert len(steps_of(client_in, case)) == 1


@pytest.mark.parametrize(
    ("posted", "message"),
    [
        ({"kind": ""}, "Choose what was given."),
        ({"stop": "1 Mar 2026"}, "The last day lies before the first day."),
        ({"dose_unit": ""}, "Enter the unit of the dose, such as mg/d."),
        ({"dose": "1.500"}, "1.500 can be read as 1500 or as 1.5"),
    ],
)
def test_a_refused_step_keeps_what_was_typed(client_in, case, posted, message):
    response = add_step(client_in, case, **posted)
    assert response.status_code == 422
    assert message in text_of(response)
    assert response.context["editing"] == "step-new"
    assert response.context["form"]["name"].value() == "prednisolone"
    assert not Treatment.objects.exists()


def test_a_step_that_somebody_changed_is_a_conflict(client_in, case):
    add_step(client_in, case)
    step = Treatment.objects.get()
    first = STEP | {"version": step.version, "dose": "40"}
    assert client_in.post(url(case, "change_step", step.pk), first).status_code == 303
    second = STEP | {"version": step.version, "dose": "20"}
    response = client_in.post(url(case, "change_step", step.pk), second)
    assert response.status_code == 409
    fields = {field.label: (field.yours, field.theirs) for field in response.context["conflict"].fields}
    assert fields["Dose"] == ("20", "40")


@pytest.mark.promise("P02")
def test_a_step_that_somebody_changed_is_not_removed_unseen(client_in, case):
    add_step(client_in, case)
    step = Treatment.objects.get()
    client_in.post(url(case, "change_step", step.pk), STEP | {"version": 1, "dose": "40"})
    response = client_in.post(url(case, "void_step", step.pk), {"version": 1})
    assert response.status_code == 409
    assert "Remove it all the same" in response.content.decode()
    assert len(steps_of(client_in, case)) == 1
    assert client_in.post(url(case, "void_step", step.pk), {"version": 2}).status_code == 303
    assert client_in.post(url(case, "void_step", step.pk), {"version": 2}).status_code == 303  # a double tap
    assert steps_of(client_in, case) == []


@pytest.mark.promise("P02")
def test_what_is_typed_into_a_step_that_was_removed_meanwhile_is_not_lost(client_in, case):
    add_step(client_in, case)
    step = Treatment.objects.get()
    client_in.post(url(case, "void_step", step.pk), {"version": 1})
    changed = STEP | {"version": 1, "dose": "40"}
    response = client_in.post(url(case, "change_step", step.pk), changed)
    assert response.status_code == 409
    assert "took this away" in response.content.decode()
    assert client_in.post(url(case, "change_step", step.pk), changed | {"version": 2}).status_code == 303
    assert "40 mg/d" in steps_of(client_in, case)[0][1]


def test_a_step_of_another_case_is_not_found(client_in, user, case):
    other = make_case(user, local_id="P-2")
    add_step(client_in, other)
    step = Treatment.objects.get()
    for name in ("change_step", "void_step", "restore_step"):
        assert client_in.post(url(case, name, step.pk), STEP | {"version": 1}).status_code == 404
