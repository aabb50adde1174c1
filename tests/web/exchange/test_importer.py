"""A case file into the tables: what the case's own note says of stand-in dates."""

from datetime import date

from dressapp.cases.models import Treatment
from dressapp.drugs.forms import DrugCourseForm
from dressapp.drugs.models import DrugCourse
from dressapp.exchange.importer import import_case

NOTE = "Admission is set to 2015-03-12, the first sign to 2015-03-06; 2015-13-45 is no date."


def load(team, user, basis):
    dates = {"rash_onset": "2015-03-11", "basis": basis}
    record = {"format": "dress-case/1", "id": "noted", "note": NOTE, "dates": dates}
    return import_case(record, team=team, by=user)


def test_import_shows_stand_in_dates_of_a_note_as_days_when_only_days_are_known(team, user):
    case = load(team, user, "relative")
    assert case.note == "Admission is set to day 1, the first sign to day −5; 2015-13-45 is no date."
    assert case.extra == {"note": NOTE}


def test_import_leaves_a_note_alone_when_the_dates_are_real(team, user):
    case = load(team, user, "calendar")
    assert case.note == NOTE
    assert case.extra == {}


def test_import_knows_days_without_a_precision_to_the_day(team, user):
    days = {"start": "2015-02-20", "stop": "2015-03-01"}
    record = {"format": "dress-case/1", "id": "plain", "drugs": [{"name": "x", **days}], "treatments": [days]}
    case = import_case(record, team=team, by=user)
    course = DrugCourse.objects.get(case=case)
    assert course.still_taken == "no"
    form = DrugCourseForm(case=case, row=course)
    assert (form["start"].value(), form["stop"].value()) == ("20 Feb 2015", "1 Mar 2015")
    step = Treatment.objects.get(case=case)
    assert (step.stop_on, step.stop_precision) == (date(2015, 3, 1), "day")


def test_import_leaves_days_that_are_not_given_open(team, user):
    drugs = [{"name": "x"}, {"name": "y", "stop_precision": "ongoing"}]
    case = import_case({"format": "dress-case/1", "id": "open", "drugs": drugs}, team=team, by=user)
    found = [(row.start_precision, row.stop_precision) for row in DrugCourse.objects.filter(case=case)]
    assert found == [("", ""), ("", "ongoing")]
