"""The assessment on paper: a draft of the case as it stands, or a saved assessment as it was."""

from datetime import datetime
from typing import Any

from dressapp.assessments.models import Snapshot
from dressapp.assessments.presenters import present_assessment
from dressapp.assessments.selectors import Assessment
from dressapp.cases.models import Case
from dressapp.core.dates import show_date
from dressapp.timeline.selectors import draw_timeline

from .pdf import make_pdf
from .presenters import Report, present_report, present_status, without_name
from .record import read_record

DRAFT = "Draft, not saved"


def compose(case: Case, assessment: Assessment, *, now: datetime) -> dict[str, Any]:
    """Return the page that is printed, and that a saved assessment keeps: the report and its figure."""
    record = read_record(case)
    page = present_assessment(assessment, today=now.date())
    timeline = draw_timeline(
        assessment.facts, treatments=record.treatments, first_symptom=case.first_symptom_what
    )
    report = present_report(record, assessment.facts, page)
    figure = {"figure_words": timeline.description, "has_figure": bool(timeline.svg)}
    return {"report": report | figure, "figure": str(timeline.svg)}


def draft_report(page: dict[str, Any], *, now: datetime) -> Report:
    """Return the report of the case as it stands, marked as a draft."""
    return present_status(page["report"], status=DRAFT, made_at=now, sha256="", author="")


def saved_report(snapshot: Snapshot) -> Report:
    """Return the report of a saved assessment: nothing in it is computed anew."""
    saved = f"Assessment {snapshot.number}, saved {show_date(snapshot.at.date())} by {snapshot.by_name}"
    return present_status(
        snapshot.page["report"],
        status=saved,
        made_at=snapshot.at,
        sha256=snapshot.sha256,
        author=snapshot.by_name,
    )


def print_pdf(report: Report, figure_svg: str, *, is_named: bool) -> bytes:
    """Return the report as a PDF, with or without the patient's name."""
    return make_pdf(report if is_named else without_name(report), figure_svg)


def as_text(report: Report) -> str:
    """Return eight lines for the hospital's notes."""
    score = report["score"]
    ranges = ". ".join(part for part in (score["range_words"], score["goes_on_words"]) if part)
    drugs = "; ".join(f"{row['name']} {row['days']}, {row['verdict_words']}" for row in score["drugs"])
    open_items = ", ".join(row["title"].lower() for row in score["levers"])
    missing = "; ".join(f"{row['organ']}: {row['words']}" for row in score["not_on_record"])
    return "\n".join(
        (
            f"{report['patient']} · {report['status']}",
            f"{score['headline']} ({score['subline']})",
            f"Course: {score['course_words']}{', ' + score['day_words'] if score['day_words'] else ''}",
            f"Range: {ranges}",
            f"Drugs, first dose to onset: {drugs or 'none on record'}",
            f"Open: {open_items or 'nothing'}",
            f"Not on record: {missing or 'nothing that is looked for'}",
            f"{score['ruleset_words']}. {report['intended_use']}",
        )
    )
