"""The banner, the tabs and the messages around every tab of a case."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from dressapp.assessments.page import FootingRow, ScorePage
from dressapp.cases.models import Case
from dressapp.drugs.models import still_taken
from dressapp.workspace.selectors import Frame

TABS = ("summary", "drugs", "labs", "score", "timeline", "history", "report")


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
    assessment: Any,
    page: ScorePage | None,
    frame: Frame,
    *,
    tab: str,
    today: date,
    problem: str,
) -> Shell:
    """Return the banner and the tabs of a case."""
    drugs = assessment.facts.drugs if assessment else ()
    counts = {
        "drugs": len(drugs),
        "labs": len(assessment.facts.labs) if assessment else 0,
        "history": frame.saved_number or 0,
    }
    footing = page.footing if page else ()
    label = tab.capitalize()
    return Shell(
        title=f"{label} · {case.patient.local_id}",
        tab_label=label,
        banner=_banner(case, page, frame, drugs, today),
        tabs=tuple(_tab(case, name, counts, tab) for name in TABS if _has(case, name)),
        score_url=reverse("workspace:score", args=[case.pk]) if _has(case, "score") else "",
        footing=tuple(row for row in footing if not row.is_folded),
        footing_folded=tuple(row for row in footing if row.is_folded),
        problem=problem,
    )


def _has(case: Case, name: str) -> bool:
    try:
        return bool(reverse(f"workspace:{name}", args=[case.pk]))
    except NoReverseMatch:
        return False


def _tab(case: Case, name: str, counts: dict[str, int], current: str) -> Tab:
    count = str(counts.get(name) or "")
    url = reverse(f"workspace:{name}", args=[case.pk])
    return Tab(name, name.capitalize(), count, url, name == current)


def _banner(case: Case, page: ScorePage | None, frame: Frame, drugs: tuple[Any, ...], today: date) -> Banner:
    suspects = [drug for drug in drugs if drug.role == "suspect"]
    answers = [still_taken(drug.stop_precision, drug.still_taken_on) for drug in suspects]
    state, tone = _state(case, frame)
    return Banner(
        patient=case.patient.local_id,
        who=present_who(case, today),
        name=case.patient.name,
        allergies=_allergies(frame.allergies),
        has_allergies=bool(frame.allergies.strip()),
        day_label="Today" if page and page.day_words else "Course",
        day=page.day_words if page else "",
        course=page.course_words if page else "",
        suspects=f"Suspects {len(suspects)}" if suspects else "No suspect recorded",
        still_taken=_still_taken(answers),
        is_taken="yes" in answers,
        culprits=", ".join(_culprit(drug) for drug in drugs if drug.conclusion == "culprit"),
        score=_score(page),
        state=state,
        state_tone=tone,
    )


def present_who(case: Case, today: date) -> str:
    """Return sex and age: `male · 72 y`, or what of them is not recorded."""
    sex = case.patient.get_sex_display().lower() if case.patient.sex else ""
    sex = {"unknown": "sex unknown", "other": "other sex", "": "sex not recorded"}.get(sex, sex)
    age = age_of(case, today)
    return f"{sex} · {age} y" if age is not None else f"{sex} · age not recorded"


def age_of(case: Case, today: date) -> int | None:
    """Return the age in years on the index day, or today where there is none."""
    born = case.patient.birth_on
    if case.age_years is not None or born is None:
        return case.age_years
    on = case.index_day or today
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


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


def _state(case: Case, frame: Frame) -> tuple[str, str]:
    """Return whether the record is a draft, saved, or saved and changed since."""
    if frame.saved_number is None:
        return "Draft", "missing"
    if frame.saved_revision != case.revision:
        return f"Assessment {frame.saved_number} out of date", "warn"
    return f"Assessment {frame.saved_number} saved", "data"


def present_notices(request: HttpRequest) -> tuple[Notice, ...]:
    """Return the messages that wait for this person; each is shown once."""
    return tuple(_notice(message) for message in get_messages(request))


def _notice(message: Any) -> Notice:
    url, _, label = (message.extra_tags or "").partition(" ")
    return Notice(message.level_tag, str(message.message), url, label)
