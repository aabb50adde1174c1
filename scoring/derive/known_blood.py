"""What the results say of the facts that sets of criteria ask for: beyond a number, or a limit of normal.

One result at or beyond the number is enough; short of it is said only where every result surely is. A bound
may leave that open, and so does an assumed limit of normal: it shows where to look and decides nothing.
"""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from scoring.analytes import ANALYTES
from scoring.derive.course import NO_ONSET
from scoring.derive.known import answered
from scoring.derive.labs import (
    EOSINOPHIL_TESTS,
    EosinophilSample,
    LabTable,
    Limit,
    eosinophil_samples,
    lower_limit,
    show_sample,
    upper_limit,
)
from scoring.derive.multiples import Multiple, multiples_of
from scoring.facts import CaseFacts, LabPoint, Measure
from scoring.kernel.citation import Threshold
from scoring.kernel.criterion import Known, settle, why_of
from scoring.kernel.result import Evidence
from scoring.kernel.tri import Tri, any_of, decide

# The bounds in /µL of each answer to RegiSCAR's eosinophilia: at least, and below.
BANDS = {"none": (0, 700), "700_to_1499": (700, 1500), "1500_or_more": (1500, None)}
BAND_POINTS = {"700_to_1499": 1, "1500_or_more": 2}
BAND_WORDS = {"none": "below 700 /µL", "700_to_1499": "700 to 1,499 /µL", "1500_or_more": "1,500 /µL or more"}
BY_SHARE = (
    "the clinician's answer may stand for RegiSCAR's percentage rule, the record reaches it by that alone"
)
NO_SHARE = "The clinician answered yes, which gives no percentage"
ASSUMED = "only a limit of the laboratory's own, or the site's, decides"


def measured(
    facts: CaseFacts, table: LabTable, analyte: str, limit: Threshold, *, is_above: bool = False
) -> Known:
    """Return whether a test of the episode reached a number, or went above it."""
    title = ANALYTES[analyte].full_name
    if facts.dates.episode_start is None:
        return Known(title, Tri.UNKNOWN, NO_ONSET.capitalize(), certainty=_grade(limit))
    points = [point for point in table.of(analyte) if facts.in_episode(point.on)]
    bound = ANALYTES[analyte].canonical(limit.value, limit.unit)
    states = [_reached(point.canonical, bound, is_above=is_above) for point in points]
    aside = table.set_aside(facts, analyte)
    if not points:
        why = f"None on record in the episode{aside}"
        return Known(title, Tri.UNKNOWN, why, certainty=_grade(limit))
    state = any_of(states)
    telling = [point for point, one in zip(points, states, strict=True) if one is state]
    highest = max(telling, key=lambda point: point.canonical.value)
    why = f"Highest: {highest.shown} on {facts.name_day(highest.on)}{aside}"
    return Known(title, state, why, (Evidence(highest.shown, highest.ref),), _grade(limit))


def _grade(limit: Threshold) -> str:
    """Return the certainty of a number that is less than read in a source."""
    return "" if limit.certainty in ("V", "V2") else limit.certainty


def _reached(value: Measure, bound: Decimal, *, is_above: bool) -> Tri:
    if is_above:
        return decide(is_yes=value.is_above(bound), is_no=value.is_at_most(bound))
    return decide(is_yes=value.is_at_least(bound), is_no=value.is_below(bound))


def eosinophils(facts: CaseFacts, table: LabTable, limit: Threshold) -> Known:
    """Return whether the count reached a number: a percentage counts only through its white cells."""
    title = "Eosinophils"
    every = eosinophil_samples(facts, table)
    samples = [sample for sample in every if sample.count is not None]
    found = _counted(facts, table, title, samples, limit)
    if found.state is Tri.NO and len(samples) < len(every):
        found = replace(found, why=f"{found.why}; {len(every) - len(samples)} more on record without a count")
    band = answered(facts, "eosinophilia")
    if not band:
        return found
    least, below = BANDS[band]
    words = f"The clinician answered {BAND_WORDS[band]}"
    if below is not None and below <= limit.value:
        return settle(Known(title, Tri.NO, words), found)
    if least < limit.value:
        return found
    if any(sample.by_percent and sample.points == BAND_POINTS[band] for sample in samples):
        return Known(title, found.state, f"{found.why}; {BY_SHARE}", found.evidence)
    return settle(Known(title, Tri.YES, words), found)


def _counted(
    facts: CaseFacts, table: LabTable, title: str, samples: list[EosinophilSample], limit: Threshold
) -> Known:
    aside = table.set_aside(facts, *EOSINOPHIL_TESTS)
    if facts.dates.episode_start is None:
        return Known(title, Tri.UNKNOWN, NO_ONSET.capitalize())
    states = [_reached(_count(sample), limit.value, is_above=False) for sample in samples]
    if not samples:
        return Known(title, Tri.UNKNOWN, f"No count on record in the episode{aside}")
    state = any_of(states)
    telling = [sample for sample, one in zip(samples, states, strict=True) if one is state]
    highest = max(telling, key=lambda sample: _count(sample).value)
    text = show_sample(facts, highest)
    return Known(title, state, f"Highest: {text}{aside}", (Evidence(text, highest.point.ref),))


