"""What stands out now and what is missing: the worst result a test, and what is not on record organ by organ.

Facts only, whatever the points; no advice is tied to them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from scoring.analytes import ANALYTES
from scoring.derive.crossings import show_ratio
from scoring.derive.labs import LabTable, counted, lower_limit, upper_limit
from scoring.facts import CaseFacts, LabPoint

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Outlier:
    """The result of one test furthest outside its limit in the episode; `ratio` is how many times beyond."""

    point: LabPoint
    latest: LabPoint
    ratio: Decimal
    is_low: bool
    is_assumed: bool
    words: str


def outliers(facts: CaseFacts, table: LabTable) -> tuple[Outlier, ...]:
    """Return, for each test with a result outside its limits in the episode, the furthest; worst first."""
    found = []
    for analyte, points in {**table.points, "eosinophils_abs": counted(facts, table)}.items():
        if ANALYTES[analyte].unit == "%":
            continue  # a share says little without its count
        inside = [point for point in points if facts.in_episode(point.on)]
        worst = max(filter(None, (_outside(point) for point in inside)), key=_ratio, default=None)
        if worst is not None:
            found.append(_outlier(facts, inside[-1], worst))
    return tuple(sorted(found, key=lambda outlier: outlier.ratio, reverse=True))


Outside = tuple[LabPoint, Decimal, bool, bool, str]


def _ratio(outside: Outside) -> Decimal:
    return outside[1]


def _outside(point: LabPoint) -> Outside | None:
    """Return a result beyond a limit with how many times beyond; a bound that does not decide is left out."""
    limit = upper_limit(point)
    if limit is not None and limit.value and point.canonical.is_above(limit.value):
        return point, point.canonical.value / limit.value, False, limit.is_assumed, limit.words
    low = lower_limit(point)
    if low is None or not point.canonical.is_below(low.value):
        return None
    value = point.canonical.value
    return point, low.value / value if value else Decimal(1000), True, low.is_assumed, low.words


def _outlier(facts: CaseFacts, latest: LabPoint, outside: Outside) -> Outlier:
    point, ratio, is_low, is_assumed, limit = outside
    name = ANALYTES[point.analyte].name
    side = f"below the {limit}" if is_low else f"{show_ratio(ratio, ONE)}× the {limit}"
    words = f"{name} {point.shown} on {facts.name_day(point.on)} ({side})"
    if latest != point:
        words += f"; last {latest.shown} on {facts.name_day(latest.on)}"
    return Outlier(point, latest, ratio, is_low, is_assumed, words)


@dataclass(frozen=True, slots=True)
class Missing:
    """One organ with what is not on record of it."""

    organ: str
    words: str


# One row an organ, in a fixed clinical order: what is looked for, and the ids that would be on record.
_MUCOSA = "mucosa_mouth mucosa_genital mucosa_throat throat_swelling"
_PROTEIN = "urine_protein_24h urine_protein_creatinine_ratio"
_SMEAR = "smear atypical_lymphocytes_pct"
_LOOKED_FOR: tuple[tuple[str, dict[str, str]], ...] = (
    ("Heart", {"ECG": "ecg_abnormal", "troponin": "troponin_t troponin_i"}),
    ("Lung", {"oxygen saturation": "oxygen_saturation", "chest image": "interstitial_lung_changes"}),
    ("Liver", {"INR": "inr"}),
    ("Kidney", {"urine protein": _PROTEIN, "haematuria": "haematuria"}),
    ("Blood", {"smear": _SMEAR, "haemoglobin": "hemoglobin", "ferritin": "ferritin"}),
    ("Eyes and mucosa", {"eyes": "mucosa_eyes", "mucosa": _MUCOSA}),
)


def not_on_record(facts: CaseFacts) -> tuple[Missing, ...]:
    """Return what is not on record since the first day of the illness, organ by organ."""
    start = facts.dates.episode_start
    recorded = {finding.finding for finding in facts.findings if finding.value not in ("", "unknown")}
    recorded |= {point.analyte for point in facts.labs if start is None or point.on >= start}
    if "atypical_lymphocytes" in facts.answers and facts.answers["atypical_lymphocytes"].word != "unknown":
        recorded.add("smear")
    rows = ((organ, _missing(parts, recorded)) for organ, parts in _LOOKED_FOR)
    return tuple(Missing(organ, words) for organ, words in rows if words)


def _missing(parts: Mapping[str, str], recorded: set[str]) -> str:
    return ", ".join(words for words, ids in parts.items() if recorded.isdisjoint(ids.split()))
