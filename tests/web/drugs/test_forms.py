"""Entering a drug."""

from datetime import date

import pytest

from dressapp.drugs import services
from dressapp.drugs.forms import DrugConclusionForm, DrugCourseForm, DrugStopForm
from dressapp.drugs.models import DrugCourse
from tests.factories.records import make_case, make_drug

TODAY = date(2026, 3, 20)
DRUG = {"name": "sorafenib", "role": "suspect"}


@pytest.fixture
def case(user, team):
    return make_case(user)


def enter(case, row=None, **posted):
    return DrugCourseForm((DRUG if row is None else {}) | posted, case=case, row=row, today=TODAY)


def test_what_was_typed_becomes_a_course(case, user):
    form = enter(case, start="2 Mar 2026", stop="ongoing", dose_amount="400", dose_unit="mg", atc="l01ex02")
    assert form.is_valid(), form.errors
    course = services.add_course(case=case, id=form.row_id, by=user, **form.values)
    assert (course.start_on, course.start_precision) == (date(2026, 3, 2), "day")
    assert (course.stop_on, course.stop_precision) == (None, "ongoing")
    assert (course.dose_amount_canonical, course.dose_unit, course.atc) == ("400", "mg", "L01EX02")


@pytest.mark.parametrize(
    ("text", "on", "precision"),
    [
        ("", None, ""),
        ("not known", None, "unknown"),
        ("Feb 2026", date(2026, 2, 1), "month"),
        ("2025", date(2025, 1, 1), "year"),
        ("before 1 Jul 2013", date(2013, 7, 1), "on_or_before"),
    ],
)
def test_a_first_day_known_in_part_is_kept_as_known(case, text, on, precision):
    form = enter(case, start=text)
    assert form.is_valid(), form.errors
    assert (form.values["start_on"], form.values["start_precision"]) == (on, precision)


@pytest.mark.parametrize(
    ("posted", "field", "message"),
    [
        ({"name": ""}, "name", "Enter the name of the drug."),
        ({"name": "x" * 10_000}, "name", "10000 characters"),
        ({"role": ""}, "role", "Choose why the drug is in the list."),
        ({"role": "guilty"}, "role", "not one of the available choices"),
        ({"start": "03/04/2026"}, "start", "Write the month in letters: 3 Apr 2026 or 4 Mar 2026"),
        ({"start": "21 Mar 2026"}, "start", "future"),
        ({"start": "ongoing"}, "start", "A start cannot be ongoing"),
        ({"start": "5 Mar 2026", "stop": "4 Mar 2026"}, "stop", "before the first day"),
        ({"start": "Mar 2026", "stop": "28 Feb 2026"}, "stop", "before the first day"),
        ({"start": "5 Mar 2026", "stop": "before 4 Mar 2026"}, "stop", "before the first day"),
        ({"dose_amount": "1,500", "dose_unit": "mg"}, "dose_amount", "1500"),
        ({"dose_amount": "400"}, "dose_unit", "Enter the unit of the dose"),
        ({"atc": "sorafenib"}, "atc", "L01EX02"),
        ({"start": "5 Mar 2026", "still_taken_on": "4 Mar 2026"}, "still_taken_on", "before the first day"),
        ({"stop": "4 Mar 2026", "still_taken_on": "5 Mar 2026"}, "still_taken_on", "after the last day"),
    ],
)
def test_bad_input_is_refused_with_what_to_do(case, posted, field, message):
    form = enter(case, **posted)
    assert not form.is_valid()
    assert message in form.errors[field][0]


@pytest.mark.parametrize(
    ("start", "stop"),
    [
        ("Mar 2026", "1 Mar 2026"),
        ("5 Mar 2026", "Mar 2026"),
        ("before 9 Mar 2026", "1 Mar 2026"),
        ("?", "2025"),
    ],
)
def test_days_that_may_be_in_order_are_taken(case, start, stop):
    assert enter(case, start=start, stop=stop).is_valid()


