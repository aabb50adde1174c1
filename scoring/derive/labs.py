"""Laboratory results made ready for rules: one value a test and sample, conflicts apart, eosinophils."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from scoring.analytes import ANALYTES
from scoring.facts import CaseFacts, LabPoint, Measure
from scoring.kernel import units
from scoring.kernel.citation import KARDAUN_2007, OWN_CHOICE, Threshold, threshold

EOSINOPHILS_ONE_POINT = threshold("700", "/uL", KARDAUN_2007, "V2")
EOSINOPHILS_TWO_POINTS = threshold("1500", "/uL", KARDAUN_2007, "V2")
PERCENT_ONE_POINT = threshold("10", "%", KARDAUN_2007, "V2")
PERCENT_TWO_POINTS = threshold("20", "%", KARDAUN_2007, "V2")
PERCENT_RULE_BELOW_WBC = threshold("4000", "/uL", KARDAUN_2007, "V2")
COUNT_CONFLICT = threshold("10", "%", OWN_CHOICE, "DESIGN")

EOSINOPHIL_TESTS = ("wbc", "eosinophils_abs", "eosinophils_pct")
MOST_DIGITS = 5  # of a limit in the unit of a result; the unit that it was given in is clearer beyond
OWN, SITES, ASSUMED = "", "site's ", "assumed "
PERCENT_UNCHECKED = "the percentage rule could not be checked without the white cells of the same sample"


@dataclass(frozen=True, slots=True)
class LabTable:
    """One usable result a test and sample, in order of time, and what was set aside as contradictory."""

    points: Mapping[str, tuple[LabPoint, ...]]
    conflicts: tuple[str, ...]
    contradicted: Mapping[str, tuple[tuple[date, str], ...]] = field(default_factory=dict)

    def set_aside(self, facts: CaseFacts, *analytes: str) -> str:
        """Return the contradictory values of some tests in the episode, as words to add to a reason."""
        found = (pair for analyte in analytes for pair in sorted(self.contradicted.get(analyte, ())))
        return "".join(f"; {words}" for on, words in found if facts.in_episode(on))

    def of(self, analyte: str) -> tuple[LabPoint, ...]:
        """Return the usable results of one test, earliest first."""
        return self.points.get(analyte, ())


EMPTY_TABLE = LabTable({}, ())


def read_labs(facts: CaseFacts) -> LabTable:
    """Group the results by test and sample; where values of one sample differ, none of them is used."""
    if not facts.labs:
        return EMPTY_TABLE
    groups: dict[tuple[str, str], list[LabPoint]] = {}
    for point in facts.labs:
        groups.setdefault((point.analyte, point.sample), []).append(point)
    usable: dict[str, list[LabPoint]] = {}
    contradicted: dict[str, list[tuple[date, str]]] = {}
    for (analyte, _), points in groups.items():
        if len(points) > 1 and len({point.canonical for point in points}) > 1:
            words = _name_conflict(facts, points)
            contradicted.setdefault(analyte, []).append((points[0].on, words))
        else:
            usable.setdefault(analyte, []).append(_with_own_limit(points))
    ordered = {analyte: tuple(sorted(points, key=_when)) for analyte, points in usable.items()}
    conflicts = tuple(words for pairs in contradicted.values() for _, words in pairs)
    return LabTable(ordered, conflicts, {name: tuple(pairs) for name, pairs in contradicted.items()})


def _when(point: LabPoint) -> tuple[int, str]:
    return point.on.toordinal(), point.sample


def _with_own_limit(points: list[LabPoint]) -> LabPoint:
    return next((point for point in points if point.upper_limit is not None), points[0])


def _name_conflict(facts: CaseFacts, points: list[LabPoint]) -> str:
    ordered = sorted(points, key=lambda point: (point.canonical.value, point.shown))
    values = " and ".join(dict.fromkeys(point.shown for point in ordered))
    name = ANALYTES[points[0].analyte].name
    return f"{name}: {values} in one sample ({facts.name_day(points[0].on)}); neither is used"


@dataclass(frozen=True, slots=True)
class EosinophilSample:
    """The eosinophils of one sample: count in /µL, points 0 to 2 (None: undecided), and how it came about.

    `most_points` are the most that its count and percentage allow.
    """

    point: LabPoint
    count: Measure | None
    percent: Measure | None
    wbc: Measure | None
    is_computed: bool
    points: int | None
    by_percent: bool
    conflict: str = ""
    most_points: int = 0


def eosinophil_samples(facts: CaseFacts, table: LabTable) -> tuple[EosinophilSample, ...]:
    """Return every sample of the episode that has eosinophils, each scored as one."""
    absolute = _by_sample(table.of("eosinophils_abs"))
    percent = _by_sample(table.of("eosinophils_pct"))
    cells = _by_sample(table.of("wbc"))
    samples = (
        _sample(facts, absolute.get(key), percent.get(key), cells.get(key))
        for key in dict.fromkeys((*absolute, *percent))
    )
    kept = (sample for sample in samples if facts.in_episode(sample.point.on))
    return tuple(sorted(kept, key=lambda sample: _when(sample.point)))


def _by_sample(points: Iterable[LabPoint]) -> dict[str, LabPoint]:
    return {point.sample: point for point in points}


def _sample(
    facts: CaseFacts, absolute: LabPoint | None, percent: LabPoint | None, cells: LabPoint | None
) -> EosinophilSample:
    share = percent.canonical if percent else None
    wbc = cells.canonical if cells else None
    product = _product(wbc, share) if wbc and share else None
    conflict = _count_conflict(facts, absolute, product)
    if conflict and absolute:
        return EosinophilSample(absolute, None, None, wbc, False, None, False, conflict)
    count = absolute.canonical if absolute else product
    point = absolute or percent
    assert point is not None  # every sample has one of the two
    by_count = (
        band_points(count, EOSINOPHILS_ONE_POINT.value, EOSINOPHILS_TWO_POINTS.value) if count else None
    )
    share = share or (_share(count, wbc) if wbc else None)
    by_percent = _percent_points(wbc, share) if wbc else 0
    points = _higher(by_count, by_percent)
    return EosinophilSample(
        point=point,
        count=count,
        percent=share,
        wbc=wbc,
        is_computed=absolute is None and count is not None,
        points=points,
        by_percent=points is not None and points > 0 and points != by_count,
        most_points=max(_most_by_count(count), _most_by_percent(wbc, share)),
    )


def _product(wbc: Measure, share: Measure) -> Measure | None:
    """Multiply two measures; None where one is an upper and the other a lower bound."""
    comparators = {wbc.comparator, share.comparator} - {""}
    if len(comparators) == 2:
        return None
    return Measure(wbc.value * share.value / 100, comparators.pop() if comparators else "")


def _share(count: Measure | None, wbc: Measure) -> Measure | None:
    """Return the percentage that a given count is of exactly known white cells."""
    if count is None or wbc.comparator or not wbc.value:
        return None
    return Measure(count.value * 100 / wbc.value, count.comparator)


def band_points(measure: Measure, one: Decimal, two: Decimal) -> int | None:
    """Return 0, 1 or 2 for below `one`, from `one`, from `two`; None where the bound does not decide."""
    if measure.is_at_least(two):
        return 2
    if measure.is_below(one):
        return 0
    return 1 if measure.is_at_least(one) and measure.is_below(two) else None


def _most_points(measure: Measure, one: Decimal, two: Decimal) -> int:
    """Return the most points that a value or a bound allows."""
    return 0 if measure.is_below(one) else 1 if measure.is_below(two) else 2


def _most_by_count(count: Measure | None) -> int:
    if count is None:
        return 0
    return _most_points(count, EOSINOPHILS_ONE_POINT.value, EOSINOPHILS_TWO_POINTS.value)


def _most_by_percent(wbc: Measure | None, share: Measure | None) -> int:
    if wbc is None or wbc.is_at_least(PERCENT_RULE_BELOW_WBC.value):
        return 0
    if share is None:
        return 2
    return _most_points(share, PERCENT_ONE_POINT.value, PERCENT_TWO_POINTS.value)


def _percent_points(wbc: Measure, share: Measure | None) -> int | None:
    if wbc.is_at_least(PERCENT_RULE_BELOW_WBC.value):
        return 0
    if share is None:
        return None
    points = band_points(share, PERCENT_ONE_POINT.value, PERCENT_TWO_POINTS.value)
    return points if wbc.is_below(PERCENT_RULE_BELOW_WBC.value) or points == 0 else None


def _higher(by_count: int | None, by_percent: int | None) -> int | None:
    if by_count == 2 or by_percent == 2:
        return 2
    if by_count is None or by_percent is None:
        return None
    return max(by_count, by_percent)


def _count_conflict(facts: CaseFacts, absolute: LabPoint | None, product: Measure | None) -> str:
    if absolute is None or product is None or _may_agree(absolute.canonical, product):
        return ""
    return (
        f"Eosinophils on {facts.name_day(absolute.on)}: the given count {show_count(absolute.canonical)} and "
        f"white cells × percentage {show_count(product)} are more than 10 % apart; neither is used"
    )


def _may_agree(given: Measure, product: Measure) -> bool:
    """Say whether some count and some product that both measures allow are at most 10 % apart."""
    share = COUNT_CONFLICT.value / 100
    lowest, highest = _span(given)
    least, most = _span(product)
    is_below = most is not None and most < lowest * (1 - share)
    is_above = highest is not None and least > highest * (1 + share)
    return not (is_below or is_above)


def _span(measure: Measure) -> tuple[Decimal, Decimal | None]:
    """Return the lowest and the highest value that a measure allows; None is open."""
    if measure.comparator == "<":
        return Decimal(0), measure.value
    return measure.value, None if measure.comparator == ">" else measure.value


def counted(facts: CaseFacts, table: LabTable) -> tuple[LabPoint, ...]:
    """Return the eosinophil counts as given and, in the episode, as worked out; earliest first.

    A count that its own sample contradicts is left out, as in the score.
    """
    limits = facts.site_limits.get("eosinophils_abs")
    samples = eosinophil_samples(facts, table)
    in_conflict = {sample.point.sample for sample in samples if sample.conflict}
    given = (point for point in table.of("eosinophils_abs") if point.sample not in in_conflict)
    worked_out = (
        LabPoint(
            "eosinophils_abs",
            sample.point.on,
            sample.point.sample,
            _whole(sample.count),
            "/uL",
            site_limits=limits,
        )
        for sample in samples
        if sample.is_computed and sample.count
    )
    return tuple(sorted((*given, *worked_out), key=_when))


def show_count(count: Measure) -> str:
    """Return a count as a whole number per µL, or exactly where rounding would cross a threshold."""
    return f"{_whole(count)} /µL"


def _whole(count: Measure) -> Measure:
    return _rounded(count, Decimal(1), EOSINOPHILS_ONE_POINT, EOSINOPHILS_TWO_POINTS)


def show_share(share: Measure) -> str:
    """Return a percentage with one decimal at most, or exactly where rounding would cross a threshold."""
    return f"{_rounded(share, Decimal('0.1'), PERCENT_ONE_POINT, PERCENT_TWO_POINTS)} %"


def _rounded(measure: Measure, step: Decimal, *limits: Threshold) -> Measure:
    near = measure.value.quantize(step, ROUND_HALF_UP)
    crosses = any((near >= limit.value) != (measure.value >= limit.value) for limit in limits)
    return Measure(units.plain(measure.value if crosses else near), measure.comparator)


def show_sample(facts: CaseFacts, sample: EosinophilSample) -> str:
    """Return a sample in words: `1,889 /µL on 19 Mar 2015 (6,770 × 27.9 %)`."""
    day = facts.name_day(sample.point.on)
    if sample.count is None:
        return f"{sample.percent} % on {day} without the white cells of the same sample"
    text = f"{show_count(sample.count)} on {day}"
    if sample.is_computed:
        text += f" ({_shown(sample.wbc)} × {_shown(sample.percent)} %)"
    return text


def _shown(measure: Measure | None) -> str:
    assert measure is not None  # a computed count has both factors
    return str(Measure(units.plain(measure.value), measure.comparator))


@dataclass(frozen=True, slots=True)
class Limit:
    """An upper or lower limit in the unit compared in, as it was `given` in its unit, and whose it is.

    `words` name it in short (`site's limit 41 U/L`); a site's has its source, a laboratory's own needs none.
    """

    value: Decimal
    given: Decimal
    unit: str
    whose: str
    words: str
    source: str = ""

    @property
    def is_assumed(self) -> bool:
        """Say whether neither the laboratory nor the site gave the limit."""
        return self.whose == ASSUMED

    @property
    def shown(self) -> str:
        """The limit in full: `site's limit 41 U/L (Central laboratory handbook 2026, women)`."""
        return f"{self.words} ({self.source})" if self.source else self.words


def upper_limit(point: LabPoint) -> Limit | None:
    """Return the laboratory's own upper limit, else the site's, else the catalogue's assumed one, or None."""
    sites = point.site_limits.upper if point.site_limits else None
    return _limit(point, point.upper_limit, sites, ANALYTES[point.analyte].upper)


