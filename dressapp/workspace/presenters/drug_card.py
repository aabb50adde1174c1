"""One drug of the Drugs tab in words: its days first, then the verdict, then the reason."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from dressapp.assessments.page import DrugRow
from dressapp.assessments.presenters import CONCLUSION_WORDS
from dressapp.cases.models import Case
from dressapp.core.dates import ON_OR_BEFORE, show_day, show_partial
from dressapp.drugs.catalogue import Match, codes_for
from dressapp.drugs.models import DrugCourse, PreviousExposure, Role, SinceOnset

from .drug_interval import Interval
from .drug_recognised import Recognised, present_recognised

CLEARS_NO_DRUG = "this alone clears no drug"
OUTSIDE_USUAL = ("early", "very_early", "late", "very_late", "same_day")
AFTER_ONSET = "started_after_onset"
SAID_ABOVE = "Given for this reaction. "  # the heading of the group
STILL_TAKEN = (("yes", "Yes"), ("no", "No"), ("unknown", "Not known"))


@dataclass(frozen=True, slots=True)
class Latency:
    """The latency check of one drug; without a row, `why` says why there is none."""

    row: DrugRow | None
    interval: Interval | None
    why: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to tap."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """One code that the drug may hold, and the use it holds for."""

    atc: str
    words: str


@dataclass(frozen=True, slots=True)
class DrugCard:
    """One drug as the tab shows it."""

    id: str
    version: int
    name: str
    recognised: Recognised
    atc: str
    offers: tuple[Offer, ...]
    given: str
    indication: str
    taken: str
    still: tuple[Choice, ...]
    still_words: str
    exposure: str
    has_reacted: bool
    exposure_note: str
    later: str
    days: str
    verdict: str
    is_after_onset: bool
    why: str
    notes: str
    interval: Interval | None
    since_onset: str
    conclusion: str
    conclusion_by: str
    conclusion_basis: str
    more: tuple[tuple[str, str], ...]
    is_first: bool
    is_last: bool


def present_card(
    case: Case,
    course: DrugCourse,
    latency: Latency,
    matches: dict[str, Match],
    *,
    is_first: bool,
    is_last: bool,
) -> DrugCard:
    """Return one drug; `matches` tell what every name in the list stands for."""
    row = latency.row
    return DrugCard(
        id=str(course.pk),
        version=course.version,
        name=course.name,
        recognised=present_recognised(course, matches),
        atc=course.atc,
        offers=_offers(course),
        given=_given(course),
        indication=course.indication,
        taken=_taken(case, course),
        still=_still(course),
        still_words=_still_words(case, course),
        exposure=PreviousExposure(course.previous_exposure).label if course.previous_exposure else "",
        has_reacted=course.previous_exposure == PreviousExposure.REACTED,
        exposure_note=course.previous_exposure_note,
        later=LATER_WORDS.get(course.later_tolerated, ""),
        days=row.days if row else "not known",
        verdict=row.verdict_words if row and row.verdict != "unknown" else "",
        is_after_onset=row is not None and row.verdict == AFTER_ONSET,
        why=_why(course, latency),
        notes=_sentences(row.notes) if row else "",
        interval=latency.interval,
        since_onset=_since_onset(course, row),
        conclusion=CONCLUSION_WORDS.get(course.conclusion, "").capitalize(),
        conclusion_by=_signed(course.conclusion_by, course.conclusion_at),
        conclusion_basis=course.conclusion_basis,
        more=_more(course),
        is_first=is_first,
        is_last=is_last,
    )


LATER_WORDS = {
    "yes": "later tolerated",
    "no": "later not tolerated",
    "unknown": "later tolerance unknown",
}


def _offers(course: DrugCourse) -> tuple[Offer, ...]:
    """Return the codes to offer for a drug that has none."""
    if course.atc:
        return ()
    return tuple(
        Offer(known.code, f"{known.code} ({known.use})" if known.use else known.code)
        for known in codes_for(course.name)
    )


def _given(course: DrugCourse) -> str:
    """Return dose, frequency and route; the amount with its unit wins over a dose only written out."""
    amount = f"{course.dose_amount_raw} {course.dose_unit}".strip() if course.dose_amount_raw else ""
    return ", ".join(part for part in (amount or course.dose, course.frequency, course.route) if part)


def _taken(case: Case, course: DrugCourse) -> str:
    """Return from when to when the drug was taken, saying what is not recorded."""
    first = _day(case, course.start_on, course.start_precision)
    begun = {"": "first day not recorded", "not known": "first day not known"}.get(first, first)
    if course.single_dose == "yes":
        return f"{begun}, single dose"
    last = _day(case, course.stop_on, course.stop_precision)
    if not last:
        return f"{begun}; last day not recorded"
    if course.stop_precision == ON_OR_BEFORE:
        return f"{begun}, last day {last}"
    return f"{begun}{TO_LAST.get(last, f' to {last}')}"


TO_LAST = {"not known": "; last day not known", "ongoing": ", ongoing"}


def _day(case: Case, on: date | None, precision: str) -> str:
    return show_partial(on, precision, day_zero=case.day_zero).replace("day -", "day −")


def _still(course: DrugCourse) -> tuple[Choice, ...]:
    """Return the answers to *still taken?*; none is chosen where nobody answered."""
    is_answered = bool(course.stop_precision or course.still_taken_on)
    chosen = course.still_taken if is_answered else ""
    return tuple(Choice(value, label, value == chosen) for value, label in STILL_TAKEN)


def _still_words(case: Case, course: DrugCourse) -> str:
    """Say when the drug was last known to be taken."""
    if course.still_taken == "yes" and course.still_taken_on:
        return f"on {show_day(course.still_taken_on, case)}".replace("day -", "day −")
    return ""


def _why(course: DrugCourse, latency: Latency) -> str:
    """Return the reason as sentences, with the neutral note where the interval is not the usual one."""
    row = latency.row
    is_outside = row is not None and row.verdict in OUTSIDE_USUAL and course.role != Role.TREATMENT
    needs_note = is_outside and CLEARS_NO_DRUG not in latency.why
    reason = latency.why.removeprefix(SAID_ABOVE)
    return _sentences((reason, CLEARS_NO_DRUG) if needs_note else (reason,))


def _sentences(texts: Iterable[str]) -> str:
    """Return texts as sentences in one line, no number parted from its unit."""
    ended = (text if text[-1] in ".?" else f"{text}." for text in texts if text)
    line = " ".join(text[0].upper() + text[1:] for text in ended)
    return re.sub(r"(?<=\d) (?=d\b)", "\u00a0", line)


def _since_onset(course: DrugCourse, row: DrugRow | None) -> str:
    """Return how a drug started after onset has been borne; one given for the reaction need not say."""
    is_asked = row is not None and row.verdict == AFTER_ONSET and course.role != Role.TREATMENT
    if course.since_onset:
        return f"Since then: {SinceOnset(course.since_onset).label.lower()}."
    return "Since then: tolerated or flare, not recorded." if is_asked else ""


def _signed(by: str, at: datetime | None) -> str:
    """Return who concluded and when."""
    on = show_partial(timezone.localtime(at).date(), "day") if at else ""
    return ", ".join(part for part in (by, on) if part)


def _more(course: DrugCourse) -> tuple[tuple[str, str], ...]:
    """Return the rarer facts that are recorded."""
    written_out = course.dose if course.dose_amount_raw else ""
    facts = (
        ("Dose as written", written_out),
        ("Brand", course.brand),
        ("Batch", course.batch),
        ("Dose changes", course.dose_changes),
        ("Stop reason", course.stop_reason),
        ("Action taken", course.get_action_taken_display()),
        ("After stopping", course.after_stop),
        ("Note", course.note),
    )
    return tuple((label, text) for label, text in facts if text)
