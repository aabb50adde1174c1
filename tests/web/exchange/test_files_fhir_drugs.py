"""Drugs of a FHIR bundle: days as well as they are known, never one that is only planned or prescribed."""

import pytest
from fhir.resources.R4B.bundle import Bundle

from dressapp.drugs.models import DrugCourse
from dressapp.exchange.case_file import parse_case
from dressapp.exchange.columns import course_values
from dressapp.exchange.files import read_file
from dressapp.exchange.own_part import check_fits
from dressapp.labs.paste.parts import SheetRefused

from .made_files import PATIENT, as_json, make_bundle, make_observation, make_statement

ATC = "http://www.whocc.no/atc"


def read(*resources):
    bundle = make_bundle(*resources)
    Bundle.model_validate(bundle)
    found = read_file("x", as_json(bundle))
    parse_case({"format": "dress-case/1", "id": "x", "drugs": list(found.courses)})
    for course in found.courses:
        check_fits(DrugCourse, course_values(course))
    return found


def course_of(resource):
    return read(resource).courses[0]


def make_request(**more):
    return {
        "resourceType": "MedicationRequest",
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": {"text": "allopurinol"},
        "subject": PATIENT,
        "authoredOn": "2015-03-01",
    } | more


def make_administration(day, **more):
    return {
        "resourceType": "MedicationAdministration",
        "status": "completed",
        "medicationCodeableConcept": {"text": "vancomycin"},
        "subject": PATIENT,
        "effectiveDateTime": f"2015-03-{day:02d}T08:00:00+09:00",
        "dosage": {"dose": {"value": 1, "unit": "g"}},
    } | more


def test_statement_is_a_course_whose_role_the_clinician_decides():
    concept = {"text": "sorafenib 200 mg", "coding": [{"system": ATC, "code": "L01EX02"}, {"code": "X"}]}
    found = course_of(
        make_statement(
            medicationCodeableConcept=concept,
            reasonCode=[{"text": "hepatocellular carcinoma"}],
            dosage=[
                {"text": "400 mg", "route": {"text": "oral"}, "timing": {"code": {"text": "twice daily"}}}
            ],
        )
    )
    assert found == {
        "name": "sorafenib 200 mg",
        "atc": "L01EX02",
        "role": "concomitant",
        "indication": "hepatocellular carcinoma",
        "dose": "400 mg",
        "frequency": "twice daily",
        "route": "oral",
        "stop_reason": "",
        "note": "",
        "start": "2015-03-01",
        "start_precision": "day",
        "stop": "2015-03-12",
        "stop_precision": "day",
    }


NO_DAY = (None, "unknown")
FIRST = ("2015-03-01", "day")
DAYS = [
    (
        {"effectivePeriod": {"start": "2015-03", "end": "2015"}},
        ("2015-03-01", "month"),
        ("2015-01-01", "year"),
    ),
    ({"effectivePeriod": {"start": "2015-03-01"}}, FIRST, NO_DAY),
    ({"effectivePeriod": {"start": "2015-03-01"}, "status": "active"}, FIRST, (None, "ongoing")),
    ({"effectivePeriod": {"end": "2015-03-01"}}, NO_DAY, FIRST),
    ({"effectivePeriod": None, "status": "on-hold"}, NO_DAY, NO_DAY),
    ({"effectivePeriod": None, "effectiveDateTime": "2015-03-01"}, ("2015-03-01", "on_or_before"), NO_DAY),
    ({"effectivePeriod": None, "effectiveDateTime": "2015-02"}, ("2015-02-28", "on_or_before"), NO_DAY),
]


@pytest.mark.parametrize(("given", "start", "stop"), DAYS)
def test_days_are_known_as_well_as_they_are_written(given, start, stop):
    found = course_of(make_statement(**given))
    assert (found.get("start"), found["start_precision"]) == start
    assert (found.get("stop"), found["stop_precision"]) == stop


def test_day_on_which_a_statement_was_made_says_that_the_drug_was_taken():
    found = course_of(
        make_statement(status="active", effectivePeriod={"start": "2015"}, dateAsserted="2015-03-04")
    )
    assert found["still_taken_on"] == "2015-03-04"


@pytest.mark.parametrize("period", [{"start": "2015-03-12", "end": "2015-03-01"}, {"start": "2015-02-30"}])
def test_impossible_days_are_told_in_the_note_alone(period):
    bundle = make_bundle(make_statement(effectivePeriod=period))
    found = read_file("x", as_json(bundle)).courses[0]
    assert (found["start_precision"], found["stop_precision"]) == ("unknown", "unknown")
    assert "start" not in found
    assert "days not possible as given" in found["note"]


