"""Answering items, and taking over what was measured."""

from datetime import date, timedelta

import pytest

from dressapp.assessments import services
from dressapp.assessments.models import ItemAnswer
from dressapp.assessments.selectors import get_assessment, list_answers
from dressapp.audit.models import Event
from dressapp.cases.services import void_row
from dressapp.core.errors import EditConflict
from tests.factories.records import RASH, make_answer, make_case, make_lab


@pytest.fixture
def case(user, team):
    return make_case(user)


def fill_with_measurements(case, user):
    make_lab(case, user, analyte="temperature", value="38.9", unit="Cel")
    make_lab(case, user, analyte="eosinophils_abs", value="1889", unit="/uL", on=RASH + timedelta(days=16))


def test_an_answer_carries_who_gave_it(case, user):
    answer = make_answer(case, user)
    assert (answer.answered_by, answer.answered_at is not None) == ("Dr Clinician", True)


def test_the_same_answer_twice_is_one_event_and_keeps_its_time(case, user):
    first = make_answer(case, user)
    again = make_answer(case, user, version=first.version)
    assert (again.answered_at, again.version) == (first.answered_at, 1)
    assert Event.objects.filter(object_type="assessments.itemanswer").count() == 1


def test_two_people_answering_at_once_conflict_only_where_they_differ(case, user):
    make_answer(case, user, answer="yes")
    make_answer(case, user, answer="yes")
    with pytest.raises(EditConflict) as conflict:
        make_answer(case, user, answer="no")
    assert conflict.value.current.answer == "yes"


def test_a_cleared_answer_leaves_the_item_unanswered_and_may_be_given_again(case, user):
    answer = make_answer(case, user, answer="no")
    void_row(case=case, row=answer, version=answer.version, by=user)
    assert list_answers(case) == {}
    make_answer(case, user, answer="yes")
    assert list_answers(case)["fever"].answer == "yes"
    assert ItemAnswer.objects.count() == 1


def test_naming_an_organ_takes_a_bare_count_away(case, user):
    make_answer(case, user, item="organs", answer="2")
    make_answer(case, user, item="organs.liver", answer="yes", other_explanation="none_found")
    assert set(list_answers(case)) == {"organs.liver"}
    assert get_assessment(case).regiscar.items["organs"].points == 1


def test_measured_values_are_taken_over_where_they_decide(case, user):
    fill_with_measurements(case, user)
    taken = services.take_over_measured(case=case, by=user)
    assert {row.item: row.answer for row in taken} == {
        "fever": "yes",
        "eosinophilia": "1500_or_more",
        "resolution_15_days": "yes",
    }
    assert {item.source for item in map(get_assessment(case).regiscar.items.get, list_answers(case))} == {
        "clinician"
    }


def test_taking_over_never_touches_an_answer_or_an_organ(case, user):
    fill_with_measurements(case, user)
    for day in (0, 1):
        make_lab(case, user, value="400", on=RASH + timedelta(days=day))
    make_answer(case, user, item="fever", answer="no", explanation="under the arm of a hot bath")
    taken = services.take_over_measured(case=case, by=user)
    assert {row.item for row in taken} == {"eosinophilia", "resolution_15_days"}
    assert list_answers(case)["fever"].answer == "no"


def test_nothing_measured_is_nothing_taken_over(case, user):
    assert services.take_over_measured(case=case, by=user) == []


def test_an_answer_holds_from_a_day(case, user):
    assert make_answer(case, user, since_on=date(2026, 3, 14)).since_on == date(2026, 3, 14)
