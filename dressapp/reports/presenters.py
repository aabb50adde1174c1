"""The printed assessment as one page of strings: what stands on paper, and nothing computed later.

The page is plain JSON, so that a saved assessment keeps it and prints the same for ever.
"""

from collections.abc import Collection, Iterator
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from dressapp.assessments.page import ScorePage
from dressapp.assessments.selectors import Assessment
from dressapp.assessments.versions import SHORT, State, Version
from dressapp.cases.models import Case

from .courses import present_courses, present_suspects
from .derived import present_derived
from .parts import ON_REQUEST, present_parts
from .patient import describe_without_name, name_patient, names_of, strip_names
from .record import CAUSE, FINDING, VIRUS, CaseRecord
from .results import present_legend, present_results
from .sections import (
    Row,
    Section,
    listed,
    present_background,
    present_cause_tests,
    present_course,
    present_exposures,
    present_findings,
    present_outcome,
    present_treatments,
    present_virus_tests,
    row,
    section,
    show_moment_date,
)

TITLE = "DRESS classification record"
INTENDED_USE = (
    "Classification aid for records. Not validated for excluding DRESS at the bedside or for causality."
)
CAVEAT = (
    "The organ thresholds, the interval bands and the assumed limits are named where they are used; several "
    "of them stand in no source that could be read. No clinician and no registry has validated this program."
)
WITHOUT_NAME = (
    "Printed without the patient's name, number and birth date. Free text stands as the clinician wrote it: "
    "read it before you pass this on."
)
DRAFT = Version(0, State("Draft, not complete", "missing", stamp="DRAFT"), "", ())

Report = dict[str, Any]


def present_report(record: CaseRecord, assessment: Assessment, page: ScorePage, *, today: date) -> Report:
    """Return what a report says of a case, with its patient named and unnamed."""
    case, facts = record.case, assessment.facts
    return {
        "title": TITLE,
        "patient": name_patient(case, today),
        "patient_without_name": describe_without_name(case, today),
        "names": names_of(case.patient),
        "intended_use": INTENDED_USE,
        "caveat": CAVEAT,
        "course": listed(page.course_words.removeprefix("course "), page.day_words),
        "suspects": present_suspects(record.drugs, page.drugs),
        "heads": list(_heads(record)),
        "now_title": "Now" if page.course == "open" else "Furthest from normal",
        "now": [*page.now, *_morphology(record)],
        "score": asdict(page),
        "drugs": present_courses(case, record.drugs, page.drugs),
        "parts": present_parts(assessment, page, today=today),
        "sections": [part for part in _sections(record) if part["rows"]],
        "results": present_results(facts),
        "derived": present_derived(facts),
        "results_legend": present_legend(facts),
    }


def present_status(
    report: Report,
    *,
    status: str,
    version: Version | None,
    made_at: datetime,
    sha256: str,
    author: str,
    app_version: str,
) -> Report:
    """Add who, when and which, and who has signed it; a draft is no version and has no hash."""
    provenance = f"{report['score']['ruleset_words']} · dressapp {app_version}"
    content = f" · content {sha256[:SHORT]}" if sha256 else ""
    return report | {
        "status": status,
        "is_draft": version is None,
        "version": asdict(version or DRAFT),
        "author": author,
        "sha256": sha256,
        "made": [made_at.year, made_at.month, made_at.day],
        "provenance": f"{provenance}{content}",
    }


def without_name(report: Report) -> Report:
    """Return the report for a reader outside the hospital: initials, sex and age stand for the patient."""
    unnamed = {name: part for name, part in report.items() if name != "names"}
    stripped: Report = strip_names(unnamed, report["names"])
    heads = [row("Without name", WITHOUT_NAME), *stripped["heads"]]
    return stripped | {"patient": report["patient_without_name"], "heads": heads}


def with_parts(report: Report, asked: Collection[str]) -> Report:
    """Return the report with its parts, those on request only where asked for; an old one has none."""
    parts = report.get("parts", [])
    return report | {"parts": [part for part in parts if part["id"] not in ON_REQUEST or part["id"] in asked]}


def _heads(record: CaseRecord) -> Iterator[Row]:
    """Return what stands at the top beside course and suspects: allergies, the clinician's conclusion."""
    allergies = record.background.known_allergies.split("\n") if record.background else []
    yield row("Known drug allergies", listed(*map(str.strip, allergies)) or "not recorded")
    yield from present_conclusion(record.case)


def present_conclusion(case: Case) -> Iterator[Row]:
    """Return the clinician's own words, with who wrote them and when."""
    if case.conclusion:
        yield row("Conclusion", case.conclusion)
    if case.expert_diagnosis:
        yield row("Other diagnosis concluded", case.expert_diagnosis)
    if case.conclusion_by and (case.conclusion or case.expert_diagnosis):
        day = show_moment_date(case.conclusion_at) if case.conclusion_at else ""
        yield row("Concluded by", listed(case.conclusion_by, day))


def _morphology(record: CaseRecord) -> Iterator[str]:
    """Return what the skin looks like in the examiner's words."""
    rows = [found for found in record.examined_as(FINDING) if found.name == "morphology"]
    for found in present_findings(record.case, rows)["rows"]:
        yield f"{found['term']}: {found['text']}"


def _sections(record: CaseRecord) -> Iterator[Section]:
    case = record.case
    yield present_course(case)
    yield present_findings(case, record.examined_as(FINDING))
    yield present_cause_tests(case, record.examined_as(CAUSE))
    yield present_virus_tests(case, record.examined_as(VIRUS))
    yield present_treatments(case, record.treatments)
    yield present_exposures(case, record.exposures)
    yield present_background(case, record.background)
    yield present_outcome(case, record.outcome)
    yield section("Source and notes", (row("Source", case.source), row("Note", case.note)))