def test_prescription_is_no_intake():
    found = course_of(make_request())
    assert (found["start_precision"], found["stop_precision"]) == ("unknown", "unknown")
    assert found["note"] == "prescribed on 2015-03-01; intake is not recorded"


def test_prescription_for_a_time_has_that_time():
    period = {"start": "2015-03-02", "end": "2015-03-09"}
    bounds = {"boundsPeriod": period, "frequency": 2, "period": 1, "periodUnit": "d"}
    dose = {"timing": {"repeat": bounds}, "doseAndRate": [{"doseQuantity": {"value": 100, "unit": "mg"}}]}
    found = course_of(make_request(dosageInstruction=[dose]))
    assert (found["start"], found["stop"]) == ("2015-03-02", "2015-03-09")
    assert (found["dose"], found["frequency"]) == ("100 mg", "2 in 1 d")


@pytest.mark.parametrize(
    ("resource", "words"),
    [
        (make_statement(status="entered-in-error"), "1 MedicationStatement entered in error (entry 2)"),
        (make_statement(status="not-taken"), "1 MedicationStatement not taken (entry 2)"),
        (make_statement(status="intended"), "only intended"),
        (make_statement(medicationCodeableConcept={"coding": []}), "without a name"),
        (make_request(status="cancelled"), "cancelled"),
        (make_request(status="draft"), "only a draft"),
        (make_request(intent="plan"), "only planned"),
        (make_request(doNotPerform=True), "asked not to be given"),
        (make_administration(1, status="not-done"), "not given"),
        (make_administration(1, status="on-hold"), "on hold"),
    ],
)
def test_what_was_not_taken_is_no_course_and_said(resource, words):
    found = read_file("x", as_json(make_bundle(make_observation(), resource)))
    assert found.courses == ()
    assert words in found.left_out[0]


@pytest.mark.parametrize("status", ["stopped", "on-hold", "unknown"])
def test_status_is_told_in_the_note_and_its_reason_kept(status):
    found = course_of(make_statement(status=status, statusReason=[{"text": "rash"}]))
    assert (found["note"], found["stop_reason"]) == (f"status {status}", "rash")
    assert course_of(make_request(statusReason={"text": "rash"}))["stop_reason"] == "rash"


def test_medication_is_found_inside_the_resource_and_in_the_bundle():
    inner = {"resourceType": "Medication", "id": "m", "code": {"text": "inner"}}
    outer = {"resourceType": "Medication", "id": "m", "code": {"text": "outer"}}
    by_inner = make_request(
        medicationCodeableConcept=None, medicationReference={"reference": "#m"}, contained=[inner]
    )
    by_outer = make_request(medicationCodeableConcept=None, medicationReference={"reference": "Medication/m"})
    by_name = make_request(medicationCodeableConcept=None, medicationReference={"display": "named"})
    found = read(by_inner, by_outer, by_name, outer)
    assert [course["name"] for course in found.courses] == ["inner", "outer", "named"]
    assert found.left_out == ()


def test_administrations_on_days_that_follow_one_another_are_one_course():
    found = read(*map(make_administration, (1, 2, 2, 3, 7, 8)), make_statement(), make_administration(20))
    spans = [(c["name"], c["start"], c["stop"], c["dose"]) for c in found.courses]
    assert spans == [
        ("sorafenib", "2015-03-01", "2015-03-12", ""),
        ("vancomycin", "2015-03-01", "2015-03-03", "1 g"),
        ("vancomycin", "2015-03-07", "2015-03-08", "1 g"),
        ("vancomycin", "2015-03-20", "2015-03-20", "1 g"),
    ]
    assert found.courses[1]["note"] == "4 administrations recorded, 1 Mar 2015 to 3 Mar 2015"


def test_drug_told_twice_in_every_word_is_one_course():
    assert len(read(make_statement(), make_statement()).courses) == 1


def test_longer_text_than_its_column_stands_whole_in_the_note():
    found = course_of(make_statement(name="x" * 250, dosage=[{"text": "y" * 201}]))
    assert (len(found["name"]), len(found["dose"])) == (200, 200)
    assert f"name: {'x' * 250}" in found["note"]


def test_drugs_without_results_are_a_table_without_lines():
    found = read(make_statement())
    assert len(found.sheet.rows) == 1
    with pytest.raises(SheetRefused, match="no laboratory results and no drugs"):
        read_file("x", as_json(make_bundle(make_statement(status="not-taken"))))
