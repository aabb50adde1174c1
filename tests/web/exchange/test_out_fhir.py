"""The results and drugs as a FHIR R4 bundle: valid, exact, without a name, and read again as they were."""

import json
from datetime import date, time
from decimal import Decimal

import pytest
from fhir.resources.R4B.bundle import Bundle

from dressapp.exchange.case_file import loads
from dressapp.exchange.fhir_out import CODES, OnlyDaysKnown, bundle, bundle_json
from dressapp.exchange.importer import import_case
from scoring.analytes import ANALYTES
from scoring.kernel.units import FREE_T4, GLUCOSE, TRIGLYCERIDES
from tests.factories.any_case import make_any_case
from tests.factories.records import make_case, make_drug, make_lab, number
from tests.web.exchange.read_again import make_table_case, results_of, take_in
from tests.web.exchange.test_out_case import SORAFENIB

LOINC = "http://loinc.org"
WITHOUT_LOINC = (TRIGLYCERIDES, GLUCOSE, FREE_T4)


def resources(case, kind, **options):
    return [e["resource"] for e in bundle(case, **options)["entry"] if e["resource"]["resourceType"] == kind]


def only(case, kind="Observation"):
    [found] = resources(case, kind)
    return found


def observed(user, **result):
    case = make_case(user)
    make_lab(case, user, **result)
    return only(case)


def test_a_bundle_is_valid_r4(user):
    case = make_table_case(user)
    make_drug(
        case, user, atc="L01EX02", dose="400 mg", route="oral", indication="tumour", frequency="twice daily"
    )
    whole = Bundle.model_validate_json(bundle_json(case))
    assert (whole.type, len(whole.entry)) == ("collection", 2 + len(results_of(case)))


@pytest.mark.parametrize("seed", range(12))
def test_the_bundle_of_any_case_with_dates_is_valid_r4(user, seed):
    case = make_any_case(user, seed)
    if case.is_relative:
        case.basis = "calendar"
    Bundle.model_validate_json(bundle_json(case))


def test_a_number_keeps_its_digits_and_its_bound(user):
    case = make_case(user)
    make_lab(case, user, analyte="crp", value="<0.10", unit="mg/dL")
    assert '"value": 0.10,' in bundle_json(case).decode()
    value = only(case)["valueQuantity"]
    assert value == {"value": Decimal("0.10"), "comparator": "<", "unit": "mg/dL",
                     "system": "http://unitsofmeasure.org", "code": "mg/dL"}  # fmt: skip


def test_a_result_has_its_codes_limits_note_and_site(user):
    beside = {"site": "axillary", "note": "at night", "upper_limit": "37.5", "lower_limit": "36"}
    when = {"on": date(2026, 7, 1), "taken_time": time(8, 30)}
    found = observed(user, analyte="temperature", value="38.9", unit="Cel", **beside, **when)
    assert found["code"] == {
        "coding": [
            {"system": LOINC, "code": "8310-5"},
            {"system": "urn:dressapp:analyte", "code": "temperature"},
        ],
        "text": "Temperature",
    }
    assert found["effectiveDateTime"] == "2026-07-01T08:30:00+00:00"
    assert (found["note"], found["bodySite"]) == ([{"text": "at night"}], {"text": "axillary"})
    limits = {end: limit["value"] for end, limit in found["referenceRange"][0].items()}
    assert limits == {"low": Decimal(36), "high": Decimal("37.5")}


def test_a_day_without_a_time_is_a_day(user):
    assert observed(user)["effectiveDateTime"] == "2026-03-12"


@pytest.mark.parametrize(
    ("analyte", "unit", "code"),
    [
        ("creatinine", "mg/dL", "2160-0"),
        ("creatinine", "umol/L", "14682-9"),
        ("bilirubin_total", "umol/L", "14631-6"),
        ("urea", "mmol/L", "22664-7"),
        ("eosinophils_pct", "%", "713-8"),
        ("eosinophils_abs", "10*9/L", "711-2"),
        ("urine_protein_creatinine_ratio", "mg/mmol", "34366-5"),
    ],
)
def test_the_code_fits_the_unit(user, analyte, unit, code):
    assert observed(user, analyte=analyte, value="5", unit=unit)["code"]["coding"][0]["code"] == code


def test_each_code_in_place_of_the_first_is_one_of_its_test():
    assert {pair for pair, code in CODES.items() if code not in ANALYTES[pair[0]].loinc} == set()


def test_every_substance_in_moles_has_a_code_of_its_own_or_none():
    molar = {(one.id, unit) for one in ANALYTES.values() for unit in one.family
             if "mol/" in unit and one.family not in WITHOUT_LOINC}  # fmt: skip
    assert molar == {pair for pair in CODES if "mol/" in pair[1].replace("/mmol", "")}


def test_a_test_without_a_code_has_its_name_and_our_own(user):
    code = observed(user, analyte="fibrinogen", value="3", unit="g/L")["code"]
    assert code == {
        "coding": [{"system": "urn:dressapp:analyte", "code": "fibrinogen"}],
        "text": "Fibrinogen",
    }


def test_nobody_is_named(user):
    case = make_case(user, local_id="P-777", name="Rosalind Kessler", sex="female", birth_on=date(1960, 5, 4))
    make_lab(case, user)
    text = bundle_json(case).decode()
    assert only(case, "Patient") == {"resourceType": "Patient", "gender": "female"}
    assert [secret for secret in ("P-777", "Rosalind", "1960", str(case.patient_id)) if secret in text] == []


