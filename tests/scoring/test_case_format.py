"""What the case format refuses, key by key, and what it must not refuse."""

import json

import pytest

from dressapp.exchange.case_file import loads, parse_case
from dressapp.exchange.checks import CaseFileError
from tests.scoring.build import a_case, day, facts_of, lab, score

ALT = lab("alt", 30, "U/L")


def refusal(case) -> str:
    """Return the message with which a case is refused."""
    with pytest.raises(CaseFileError) as caught:
        parse_case(loads(json.dumps(case)))
    return str(caught.value)


def drug(**keys):
    return {"drugs": [{"name": "x"} | keys]}


def labs(*rows):
    return {"labs": list(rows)}


def dates(**keys):
    return {"dates": {"rash_onset": day(0)} | keys}


UNKNOWN_KEYS = {
    "case": {"symptoms": []},
    "patient": {"patient": {"name": "x"}},
    "dates": dates(rash="2020-01-01"),
    "drug": drug(dosage="1 g"),
    "lab": labs(ALT | {"units": "U/L"}),
    "cause": {"alternative_causes": [{"test": "ana", "titre": "1:80"}]},
    "virus": {"viruses": [{"virus": "ebv", "titre": "1:80"}]},
    "finding": {"findings": [{"finding": "node", "size": 2}]},
    "item": {"items": {"fewer": "yes"}},
    "answer": {"items": {"fever": {"answer": "yes", "because": "hot"}}},
    "organ": {"items": {"organs": {"skin": "yes"}}},
    "organ answer": {"items": {"organs": {"liver": {"answer": "yes", "because": "x"}}}},
    "baseline": {"background": {"creatinine_baseline": {"value": 1, "unit": "mg/dL", "when": "x"}}},
}
WRONG_TYPES = {
    "id": {"id": 7},
    "format": {"format": "dress-case/2"},
    "source": {"source": 7},
    "patient": {"patient": "x"},
    "sex": {"patient": {"sex": "m"}},
    "dates": {"dates": "2020-01-01"},
    "date number": dates(index=20200102),
    "date words": dates(index="2 Mar 2020"),
    "date with time": dates(index="2020-03-02T08:00"),
    "basis": dates(basis="days"),
    "drugs": {"drugs": {"name": "x"}},
    "drug": {"drugs": ["x"]},
    "drug name": {"drugs": [{"name": None}]},
    "role": drug(role="guilty"),
    "precision": drug(start=day(-9), start_precision="week"),
    "ongoing start": drug(start=day(-9), start_precision="ongoing"),
    "exposure": drug(previous_exposure="yes"),
    "labs": {"labs": None},
    "analyte": labs(lab("alat", 30, "U/L")),
    "value true": labs(ALT | {"value": True}),
    "value null": labs(ALT | {"value": None}),
    "value list": labs(ALT | {"value": [30]}),
    "value words": labs(ALT | {"value": "high"}),
    "value comma": labs(ALT | {"value": "38,5"}),
    "value comparator": labs(ALT | {"value": "<>5"}),
    "value empty": labs(ALT | {"value": ""}),
    "value only comparator": labs(ALT | {"value": "<"}),
    "value underscore": labs(ALT | {"value": "1_5"}),
    "value arabic digits": labs(ALT | {"value": "\u0661\u0662"}),
    "value infinity text": labs(ALT | {"value": "Infinity"}),
    "value nan text": labs(ALT | {"value": "NaN"}),
    "limit text": labs(ALT | {"upper_limit": "forty"}),
    "cause result": {"alternative_causes": [{"test": "ana", "result": "neg"}]},
    "cause explains": {
        "alternative_causes": [{"test": "ana", "result": "positive", "explains_reaction": True}]
    },
    "virus reading": {"viruses": [{"virus": "ebv", "reading": "latent"}]},
    "items": {"items": []},
    "item bool": {"items": {"fever": True}},
    "item null": {"items": {"fever": None}},
    "item word": {"items": {"fever": "Yes"}},
    "item not_done": {"items": {"fever": "not_done"}},
    "item eosinophils": {"items": {"eosinophilia": "yes"}},
    "item reason": {"items": {"fever": {"answer": "unknown", "reason": "forgot"}}},
    "item without answer": {"items": {"fever": {"reason": "pending"}}},
    "item since": {"items": {"fever": {"answer": "yes", "since": "soon"}}},
    "organs word": {"items": {"organs": "two"}},
    "organs half": {"items": {"organs": 1.5}},
    "organs bool": {"items": {"organs": True}},
    "organ not_done": {"items": {"organs": {"liver": "not_done"}}},
    "extra": {"extra": []},
    "extra of a lab": labs(ALT | {"extra": "x"}),
    "authors": {"authors": "x"},
    "feature": {"findings": [{"finding": "infiltration", "value": "some"}]},
    "node words": {"findings": [{"finding": "node", "value": "large", "unit": "cm"}]},
}
IMPOSSIBLE = {
    "no such day": dates(index="2020-02-30"),
    "no such month": dates(index="2020-13-01"),
    "no such lab day": labs(lab("alt", 30, "U/L", "2021-02-29")),
    "no such hour": labs(lab("alt", 30, "U/L", "2020-03-02T25:00")),
    "stop before start": drug(start=day(-2), start_precision="day", stop=day(-3), stop_precision="day"),
    "stop month before start": drug(
        start="2020-02-10", start_precision="day", stop="2020-01-01", stop_precision="month"
    ),
    "stop before start month": drug(
        start="2020-02-01", start_precision="month", stop="2020-01-31", stop_precision="day"
    ),
    "stop on or before start": drug(
        start="2020-02-10", start_precision="day", stop="2020-02-09", stop_precision="on_or_before"
    ),
    "resolution before index": dates(resolution=day(-1)),
    "closed before index": dates(closed_on=day(-1)),
    "died before index": dates(died_on=day(-1)),
    "closed before given index": dates(index=day(5), closed_on=day(4)),
    "born after index": {"patient": {"birth_date": day(1)}},
    "percent above": labs(lab("eosinophils_pct", 100.001, "%")),
    "percent below": labs(lab("eosinophils_pct", -0.1, "%")),
    "surface above": {"findings": [{"finding": "body_surface", "value": 101, "unit": "%"}]},
    "surface below": {"findings": [{"finding": "body_surface", "value": -1, "unit": "%"}]},
    "negative value": labs(lab("alt", -1, "U/L")),
    "negative text": labs(lab("alt", "-1", "U/L")),
    "negative node": {"findings": [{"finding": "node", "value": -1, "unit": "cm", "site": "cervical"}]},
    "negative age": {"patient": {"age_years": -1}},
    "negative organs": {"items": {"organs": -1}},
    "limits crossed": labs(ALT | {"lower_limit": 41, "upper_limit": 40}),
    "more eosinophils than cells": labs(lab("wbc", 900, "/uL"), lab("eosinophils_abs", 901, "/uL")),
    "the same in two units": labs(lab("wbc", 6.7, "10*9/L"), lab("eosinophils_abs", 6701, "/uL")),
    "eosinophils given as a bound": labs(lab("wbc", 900, "/uL"), lab("eosinophils_abs", ">900", "/uL")),
    "foreign unit": labs(lab("alt", 30, "mg/dL")),
    "percent as count": labs(lab("eosinophils_abs", 30, "%")),
    "count as percent": labs(lab("eosinophils_pct", 30, "/uL")),
    "unit in another case": labs(lab("temperature", 39, "cel")),
    "baseline unit": {"background": {"creatinine_baseline": {"value": 1, "unit": "U/L"}}},
    "baseline negative": {"background": {"creatinine_baseline": {"value": -1, "unit": "mg/dL"}}},
}


