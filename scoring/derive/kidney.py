"""Creatinine against the patient's own baseline, and the KDIGO stage by creatinine alone.

Urine output and renal replacement, which KDIGO stages by too, are not judged, nor the seven days within which
a rise to 1.5 times the baseline has to come about. This stands beside RegiSCAR's kidney line and never enters
it (clinical reference 7.4).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from scoring.derive.crossings import show_ratio
from scoring.derive.labs import LabTable
from scoring.derive.multiples import bound_between, show_times
from scoring.derive.organs import BaselineUsed, creatinine_baseline
from scoring.facts import CaseFacts, LabPoint, Measure
from scoring.kernel import units
from scoring.kernel.citation import KDIGO_STAGES, OWN_CHOICE, threshold
from scoring.kernel.result import Evidence
from scoring.kernel.tri import Tri, all_of, any_of, decide

TITLE = "Creatinine × baseline"
# Half-open: 1.95 times the baseline is stage 1, although the table is printed as 1.5-1.9, 2.0-2.9, 3.0.
STAGES = (
    threshold("1.5", "xbaseline", KDIGO_STAGES, "V2"),
    threshold("2.0", "xbaseline", KDIGO_STAGES, "V2"),
    threshold("3.0", "xbaseline", KDIGO_STAGES, "V2"),
)
# Each unit as printed: 26.5 µmol/L is a little less than 0.3 mg/dL.
RISE = {
    "mg/dL": threshold("0.3", "mg/dL", KDIGO_STAGES, "V2"),
    "umol/L": threshold("26.5", "umol/L", KDIGO_STAGES, "V2"),
}
# Stage 3 only once a ratio or a rise has made a stage, then or before in the episode: general knowledge.
HIGH = {
    "mg/dL": threshold("4.0", "mg/dL", KDIGO_STAGES, "V2"),
    "umol/L": threshold("353.6", "umol/L", KDIGO_STAGES, "V2"),
}
RISE_WITHIN = threshold("48", "h", KDIGO_STAGES, "V2")
# Of samples that have dates alone: 48 hours may touch three dates.
RISE_WITHIN_DAYS = threshold("2", "d", OWN_CHOICE, "DESIGN")

MARKS = tuple(stage.value for stage in STAGES)
TOP = len(STAGES)
BY_CREATININE = "by creatinine alone"
NOT_JUDGED = "urine output and dialysis not judged"
Criterion = tuple[Tri, int]  # whether it is met, and the stage that it makes


@dataclass(frozen=True, slots=True)
class Rise:
    """Creatinine against that of at most 48 h before: whether it has risen enough for a stage, in words."""

    since: LabPoint
    is_enough: Tri
    words: str


@dataclass(frozen=True, slots=True)
class CreatinineSample:
    """One creatinine: times the baseline, and the lowest and the highest KDIGO stage it allows, 0 for none.

    Without stages it lies outside the episode, or the patient is on dialysis.
    """

    point: LabPoint
    ratio: Measure | None
    stages: tuple[int, int] | None = None
    why: str = ""
    rise: Rise | None = None

    @property
    def number(self) -> str:
        """The ratio as people read it, rounded but never across a stage; empty without a baseline."""
        return show_times(self.ratio, *MARKS) if self.ratio else ""

    @property
    def stage(self) -> str:
        """The stage in words, empty where nothing is staged: `stage 1`, `stage 2 or higher`, `no stage`."""
        if self.stages is None:
            return ""
        lowest, highest = self.stages
        if lowest == highest:
            return f"stage {lowest}" if lowest else "no stage"
        if not lowest:
            return "stage not decided"
        return f"stage {lowest} or higher" if highest == TOP else f"stage {lowest} or {highest}"

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The results that the stage rests on."""
        points = (self.point, self.rise.since) if self.rise else (self.point,)
        return tuple(Evidence(point.shown, point.ref) for point in points)


@dataclass(frozen=True, slots=True)
class KidneyCourse:
    """Every creatinine against the baseline, the one of the highest stage, and that stage in words."""

    baseline: BaselineUsed | None
    samples: tuple[CreatinineSample, ...]
    highest: CreatinineSample | None
    why: str


def kidney_course(facts: CaseFacts, table: LabTable) -> KidneyCourse | None:
    """Return creatinine against the baseline; None with neither a baseline nor a rise to tell of."""
    baseline = creatinine_baseline(facts, table)
    samples = tuple(_samples(facts, table.of("creatinine"), baseline))
    if not any(sample.ratio or (sample.stages and sample.stages[0]) for sample in samples):
        return None
    highest = max((sample for sample in samples if sample.stages), key=_rank, default=None)
    return KidneyCourse(baseline, samples, highest, _why(facts, highest))


def _rank(sample: CreatinineSample) -> tuple[tuple[int, int], Decimal]:
    return sample.stages or (0, 0), sample.ratio.value if sample.ratio else Decimal(0)


def _on_dialysis(facts: CaseFacts) -> bool:
    return facts.conditions.get("dialysis") is Tri.YES


def _why(facts: CaseFacts, highest: CreatinineSample | None) -> str:
    if _on_dialysis(facts):
        return "not judged: dialysis is on record"
    if highest is None:
        return "not judged: no creatinine in the episode"
    day = facts.name_day(highest.point.on)
    return f"{highest.stage} {BY_CREATININE} on {day}: {highest.why}; {NOT_JUDGED}"


