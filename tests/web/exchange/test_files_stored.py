"""From a file of each kind to a stored case: the values, the drugs, their source, and nothing twice."""

from datetime import date, time

import pytest

from dressapp.drugs.models import DrugCourse
from dressapp.exchange import services
from dressapp.exchange.models import IntakeKind
from dressapp.labs.models import LabResult
from tests.factories.records import make_case
from tests.web.exchange.intakes import confirm, declare, live, reading_of, undo

from .made_files import as_json, make_bundle, make_case_file, make_observation, make_statement, make_xlsx

FILES = {
    IntakeKind.CSV: b"Test,2015-03-12 08:30\nALT (U/L),38.50\n",
    IntakeKind.XLSX: make_xlsx(["Test", "2015-03-12 08:30"], ["ALT (U/L)", 38.5]),
    IntakeKind.FHIR: as_json(make_bundle(make_observation(), make_statement())),
    IntakeKind.CASE_FILE: as_json(
        make_case_file(labs=[{"analyte": "alt", "date": "2015-03-12T08:30", "value": "38.50", "unit": "U/L"}])
    ),
}
ANCHORED = {"anchors": {"day": ["date", "2026-03-14", 0]}}


@pytest.fixture
def case(user):
    return make_case(user)


def take_in(case, user, content, **choices):
    intake = services.start_file(case=case, name="labs.dat", content=content, by=user)
    return declare(case, user, intake, **choices) if choices else intake


@pytest.mark.parametrize("kind", FILES)
def test_file_is_stored_with_its_source_and_only_once(case, user, kind):
    intake = take_in(case, user, FILES[kind])
    assert intake.kind == kind
    outcome = confirm(case, user, intake)
    result = LabResult.objects.get()
    assert (outcome.stored, result.analyte, result.value_canonical, result.unit) == (1, "alt", "38.5", "U/L")
    assert (result.taken_on, result.taken_time) == (date(2015, 3, 12), time(8, 30))
    assert result.source.startswith("labs.dat, ")
    courses = DrugCourse.objects.count()
    assert courses == (kind in (IntakeKind.FHIR, IntakeKind.CASE_FILE))
    again = confirm(case, user, take_in(case, user, FILES[kind]))
    assert (again.stored, again.skipped, again.courses) == (0, 1, 0)
    assert (LabResult.objects.count(), DrugCourse.objects.count()) == (1, courses)


def test_drugs_without_results_are_stored_and_taken_back(case, user):
    intake = take_in(case, user, as_json(make_bundle(make_statement())))
    assert reading_of(case, intake).is_ready
    assert confirm(case, user, intake).courses == 1
    course = DrugCourse.objects.get()
    assert (course.name, course.role, course.start_on) == ("sorafenib", "concomitant", date(2015, 3, 1))
    intake.refresh_from_db()
    undo(case, user, intake)
    assert not DrugCourse.objects.live().exists()


def test_counted_days_of_results_and_drugs_follow_one_anchor(case, user):
    content = as_json(make_case_file(dates={"rash_onset": "2015-03-11", "basis": "relative"}))
    intake = take_in(case, user, content)
    assert not reading_of(case, intake).is_ready
    confirm(case, user, declare(case, user, intake, **ANCHORED))
    assert {result.taken_on for result in live(case)} == {date(2026, 3, 15)}
    course = DrugCourse.objects.get()
    assert (course.start_on, course.stop_on) == (date(2026, 3, 4), date(2026, 3, 15))


def test_temperature_keeps_its_site_and_limit_its_number(case, user):
    confirm(case, user, take_in(case, user, as_json(make_case_file())))
    alt, temperature = live(case)
    assert (alt.upper_limit, alt.lower_limit, alt.value_raw) == ("40", "", "38")
    assert (temperature.site, temperature.value_comparator) == ("axillary", "<")
