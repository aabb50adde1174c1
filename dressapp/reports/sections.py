"""What is recorded beside score, drugs and results, section by section: rows of a term and its text."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from dressapp.assessments.words import capital
from dressapp.cases.choices import CAUSE_TESTS, EXPOSURES, VIRUSES, NodeMethod, TestResult, VirusReading
from dressapp.cases.models import Background, Case, ExposureHistory, Outcome, Treatment
from dressapp.core.dates import show_day, show_partial
from dressapp.drugs.models import DrugCourse
from scoring.facts import show_date
from scoring.findings import FINDINGS
from scoring.kernel import units

from .record import Examined

NO_DAY = "day not recorded"
Row = dict[str, str]
Section = dict[str, Any]

COURSE = {
    "first_symptom_on": "First symptom",
    "fever_onset_on": "Fever began",
    "rash_onset_on": "Rash began",
    "index_on": "Index day",
    "admission_on": "Admitted",
    "discharge_on": "Discharged",
    "still_ill_on": "Still ill on",
    "skin_resolution_on": "Skin resolved",
    "organ_resolution_on": "Organs resolved",
    "resolution_on": "Resolved",
    "closed_on": "Course closed",
    "died_on": "Died",
}
REMARKS = {"first_symptom_on": "first_symptom_what", "index_on": "index_reason"}
BACKGROUND = {
    "known_allergies": "Known drug allergies",
    "previous_reactions": "Earlier drug reactions",
    "cirrhosis": "Cirrhosis",
    "child_pugh": "Child-Pugh class",
    "hepatocellular_carcinoma": "Hepatocellular carcinoma",
    "ckd_stage": "Chronic kidney disease, stage",
    "dialysis": "Dialysis",
    "pregnancy": "Pregnant",
    "hiv": "HIV",
    "transplant_or_immunosuppression": "Transplant or immunosuppression",
    "atopy": "Atopy",
    "parasite_risk": "Risk of parasites",
    "haematological_malignancy": "Haematological malignancy",
    "recent_seizure": "Recent seizure",
    "other_conditions": "Other illnesses",
    "weight": "Weight",
    "creatinine_baseline_choice": "Creatinine to compare with",
    "creatinine_baseline": "Own creatinine, entered",
    "skin_colour": "Skin colour type",
    "note": "Note",
}
OUTCOME = {
    "result": "Outcome",
    "cause_of_death": "Cause of death",
    "intensive_care": "Intensive care",
    "liver_transplant": "Liver transplant",
    "new_dialysis": "New dialysis",
    "serious_death": "Serious: death",
    "serious_life_threatening": "Serious: life-threatening",
    "serious_hospitalisation": "Serious: hospital stay, new or longer",
    "serious_disability": "Serious: disability",
    "serious_congenital": "Serious: congenital anomaly",
    "serious_other": "Serious: other important condition",
    "reporter_name": "Reporter",
    "reporter_qualification": "Reporter's qualification",
    "reported": "Reported to the authority",
    "reported_on": "Reported on",
    "reported_reference": "Report number",
    "note": "Note",
}


def section(title: str, rows: Iterable[Row]) -> Section:
    """Return a section with the rows that say something."""
    return {"title": title, "rows": [row for row in rows if row["text"]]}


def row(term: str, text: str) -> Row:
    """Return one row."""
    return {"term": term, "text": text}


def listed(*parts: str | None, by: str = ", ") -> str:
    """Return the parts that say something, joined."""
    return by.join(part for part in parts if part)


def present_course(case: Case) -> Section:
    """Return the days of the course."""
    return section("Course", _course(case))


def _course(case: Case) -> Iterator[Row]:
    if case.is_relative:
        yield row("Days", "the record gives days, no calendar dates; day 0 is the index day")
    for field, words in COURSE.items():
        remark = getattr(case, REMARKS[field]) if field in REMARKS else ""
        day = show_day(getattr(case, field), case)
        yield row(words, f"{day} ({remark})" if day and remark else day)


def present_findings(case: Case, rows: Iterable[Examined]) -> Section:
    """Return what was examined."""
    return section("Findings", (_finding(case, finding) for finding in rows))


def _finding(case: Case, found: Examined) -> Row:
    kind = FINDINGS.get(found.name)
    judged = f"attributed to the reaction: {found.judged}" if found.judged else ""
    method = NodeMethod(found.method).label.lower() if found.method else ""
    value = units.with_unit(found.result, found.unit)
    text = listed(value, found.detail, method, _on(case, found.on) or NO_DAY, judged, found.note)
    return row(kind.words if kind else _plain_name(found.name), text)


def present_cause_tests(case: Case, rows: Iterable[Examined]) -> Section:
    """Return the tests for other causes."""
    return section("Tests for other causes", (_test(case, test, CAUSE_TESTS) for test in rows))


def present_virus_tests(case: Case, rows: Iterable[Examined]) -> Section:
    """Return the tests for viruses."""
    return section("Viruses", (_test(case, test, VIRUSES) for test in rows))


def _test(case: Case, test: Examined, names: dict[str, str]) -> Row:
    result = TestResult(test.result).label.lower() if test.result else "result not recorded"
    value = units.with_unit(test.value_raw, test.unit) if test.value_raw else ""
    reading = f"read as: {VirusReading(test.reading).label.lower()}" if test.reading else ""
    judged = f"explains the reaction: {test.judged}" if test.judged else ""
    day = _on(case, test.on) or NO_DAY
    text = listed(result, day, value, test.specimen, test.method, test.detail, reading, judged, test.note)
    return row(names.get(test.name, _plain_name(test.name)), text)


def _plain_name(name: str) -> str:
    return capital(name.replace("_", " "))


def _on(case: Case, day: date | None) -> str:
    return f"on {show_day(day, case)}" if day else ""


def present_treatments(case: Case, steps: Iterable[Treatment]) -> Section:
    """Return what was given for the reaction, a row a step."""
    return section("Treatment of the reaction", (_treatment(case, step) for step in steps))


def _treatment(case: Case, step: Treatment) -> Row:
    equivalent = step.prednisone_equivalent_raw
    text = listed(
        step.name,
        listed(step.dose_raw, step.dose_unit, by=" "),
        f"prednisone equivalent {equivalent} mg/day" if equivalent else "",
        step.route,
        present_span(case, step),
        f"given regularly: {step.regular}" if step.regular else "",
        step.note,
        by="; ",
    )
    return row(step.get_kind_display(), text)


def present_span(case: Case, course: DrugCourse | Treatment) -> str:
    """Return first and last day in words: `day −10 to day 1`, `from day 1, last day not known`."""
    first = show_partial(course.start_on, course.start_precision, day_zero=case.day_zero)
    last = show_partial(course.stop_on, course.stop_precision, day_zero=case.day_zero)
    if not first and not last:
        return "days not recorded"
    if first == last == "not known":
        return "days not known"
    start = f"from {first}" if course.start_on else f"first day {first or 'not recorded'}"
    if last == "ongoing":
        return f"{start}, ongoing"
    if course.start_on and course.stop_on:
        return f"{first} to {last}"
    return f"{start}, last day {last or 'not recorded'}"


def present_exposures(case: Case, asked: ExposureHistory | None) -> Section:
    """Return what was asked about exposures, and who confirmed the list of drugs complete."""
    return section("Exposures asked about", _exposures(case, asked))


def _exposures(case: Case, asked: ExposureHistory | None) -> Iterator[Row]:
    yield from _fields(case, asked, EXPOSURES | {"note": "Note"})
    if asked and asked.confirmed_complete_at:
        text = f"{asked.confirmed_complete_by}, {show_moment_date(asked.confirmed_complete_at)}"
        yield row("Drug list confirmed complete", text)


def show_moment_date(at: datetime) -> str:
    """Return the date of a moment on the clock of this place."""
    return show_date(timezone.localtime(at).date())


def present_background(case: Case, background: Background | None) -> Section:
    """Return what stood before the reaction."""
    return section("Background", _fields(case, background, BACKGROUND))


def present_outcome(case: Case, outcome: Outcome | None) -> Section:
    """Return how the reaction ended."""
    return section("Outcome", _fields(case, outcome, OUTCOME))


def _fields(case: Case, stored: Any, words: dict[str, str]) -> Iterator[Row]:
    """Return the columns of a form-like row: numbers with unit and day, choices in words."""
    for name, term in words.items() if stored else ():
        yield row(term, _field_text(case, stored, name))


def _field_text(case: Case, stored: Any, name: str) -> str:
    if hasattr(stored, f"{name}_raw"):
        number = units.with_unit(getattr(stored, f"{name}_raw"), getattr(stored, f"{name}_unit"))
        day = getattr(stored, f"{name}_on")
        return listed(number, _on(case, day), by=" ") if day or not number else f"{number}, {NO_DAY}"
    value = getattr(stored, name)
    if isinstance(value, date):
        return show_day(value, case)
    display = getattr(stored, f"get_{name}_display", None)
    return display() if display else str(value or "")
