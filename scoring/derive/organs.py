"""Per organ: is a threshold met, met on one date only, not met, or are there no data. Never an answer.

Only the clinician, having excluded other explanations, makes it an organ. The thresholds are the weakest
sourced part of the score (clinical reference 1.4): the definitions stand in papers that could not be read.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from scoring.analytes import ANALYTES
from scoring.derive.course import NO_ONSET, is_near
from scoring.derive.crossings import Crossing, highest, last_beyond, multiples, show_ratio, successive
from scoring.derive.labs import LabTable
from scoring.facts import Baseline, CaseFacts, Finding, LabPoint
from scoring.findings import FINDINGS
from scoring.kernel import units
from scoring.kernel.citation import DEVARBHAVI_2019, GENERAL_KNOWLEDGE, KDIGO, threshold
from scoring.kernel.result import Evidence, LastBeyond, Support

# ALT, or direct bilirubin, on two successive dates.
LIVER_TWO_DATES = threshold("2", "xULN", DEVARBHAVI_2019, "GK")
# AST and ALP, with GGT or total bilirubin: papers differ.
LIVER_ONCE = threshold("2", "xULN", DEVARBHAVI_2019, "GK")
# RegiSCAR's own wording is "more than"; weakly sourced.
KIDNEY_RISE = threshold("1.5", "xbaseline", KDIGO, "V2")
KIDNEY_PROTEIN = threshold("1", "g/(24.h)", GENERAL_KNOWLEDGE, "GK")
PANCREAS = threshold("2", "xULN", GENERAL_KNOWLEDGE, "GK")
MUSCLE = threshold("2", "xULN", GENERAL_KNOWLEDGE, "GK")
TROPONIN = threshold("1", "xULN", GENERAL_KNOWLEDGE, "GK")

ORGANS = {
    "liver": "Liver",
    "kidney": "Kidney",
    "lung": "Lung",
    "muscle_heart": "Muscle or heart",
    "pancreas": "Pancreas",
    "other": "Other organ",
}


@dataclass(frozen=True, slots=True)
class OrganData:
    """What the data show of one organ's threshold: `met`, `one_date`, `not_met` or `no_data`, and why."""

    threshold: str
    why: str
    crossings: tuple[Crossing, ...] = ()
    last_beyond: LastBeyond | None = None

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The results beyond the threshold."""
        return tuple(Evidence(crossing.point.shown, crossing.point.ref) for crossing in self.crossings)

    @property
    def support(self) -> Support:
        """How firmly the data stand behind a yes: near a threshold, by an assumed limit, or well beyond."""
        if self.threshold != "met":
            return Support.NO_RECORD
        if not self.crossings:
            return Support.WELL_BEYOND
        if all(is_near(crossing.point.canonical.value, crossing.limit) for crossing in self.crossings):
            return Support.NEAR_THRESHOLD
        assumed = all(crossing.is_assumed for crossing in self.crossings)
        return Support.ASSUMED_LIMIT if assumed else Support.WELL_BEYOND


def organ_data(facts: CaseFacts, table: LabTable) -> dict[str, OrganData]:
    """Return what the data show of each organ, in the order of the paper."""
    if facts.dates.episode_start is None:
        return NOTHING_BEFORE_ONSET
    if not facts.labs and not facts.findings:
        return NOTHING_ON_RECORD
    found = {organ: RULES[organ](facts, table) for organ in ORGANS}
    aside = {organ: table.set_aside(facts, *tests) for organ, tests in TESTS.items()}
    return {organ: replace(data, why=data.why + aside.get(organ, "")) for organ, data in found.items()}


LIVER_TESTS = ("alt", "bilirubin_direct", "ast", "alp", "ggt", "bilirubin_total")
TESTS = {
    "liver": LIVER_TESTS,
    "kidney": ("creatinine", "urine_protein_24h"),
    "muscle_heart": ("ck", "troponin_t", "troponin_i"),
    "pancreas": ("lipase", "amylase"),
}
NOTHING_BEFORE_ONSET = dict.fromkeys(ORGANS, OrganData("no_data", NO_ONSET.capitalize()))
NOTHING_ON_RECORD = {organ: OrganData("no_data", "Nothing on record") for organ in ORGANS}


def _liver(facts: CaseFacts, table: LabTable) -> OrganData:
    """ALT or direct bilirubin on two successive dates, or AST and ALP with GGT or total bilirubin once."""
    multiple = LIVER_TWO_DATES.value
    values = {name: multiples(facts, table, name, multiple) for name in LIVER_TESTS}
    serial = [(name, successive(values[name])) for name in ("alt", "bilirubin_direct")]
    met = [crossings for _, crossings in serial if crossings]
    if met:
        crossings = [crossing for group in met for crossing in group]
        words = "; ".join(
            f"{highest(group).words}, above 2× on {len({c.point.on for c in group})} dates" for group in met
        )
        return OrganData("met", words, tuple(crossings), last_beyond(crossings))
    once = _liver_once(values)
    if once:
        words = "; ".join(crossing.words for crossing in once)
        why = f"{words}: all above 2× (the papers differ on GGT or total bilirubin)"
        return OrganData("met", why, tuple(once), _last_of_all(values))
    return _liver_not_met(values)


def _last_of_all(values: dict[str, list[Crossing]]) -> LastBeyond:
    """Return the last day up to which AST, ALP and GGT or total bilirubin were all still beyond.

    It rests on an assumed limit where any of the three does.
    """
    third = [crossing for name in ("ggt", "bilirubin_total") for crossing in values[name]]
    lasts = [last_beyond(group) for group in (values["ast"], values["alp"], third)]
    first = min(lasts, key=lambda last: last.on)
    if first.is_assumed or not any(last.is_assumed for last in lasts):
        return first
    return LastBeyond(first.on, f"{first.words} (with an assumed limit of another test)", is_assumed=True)


def _all(values: dict[str, list[Crossing]]) -> list[Crossing]:
    return [crossing for crossings in values.values() for crossing in crossings]


def _liver_once(values: dict[str, list[Crossing]]) -> list[Crossing]:
    beyond = {name: [c for c in crossings if c.is_beyond] for name, crossings in values.items()}
    third = beyond["ggt"] or beyond["bilirubin_total"]
    if beyond["ast"] and beyond["alp"] and third:
        return [highest(beyond["ast"]), highest(beyond["alp"]), highest(third)]
    return []


def _liver_not_met(values: dict[str, list[Crossing]]) -> OrganData:
    serial = values["alt"] + values["bilirubin_direct"]
    single = [crossing for crossing in serial if crossing.is_beyond]
    if single:
        return OrganData("one_date", f"{highest(single).words}: needs a second date in succession")
    has_triple = values["ast"] and values["alp"] and (values["ggt"] or values["bilirubin_total"])
    undecided = _undecided(values)
    decided = [crossing for crossing in serial if crossing.is_beyond is False]
    rest = [crossing for crossing in _all(values) if crossing.is_beyond]
    aside = f"; {highest(rest).words}, which alone decides nothing" if rest else ""
    if undecided:
        return OrganData("no_data", f"{_bound(undecided)}{aside}")
    if decided:
        return OrganData("not_met", f"Highest: {highest(decided).words}{aside}")
    if has_triple:
        return OrganData("not_met", f"AST, ALP and GGT or total bilirubin are not all above 2×{aside}")
    missing = "No ALT or direct bilirubin with a limit in the episode"
    return OrganData("no_data", f"{missing}{aside}")


def _undecided(values: dict[str, list[Crossing]]) -> list[Crossing]:
    """Return the bounds that leave it open whether the threshold is met."""
    open_by = {
        name: [crossing for crossing in crossings if crossing.is_beyond is None]
        for name, crossings in values.items()
    }
    serial = open_by["alt"] + open_by["bilirubin_direct"]
    may = {name: any(c.is_beyond is not False for c in crossings) for name, crossings in values.items()}
    if serial or not (may["ast"] and may["alp"] and (may["ggt"] or may["bilirubin_total"])):
        return serial
    return [crossing for name in ("ast", "alp", "ggt", "bilirubin_total") for crossing in open_by[name]]


def _bound(undecided: list[Crossing]) -> str:
    return f"{highest(undecided).words}: a bound that does not decide"


@dataclass(frozen=True, slots=True)
class BaselineUsed:
    """The creatinine compared with: canonical value in mg/dL, as entered with its unit, and its words."""

    value: Decimal
    entered: Decimal
    unit: str
    words: str


def creatinine_baseline(facts: CaseFacts, table: LabTable) -> BaselineUsed | None:
    """Return the clinician's baseline, else the last creatinine before the episode, else None."""
    chosen = facts.creatinine_baseline
    if chosen is not None:
        value = ANALYTES["creatinine"].canonical(chosen.value, chosen.unit)
        return BaselineUsed(value, chosen.value, chosen.unit, _show_baseline(facts, chosen))
    start = facts.dates.episode_start
    earlier = [p for p in table.of("creatinine") if start and p.on < start and not p.canonical.comparator]
    if not earlier or not earlier[-1].canonical.value:
        return None
    point = earlier[-1]
    words = f"{point.shown} on {facts.name_day(point.on)}"
    return BaselineUsed(point.canonical.value, point.value.value, point.unit, words)