def _count(sample: EosinophilSample) -> Measure:
    assert sample.count is not None  # samples without a count are left out
    return sample.count


def atypical_share(facts: CaseFacts, table: LabTable, limit: Threshold) -> Known:
    """Return whether atypical lymphocytes reached a percentage; RegiSCAR's yes gives none."""
    title, word = "Atypical lymphocytes", answered(facts, "atypical_lymphocytes")
    found = measured(facts, table, "atypical_lymphocytes_pct", limit)
    if word == "no":
        return settle(Known(title, Tri.NO, "The clinician answered no"), found)
    if word == "yes" and found.state is Tri.UNKNOWN:
        return Known(title, Tri.UNKNOWN, f"{NO_SHARE}: {limit.value} % is asked for")
    return Known(title, found.state, found.why, found.evidence)


def atypical_seen(facts: CaseFacts, table: LabTable) -> Known:
    """Return whether atypical lymphocytes were seen, which a person reads from the smear."""
    title, word = "Atypical lymphocytes", answered(facts, "atypical_lymphocytes")
    if word:
        return Known(title, Tri(word), f"The clinician answered {word}")
    shares = [point for point in table.of("atypical_lymphocytes_pct") if facts.in_episode(point.on)]
    if not shares:
        return Known(title, Tri.UNKNOWN, "Not answered")
    highest = max(shares, key=lambda point: point.canonical.value)
    text = f"{highest.shown} on {facts.name_day(highest.on)}"
    return Known(title, Tri.UNKNOWN, f"Not answered; {text} is read by a person")


def multiple_reached(facts: CaseFacts, table: LabTable, analyte: str, multiple: Threshold) -> Known:
    """Return whether a test of the episode reached a multiple of the laboratory's or the site's limit."""
    title = ANALYTES[analyte].name
    if facts.dates.episode_start is None:
        return Known(title, Tri.UNKNOWN, NO_ONSET.capitalize())
    inside = [one for one in multiples_of(table, analyte) if facts.in_episode(one.point.on)]
    aside = table.set_aside(facts, analyte)
    if not inside:
        return Known(title, Tri.UNKNOWN, f"None on record with a limit in the episode{aside}")
    states = [Tri.UNKNOWN if one.limit.is_assumed else one.at_least(multiple.value) for one in inside]
    state = any_of(states)
    telling = [one for one, found in zip(inside, states, strict=True) if found is state]
    highest = max(telling, key=lambda one: one.times.value)
    why = f"Highest: {_in_words(facts, highest)}{aside}"
    if state is Tri.UNKNOWN and highest.limit.is_assumed:
        why += f"; {ASSUMED}"
    return Known(title, state, why, (highest.evidence,))


def _in_words(facts: CaseFacts, one: Multiple) -> str:
    day = facts.name_day(one.point.on)
    return f"{one.point.shown} on {day}, {one.number}× {one.limit.shown}"


Side = tuple[str, Callable[[LabPoint], Limit | None], Callable[[Measure, Decimal], bool]]
LOW: Side = ("below", lower_limit, Measure.is_below)
HIGH: Side = ("above", upper_limit, Measure.is_above)


def outside(facts: CaseFacts, table: LabTable, title: str, tests: tuple[str, ...], *sides: Side) -> Known:
    """Return whether a result of the episode lies outside its limits; assumed limits decide nothing."""
    if facts.dates.episode_start is None:
        return Known(title, Tri.UNKNOWN, NO_ONSET.capitalize())
    points = [point for test in tests for point in table.of(test) if facts.in_episode(point.on)]
    aside = table.set_aside(facts, *tests)
    beyond = [words for point in points for side in sides if (words := _beyond(facts, point, side))]
    if beyond:
        return Known(title, Tri.YES, "; ".join(beyond) + aside)
    if not points:
        return Known(title, Tri.UNKNOWN, f"None on record in the episode{aside}")
    if all(_is_inside(point, side) for point in points for side in sides):
        return Known(title, Tri.NO, f"Within the limits ({len(points)} on record){aside}")
    return Known(title, Tri.UNKNOWN, f"{len(points)} on record; {ASSUMED}{aside}")


def _own_limit(point: LabPoint, side: Side) -> Limit | None:
    limit = side[1](point)
    return None if limit is None or limit.is_assumed else limit


def _beyond(facts: CaseFacts, point: LabPoint, side: Side) -> str:
    limit = _own_limit(point, side)
    if limit is None or not side[2](point.canonical, limit.value):
        return ""
    name = ANALYTES[point.analyte].full_name
    return f"{name} {point.shown} on {facts.name_day(point.on)}, {side[0]} {limit.words}"


def _is_inside(point: LabPoint, side: Side) -> bool:
    limit = _own_limit(point, side)
    if limit is None:
        return False
    value = point.canonical
    return value.is_at_least(limit.value) if side[0] == "below" else value.is_at_most(limit.value)


def either(title: str, *parts: Known) -> Known:
    """Return one fact of several of which each is enough."""
    state = any_of([part.state for part in parts])
    telling = [part for part in parts if part.state is state]
    return Known(title, state, why_of(telling), tuple(e for part in telling for e in part.evidence))
