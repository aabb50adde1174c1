"""FHIR R4: values, units, limits and clock times as written; LOINC by system and code; one patient alone."""

import json
from datetime import date

import pytest
from fhir.resources.R4B.bundle import Bundle

from dressapp.exchange.fhir_results import ANALYTE_OF
from dressapp.exchange.files import read_file
from dressapp.exchange.list_table import HEADS
from dressapp.exchange.models import IntakeKind
from dressapp.labs.paste.parts import Choices, Known, SheetRefused
from dressapp.labs.paste.reading import read as read_sheet
from scoring.analytes import ANALYTES

from .made_files import LOINC, UCUM, as_json, make_bundle, make_observation, make_statement

NAMED = {"code": {"text": "Glucose"}}


def read(*resources, **more):
    bundle = make_bundle(*resources, **more)
    Bundle.model_validate(bundle)
    return read_file("x", as_json(bundle))


def line_of(**more):
    """Return the one line that an observation gives, by head."""
    found = read(make_observation(**more))
    assert found.sheet.rows[0] == HEADS
    assert len(found.sheet.rows) == 2
    return dict(zip(HEADS, found.sheet.rows[1], strict=True))


def test_observation_is_a_line_of_a_declared_list():
    found = read(make_observation())
    assert found.kind == IntakeKind.FHIR
    assert found.sheet.rows[1] == ("ALT (LOINC 1742-6)", "2015-03-12 08:30", "38.5", "U/L", "", "", "", "")
    assert found.sheet.places == ("heads", "entry 1")
    assert found.sheet.declared == {
        "layout": "list",
        "decimal": "point",
        "date_order": "ymd",
        "basis": "calendar",
    }
    assert (found.courses, found.left_out) == ((), ())


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("38.50", "38.50"),
        ("1.500", "1.500"),
        ("0.1", "0.1"),
        ("4810", "4810"),
        ("1.2e3", "1200"),
        ("5E-2", "0.05"),
        ("38.49999999999999999", "38.49999999999999999"),
    ],
)
def test_number_keeps_the_digits_of_the_file(written, text):
    content = as_json(make_bundle(make_observation())).replace(b"38.5", written.encode())
    assert read_file("x", content).sheet.rows[1][2] == text


QUANTITIES = [
    ({"value": 5, "comparator": "<", "unit": "mg/dL"}, ("<5", "mg/dL")),
    ({"value": 5, "comparator": ">=", "unit": "mg/dL"}, (">=5", "mg/dL")),
    ({"value": 5, "unit": "per microlitre", "system": UCUM, "code": "/uL"}, ("5", "/uL")),
    ({"value": 5, "unit": "/µL", "system": "http://other", "code": "x"}, ("5", "/µL")),
    ({"value": 5}, ("5", "")),
    ({"unit": "U/L"}, ("", "U/L")),
]


@pytest.mark.parametrize(("quantity", "shown"), QUANTITIES)
def test_quantity_keeps_comparator_and_unit_as_written(quantity, shown):
    line = line_of(value=quantity)
    assert (line["value"], line["unit"]) == shown


