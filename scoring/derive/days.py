"""Days of one course: how they are named, and which of them are known to have come."""

from dataclasses import dataclass
from datetime import date, timedelta

from scoring.facts import CaseFacts
from scoring.kernel.citation import Threshold


def day_words(facts: CaseFacts, day: date) -> str:
    """Return a day with its number where both can be said: `12 Mar 2020 (day 10)`, else one of the two."""
    number, named = facts.day_number(day), facts.name_day(day)
    is_dated = facts.basis != "relative" and number is not None
    return f"{named} (day {number})".replace("-", "−") if is_dated else named


@dataclass(frozen=True, slots=True)
class CourseDays:
    """The days of one course from its index day; `last` is the last that is known to have come."""

    facts: CaseFacts
    zero: date
    last: date

    def after(self, days: Threshold, start: date) -> date:
        """Return the day some days after another; the calendar ends where it ends."""
        return start + min(timedelta(days=int(days.value)), date.max - start)

    def is_reached(self, day: date) -> bool | None:
        """Say whether a day has come; None where only days are known and none so late is on record."""
        if self.last >= day:
            return True
        is_open = self.facts.basis == "relative" and self.facts.dates.died_on is None
        return None if is_open else False

    def died_before(self, day: date) -> bool:
        """Say whether the patient died before a day."""
        died = self.facts.dates.died_on
        return died is not None and died < day

    def when(self, day: date) -> str:
        """Return from when something can be known: `from day 15, 27 Mar 2020`."""
        number = f"from day {(day - self.zero).days}".replace("-", "−")
        return number if self.facts.basis == "relative" else f"{number}, {self.facts.name_day(day)}"