def _show_baseline(facts: CaseFacts, chosen: Baseline) -> str:
    day = f" on {facts.name_day(chosen.on)}" if chosen.on else ""
    return f"{units.with_unit(units.shown(chosen.value), chosen.unit)}{day}, chosen by the clinician"


def _kidney(facts: CaseFacts, table: LabTable) -> OrganData:
    """Creatinine at 1.5 times the patient's own baseline or more, or more than 1 g of protein in 24 h."""
    baseline = creatinine_baseline(facts, table)
    rises = [_rise(facts, p, baseline) for p in table.of("creatinine") if baseline and facts.in_episode(p.on)]
    protein = [_protein(facts, p) for p in table.of("urine_protein_24h") if facts.in_episode(p.on)]
    beyond = [crossing for crossing in rises + protein if crossing.is_beyond]
    if beyond:
        groups = [[c for c in group if c.is_beyond] for group in (rises, protein)]
        words = "; ".join(highest(group).words for group in groups if group)
        return OrganData("met", words, tuple(beyond), last_beyond(beyond))
    data = _not_beyond(rises + protein)
    if data:
        return data
    if any(facts.in_episode(point.on) for point in table.of("creatinine")) and baseline is None:
        return OrganData(
            "no_data", "Creatinine on record, but no baseline of the patient's own to compare with"
        )
    return OrganData("no_data", "No creatinine with a baseline and no 24 h protein in the episode")