OTHER_VALUES = [
    ({"valueString": "<0.1"}, "<0.1"),
    ({"valueCodeableConcept": {"text": "negative"}}, "negative"),
    ({"valueCodeableConcept": {"coding": [{"code": "10828004", "display": "Positive"}]}}, "Positive"),
    ({"valueInteger": 7}, "7"),
    ({"valueBoolean": False}, "no"),
    ({"valueRange": {"low": {"value": 5}, "high": {"value": 10}}}, "5 - 10"),
    ({"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 80}}}, "1:80"),
    ({"dataAbsentReason": {"text": "haemolysed"}}, ""),
]


@pytest.mark.parametrize(("value", "text"), OTHER_VALUES)
def test_other_values_are_kept_as_text(value, text):
    line = line_of(valueQuantity=None, **value)
    assert line["value"] == text
    assert ("haemolysed" in line["note"]) == (text == "")


TIMES = [
    ({"effectiveDateTime": "2015-03-12"}, "2015-03-12"),
    ({"effectiveDateTime": "2015-03"}, "2015-03"),
    ({"effectiveDateTime": "2015"}, "2015"),
    ({"effectiveDateTime": "2015-03-12T23:30:15.123-05:00"}, "2015-03-12 23:30:15"),
    ({"effectiveInstant": "2015-03-12T00:00:00+09:00"}, "2015-03-12 00:00"),
    ({"effectivePeriod": {"start": "2015-03-12T08:00:00+01:00", "end": "2015-03-13"}}, "2015-03-12 08:00"),
    ({"issued": "2015-03-12T08:00:00Z"}, ""),
]


@pytest.mark.hazard("H12")
@pytest.mark.parametrize(("given", "text"), TIMES)
def test_time_is_that_of_the_clock_on_the_wall(given, text):
    line = line_of(**({"effectiveDateTime": None} | given))
    assert line["date"] == text
    assert ("sampling time not given" in line["note"]) == (text == "")


def test_times_in_utc_are_said():
    found = read(make_observation(effectiveDateTime="2015-03-12T23:30:00Z"), make_observation())
    assert found.left_out == ("Times in UTC, so that the day on the ward may be another: entry 1",)


OWN = {"low": {"value": 7, "unit": "U/L"}, "high": {"value": 40.0, "unit": "U/L"}}
LIMITS = [
    ([OWN], ("7", "40.0"), ""),
    ([{"high": {"value": 40}}], ("", "40"), ""),
    ([OWN | {"age": {"low": {"value": 1}}}, {"high": {"value": 50}}], ("", "50"), ""),
    ([OWN | {"appliesTo": [{"text": "women"}]}], ("", ""), "other groups"),
    ([OWN | {"type": {"coding": [{"code": "critical"}]}}], ("", ""), "other groups"),
    ([OWN | {"type": {"coding": [{"code": "normal"}]}}], ("7", "40.0"), ""),
    ([{"high": {"value": 0.7, "unit": "ukat/L"}}], ("", ""), "not in the unit"),
    ([{"text": "up to 40"}], ("", ""), "limits: up to 40"),
    ([{"high": {"value": 40, "comparator": "<"}}], ("", ""), "not taken over"),
    ([{"low": {"value": 41}, "high": {"value": 40}}], ("", ""), "not taken over"),
]


@pytest.mark.parametrize(("ranges", "limits", "said"), LIMITS)
def test_limits_are_the_laboratory_s_own_for_everybody(ranges, limits, said):
    line = line_of(referenceRange=ranges)
    assert (line["lower"], line["upper"]) == limits
    assert said in line["note"]
    assert bool(said) == bool(line["note"])


def coded(*codes, text=""):
    codings = [{"system": system, "code": code, "display": "Shown"} for system, code in codes]
    return {"code": {"coding": codings} | ({"text": text} if text else {})}


NAMES = [
    (coded((LOINC, "713-8")), "Shown (LOINC 713-8)"),
    (coded((LOINC, "713-8"), text="Eos %"), "Eos % (LOINC 713-8)"),
    (coded(("http://local", "X"), (LOINC, "1742-6"), (LOINC, "1743-4")), "Shown (LOINC 1742-6)"),
    (coded((LOINC, "713-8"), (LOINC, "711-2")), "Shown (LOINC 713-8 and 711-2)"),
    (coded(("http://other", "713-8"), text="Eos"), "Eos"),
    (coded(("http://other", "713-8")), "Shown"),
    ({"code": {"coding": [{"code": "713-8"}]}}, "713-8"),
    ({"code": {"text": "Glucose"}, "specimen": {"display": "CSF"}}, "Glucose, CSF"),
]


@pytest.mark.parametrize(("given", "name"), NAMES)
def test_name_carries_its_loinc_code_only_from_that_system(given, name):
    assert line_of(**given)["test"] == name


def taken(**given):
    """Return the test that an observation is taken over as, and what its cell came to."""
    sheet = read(make_observation(**given)).sheet
    reading = read_sheet(sheet, Choices(), Known(date(2026, 11, 22)))
    assert reading.layout == "list"
    assert not reading.questions
    [head], [cell] = reading.tests, reading.cells
    return head.analyte, cell.state


@pytest.mark.parametrize(("code", "analyte"), ANALYTE_OF.items())
def test_loinc_code_decides_the_test_whatever_its_name(code, analyte):
    unit = LOINC_UNITS.get(code, ANALYTES[analyte].unit)
    low, high = ANALYTES[analyte].plausible
    value = {"value": round(float((low + high) / 2)), "unit": unit, "system": UCUM, "code": unit}
    found, state = taken(loinc=code, value=value)
    assert found == analyte
    assert state in ("value", "asked")


MOLAR = {"14682-9", "22664-7", "14631-6", "14629-0"}
LOINC_UNITS = dict.fromkeys(MOLAR, "umol/L") | {"22664-7": "mmol/L"}


@pytest.mark.parametrize(
    "given",
    [
        coded((LOINC, "3094-0"), text="Urea"),  # urea nitrogen
        coded((LOINC, "30413-9"), text="Atypical lymphocytes"),  # abnormal ones
        coded((LOINC, "2342-4"), text="Glucose"),  # of the cerebrospinal fluid
        coded((LOINC, "713-8"), (LOINC, "711-2"), text="Eosinophils"),
        {"code": {"text": "Eosinophils"}, "specimen": {"display": "Urine"}},
    ],
)
def test_other_tests_of_like_names_are_not_taken_over(given):
    assert taken(**given) == ("", "skipped")


def test_panel_gives_a_line_for_each_component():
    values = [{"valueQuantity": {"value": number, "unit": "%"}} for number in (1, 2)]
    parts = [{"code": {"text": name}} | value for name, value in zip("ab", values, strict=True)]
    found = read(make_observation(valueQuantity=None, component=parts))
    assert [row[:4] for row in found.sheet.rows[1:]] == [
        ("a", "2015-03-12 08:30", "1", "%"),
        ("b", "2015-03-12 08:30", "2", "%"),
    ]
    assert found.sheet.places == ("heads", "entry 1", "entry 1")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"status": "entered-in-error"}, "1 Observation entered in error (entry 2)"),
        ({"status": "cancelled"}, "1 Observation cancelled (entry 2)"),
        ({"focus": [{"reference": "Patient/baby"}]}, "about somebody or something else"),
        ({"subject": {"reference": "Device/1"}}, "about something else than a patient"),
        ({"modifierExtension": [{"url": "http://x", "valueBoolean": True}]}, "rules of its own"),
        ({"valueQuantity": None, "valuePeriod": {"start": "2015"}}, "no number or text"),
        ({**NAMED, "category": [{"coding": [{"code": "survey"}]}]}, "of the kind survey"),
    ],
)
def test_what_must_not_be_taken_is_left_out_and_said(given, words):
    found = read(make_observation(), make_observation(**given))
    assert len(found.sheet.rows) == 2
    assert words in found.left_out[0]
    assert found.sheet.left_out == found.left_out