def lower_limit(point: LabPoint) -> Limit | None:
    """Return the laboratory's own lower limit, else the site's, else the catalogue's assumed one, or None."""
    sites = point.site_limits.lower if point.site_limits else None
    return _limit(point, point.lower_limit, sites, ANALYTES[point.analyte].lower)


def _limit(
    point: LabPoint, own: Decimal | None, sites: Decimal | None, assumed: Decimal | None
) -> Limit | None:
    if own is not None:
        return _named(point, own, point.unit, OWN)
    if sites is not None and point.site_limits is not None:
        return _named(point, sites, point.site_limits.unit, SITES, point.site_limits.source)
    return None if assumed is None else _named(point, assumed, ANALYTES[point.analyte].unit, ASSUMED)


def _named(point: LabPoint, given: Decimal, unit: str, whose: str, source: str = "") -> Limit:
    value = ANALYTES[point.analyte].canonical(given, unit)
    return Limit(value, given, unit, whose, f"{whose}limit {_in_unit_of(point, given, unit)}", source)


def _in_unit_of(point: LabPoint, limit: Decimal, unit: str) -> str:
    """Return a limit in the unit of a result, where that is exact and short to write."""
    if unit == point.unit or point.analyte == "temperature":
        return units.with_unit(units.shown(limit), unit)
    analyte = ANALYTES[point.analyte]
    here = units.plain(analyte.canonical(limit, unit) / analyte.family[point.unit])
    if len(here.as_tuple().digits) > MOST_DIGITS:
        return units.with_unit(units.shown(limit), unit)
    return units.with_unit(units.shown(here), point.unit)