@pytest.mark.parametrize("keys", UNKNOWN_KEYS.values(), ids=UNKNOWN_KEYS)
def test_an_unknown_key_is_refused(keys):
    assert refusal(a_case(**keys))


@pytest.mark.parametrize("keys", WRONG_TYPES.values(), ids=WRONG_TYPES)
def test_a_wrong_type_or_word_is_refused(keys):
    assert refusal(a_case(**keys))


@pytest.mark.parametrize("keys", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_an_impossible_value_is_refused(keys):
    assert refusal(a_case(**keys))


@pytest.mark.parametrize("missing", ["format", "id"])
def test_format_and_id_may_not_be_left_out(missing):
    case = a_case()
    del case[missing]
    assert missing in refusal(case)


@pytest.mark.parametrize("value", [[], "x", 7, None, True, [a_case()]])
def test_a_case_is_an_object(value):
    assert refusal(value)


def test_the_message_says_where():
    assert "labs[1]" in refusal(a_case(labs=[ALT, ALT | {"unit": "cm"}]))
    assert "fever" in refusal(a_case(items={"fever": "maybe"}))
    assert "dates" in refusal(a_case(**dates(index="2020-02-30")))
    assert "drugs[0]" in refusal(a_case(**drug(role="guilty")))
    assert "patient" in refusal(a_case(patient={"name": "x"}))


POSSIBLE = {
    "nothing but format and id": {"dates": {}},
    "null dates": dates(index=None, resolution=None, fever_onset=None),
    "extra everywhere": {
        "extra": {"any": [1, {"x": None}]},
        "patient": {"extra": {}},
        "dates": {"rash_onset": day(0), "extra": {"a": 1}},
        "drugs": [{"name": "x", "extra": {"a": 1}}],
        "labs": [ALT | {"extra": {"a": 1}}],
        "findings": [{"finding": "x", "extra": {"a": 1}}],
        "alternative_causes": [{"test": "ana", "extra": {"a": 1}}],
        "viruses": [{"virus": "ebv", "extra": {"a": 1}}],
        "items": {"fever": {"answer": "yes", "extra": {"a": 1}}},
    },
    "resolution on the index day": dates(resolution=day(0)),
    "born on the index day": {"patient": {"birth_date": day(0)}},
    "stop on the day of start": drug(
        start=day(-2), start_precision="day", stop=day(-2), stop_precision="day"
    ),
    "stop inside the start month": drug(
        start="2020-02-01", start_precision="month", stop="2020-02-10", stop_precision="day"
    ),
    "stop month around start": drug(
        start="2020-02-10", start_precision="day", stop="2020-02-01", stop_precision="month"
    ),
    "start on or before stop": drug(
        start="2020-02-10", start_precision="on_or_before", stop="2020-01-01", stop_precision="day"
    ),
    "ongoing": drug(start="2013-07-01", start_precision="on_or_before", stop=None, stop_precision="ongoing"),
    "percent 0": labs(lab("eosinophils_pct", 0, "%")),
    "percent 100": labs(lab("eosinophils_pct", 100, "%")),
    "limits equal": labs(ALT | {"lower_limit": 40, "upper_limit": 40}),
    "limits null": labs(ALT | {"lower_limit": None, "upper_limit": None}),
    "all cells eosinophils": labs(lab("wbc", 6.7, "10*9/L"), lab("eosinophils_abs", 6700, "/uL")),
    "bound below the cells": labs(lab("wbc", 900, "/uL"), lab("eosinophils_abs", "<1000", "/uL")),
    "cells of another sample": labs(lab("wbc", 900, "/uL", 1), lab("eosinophils_abs", 2000, "/uL", 2)),
    "value as text": labs(ALT | {"value": "30"}),
    "a day far in the future": dates(still_ill_on="2099-01-01"),
    "site of a temperature": labs(lab("temperature", 39, "Cel", site="axillary")),
    "inr in 1": labs(lab("inr", 2.03, "1")),
    "inr in braces": labs(lab("inr", 2.03, "{INR}")),
    "any finding": {"findings": [{"finding": "made_up", "value": "anything at all", "unit": "bananas"}]},
    "any test": {"alternative_causes": [{"test": "ascites_culture", "result": "negative"}]},
    "any virus": {"viruses": [{"virus": "parvovirus_b19", "result": "negative"}]},
    "authors are free": {"authors": {"total": 6, "anything": {"x": [1]}}},
    "korean": {"note": "\ud55c\uad6d\uc5b4 \u2603", "source": "\U0001f600"},
}


@pytest.mark.parametrize("keys", POSSIBLE.values(), ids=POSSIBLE)
def test_what_is_possible_is_scored(keys):
    assert score(**keys)["id"] == "made"


UNITS = [
    ("wbc", "/uL"), ("wbc", "10*3/uL"), ("wbc", "10*9/L"),
    ("neutrophils_abs", "10*9/L"), ("neutrophils_pct", "%"),
    ("lymphocytes_abs", "10*9/L"), ("lymphocytes_pct", "%"), ("atypical_lymphocytes_pct", "%"),
    ("eosinophils_abs", "/uL"), ("eosinophils_pct", "%"), ("platelets", "10*3/uL"), ("platelets", "10*9/L"),
    ("hemoglobin", "g/dL"), ("hemoglobin", "g/L"), ("fibrinogen", "g/L"), ("fibrinogen", "mg/dL"),
    ("creatinine", "mg/dL"), ("creatinine", "umol/L"), ("urea", "mg/dL"),
    ("albumin", "g/dL"), ("albumin", "g/L"),
    ("ast", "U/L"), ("alt", "U/L"), ("alp", "U/L"), ("ggt", "U/L"), ("ldh", "U/L"), ("lipase", "U/L"),
    ("amylase", "U/L"), ("ck", "U/L"), ("bilirubin_total", "mg/dL"), ("bilirubin_total", "umol/L"),
    ("bilirubin_direct", "mg/dL"), ("bilirubin_direct", "umol/L"), ("crp", "mg/L"), ("crp", "mg/dL"),
    ("ferritin", "ug/L"), ("triglycerides", "mg/dL"), ("glucose", "mg/dL"),
    ("tsh", "m[IU]/L"), ("free_t4", "ng/dL"),
    ("troponin_t", "ng/L"), ("troponin_i", "ng/L"), ("urine_protein_24h", "g/(24.h)"),
    ("urine_protein_creatinine_ratio", "mg/g"), ("temperature", "Cel"),
    ("temperature", "[degF]"), ("inr", "1"),
]  # fmt: skip


@pytest.mark.parametrize(("analyte", "unit"), UNITS)
def test_every_analyte_of_the_format_takes_its_units(analyte, unit):
    assert score(labs=[lab(analyte, 40, unit)])["id"] == "made"


@pytest.mark.parametrize("key", ["analyte", "unit", "date", "value"])
def test_a_result_that_lacks_a_key_may_stand_but_is_never_used(key):
    """Every key but `format` and `id` may be left out; a count without its unit must not be guessed."""
    rows = [lab("eosinophils_abs", 3000, "/uL"), lab("temperature", 40, "Cel")]
    for row in rows:
        del row[key]
    found = score(labs=rows)["regiscar"]["items"]
    assert (found["eosinophilia"]["answer"], found["fever"]["answer"]) == ("unknown", "unknown")


def test_a_drug_without_a_name_or_a_date_still_has_its_entry():
    assert [row["verdict"] for row in score(drugs=[{"atc": "J01"}, {}])["latency"]] == ["unknown", "unknown"]


@pytest.mark.parametrize(
    "text",
    [
        '{"format": "dress-case/1", "id": "a", "id": "b"}',
        '{"format": "dress-case/1", "id": "a", "items": {"fever": "yes", "fever": "no"}}',
        '{"format": "dress-case/1", "id": "a", "extra": {"x": 1, "x": 1}}',
        '{"format": "dress-case/1", "id": "a", "extra": {"x": NaN}}',
        '{"format": "dress-case/1", "id": "a", "extra": {"x": Infinity}}',
        '{"format": "dress-case/1", "id": "a", "extra": {"x": -Infinity}}',
    ],
)
def test_duplicate_keys_and_numbers_that_are_none_are_refused_anywhere(text):
    with pytest.raises(CaseFileError):
        parse_case(loads(text))


@pytest.mark.parametrize(
    ("background", "conditions"),
    [
        ({}, {}),
        ({"conditions": ["Alcoholic liver cirrhosis", "gout"]}, {"cirrhosis": "yes"}),
        ({"conditions": ["dialysis", "hiv"]}, {"dialysis": "yes"}),
        ({"cirrhosis": "no", "dialysis": "unknown"}, {"cirrhosis": "no", "dialysis": "unknown"}),
        ({"cirrhosis": "no", "conditions": ["cirrhosis"]}, {"cirrhosis": "no"}),
        ({"cirrhosis": "maybe", "dialysis": True, "conditions": "cirrhosis"}, {}),
        ({"cirrhosis": None, "conditions": ["cirrhosis", 3]}, {}),
        ({"cirrhosis": None, "conditions": ["cirrhosis"]}, {}),
        ({"cirrhosis": "maybe", "conditions": ["cirrhosis"]}, {"cirrhosis": "yes"}),
    ],
)
def test_illnesses_are_read_where_they_are_named_and_nothing_is_guessed(background, conditions):
    assert facts_of(background=background).conditions == conditions


def test_what_is_known_of_the_background_changes_no_result_line():
    keys = {"labs": [ALT], "background": {"conditions": ["cirrhosis", "dialysis"]}}
    assert score(**keys) == score(labs=[ALT])


@pytest.mark.hazard("H02")
def test_a_text_that_may_be_two_numbers_is_refused():
    said = refusal(a_case(labs=[ALT | {"value": "1.500"}]))
    assert said == "labs[0].value: 1.500 can be read as 1500 or as 1.5; write the one that is meant"
    for text in ("1500", "1.50", "0.500", "12.3450"):
        assert facts_of(labs=[ALT | {"value": text}]).labs


@pytest.mark.parametrize("sign", ["<", "> "])
def test_a_bound_is_written_with_a_point_as_numbers_of_json_are(sign):
    [point] = facts_of(labs=[ALT | {"value": f"{sign}1.500"}]).labs
    assert (str(point.value.value), point.value.comparator) == ("1.500", sign.strip())


def test_a_number_means_one_thing_with_any_places():
    [point] = parse_case(loads(json.dumps(a_case(labs=[ALT])).replace('"value": 30', '"value": 1.500'))).labs
    assert str(point.value.value) == "1.500"