@pytest.mark.hazard("H04")
def test_nothing_is_preselected(case):
    form = DrugCourseForm(case=case)
    assert not any(form[name].value() for name in form.fields if name not in ("id", "version"))


def test_a_stored_course_shows_as_it_can_be_typed_again(case, user):
    course = make_drug(case, user, stop_on=date(2026, 3, 1), stop_precision="month", later_tolerated="no")
    form = DrugCourseForm(case=case, row=course)
    shown = {name: form[name].value() for name in form.fields}
    assert (shown["start"], shown["stop"], shown["version"]) == ("2 Mar 2026", "Mar 2026", 1)
    again = enter(case, row=course, **{name: value for name, value in shown.items() if value})
    assert again.is_valid(), again.errors
    saved = services.update_course(
        case=case, course=course, version=again.seen_version, by=user, **again.values
    )
    assert saved.version == 1


def test_an_answer_can_be_taken_back_and_only_then_has_a_choice_for_it(case, user):
    course = make_drug(case, user, later_tolerated="no")
    assert ("", "Not answered") in DrugCourseForm(case=case, row=course).fields["later_tolerated"].choices
    assert ("", "Not answered") not in DrugCourseForm(case=case).fields["later_tolerated"].choices
    form = enter(case, row=course, later_tolerated="", **DRUG)
    assert form.is_valid()
    assert form.values["later_tolerated"] == ""


def test_what_the_page_did_not_offer_stays_as_it_is_stored(case, user):
    course = make_drug(case, user, note="kept", later_tolerated="yes")
    form = enter(case, row=course, route="oral")
    assert form.is_valid(), form.errors
    assert form.values == {"route": "oral"}


def test_a_last_day_is_held_against_the_stored_first_day(case, user):
    course = make_drug(case, user)
    form = enter(case, row=course, stop="1 Mar 2026")
    assert "before the first day" in form.errors["stop"][0]
    assert (
        "before the first day"
        in DrugStopForm({"stop": "1 Mar 2026"}, case=case, row=course).errors["stop"][0]
    )
    form = DrugStopForm({"stop": "before 10 Mar 2026", "version": "1"}, case=case, row=course)
    assert form.is_valid()
    assert form.values == {"stop_on": date(2026, 3, 10), "stop_precision": "on_or_before"}
    assert form.seen_version == 1


def test_a_last_day_is_asked_for(case, user):
    form = DrugStopForm({"stop": ""}, case=case, row=make_drug(case, user))
    assert form.errors["stop"] == ["Enter the last day, or write not known."]


def test_days_of_a_relative_case_are_entered_and_shown_as_days(user, team):
    case = make_case(user, basis="relative")
    form = enter(case, start="day -10", stop="8")
    assert form.is_valid(), form.errors
    assert (form.values["start_on"], form.values["stop_on"]) == (date(2026, 3, 2), date(2026, 3, 20))
    course = DrugCourse(case=case, **form.values)
    assert DrugCourseForm(case=case, row=course)["start"].value() == "day −10"
    assert "day 8" in enter(case, start="2 Mar 2026").errors["start"][0]


def test_a_conclusion_needs_more_than_its_reason(case, user):
    course = make_drug(case, user)
    form = DrugConclusionForm({"conclusion": "", "conclusion_basis": "timing"}, case=case, row=course)
    assert "Choose the conclusion" in form.errors["conclusion"][0]
    form = DrugConclusionForm({"conclusion": "culprit", "conclusion_basis": "timing"}, case=case, row=course)
    assert form.is_valid()
    assert form.values == {"conclusion": "culprit", "conclusion_basis": "timing"}


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "🙂 drug", "코데인", "a\x00b\x07c"])
def test_any_text_is_kept_as_text_without_control_characters(case, text):
    form = enter(case, name=text)
    assert form.is_valid()
    assert form.values["name"] == text.replace("\x00", "").replace("\x07", "")
