"""Fever and the length of the illness, read from the data."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from scoring.derive.labs import EOSINOPHILS_ONE_POINT, EosinophilSample, LabTable, show_count
from scoring.facts import CaseFacts, LabPoint
from scoring.kernel.citation import KARDAUN_2007, OWN_CHOICE, threshold
from scoring.kernel.result import Derived, Evidence, OrganResult, Support

FEVER = threshold("38.5", "Cel", KARDAUN_2007, "V2")
DURATION = threshold("15", "d", KARDAUN_2007, "V2")
NEAR_SHARE = threshold("10", "%", OWN_CHOICE, "DESIGN")
NEAR_TEMPERATURE = threshold(
    "0.1", "Cel", OWN_CHOICE, "DESIGN"
)  # a share of °C means nothing; the scale's own step

NO_ONSET = "enter the onset: without a first day of the illness nothing is read from the record"


def is_near(value: Decimal, limit: Decimal) -> bool:
    """Say whether a value lies within a tenth of a threshold."""
    return abs(value - limit) * 100 <= limit * NEAR_SHARE.value


def fever(facts: CaseFacts, table: LabTable) -> Derived:
    """Derive yes from a temperature of at least 38.5 °C in the episode; never no."""
    if facts.dates.episode_start is None:
        return Derived("unknown", NO_ONSET.capitalize())
    readings = [point for point in table.of("temperature") if facts.in_episode(point.on)]
    aside = table.set_aside(facts, "temperature")
    if not readings:
        return Derived("unknown", f"No temperature on record in the episode{aside}")
    highest = max(
        readings, key=lambda point: (point.canonical.is_at_least(FEVER.value), point.canonical.value)
    )
    text = f"{highest.shown} on {facts.name_day(highest.on)}, {_of_how_many(len(readings))}{aside}"
    if not highest.canonical.is_at_least(FEVER.value):
        return Derived("unknown", f"{text}; fever between the readings is not excluded", _evidence(highest))
    near = highest.canonical.value - FEVER.value <= NEAR_TEMPERATURE.value
    return Derived("yes", text, _evidence(highest), Support.NEAR_THRESHOLD if near else Support.WELL_BEYOND)


def _of_how_many(count: int) -> str:
    return "the only reading" if count == 1 else f"the highest of {count} readings"


def _evidence(point: LabPoint) -> tuple[Evidence, ...]:
    return (Evidence(point.shown, point.ref),)


@dataclass(frozen=True, slots=True)
class _StillIll:
    """A day of illness by its number, how it is known, and whether an assumed limit tells it."""

    number: int
    words: str
    is_assumed: bool


def duration(
    facts: CaseFacts, samples: tuple[EosinophilSample, ...], organs: tuple[OrganResult, ...]
) -> Derived:
    """Derive whether the illness lasted 15 days or more after the index day."""
    zero = facts.index_day
    if zero is None:
        return Derived("unknown", NO_ONSET.capitalize())
    still_ill = _still_ill_on_or_after_day_15(facts, samples, organs)
    resolution = facts.dates.resolution
    early = resolution is not None and (resolution - zero).days < DURATION.value
    if still_ill and early:
        assert resolution is not None
        why = f"Contradictory: resolved on {_day(facts, resolution)}, yet {still_ill[-1].words}"
        return Derived("unknown", why, conflicts=(why,))
    if still_ill:
        first = next((sign for sign in still_ill if not sign.is_assumed), still_ill[0])
        near = is_near(Decimal(first.number), DURATION.value)
        support = Support.NEAR_THRESHOLD if near else Support.WELL_BEYOND
        if first.is_assumed:
            support = Support.ASSUMED_LIMIT
        words = f"{first.words[0].upper()}{first.words[1:]}"
        return Derived("yes", words, tuple(Evidence(sign.words) for sign in still_ill), support)
    return _not_shown_to_last(facts, early)


def _not_shown_to_last(facts: CaseFacts, early: bool) -> Derived:
    dates, zero = facts.dates, facts.index_day
    assert zero is not None
    if early:
        assert dates.resolution is not None
        number = (dates.resolution - zero).days
        near = is_near(Decimal(number), DURATION.value)
        support = Support.NEAR_THRESHOLD if near else Support.WELL_BEYOND
        return Derived("no", f"Resolved on {_day(facts, dates.resolution)}", support=support)
    if dates.died_on is not None and (dates.died_on - zero).days < DURATION.value:
        why = f"Died on {_day(facts, dates.died_on)}, before day 15: cannot be assessed any more"
        return Derived("unknown", why, is_settled=True)
    return Derived("unknown", "No record of illness on day 15 or later, and no day of resolution")


def _still_ill_on_or_after_day_15(
    facts: CaseFacts, samples: tuple[EosinophilSample, ...], organs: tuple[OrganResult, ...]
) -> list[_StillIll]:
    found = [_StillIll(facts.day_number(day) or 0, words, is_assumed=is_assumed)
             for day, words, is_assumed in _signs_of_illness(facts, samples, organs)]  # fmt: skip
    return [sign for sign in found if sign.number >= DURATION.value]


def _signs_of_illness(
    facts: CaseFacts, samples: tuple[EosinophilSample, ...], organs: tuple[OrganResult, ...]
) -> Iterator[tuple[date, str, bool]]:
    """Yield each day on which the patient was ill, how that is known, and whether by an assumed limit."""
    if (day := facts.dates.still_ill_on) is not None:
        yield day, f"still ill on {_day(facts, day)}", False
    if (day := facts.dates.resolution) is not None:
        yield day, f"resolved only on {_day(facts, day)}", False
    for sample in samples:
        if sample.count is not None and sample.count.is_at_least(EOSINOPHILS_ONE_POINT.value):
            on = sample.point.on
            yield on, f"eosinophils {show_count(sample.count)} on {_day(facts, on)}", False
    for organ in organs:
        if organ.answer == "yes" and organ.threshold == "met" and organ.last_beyond is not None:
            last = organ.last_beyond
            words = f"{last.words} on {_day(facts, last.on)}"
            yield last.on, f"{organ.name.lower()} still beyond its threshold: {words}", last.is_assumed


def _day(facts: CaseFacts, day: date) -> str:
    named = facts.name_day(day)
    return named if named.startswith("day ") else f"{named} (day {facts.day_number(day)})"
