"""The drug courses of a file as they would stand in the case: counted days placed, days to come told."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from dressapp.labs.paste.parts import Anchor
from scoring.facts import show_date

from .columns import course_values
from .intakes import choices_of
from .models import Intake

Json = dict[str, Any]
COUNTED, KIND = (
    "counted",
    "day",
)  # counted days of a drug, and the kind whose anchor is asked with the results
ENDS = ("start", "stop", "still_taken_on")
UNKNOWN, ONGOING = "unknown", "ongoing"


def courses_of(intake: Intake) -> list[Json]:
    """Return the columns of each drug course that a file named, in its order."""
    anchor = choices_of(intake).anchors.get(KIND)
    placed = [place_course(row, anchor) for row in intake.courses]
    if intake.case.day_zero is None:
        placed = [until(timezone.localdate(intake.created_at), row) for row in placed]
    return [course_values(row) for row in placed]


def place_course(row: Json, anchor: Anchor | None) -> Json:
    """Return a drug with counted days on their dates; days that cannot be placed are told in its note."""
    if COUNTED not in row:
        return row
    counted = row[COUNTED]
    rest = {name: value for name, value in row.items() if name != COUNTED}
    is_rough = any(rest.get(f"{end}_precision") in ("month", "year") for end in counted)
    days = {end: _on(anchor, number) for end, number in counted.items()} if anchor else {}
    if days and all(days.values()) and not is_rough:
        return rest | days
    words = ", ".join(f"{end.replace('_', ' ')} day {number}" for end, number in counted.items())
    return _without_days(rest, f"{words} of the file, counted from its index day" if words else "")


def _on(anchor: Anchor, number: int) -> str:
    """Return the date of a counted day, or nothing where the calendar has none."""
    try:
        return (anchor.on + timedelta(days=number - anchor.first)).isoformat()
    except OverflowError:
        return ""


def _without_days(row: Json, said: str) -> Json:
    """Return a drug of which no day is known, with what is said of its days."""
    kept = {name: value for name, value in row.items() if name not in ENDS}
    stop = ONGOING if row.get("stop_precision") == ONGOING else UNKNOWN
    note = "; ".join(filter(None, [row.get("note"), said]))
    return kept | {"start_precision": UNKNOWN, "stop_precision": stop, "note": note}


def until(today: date, row: Json) -> Json:
    """Return a drug without days to come, which are plans: they are told in its note."""
    future = {end: row[end] for end in ENDS if row.get(end) and date.fromisoformat(row[end]) > today}
    if not future:
        return row
    said = ", ".join(
        f"{end.replace('_', ' ')} {show_date(date.fromisoformat(on))}" for end, on in future.items()
    )
    if "start" in future:
        return _without_days(row, f"planned: {said}")
    rest = {name: value for name, value in row.items() if name not in future}
    note = "; ".join(filter(None, [row.get("note"), f"planned: {said}"]))
    return rest | {
        "stop_precision": UNKNOWN if "stop" in future else row.get("stop_precision", ""),
        "note": note,
    }