def test_the_team_s_id_of_the_patient_is_there_where_it_was_asked_for(user):
    [patient] = resources(make_case(user, local_id="P-777"), "Patient", with_patient_id=True)
    assert patient["identifier"] == [{"value": "P-777"}]


def test_a_case_that_knows_only_days_is_refused(user, team):
    with pytest.raises(OnlyDaysKnown, match="only days"):
        bundle(import_case(SORAFENIB, team=team, by=user))


@pytest.mark.parametrize(
    ("course", "status", "effective"),
    [
        ({"stop_precision": "ongoing"}, "active", {"effectivePeriod": {"start": "2026-03-02"}}),
        ({"stop_on": date(2026, 3, 9), "stop_precision": "day"}, "completed",
         {"effectivePeriod": {"start": "2026-03-02", "end": "2026-03-09"}}),
        ({"start_on": date(2026, 2, 1), "start_precision": "month"}, "unknown",
         {"effectivePeriod": {"start": "2026-02"}}),
        ({"start_on": date(2025, 1, 1), "start_precision": "year"}, "unknown",
         {"effectivePeriod": {"start": "2025"}}),
        ({"start_precision": "on_or_before"}, "unknown", {"effectiveDateTime": "2026-03-02"}),
        ({"start_on": None, "start_precision": "unknown"}, "unknown", {}),
    ],
)  # fmt: skip
def test_a_course_has_as_much_of_its_days_as_is_known(user, course, status, effective):
    case = make_case(user)
    make_drug(case, user, **course)
    found = only(case, "MedicationStatement")
    assert found["status"] == status
    assert {key: value for key, value in found.items() if key.startswith("effective")} == effective


def test_days_that_fhir_cannot_say_stand_in_the_note(user):
    case = make_case(user)
    make_drug(case, user, stop_on=date(2026, 3, 9), stop_precision="on_or_before", note="own words")
    notes = [note["text"] for note in only(case, "MedicationStatement")["note"]]
    assert notes == ["own words", "Last day: on or before 9 Mar 2026"]


def test_a_dose_is_an_amount_or_words(user):
    case = make_case(user)
    make_drug(case, user, **number("dose_amount", "2.50"), dose_unit="mg", route="oral")
    assert only(case, "MedicationStatement")["dosage"] == [
        {
            "route": {"text": "oral"},
            "doseAndRate": [{"doseQuantity": {"value": Decimal("2.50"), "unit": "mg"}}],
        }
    ]


def test_equal_facts_give_equal_bytes_and_plain_json(user):
    case = make_table_case(user)
    assert bundle_json(case) == bundle_json(case)
    assert json.loads(bundle_json(case))["resourceType"] == "Bundle"
    assert loads(bundle_json(case).decode()) == bundle(case)


@pytest.mark.hazard("H23")
@pytest.mark.promise("P24")
def test_read_into_an_empty_case_nothing_is_asked_and_nothing_differs(user):
    case = make_table_case(user)
    other = make_case(user, local_id="T-2")
    reading, done = take_in(other, bundle_json(case), user)
    assert reading.questions == ()
    assert done is not None
    assert results_of(other) == results_of(case)


def test_read_into_the_same_case_nothing_is_added(user):
    case = make_table_case(user)
    before = results_of(case)
    _, done = take_in(case, bundle_json(case), user)
    assert (done.stored, done.skipped, done.courses) == (0, len(before), 0)
    assert results_of(case) == before


COURSES = [
    {"stop_precision": "ongoing"},
    {
        "stop_on": date(2026, 3, 9),
        "stop_precision": "day",
        "stop_reason": "rash",
        "dose": "400 mg",
        "note": "n",
    },
    {"start_on": date(2026, 2, 1), "start_precision": "month", "stop_precision": "unknown"},
    {"start_precision": "on_or_before", "stop_precision": "ongoing", "still_taken_on": date(2026, 3, 14)},
    {"start_on": None, "start_precision": "unknown", "stop_precision": "unknown", "indication": "gout"},
]
SAME = (
    "name", "atc", "start_on", "start_precision", "stop_on", "stop_precision", "still_taken_on", "indication",
    "dose", "route", "frequency", "stop_reason",
)  # fmt: skip


@pytest.mark.parametrize("course", COURSES)
def test_a_course_comes_back_with_its_days_dose_and_reasons(user, course):
    case, other = make_case(user), make_case(user, local_id="T-2")
    make_lab(case, user)
    make_drug(case, user, atc="L01EX02", route="oral", frequency="twice daily", **course)
    _, done = take_in(other, bundle_json(case), user)
    assert done.courses == 1
    [was], [found] = case.drug_courses.values(*SAME), other.drug_courses.values(*SAME)
    assert found == was


def test_the_published_table_comes_back_with_its_dates(user, team):
    calendar = SORAFENIB | {"dates": SORAFENIB["dates"] | {"basis": "calendar"}}
    case = import_case(calendar, team=team, by=user)
    other = make_case(user, local_id="T-3", rash_onset_on=case.rash_onset_on)
    _, done = take_in(other, bundle_json(case), user)
    assert done is not None
    assert results_of(other) == results_of(case)
