"""Nothing carries findings, answers or results from one case to another."""

from uuid import uuid4

import pytest
from django.urls import reverse

from dressapp.assessments.facts import build
from dressapp.assessments.selectors import list_snapshots
from dressapp.cases.models import Case
from scoring.panel import assess
from tests.web.security.world import make_full_case, routes


@pytest.mark.hazard("H14")
def test_a_second_case_of_a_patient_begins_without_anything_of_the_first(client_in, user):
    first = make_full_case(user, "P-1").case
    data = {"id": uuid4(), "local_id": "P-1", "confirmed": first.patient.pk, "rash_onset_on": "12 May 2026"}
    assert client_in.post(reverse("workspace:new"), data).status_code == 303
    second = Case.objects.get(pk=data["id"])
    assert second.patient_id == first.patient_id
    facts = build(second)
    nothing = (facts.drugs, facts.labs, facts.findings, facts.cause_tests, facts.virus_tests)
    assert nothing == ((), (), (), (), ())
    assert (facts.answers, facts.organs, facts.conditions) == ({}, {}, {})
    assert assess(facts).regiscar.now.total == -2
    assert (list_snapshots(first) != [], list_snapshots(second)) == (True, [])


@pytest.mark.hazard("H14")
def test_no_address_copies_a_case_or_an_assessment(db):
    words = ("copy", "clone", "duplicate", "carry", "template", "previous")
    assert [name for name in routes() if name and any(word in name for word in words)] == []


@pytest.mark.hazard("H14")
def test_an_answer_says_since_when_and_by_whom_it_stands(client_in, user):
    full = make_full_case(user, "P-1")
    page = client_in.get(reverse("workspace:score", args=[full.case.pk])).content.decode()
    assert full["answer"].answered_by in page