def _rise(facts: CaseFacts, point: LabPoint, baseline: BaselineUsed) -> Crossing:
    bound = baseline.value * KIDNEY_RISE.value
    value, own = point.canonical, baseline.value
    if point.unit == baseline.unit:  # as entered, nothing is lost in a conversion
        value, own = point.value, baseline.entered
    limit = own * KIDNEY_RISE.value
    beyond = True if value.is_at_least(limit) else False if value.is_below(limit) else None
    ratio = value.value / own
    words = (
        f"Creatinine {point.shown} on {facts.name_day(point.on)}, "
        f"{value.comparator}{show_ratio(ratio, KIDNEY_RISE.value)}× baseline {baseline.words}"
    )
    return Crossing(point, beyond, ratio, bound, False, words)


def _protein(facts: CaseFacts, point: LabPoint) -> Crossing:
    bound = KIDNEY_PROTEIN.value
    beyond = True if point.canonical.is_above(bound) else False if point.canonical.is_at_most(bound) else None
    words = f"Urine protein {point.shown} on {facts.name_day(point.on)} (threshold 1 g/24 h)"
    return Crossing(point, beyond, point.canonical.value, bound, False, words)


def _pancreas(facts: CaseFacts, table: LabTable) -> OrganData:
    """Lipase or amylase above twice its limit."""
    crossings = [c for name in ("lipase", "amylase") for c in multiples(facts, table, name, PANCREAS.value)]
    return _once(crossings, "No lipase or amylase in the episode")


def _muscle_heart(facts: CaseFacts, table: LabTable) -> OrganData:
    """CK above twice its limit, or troponin above its limit, or an abnormal ECG or echocardiogram."""
    crossings = multiples(facts, table, "ck", MUSCLE.value)
    for name in ("troponin_t", "troponin_i"):
        crossings += multiples(facts, table, name, TROPONIN.value)
    data = _once(crossings, "No CK, and no troponin with a limit, in the episode")
    return data if data.threshold == "met" else _from_findings(facts, "muscle_heart", data)


def _once(crossings: list[Crossing], missing: str) -> OrganData:
    beyond = [crossing for crossing in crossings if crossing.is_beyond]
    if beyond:
        return OrganData("met", highest(beyond).words, tuple(beyond), last_beyond(beyond))
    return _not_beyond(crossings) or OrganData("no_data", missing)


def _not_beyond(crossings: list[Crossing]) -> OrganData | None:
    """Return that no result lies beyond, open where a bound does not decide; None without any result."""
    undecided = [crossing for crossing in crossings if crossing.is_beyond is None]
    if undecided:
        return OrganData("no_data", _bound(undecided))
    return OrganData("not_met", f"Highest: {highest(crossings).words}") if crossings else None


def _lung(facts: CaseFacts, table: LabTable) -> OrganData:
    """Interstitial changes, from what was examined."""
    return _from_findings(facts, "lung", OrganData("no_data", "No chest image on record"))


def _other(facts: CaseFacts, table: LabTable) -> OrganData:
    """Spleen, nervous system, gut: from what was examined."""
    return _from_findings(facts, "other", OrganData("no_data", "No other organ on record"))


def _from_findings(facts: CaseFacts, organ: str, otherwise: OrganData) -> OrganData:
    seen = [f for f in facts.findings if f.finding in FINDINGS and FINDINGS[f.finding].organ == organ]
    present = [finding for finding in seen if finding.value == "yes"]
    if present:
        dated = [finding.on for finding in present if finding.on]
        last = LastBeyond(max(dated), _in_a_sentence(_named(present))) if dated else None
        return OrganData("met", "; ".join(_named(present)), last_beyond=last)
    absent = [finding for finding in seen if finding.value == "no"]
    if absent and otherwise.threshold == "no_data":
        return OrganData("not_met", f"Absent: {_in_a_sentence(_named(absent))}")
    return otherwise


def _named(findings: Iterable[Finding]) -> list[str]:
    return list(dict.fromkeys(FINDINGS[finding.finding].words for finding in findings))


def _in_a_sentence(names: Iterable[str]) -> str:
    """Join names with small first letters, but for an abbreviation such as ECG."""
    return "; ".join(name if name[:2].isupper() else name[0].lower() + name[1:] for name in names)


RULES: dict[str, Callable[[CaseFacts, LabTable], OrganData]] = {
    "liver": _liver,
    "kidney": _kidney,
    "lung": _lung,
    "muscle_heart": _muscle_heart,
    "pancreas": _pancreas,
    "other": _other,
}
