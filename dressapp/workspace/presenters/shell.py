"""The banner, the tabs and the messages around every tab of a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.urls import reverse

from dressapp.assessments.page import FootingRow, ScorePage
from dressapp.assessments.presenters import present_day
from dressapp.assessments.standing import (
    AMENDED,
    COMPLETE,
    DRAFT,
    OUT_OF_DATE,
    SIGNED,
    STATE_WORDS,
    Standing,
)
from dressapp.cases.models import Case
from dressapp.drugs.models import still_taken
from dressapp.reports.patient import present_who
from dressapp.workspace.selectors import Frame
from scoring.facts import CaseDates, CaseFacts

TABS = ("summary", "drugs", "labs", "score", "criteria", "timeline", "history", "report")
STEP_WORDS = {
    COMPLETE: "not signed",
    SIGNED: "signed",
    AMENDED: "signed",
    OUT_OF_DATE: "out of date",
}


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab with the number of rows behind it."""

    id: str
    label: str
    count: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Banner:
    """Who this is, and what must not be missed."""

    patient: str
    who: str
    name: str
    allergies: str
    has_allergies: bool
    day_label: str
    day: str
    course: str
    suspects: str
    still_taken: str
    is_taken: bool
    culprits: str
    score: str
    state: str
    state_tone: str


@dataclass(frozen=True, slots=True)
class Shell:
    """Everything around a tab; `problem` says why nothing can be scored, footing: weakest first."""

    title: str
    tab_label: str
    banner: Banner
    tabs: tuple[Tab, ...]
    score_url: str
    footing: tuple[FootingRow, ...]
    footing_folded: tuple[FootingRow, ...]
    problem: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One message, with the address that takes the change back."""

    tone: str
    words: str
    undo_url: str
    undo_label: str


def present_shell(
    case: Case,
    page: ScorePage | None,
    frame: Frame,
    *,
    drugs: Sequence[Any],
    lab_count: int,
    tab: str,
    today: date,
    problem: str,
) -> Shell:
    """Return the banner and the tabs of a case; `drugs` are its courses as rows or as facts."""
    counts = {"drugs": len(drugs), "labs": lab_count, "history": frame.standing.number or 0}
    footing = page.footing if page else ()
    label = tab.capitalize()
    return Shell(
        title=f"{label} · {case.patient.local_id}",
        tab_label=label,
        banner=_banner(case, page, frame, drugs, today),
        tabs=tuple(_tab(case, name, counts, tab) for name in TABS),
        score_url=reverse("workspace:score", args=[case.pk]),
        footing=tuple(row for row in footing if not row.is_folded),
        footing_folded=tuple(row for row in footing if row.is_folded),
        problem=problem,
    )


def _tab(case: Case, name: str, counts: dict[str, int], current: str) -> Tab:
    count = str(counts.get(name) or "")
    url = reverse(f"workspace:{name}", args=[case.pk])
    return Tab(name, name.capitalize(), count, url, name == current)


def _banner(case: Case, page: ScorePage | None, frame: Frame, drugs: Sequence[Any], today: date) -> Banner:
    suspects = [drug for drug in drugs if drug.role == "suspect"]
    answers = [still_taken(drug.stop_precision, drug.still_taken_on) for drug in suspects]
    state, tone = _state(case, frame.standing)
    day = present_day(course_facts(case), today)
    return Banner(
        patient=case.patient.local_id,
        who=present_who(case, today),
        name=case.patient.name,
        allergies=_allergies(frame.allergies),
        has_allergies=bool(frame.allergies.strip()),
        day_label="Today" if day else "Course",
        day=day,
        course=page.course_words if page else f"course {'closed' if case.is_closed else 'open'}",
        suspects=f"Suspects {len(suspects)}" if suspects else "No suspect recorded",
        still_taken=_still_taken(answers),
        is_taken="yes" in answers,
        culprits=", ".join(_culprit(drug) for drug in drugs if drug.conclusion == "culprit"),
        score=_score(page),
        state=state,
        state_tone=tone,
    )


def course_facts(case: Case) -> CaseFacts:
    """Return what a case's own row says of the course, for the words that count its days."""
    dates = CaseDates(
        first_symptom=case.first_symptom_on,
        fever_onset=case.fever_onset_on,
        rash_onset=case.rash_onset_on,
        index=case.index_on,
        resolution=case.resolution_on,
        closed_on=case.closed_on,
        died_on=case.died_on,
    )
    return CaseFacts(basis=case.basis, dates=dates)


def _allergies(text: str) -> str:
    return ", ".join(line.strip() for line in text.splitlines() if line.strip()) or "not recorded"


def _still_taken(answers: list[str]) -> str:
    """Return how many suspects are still taken, and of how many nobody knows."""
    if not answers:
        return ""
    words = f"still taken {answers.count('yes')}"
    return f"{words}, not known {answers.count('unknown')}" if "unknown" in answers else words


def _culprit(drug: Any) -> str:
    return f"{drug.name} ({drug.conclusion_by})" if drug.conclusion_by else drug.name


def _score(page: ScorePage | None) -> str:
    """Return the total with its range in a few words, for where the rail is out of sight."""
    if page is None:
        return ""
    labels = [cell.label for cell in page.scale if cell.is_in_range]
    so_far = " so far" if page.course == "open" else ""
    return f"{page.total}{so_far}, {labels[0]} to {labels[-1]}"


def _state(case: Case, standing: Standing) -> tuple[str, str]:
    """Return the newest version of the assessment and the step that it has reached."""
    state = standing.state(case.revision)
    words, tone = STATE_WORDS[state]
    if state == DRAFT:
        return words, tone
    return f"Assessment {standing.number} {STEP_WORDS[state]}", tone


def present_notices(request: HttpRequest) -> tuple[Notice, ...]:
    """Return the messages that wait for this person; each is shown once."""
    return tuple(_notice(message) for message in get_messages(request))


def _notice(message: Any) -> Notice:
    url, _, label = (message.extra_tags or "").partition(" ")
    return Notice(message.level_tag, str(message.message), url, label)