def _samples(
    facts: CaseFacts, points: tuple[LabPoint, ...], baseline: BaselineUsed | None
) -> Iterator[CreatinineSample]:
    """Yield each creatinine, earliest first; a high value counts from the first stage on."""
    has_stage = Tri.NO
    for place, point in enumerate(points):
        times = _times(point, baseline)
        if _on_dialysis(facts) or not facts.in_episode(point.on):
            yield CreatinineSample(point, times)
            continue
        rises = [_rise(facts, earlier, point) for earlier in _shortly_before(point, points[:place])]
        criteria = [*_by_ratio(point, baseline), (any_of([rise.is_enough for rise in rises]), 1)]
        lowest, highest = _stages(criteria)
        has_stage = any_of((has_stage, decide(is_yes=lowest > 0, is_no=highest == 0)))
        high = all_of((has_stage, _is_high(point)))
        rise = min((rise for rise in rises if rise.is_enough is Tri.YES), key=_from, default=None)
        made = CreatinineSample(point, times, _stages([*criteria, (high, TOP)]), rise=rise)
        yield replace(made, why=_reasons(made, baseline, is_high=high is Tri.YES))


def _printed(point: LabPoint) -> tuple[Measure, str]:
    """Return a creatinine in a unit that the staging is printed in: its own, else mg/dL."""
    return (point.value, point.unit) if point.unit in HIGH else (point.canonical, "mg/dL")


def _is_high(point: LabPoint) -> Tri:
    value, unit = _printed(point)
    return _reached(value, HIGH[unit].value)


def _stages(criteria: Iterable[Criterion]) -> tuple[int, int]:
    """Return the lowest and the highest stage that some criteria allow."""
    known = tuple(criteria)
    return (
        max((stage for met, stage in known if met is Tri.YES), default=0),
        max((stage for met, stage in known if met is not Tri.NO), default=0),
    )


def _reached(measure: Measure, limit: Decimal) -> Tri:
    return decide(is_yes=measure.is_at_least(limit), is_no=measure.is_below(limit))


def _in_one_unit(point: LabPoint, baseline: BaselineUsed) -> tuple[Measure, Decimal]:
    """Return a creatinine and the baseline in one unit, as entered where that is the same."""
    if point.unit == baseline.unit:
        return point.value, baseline.entered
    return point.canonical, baseline.value


def _times(point: LabPoint, baseline: BaselineUsed | None) -> Measure | None:
    if baseline is None:
        return None
    value, own = _in_one_unit(point, baseline)
    return Measure(value.value / own, value.comparator)


def _by_ratio(point: LabPoint, baseline: BaselineUsed | None) -> list[Criterion]:
    """Return the stages by multiples of the baseline; without one each is possible and none is certain."""
    if baseline is None:
        return [(Tri.UNKNOWN, TOP)]
    value, own = _in_one_unit(point, baseline)
    return [(_reached(value, own * stage.value), place) for place, stage in enumerate(STAGES, 1)]


def _taken_at(point: LabPoint) -> datetime | None:
    """Return when a sample was taken, None where its date stands alone."""
    if len(point.sample) <= len("2015-03-12"):
        return None
    try:
        return datetime.fromisoformat(point.sample)
    except ValueError:
        return None


def _hours_known(earlier: LabPoint, later: LabPoint) -> timedelta | None:
    """Return the time between two samples; None where one has no time, or only one has a zone."""
    first, second = _taken_at(earlier), _taken_at(later)
    if first is None or second is None or (first.tzinfo is None) != (second.tzinfo is None):
        return None
    return second - first


def _shortly_before(point: LabPoint, earlier: Sequence[LabPoint]) -> Iterator[LabPoint]:
    """Yield the results of the 48 h before one, the latest first."""
    for before in reversed(earlier):
        if (point.on - before.on).days > RISE_WITHIN_DAYS.value:
            return
        if _is_within(before, point):
            yield before


def _from(rise: Rise) -> Decimal:
    return rise.since.canonical.value


def _is_within(earlier: LabPoint, later: LabPoint) -> bool:
    """Say whether one sample follows another within 48 h; where a time is missing, within two days."""
    apart = _hours_known(earlier, later)
    if apart is None:
        return 0 < (later.on - earlier.on).days <= RISE_WITHIN_DAYS.value
    return timedelta(0) < apart <= timedelta(hours=int(RISE_WITHIN.value))


def _rise(facts: CaseFacts, earlier: LabPoint, later: LabPoint) -> Rise:
    """Return the difference of two creatinines in the unit that both are printed in, else in mg/dL."""
    (before, unit), (after, other) = _printed(earlier), _printed(later)
    if unit != other:
        before, after, unit = earlier.canonical, later.canonical, "mg/dL"
    by, enough = after.value - before.value, RISE[unit].value
    bound = bound_between(after, before)
    is_enough = Tri.UNKNOWN if bound is None else _reached(Measure(by, bound), enough)
    number = units.with_unit(f"{bound or ''}{show_ratio(by, enough)}", unit)
    aside = "" if _hours_known(earlier, later) is not None else " (dates only)"
    words = f"{number} more than on {facts.name_day(earlier.on)}, within {RISE_WITHIN.value} h{aside}"
    return Rise(earlier, is_enough, words)


def _reasons(sample: CreatinineSample, baseline: BaselineUsed | None, *, is_high: bool) -> str:
    """Return what makes a stage, or what there is where none is reached."""
    high = HIGH[_printed(sample.point)[1]]
    parts = (
        f"{sample.number}× baseline {baseline.words}" if baseline else "no baseline",
        sample.rise.words if sample.rise else "",
        f"{sample.point.shown} is {units.with_unit(str(high.value), high.unit)} or more" if is_high else "",
    )
    return "; ".join(part for part in parts if part)
