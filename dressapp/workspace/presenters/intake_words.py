"""Words for a table on its way in: what it is, how much it holds, and what each cell came to."""

from collections.abc import Mapping

from django.utils import timezone

from dressapp.exchange.models import Intake, IntakeKind
from dressapp.labs.paste.parts import (
    ASKED,
    CONFLICT,
    DUPLICATE,
    REFUSED,
    SKIPPED,
    VALUE,
    DateHead,
    Reading,
    Stored,
    TestHead,
)
from scoring.analytes import ANALYTES
from scoring.facts import show_date
from scoring.kernel import units

TO_DECIDE = (ASKED, REFUSED, CONFLICT)


def count(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: `1 value`, `1,204 values`."""
    return f"1 {one}" if number == 1 else f"{number:,} {many or one + 's'}"


def name_test(analyte: str) -> str:
    """Return a test's name; shares are told from counts."""
    return ANALYTES[analyte].full_name if analyte in ANALYTES else ""


def name_head(head: TestHead) -> str:
    """Return what a row is called on the page: its test where it is understood, else its own text."""
    return name_test(head.analyte) or head.text


def split_day(head: DateHead) -> tuple[str, str]:
    """Return the day that a date head was understood as, and in words why."""
    day, _, why = head.words.partition(": ")
    return day, why


def name_date(head: DateHead) -> str:
    """Return a column's day, or its own text where that is not understood."""
    return split_day(head)[0] or head.text


def name_origin(intake: Intake, by: str) -> str:
    """Say how a table came: `Pasted on 22 Nov 2026 by Dr A. Example`."""
    at = timezone.localtime(intake.created_at)
    how = "Pasted" if intake.kind == IntakeKind.PASTE else "Opened"
    return f"{how} on {show_date(at.date())} at {at:%H:%M} by {by}"


def name_intake(intake: Intake) -> str:
    """Return what a table is called in a line of text."""
    if intake.kind == IntakeKind.PASTE:
        return f"table pasted on {show_date(timezone.localdate(intake.created_at))}"
    return f"file {intake.name or intake.get_kind_display()}"


def counted(reading: Reading) -> tuple[str, ...]:
    """Say how much was understood, what is left out, and what is still open."""
    counts = reading.counts
    to_decide = sum(counts.get(state, 0) for state in TO_DECIDE)
    said = [_values_words(reading)]
    said += [f"{count(counts[DUPLICATE], 'value')} stored already, skipped"] if counts.get(DUPLICATE) else []
    left_out = _count_left_out(reading)
    said += [f"{count(left_out, 'cell')} left out"] if left_out else []
    said += [f"{count(to_decide, 'cell needs', 'cells need')} a decision"] if to_decide else []
    said += [f"{count(len(reading.aside), 'line')} kept aside"] if reading.aside else []
    return tuple(said)


def _count_left_out(reading: Reading) -> int:
    """Return how many cells stay out, but for those of a line that stays out whole."""
    if not reading.counts.get(SKIPPED):
        return 0
    whole = {head.key for head in reading.tests if head.is_aside}
    return sum(cell.state == SKIPPED and cell.test not in whole for cell in reading.cells)


def _values_words(reading: Reading) -> str:
    """Say how many values there are, of how many tests and dates."""
    tests = {cell.test for cell in reading.cells if cell.state == VALUE}
    dates = {cell.when for cell in reading.cells if cell.state == VALUE}
    values = count(reading.counts.get(VALUE, 0), "value")
    return (
        f"{values} in {count(len(tests), 'test')} on {count(len(dates), 'date')}" if tests else "No new value"
    )


def certainty(head: TestHead) -> str:
    """Say how a name was recognised."""
    words = {
        "exact": "a known name",
        "team": "your team’s own name",
        "code": "by its code",
        "similar": f"a similar name, {head.certainty} % alike",
        "chosen": "chosen here",
    }
    return words.get(head.how, "")


def show_stored(stored: Stored) -> str:
    """Return a value that stands in the place already."""
    return units.with_unit(stored.raw, stored.unit)


def limits_words(lower: str, upper: str) -> str:
    """Return limits as people write them: `10–35`, `up to 35`, `from 10`."""
    if lower and upper:
        return f"{lower}–{upper}"
    return f"up to {upper}" if upper else f"from {lower}" if lower else ""


def stored_words(counts: Mapping[str, int], intake: Intake) -> str:
    """Say what was stored: `104 values stored from the paste. 2 lines kept aside.`"""
    source = "paste" if intake.kind == IntakeKind.PASTE else "file"
    stored, courses = counts.get("stored", 0) + counts.get("replaced", 0), counts.get("courses", 0)
    things = [count(stored, "value")] if stored or not courses else []
    things += [count(courses, "drug course")] if courses else []
    words = [f"{' and '.join(things)} stored from the {source}."]
    words += [f"{count(counts['skipped'], 'value')} stored already."] if counts.get("skipped") else []
    words += [f"{count(counts['aside'], 'line')} kept aside."] if counts.get("aside") else []
    return " ".join(words)


def taken_back_words(intake: Intake) -> str:
    """Say what an undo took back."""
    stored = intake.counts.get("stored", 0) + intake.counts.get("replaced", 0)
    return f"Undone: {count(stored, 'value')} of the {name_intake(intake)} taken back."
