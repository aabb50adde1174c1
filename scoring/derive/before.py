"""The patient's own last value before the illness: how later values compare, and what was high already."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_UP, Decimal

from scoring.analytes import ANALYTES
from scoring.derive import organs
from scoring.derive.crossings import against_limit, show_ratio
from scoring.derive.labs import LabTable, Limit, upper_limit
from scoring.facts import CaseFacts, LabPoint, Measure
from scoring.kernel import units

ONE, TEN = Decimal(1), Decimal(10)
TENTHS, HUNDREDTHS = Decimal("0.1"), Decimal("0.01")
INVERSE = {"": "", "<": ">", ">": "<"}
SAFE_SIDE = {"<": ROUND_UP, ">": ROUND_DOWN}

# The multiple of the upper limit that the organ rules ask for, and the organ that each test speaks of.
MULTIPLES = {
    "alt": organs.LIVER_TWO_DATES.value,
    "bilirubin_direct": organs.LIVER_TWO_DATES.value,
    "ast": organs.LIVER_ONCE.value,
    "alp": organs.LIVER_ONCE.value,
    "ggt": organs.LIVER_ONCE.value,
    "bilirubin_total": organs.LIVER_ONCE.value,
    "lipase": organs.PANCREAS.value,
    "amylase": organs.PANCREAS.value,
    "ck": organs.MUSCLE.value,
}
RISES = {"creatinine": organs.KIDNEY_RISE.value}  # of the value before, whatever the limit
ORGAN_TESTS = {
    "liver": ("alt", "bilirubin_direct", "ast", "alp", "ggt", "bilirubin_total"),
    "pancreas": ("lipase", "amylase"),
    "muscle_heart": ("ck",),
}


def last_before(facts: CaseFacts, table: LabTable, analyte: str) -> LabPoint | None:
    """Return the last usable result of a test from before the first day of the illness; None without one."""
    start = facts.dates.episode_start
    earlier = [point for point in table.of(analyte) if start and point.on < start]
    return earlier[-1] if earlier else None


def times_before(point: LabPoint, before: LabPoint) -> Measure | None:
    """Return how many times the value before a value is; None where bounds or a 0 before do not tell.

    A bound on either side leaves a bound: 50 against <5 is more than 10 times.
    """
    value, own = point.canonical, before.canonical
    if point.unit == before.unit:  # as entered, nothing is lost in a conversion
        value, own = point.value, before.value
    signs = {value.comparator, INVERSE[own.comparator]} - {""}
    if point.analyte == "temperature" or not own.value or len(signs) == 2:
        return None
    return Measure(value.value / own.value, signs.pop() if signs else "")


def show_times(times: Measure, analyte: str) -> str:
    """Return a multiple such as `1.54` or `12.2`, never carried by rounding across 1 or the test's rise."""
    step = TENTHS if times.value >= TEN else HUNDREDTHS
    if times.comparator:
        safe = times.value.quantize(step, SAFE_SIDE[times.comparator])
        return f"{times.comparator}{units.shown(units.plain(safe))}"
    if times.value >= TEN:
        return units.shown(units.plain(round(times.value, 1)))
    return show_ratio(times.value, RISES.get(analyte, ONE))


@dataclass(frozen=True, slots=True)
class Peak:
    """The highest result of a test in the episode: above its limit so many times, and the value before."""

    point: LabPoint
    limit: Limit | None
    times_limit: Measure | None
    before: LabPoint | None
    times_before: Measure | None


def peak(facts: CaseFacts, table: LabTable, analyte: str) -> Peak | None:
    """Return the highest result of the episode where it is above its limit, or has risen; else None.

    Without any limit it has risen where it is above the value before, a creatinine from the rise that the
    kidney's rule asks for. Temperatures have no multiples, and a share says little without its count.
    """
    inside = [p for p in table.of(analyte) if facts.in_episode(p.on) and p.value.comparator != "<"]
    if analyte == "temperature" or ANALYTES[analyte].unit == "%" or not inside:
        return None
    point = max(inside, key=lambda result: result.canonical.value)
    before = last_before(facts, table, analyte)
    times = times_before(point, before) if before else None
    limit = upper_limit(point)
    crossing = against_limit(facts, point, limit, ONE) if limit and limit.value else None
    if crossing is not None and crossing.is_beyond:
        return Peak(point, limit, Measure(crossing.ratio, point.value.comparator), before, times)
    has_risen = times is not None and (
        times.is_at_least(RISES[analyte]) if analyte in RISES else crossing is None and times.is_above(ONE)
    )
    return Peak(point, None, None, before, times) if has_risen else None


def high_before(facts: CaseFacts, table: LabTable, analyte: str) -> LabPoint | None:
    """Return the last result before the illness where it was above the organ rule's multiple already."""
    point = last_before(facts, table, analyte)
    limit = upper_limit(point) if point and analyte in MULTIPLES else None
    if point is None or limit is None:
        return None
    return point if against_limit(facts, point, limit, MULTIPLES[analyte]).is_beyond else None


def name_high_before(point: LabPoint) -> str:
    """Say of a result that `high_before` returned that it was high: the limit is named as whose it is."""
    limit = upper_limit(point)
    assert limit is not None  # a result is above a multiple of a limit only where it has one
    return f"already above {MULTIPLES[point.analyte]}× the {limit.whose}limit before the reaction"


def organs_high_before(facts: CaseFacts, table: LabTable) -> Mapping[str, str]:
    """Return, by organ, which of its tests were high before the illness, in words; none is left out."""
    found: dict[str, str] = {}
    for organ, analytes in ORGAN_TESTS.items():
        points = [point for name in analytes if (point := high_before(facts, table, name))]
        if points:
            found[organ] = "; ".join(_in_full(facts, point) for point in points)
    return found


def _in_full(facts: CaseFacts, point: LabPoint) -> str:
    day = facts.name_day(point.on)
    return f"{ANALYTES[point.analyte].name} {name_high_before(point)}: {point.shown} on {day}"