def test_preliminary_result_is_kept_with_a_note():
    assert line_of(status="preliminary", note=[{"text": "repeat"}])["note"] == "status preliminary; repeat"
    assert line_of(status="amended")["note"] == ""


def test_other_resources_are_counted():
    others = [{"resourceType": "Condition", "subject": {"reference": "Patient/p1"}}] * 3
    patient = {"resourceType": "Patient", "id": "p1", "name": [{"family": "Kessler"}]}
    organization = {"resourceType": "Organization", "name": "Ward"}
    found = read(patient, *others, organization, make_observation())
    assert found.left_out == ("3 Condition, 1 Organization not taken over",)
    assert "Kessler" not in repr(found)


def test_results_inside_a_report_are_read():
    inner = {key: value for key, value in make_observation(id="o1").items() if key != "subject"}
    report = {
        "resourceType": "DiagnosticReport",
        "status": "final",
        "code": {"text": "Panel"},
        "subject": {"reference": "Patient/p1"},
        "contained": [inner],
        "result": [{"reference": "#o1"}],
    }
    assert read(report).sheet.places == ("heads", "entry 1, contained 1")
    with pytest.raises(SheetRefused, match="1 DiagnosticReport entered in error"):
        read(report | {"status": "entered-in-error"})


def two(first, second, *more):
    return [make_observation(subject=first), make_observation(subject=second), *more]


PATIENTS = [{"resourceType": "Patient", "id": "p1"}, {"resourceType": "Patient", "id": "p2"}]
SEVERAL = [
    two({"reference": "Patient/p1"}, {"reference": "Patient/p2"}),
    two({"reference": "https://a.example/Patient/1"}, {"reference": "https://b.example/Patient/1"}),
    two({"display": "A"}, {"display": "B"}),
    two({"reference": "Patient/p1"}, None, *PATIENTS),
    [make_observation(), make_statement(subject={"reference": "Patient/p2"})],
]
ONE = [
    two({"reference": "Patient/p1"}, {"reference": "https://a.example/Patient/p1"}, *PATIENTS[:1]),
    two({"reference": "Patient/p1"}, {"reference": "Patient/p1/_history/2"}),
    two(None, None, *PATIENTS[:1]),
    [make_observation(), make_observation(subject={"reference": "Patient/p2"}, status="entered-in-error")],
]


