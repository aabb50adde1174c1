"""Writing drug courses."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from dressapp.core.errors import EditConflict, NotYours
from dressapp.drugs import services
from dressapp.drugs.models import DrugCourse
from dressapp.drugs.selectors import get_course_for, list_courses
from tests.factories.records import make_case, make_drug

TODAY = date(2026, 3, 15)


@pytest.fixture
def case(user, team):
    return make_case(user)


def names(case):
    return [course.name for course in list_courses(case)]


def test_courses_stand_in_the_order_they_were_added(case, user):
    for name in ("vancomycin", "allopurinol", "paracetamol"):
        make_drug(case, user, name=name)
    assert names(case) == ["vancomycin", "allopurinol", "paracetamol"]


def test_a_course_posted_twice_is_one_course_in_its_place(case, user):
    course_id = uuid4()
    make_drug(case, user, id=course_id)
    make_drug(case, user, name="allopurinol")
    make_drug(case, user, id=course_id)
    assert [(course.name, course.version) for course in list_courses(case)] == [
        ("sorafenib", 1),
        ("allopurinol", 1),
    ]


def test_a_course_of_another_case_is_refused(case, user):
    theirs = make_drug(make_case(user, local_id="P-2"), user)
    with pytest.raises(NotYours):
        make_drug(case, user, id=theirs.pk)


def test_a_course_moves_up_and_down_and_stops_at_the_ends(case, user):
    for name in ("a", "b", "c"):
        make_drug(case, user, name=name)
    last = list_courses(case)[-1]
    services.move_course(case=case, course=last, steps=-1, by=user)
    assert names(case) == ["a", "c", "b"]
    services.move_course(case=case, course=list_courses(case)[0], steps=-1, by=user)
    assert names(case) == ["a", "c", "b"]
    services.move_course(case=case, course=list_courses(case)[0], steps=1, by=user)
    assert names(case) == ["c", "a", "b"]


def test_a_stale_edit_is_a_conflict(case, user):
    course = make_drug(case, user)
    services.update_course(case=case, course=course, version=1, by=user, dose="400 mg")
    with pytest.raises(EditConflict) as conflict:
        services.update_course(case=case, course=course, version=1, by=user, dose="200 mg")
    assert conflict.value.current.dose == "400 mg"


def test_a_course_taken_away_comes_back(case, user):
    course = make_drug(case, user)
    services.void_course(case=case, course=course, version=1, by=user)
    assert names(case) == []
    assert get_course_for(case, course.pk, voided=True).is_voided
    services.restore_course(case=case, course=course, by=user)
    assert names(case) == ["sorafenib"]


@pytest.mark.parametrize(
    ("end", "answer", "on", "after"),
    [
        ((None, ""), "yes", TODAY, (TODAY, None, "ongoing", "yes")),
        ((None, "ongoing"), "no", TODAY, (None, TODAY, "on_or_before", "no")),
        ((None, ""), "no", TODAY, (None, TODAY, "on_or_before", "no")),
        ((date(2026, 3, 13), "day"), "no", TODAY, (None, date(2026, 3, 13), "day", "no")),
        ((date(2026, 3, 13), "day"), "yes", TODAY, (TODAY, None, "ongoing", "yes")),
        ((None, "ongoing"), "unknown", TODAY, (None, None, "unknown", "unknown")),
        ((None, ""), "no", None, (None, None, "unknown", "unknown")),
    ],
)
def test_still_taken_is_written_without_making_up_a_last_day(case, user, end, answer, on, after):
    course = make_drug(case, user, stop_on=end[0], stop_precision=end[1])
    saved = services.set_still_taken(case=case, course=course, version=1, answer=answer, on=on, by=user)
    assert (saved.still_taken_on, saved.stop_on, saved.stop_precision, saved.still_taken) == after


def test_several_drugs_may_be_culprits_each_with_its_author(case, user):
    for name in ("vancomycin", "allopurinol"):
        course = make_drug(case, user, name=name)
        saved = services.set_conclusion(case=case, course=course, version=1, conclusion="culprit", by=user)
        assert (saved.conclusion_by, saved.conclusion_at is not None) == ("Dr Clinician", True)
    assert DrugCourse.objects.filter(conclusion="culprit").count() == 2


def test_a_conclusion_taken_back_has_no_author(case, user):
    course = make_drug(case, user)
    course = services.set_conclusion(case=case, course=course, version=1, conclusion="possible", by=user)
    course = services.set_conclusion(case=case, course=course, version=2, conclusion="", by=user)
    assert (course.conclusion_by, course.conclusion_at) == ("", None)


@pytest.mark.hazard("H11")
def test_the_database_refuses_a_stop_before_the_start(case, user):
    stop = {"stop_on": date(2026, 3, 1), "stop_precision": "day"}
    with pytest.raises(IntegrityError), transaction.atomic():
        make_drug(case, user, **stop)
    make_drug(case, user, start_precision="month", **stop)
