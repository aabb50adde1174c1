"""The days of the course that the figure marks with a line through all lanes."""

from dataclasses import dataclass

from dressapp.timeline.words import clean, name_day
from scoring.facts import CaseFacts

NAMES = {
    "first_symptom": "first symptom",
    "fever_onset": "fever",
    "rash_onset": "rash",
    "index": "index day",
    "admission": "admitted",
    "discharge": "discharged",
    "still_ill_on": "still ill",
    "resolution": "resolved",
    "closed_on": "closed",
    "died_on": "died",
}
ONSETS = ("rash_onset", "fever_onset", "first_symptom")  # in the order that makes the index day


@dataclass(frozen=True, slots=True)
class Event:
    """What happened on one day; several things of one day stand together."""

    day: int
    label: str
    when: str


def zero_name(facts: CaseFacts) -> str:
    """Return what day 0 is called: the rash, the fever, the first symptom, or the index day."""
    zero = facts.index_day
    for name in ONSETS:
        if getattr(facts.dates, name) == zero:
            return NAMES[name]
    return NAMES["index"]


def list_events(facts: CaseFacts, first_symptom: str = "") -> tuple[Event, ...]:
    """Return the dated events, earliest first; `first_symptom` says which symptom it was."""
    by_day: dict[int, list[str]] = {}
    when: dict[int, str] = {}
    for name, words in _named(facts, first_symptom).items():
        on = getattr(facts.dates, name)
        day = facts.day_number(on) if on else None
        if on and day is not None:
            by_day.setdefault(day, []).append(words)
            when[day] = name_day(facts, on)
    return tuple(Event(day, ", ".join(by_day[day]), when[day]) for day in sorted(by_day))


def _named(facts: CaseFacts, first_symptom: str) -> dict[str, str]:
    names = dict(NAMES)
    if what := clean(first_symptom):
        names["first_symptom"] = f"first symptom: {what}"
    if zero_name(facts) != NAMES["index"]:
        del names["index"]
    return names
