"""What is recorded beside the score, in words: nothing left out, every number with unit and day."""

from datetime import date
from types import SimpleNamespace

import pytest

from dressapp.cases.models import Background, ExposureHistory, Outcome
from dressapp.core.models import TECHNICAL, Record
from dressapp.reports import sections
from dressapp.reports.record import read_record
from tests.web.reports import paper

CALENDAR = SimpleNamespace(day_zero=None)
RELATIVE = SimpleNamespace(day_zero=date(2026, 3, 12))
PARTS = ("_comparator", "_canonical", "_unit", "_on", "_raw")


def rows_of(report, title):
    part = next(part for part in report["sections"] if part["title"] == title)
    return {row["term"]: row["text"] for row in part["rows"]}


@pytest.mark.parametrize(
    ("model", "printed"),
    [
        (Background, sections.BACKGROUND),
        (Outcome, sections.OUTCOME),
        (ExposureHistory, dict.fromkeys(
            [*sections.EXPOSURES, "note", "confirmed_complete_by", "confirmed_complete_at"]
        )),
    ],
)  # fmt: skip
def test_every_recorded_column_is_printed(model, printed):
    own = {field.name for field in Record._meta.get_fields()}
    for field in model._meta.concrete_fields:
        is_part = any(
            field.name.endswith(part) and field.name.removesuffix(part) in printed for part in PARTS
        )
        is_kept_apart = field.name in own or field.name == "extra" or model.DATA[field.name] == TECHNICAL
        assert field.name in printed or is_part or is_kept_apart, field.name


def test_background_and_outcome_give_units_days_and_words(rich):
    report = paper.draft_of(rich)
    assert rows_of(report, "Background") == {
        "Known drug allergies": "penicillin\nlatex",
        "Chronic kidney disease, stage": "3b",
        "HIV": "No",
        "Weight": "58.5 kg on 12 Mar 2026",
    }
    outcome = rows_of(report, "Outcome")
    assert outcome == {"Outcome": "Recovering", "Serious: hospital stay, new or longer": "Yes"}


def test_tests_and_findings_give_result_day_and_judgement(rich):
    report = paper.draft_of(rich)
    assert rows_of(report, "Tests for other causes") == {"ANA": "negative, on 13 Mar 2026"}
    assert rows_of(report, "Viruses") == {
        "HHV-6": "positive, on 16 Mar 2026, 1200 copies/mL, blood, PCR, read as: reactivation"
    }
    assert rows_of(report, "Findings") == {
        "Morphology": "maculopapular, dusky, day not recorded",
        "Lips and mouth": "mild, on 13 Mar 2026",
        "Lymph node": "1.5 cm, cervical, day not recorded",
    }


def test_treatment_gives_dose_and_days(rich):
    assert rows_of(paper.draft_of(rich), "Treatment of the reaction") == {
        "Systemic steroid": "prednisolone; 60 mg/d; oral; from 15 Mar 2026, ongoing"
    }


def test_the_list_of_drugs_says_who_confirmed_it(rich):
    asked = rows_of(paper.draft_of(rich), "Exposures asked about")
    assert asked["Contrast agents"] == "No"
    assert asked["Drug list confirmed complete"].startswith("Dr Clinician, ")


def test_the_conclusion_says_who_and_when(rich):
    heads = {row["term"]: row["text"] for row in paper.draft_of(rich)["heads"]}
    assert heads["Known drug allergies"] == "penicillin, latex"
    assert heads["Conclusion"] == "DRESS probable on clinical grounds.\nLiver to be followed."
    assert heads["Other diagnosis concluded"] == "viral exanthem less likely"
    assert heads["Concluded by"].startswith("Dr Clinician, ")


def test_drugs_stand_with_suspects_first_and_say_how_they_were_taken(rich):
    drugs = paper.draft_of(rich)["drugs"]
    assert [drug["name"] for drug in drugs] == ["allopurinol", "amlodipine", "cetirizine"]
    first = drugs[0]
    assert first["taken"] == "ATC M04AA01; for gout; 300 mg, once a day; from 2 Mar 2026, ongoing; batch B-77"
    assert first["days"] == "10 d"
    assert first["conclusion"].startswith("culprit (Dr Clinician), ")
    assert first["conclusion"].endswith("; basis: latency")
    assert drugs[1]["taken"] == "first day not known, last day not recorded"


def test_what_is_on_record_is_read_in_four_queries(rich, django_assert_num_queries):
    with django_assert_num_queries(4):
        read_record(rich)


@pytest.mark.parametrize(
    ("start", "stop", "words"),
    [
        (("2", "day"), ("12", "day"), "2 Mar 2026 to 12 Mar 2026"),
        (("2", "day"), (None, "ongoing"), "from 2 Mar 2026, ongoing"),
        (("2", "day"), (None, "unknown"), "from 2 Mar 2026, last day not known"),
        (("2", "day"), (None, ""), "from 2 Mar 2026, last day not recorded"),
        (("1", "month"), (None, "ongoing"), "from Mar 2026, ongoing"),
        (("2", "on_or_before"), ("12", "day"), "on or before 2 Mar 2026 to 12 Mar 2026"),
        ((None, "unknown"), ("12", "day"), "first day not known, last day 12 Mar 2026"),
        ((None, ""), (None, ""), "days not recorded"),
        ((None, "unknown"), (None, "unknown"), "days not known"),
        ((None, "unknown"), (None, "ongoing"), "first day not known, ongoing"),
    ],
)
def test_first_and_last_day_read_as_a_person_would_say(start, stop, words):
    days = [date(2026, 3, int(day)) if day else None for day, _ in (start, stop)]
    course = SimpleNamespace(
        start_on=days[0], start_precision=start[1], stop_on=days[1], stop_precision=stop[1]
    )
    assert sections.present_span(CALENDAR, course) == words


def test_days_stay_days_where_only_days_are_known(sorafenib):
    course = SimpleNamespace(
        start_on=date(2026, 3, 2), start_precision="day", stop_on=date(2026, 3, 13), stop_precision="day"
    )
    assert sections.present_span(RELATIVE, course) == "day −10 to day 1"
    course = rows_of(paper.draft_of(sorafenib), "Course")
    assert course["First symptom"] == "day −5"
    assert course["Course closed"] == "day 41"
