"""The printed assessment as one page of strings: what stands on paper, and nothing computed later.

The page is plain JSON, so that a saved assessment keeps it and prints the same for ever.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.conf import settings

from dressapp.assessments.page import DrugRow, ScorePage
from dressapp.cases.choices import CAUSE_TESTS, EXPOSURES, VIRUSES
from dressapp.cases.models import Background, Case, CauseTest, Finding, Outcome, Treatment, VirusTest
from dressapp.core.dates import show_day, show_partial
from dressapp.core.models import Record
from dressapp.drugs.models import DrugCourse, still_taken
from scoring.analytes import ANALYTES
from scoring.facts import CaseFacts, LabPoint, show_date
from scoring.findings import FINDINGS
from scoring.kernel import units

from .record import CaseRecord, printed_columns

TITLE = "DRESS assessment"
INTENDED_USE = (
    "Classification aid for records. Not validated for excluding DRESS at the bedside or for causality."
)
CAVEAT = (
    "The organ thresholds, the interval bands and the assumed limits are named where they are used; several "
    "of them stand in no source that could be read. No clinician and no registry has validated this program."
)
SIGN_GROUPS = ("skin", "mucosa")
SEX_WORDS = {"female": "woman", "male": "man", "other": "other sex", "unknown": "sex unknown"}

Row = dict[str, str]
Section = dict[str, Any]
Report = dict[str, Any]


def present_report(record: CaseRecord, facts: CaseFacts, page: ScorePage) -> Report:
    """Return what a report says of a case, with its patient named and unnamed."""
    case = record.case
    return {
        "title": TITLE,
        "patient": name_patient(case),
        "patient_without_name": describe_without_name(case),
        "intended_use": INTENDED_USE,
        "caveat": CAVEAT,
        "heads": [*_suspects(record.drugs, page), *_allergies(record), *_conclusion(case)],
        "signs": [_finding(case, row) for row in record.findings if _group(row) in SIGN_GROUPS],
        "score": asdict(page),
        "sections": [section for section in _sections(record) if section["rows"]],
        "results": list(_results(facts)),
    }


def present_status(report: Report, *, status: str, made_at: datetime, sha256: str, author: str) -> Report:
    """Add who, when and which: a draft has no hash."""
    version = f"{report['score']['ruleset_words']} · dressapp {settings.APP_VERSION}"
    content = f" · content {sha256[:16]}" if sha256 else ""
    return report | {
        "status": status,
        "is_draft": not sha256,
        "author": author,
        "made": [made_at.year, made_at.month, made_at.day],
        "provenance": f"{version}{content}",
    }


def without_name(report: Report) -> Report:
    """Return the report for a reader outside the hospital: initials, sex and age stand for the patient."""
    note = "Printed without the patient's name and number; free text stands as it was written."
    heads = [{"term": "Variant", "text": note}, *report["heads"]]
    return report | {"patient": report["patient_without_name"], "heads": heads}


def name_patient(case: Case) -> str:
    """Return the patient as the first line of every sheet."""
    patient = case.patient
    born = f"born {show_date(patient.birth_on)}" if patient.birth_on else ""
    return _joined(patient.name, patient.local_id, born, *_sex_and_age(case))


def describe_without_name(case: Case) -> str:
    """Return the patient by initials, sex and age."""
    initials = "".join(f"{part[0]}." for part in case.patient.name.split())
    return _joined(initials or "initials not recorded", *_sex_and_age(case))


def _sex_and_age(case: Case) -> tuple[str, str]:
    age = "" if case.age_years is None else f"{case.age_years} y"
    return SEX_WORDS.get(case.patient.sex, ""), age


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _suspects(drugs: Iterable[DrugCourse], page: ScorePage) -> Iterator[Row]:
    days = {row.ref: row for row in page.drugs}
    suspects = [drug for drug in drugs if drug.role == "suspect"]
    words = [_suspect(drug, days[str(drug.pk)]) for drug in suspects]
    yield {"term": f"Suspects {len(suspects)}", "text": "; ".join(words) or "none on record"}


def _suspect(drug: DrugCourse, row: DrugRow) -> str:
    taken = {"yes": "still taken", "no": "stopped"}.get(
        still_taken(drug.stop_precision, drug.still_taken_on), "still taken: not recorded"
    )
    return f"{drug.name} ({row.days}, {row.verdict_words}; {taken})"


def _allergies(record: CaseRecord) -> Iterator[Row]:
    text = record.background.known_allergies if record.background else ""
    yield {"term": "Known allergies", "text": text or "not recorded"}


def _conclusion(case: Case) -> Iterator[Row]:
    if case.conclusion:
        by = f" ({case.conclusion_by})" if case.conclusion_by else ""
        yield {"term": "Clinician's conclusion", "text": f"{case.conclusion}{by}"}
    if case.expert_diagnosis:
        yield {"term": "Other diagnosis considered", "text": case.expert_diagnosis}


def _sections(record: CaseRecord) -> Iterator[Section]:
    case = record.case
    yield present_course(case)
    yield _section("Findings", (_row(*_finding_parts(case, row)) for row in record.findings))
    yield _section("Drugs in detail", (_drug(case, drug) for drug in record.drugs))
    yield _section("Exposures asked about", _fields(case, record.exposures))
    yield _section("Tests for other causes", (_cause_test(case, test) for test in record.cause_tests))
    yield _section("Viruses", (_virus_test(case, test) for test in record.virus_tests))
    yield present_treatments(case, record.treatments)
    yield present_background(case, record.background)
    yield present_outcome(case, record.outcome)
    yield _section("Source and notes", (_row("Source", case.source), _row("Note", case.note)))


def present_course(case: Case) -> Section:
    """Return the days of the course."""
    return _section("Course", _dates(case))


def present_treatments(case: Case, steps: Iterable[Treatment]) -> Section:
    """Return what was given for the reaction, a row a step."""
    return _section("Treatment of the reaction", (_treatment(case, step) for step in steps))


def present_background(case: Case, background: Background | None) -> Section:
    """Return what stood before the reaction."""
    return _section("Background", _fields(case, background))


def present_outcome(case: Case, outcome: Outcome | None) -> Section:
    """Return how the reaction ended."""
    return _section("Outcome", _fields(case, outcome))


def _section(title: str, rows: Iterable[Row]) -> Section:
    return {"title": title, "rows": [row for row in rows if row["text"]]}


def _row(term: str, text: str) -> Row:
    return {"term": term, "text": text}


_DATES = {
    "first_symptom_on": "First symptom",
    "fever_onset_on": "Fever onset",
    "rash_onset_on": "Rash onset",
    "index_on": "Index day",
    "admission_on": "Admission",
    "discharge_on": "Discharge",
    "still_ill_on": "Still ill on",
    "skin_resolution_on": "Skin resolved",
    "organ_resolution_on": "Organs resolved",
    "resolution_on": "Resolution",
    "closed_on": "Course closed",
    "died_on": "Died",
}
_REMARKS = {"first_symptom_on": "first_symptom_what", "index_on": "index_reason"}


def _dates(case: Case) -> Iterator[Row]:
    if case.is_relative:
        yield _row("Dates", "known only as days; day 0 is the index day")
    for field, words in _DATES.items():
        remark = getattr(case, _REMARKS[field]) if field in _REMARKS else ""
        day = show_day(getattr(case, field), case)
        yield _row(words, f"{day} ({remark})" if day and remark else day)


def _group(row: Finding) -> str:
    kind = FINDINGS.get(row.finding)
    return kind.group if kind else "other"


def _finding_parts(case: Case, row: Finding) -> tuple[str, str]:
    kind = FINDINGS.get(row.finding)
    words = kind.words if kind else row.finding.replace("_", " ").capitalize()
    value = units.with_unit(row.value_raw, row.unit)
    day = show_day(row.seen_on, case)
    extras = [part for part in (row.site, f"on {day}" if day else "", row.note) if part]
    return words, ", ".join([value, *extras]) if value else ", ".join(extras)


def _finding(case: Case, row: Finding) -> str:
    words, text = _finding_parts(case, row)
    return f"{words}: {text}"


def _span(case: Case, row: DrugCourse | Treatment) -> str:
    start = show_partial(row.start_on, row.start_precision, day_zero=case.day_zero) or "start not recorded"
    stop = show_partial(row.stop_on, row.stop_precision, day_zero=case.day_zero) or "stop not recorded"
    return f"{start} to {stop}"


def _drug(case: Case, drug: DrugCourse) -> Row:
    parts = (
        drug.atc and f"ATC {drug.atc}",
        drug.indication and f"for {drug.indication}",
        drug.dose or units.with_unit(drug.dose_amount_raw, drug.dose_unit),
        drug.frequency,
        drug.route,
        _span(case, drug),
        drug.batch and f"batch {drug.batch}",
        drug.previous_exposure and drug.get_previous_exposure_display().lower(),
        drug.stop_reason and f"stopped because: {drug.stop_reason}",
        drug.conclusion_basis and f"basis of the conclusion: {drug.conclusion_basis}",
        drug.note,
    )
    return _row(drug.name, "; ".join(part for part in parts if part))


def _cause_test(case: Case, test: CauseTest) -> Row:
    return _row(_test_name(test.test, CAUSE_TESTS), _test_text(case, test, test.detail))


def _virus_test(case: Case, test: VirusTest) -> Row:
    value = units.with_unit(test.value_raw, test.unit)
    reading = f"read as {test.get_reading_display().lower()}" if test.reading else ""
    details = ", ".join(part for part in (test.specimen, test.method, value, reading) if part)
    return _row(_test_name(test.virus, VIRUSES), _test_text(case, test, details))


def _test_text(case: Case, test: CauseTest | VirusTest, details: str) -> str:
    day = show_day(test.tested_on, case)
    explains = f"explains the reaction: {test.explains_reaction}" if test.explains_reaction else ""
    result = test.get_result_display().lower() or "result not recorded"
    return ", ".join(
        p for p in (result, f"on {day}" if day else "no date", details, explains, test.note) if p
    )


def _treatment(case: Case, step: Treatment) -> Row:
    dose = units.with_unit(step.dose_raw, step.dose_unit)
    equivalent = step.prednisone_equivalent_raw
    parts = (
        step.name,
        dose,
        f"prednisone equivalent {equivalent} mg/day" if equivalent else "",
        step.route,
        _span(case, step),
        step.note,
    )
    return _row(step.get_kind_display(), "; ".join(part for part in parts if part))


def _fields(case: Case, row: Record | None) -> Iterator[Row]:
    """Return what is recorded of a form-like row: numbers with their unit and day, choices in words."""
    for field in printed_columns(type(row)) if row else ():
        words = EXPOSURES.get(field.name, field.verbose_name.removesuffix(" raw").capitalize())
        yield _row(words, _field_text(case, row, field.name))


def _field_text(case: Case, row: Any, name: str) -> str:
    value = getattr(row, name)
    if isinstance(value, date):
        return show_day(value, case)
    if name.endswith("_raw") and value:
        stem = name.removesuffix("_raw")
        day = show_day(getattr(row, f"{stem}_on", None), case)
        number = units.with_unit(value, getattr(row, f"{stem}_unit", ""))
        return f"{number} on {day}" if day else number
    display = getattr(row, f"get_{name}_display", None)
    return display() if display else str(value or "")


def _results(facts: CaseFacts) -> Iterator[dict[str, str]]:
    """Return every result, a row a test and unit, each value with its day."""
    groups: dict[tuple[str, str], list[LabPoint]] = {}
    for point in facts.labs:
        groups.setdefault((point.analyte, point.unit), []).append(point)
    for analyte in ANALYTES:
        for (name, unit), points in groups.items():
            if name == analyte:
                values = "; ".join(f"{point.value} ({facts.name_day(point.on)})" for point in points)
                yield {"test": ANALYTES[name].name, "unit": units.label(unit), "values": values}


def _test_name(test: str, names: dict[str, str]) -> str:
    return names.get(test, test.replace("_", " ").capitalize())
