"""Assessments saved for good."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404

from dressapp.assessments.models import Snapshot
from dressapp.assessments.selectors import get_snapshot_for, list_snapshots
from dressapp.assessments.services import summarise
from dressapp.assessments.snapshots import is_intact, save_snapshot, to_plain
from dressapp.audit.models import Event
from dressapp.cases import services as cases
from dressapp.core.errors import EditConflict, NotYours
from tests.factories.records import make_answer, make_case, make_drug, make_lab


@dataclass(frozen=True)
class Page:
    headline: str


def present(assessment):
    return Page(f"{assessment.regiscar.now.total}")


@pytest.fixture
def case(user, team):
    case = make_case(user)
    make_drug(case, user)
    make_lab(case, user, analyte="temperature", value="38.9", unit="Cel")
    make_answer(case, user)
    return case


def save(case, user, **values):
    return save_snapshot(case=case, **{"revision": case.revision, "present": present, "by": user} | values)


def test_a_saved_assessment_holds_facts_result_page_author_and_hash(case, user):
    save(case, user)
    saved = get_snapshot_for(case, 1)
    assert (saved.number, saved.ruleset, saved.by_name) == (1, "regiscar-2007", "Dr Clinician")
    assert saved.facts["labs"][0]["value"] == {"value": "38.9", "comparator": ""}
    assert saved.facts["drugs"][0]["start"] == "2026-03-02"
    assert saved.result["regiscar"]["now"] == {"total": -1, "category": "no"}
    assert saved.page == {"headline": "-1"}
    assert is_intact(saved)


def test_saving_is_an_event_with_the_hash(case, user):
    saved = save(case, user)
    event = Event.objects.get(action="complete")
    assert event.detail == {"number": 1, "sha256": saved.sha256, "amends": None}


@pytest.mark.parametrize(
    ("field", "value"), [("page", {"headline": "9"}), ("by_name", "Another"), ("case_revision", 7)]
)
def test_one_changed_value_breaks_the_hash(case, user, field, value):
    saved = save(case, user)
    setattr(saved, field, value)
    assert not is_intact(saved)


def test_the_database_refuses_to_change_a_saved_assessment(case, user):
    save(case, user)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Snapshot.objects.update(by_name="Another")


def test_the_same_form_twice_saves_one(case, user):
    snapshot_id = uuid4()
    first, second = save(case, user, id=snapshot_id), save(case, user, id=snapshot_id)
    assert first.pk == second.pk
    assert [snapshot.number for snapshot in list_snapshots(case)] == [1]


def test_the_id_of_another_cases_assessment_is_refused(case, user):
    theirs = save(make_case(user, local_id="P-2"), user)
    with pytest.raises(NotYours):
        save(case, user, id=theirs.pk)


def test_what_changed_since_the_page_was_shown_is_not_completed(case, user):
    cases.touch(case=case)
    with pytest.raises(EditConflict):
        save(case, user, revision=0)
    assert not Snapshot.objects.exists()


@pytest.mark.promise("P04")
def test_a_later_change_marks_the_newest_and_leaves_it_as_it_was(case, user):
    first = save(case, user)
    make_answer(case, user, item="lymph_nodes", answer="yes")
    cases.touch(case=case)
    summarise(case)
    assert first.case_revision != case.revision
    second = save(case, user)
    assert [s.number for s in list_snapshots(case)] == [2, 1]
    assert get_snapshot_for(case, 1).result["regiscar"]["now"]["total"] == -1
    assert second.result["regiscar"]["now"]["total"] == 0
    assert all(is_intact(snapshot) for snapshot in list_snapshots(case))


def test_a_number_that_was_never_saved_is_not_found(case):
    with pytest.raises(Http404):
        get_snapshot_for(case, 1)
    assert list_snapshots(case) == []


def test_only_what_json_keeps_exactly_is_saved():
    assert to_plain((Decimal("38.90"), date(2026, 3, 12), None, True, {"a": 1})) == [
        "38.90",
        "2026-03-12",
        None,
        True,
        {"a": 1},
    ]
    with pytest.raises(TypeError, match="float"):
        to_plain(1.5)