@pytest.mark.parametrize("resources", SEVERAL)
def test_bundle_about_more_than_one_patient_is_refused(resources):
    with pytest.raises(SheetRefused, match="about more than one patient"):
        read(*resources)


@pytest.mark.parametrize("resources", ONE)
def test_one_patient_may_be_referred_to_in_many_ways(resources):
    assert len(read(*resources).sheet.rows) >= 2


def test_patient_of_an_entry_is_known_by_its_address():
    bundle = make_bundle(*two({"reference": "urn:uuid:7"}, {"reference": "Patient/p1"}))
    bundle["entry"].append({"fullUrl": "urn:uuid:7", "resource": PATIENTS[0]})
    assert len(read_file("x", as_json(bundle)).sheet.rows) == 3


def test_single_observation_and_one_a_line_are_read():
    assert read_file("x", as_json(make_observation())).sheet.places == ("heads", "entry 1")
    lines = b"\n\n".join(as_json(make_observation()) for _ in range(3)) + b"\n"
    found = read_file("x", lines)
    assert (found.kind, found.sheet.places) == (IntakeKind.FHIR, ("heads", "line 1", "line 3", "line 5"))


def test_page_of_a_bundle_says_that_there_are_more():
    links = [{"relation": "next", "url": "https://a.example/2"}]
    found = read(make_observation(), link=links, type="searchset")
    assert "one page of several" in found.left_out[0]


HOSTILE = [
    ({"resourceType": "Bundle"}, "no laboratory results and no drugs"),
    (make_bundle(make_observation(), type="history"), "a history"),
    ({"resourceType": "Bundle", "entry": {}}, "the bundle: entry must be a list"),
    ({"resourceType": "Bundle", "entry": [1]}, r"entry\[1\] must be an object"),
    (make_bundle(make_observation(loinc=7)), r"entry 1: code\.coding\[1\]\.code must be a text"),
    (make_bundle(make_observation(value=[1])), "entry 1: valueQuantity must be an object"),
    (make_bundle(make_observation(value={"value": "38.5"})), "valueQuantity.value must be a number"),
    (make_bundle(make_observation(value={"value": True})), "is not a number that a laboratory reports"),
    (make_bundle(make_observation(status=["final"])), "entry 1: status must be a text"),
    (make_bundle(make_observation(note=[{"text": "x" * 10_001}])), "entry 1: a text of more than 10,000"),
    (make_bundle(make_observation(note=[{"text": "a\ud800"}])), "entry 1: a text holds signs"),
    (make_bundle(make_observation(note=[{"text": "a\x00"}])), "entry 1: a text holds signs"),
    (make_bundle(*[{"resourceType": "Condition"}] * 5_001), "5,001 entries"),
]


@pytest.mark.parametrize(("bundle", "words"), HOSTILE, ids=[words for _, words in HOSTILE])
def test_bundle_out_of_order_is_refused_with_its_place(bundle, words):
    with pytest.raises(SheetRefused, match=words):
        read_file("x", as_json(bundle))


NUMBER = '{"resourceType": "Observation", "valueQuantity": {"value": %s}}'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"resourceType": "Bundle", "id": NaN}', "NaN is not a number"),
        ('{"resourceType": "Bundle", "id": "a", "id": "b"}', "'id' stands twice"),
        ('{"resourceType": "Bundle",\n "id": }', "line 2, column 8"),
        ('{"resourceType": "Observation"}\n{"resourceType": }', "line 2, column 18"),
        ('{"resourceType": "Bundle", "entry": ' + "[" * 40, "deeper than 32 levels"),
        (NUMBER % ("1" + "0" * 5_000), "laboratory reports"),
        (NUMBER % "1e999999", "laboratory reports"),
    ],
)
def test_json_that_is_not_strict_is_refused_with_its_place(text, words):
    with pytest.raises(SheetRefused, match=words):
        read_file("x", text.encode())


def test_values_survive_as_json():
    found = read(make_observation(), make_statement())
    assert json.loads(json.dumps(found.courses))[0]["name"] == "sorafenib"
