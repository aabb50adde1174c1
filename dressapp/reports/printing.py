"""The assessment on paper: a draft of the case as it stands, or a version as it was completed."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from dressapp.assessments.models import Snapshot
from dressapp.assessments.presenters import present_assessment
from dressapp.assessments.selectors import Assessment
from dressapp.assessments.versions import Version
from dressapp.cases.models import Case
from dressapp.core.dates import show_date
from dressapp.timeline.selectors import draw_timeline

from .patient import strip_names
from .pdf import make_pdf
from .presenters import Report, present_report, present_status, with_parts, without_name
from .record import CaseRecord, read_record


def compose(case: Case, assessment: Assessment, *, now: datetime) -> dict[str, Any]:
    """Return the page that is printed, and that a version keeps: the report and its figure."""
    record = read_record(case)
    timeline = draw_timeline(
        assessment.facts, treatments=record.treatments, first_symptom=case.first_symptom_what
    )
    figure = {"figure_words": timeline.description, "has_figure": bool(timeline.svg)}
    return {"report": _describe(record, assessment, now) | figure, "figure": str(timeline.svg)}


def describe(case: Case, assessment: Assessment, *, now: datetime) -> Report:
    """Return what a report of the case as it stands says, without the figure."""
    return _describe(read_record(case), assessment, now)


def _describe(record: CaseRecord, assessment: Assessment, now: datetime) -> Report:
    page = present_assessment(assessment, today=now.date())
    return present_report(record, assessment, page, today=now.date())


def draft_report(page: dict[str, Any], *, now: datetime) -> Report:
    """Return the report of the case as it stands, marked as a draft."""
    return present_status(
        page["report"],
        status=f"Draft: the record as of {_show_moment(now)}",
        version=None,
        made_at=now,
        sha256="",
        author="",
        app_version=settings.APP_VERSION,
    )


def saved_report(snapshot: Snapshot, version: Version) -> Report:
    """Return the report of a version: nothing in it is computed anew, state and names stand beside."""
    at = timezone.localtime(snapshot.at)
    return present_status(
        snapshot.page["report"],
        status=f"Assessment {snapshot.number}, completed {_show_moment(at)} by {snapshot.by_name}",
        version=version,
        made_at=at,
        sha256=snapshot.sha256,
        author=snapshot.by_name,
        app_version=snapshot.app_version,
    )


def _show_moment(at: datetime) -> str:
    return f"{show_date(at.date())}, {at:%H:%M}"


def shown_report(report: Report, *, is_named: bool, asked: Collection[str] = ()) -> Report:
    """Return the report as it may be shown: with or without the name, with the parts asked for."""
    shown = with_parts(report, asked)
    return shown if is_named else without_name(shown)


def shown_figure(report: Report, figure_svg: str, *, is_named: bool) -> str:
    """Return the figure as it may be shown; drugs and symptoms in it are free text."""
    return figure_svg if is_named else str(strip_names(figure_svg, report["names"]))


def print_pdf(report: Report, figure_svg: str, *, is_named: bool, asked: Collection[str] = ()) -> bytes:
    """Return the report as a PDF, with or without the patient's name."""
    figure = shown_figure(report, figure_svg, is_named=is_named)
    return make_pdf(shown_report(report, is_named=is_named, asked=asked), figure)
