"""Which lanes are drawn: eosinophils, then what is furthest from normal; others by choice."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from dressapp.timeline.lanes import Records, lane_unit
from dressapp.timeline.limits import measure_distance
from scoring.analytes import ANALYTES
from scoring.derive import organs
from scoring.kernel import units

MOST_BY_DEFAULT = 5
LEAST_BY_DEFAULT = 2  # with little beyond its limits, near-normal lanes still tell something

# One of a family stands for it: two bilirubins say the same thing twice.
FAMILIES = {
    "ast": "ast",
    "alt": "alt",
    "alp": "alp",
    "ggt": "ggt",
    "bilirubin_total": "bilirubin",
    "bilirubin_direct": "bilirubin",
    "creatinine": "creatinine",
    "urine_protein_24h": "urine protein",
    "platelets": "platelets",
    "hemoglobin": "haemoglobin",
    "wbc": "white cells",
    "inr": "inr",
    "temperature": "temperature",
    "crp": "crp",
    "ferritin": "ferritin",
    "ldh": "ldh",
    "lipase": "lipase",
    "amylase": "amylase",
    "ck": "ck",
    "troponin_t": "troponin",
    "troponin_i": "troponin",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A test that has results: how many, and how far the furthest in the episode is from its limit."""

    id: str
    name: str
    unit: str
    count: int
    distance: Decimal


def list_candidates(records: Records) -> tuple[Candidate, ...]:
    """Return the tests that have results, in the order of the catalogue; eosinophil counts stand apart."""
    return tuple(
        _candidate(records, analyte)
        for analyte in ANALYTES
        if records.of(analyte) and analyte != "eosinophils_abs"
    )


def _candidate(records: Records, analyte: str) -> Candidate:
    results = records.of(analyte)
    counted = [point for point in records.table.of(analyte) if records.facts.in_episode(point.on)]
    return Candidate(
        id=analyte,
        name=ANALYTES[analyte].name,
        unit=units.label(lane_unit(analyte, results)),
        count=len(results),
        distance=max((measure_distance(point, records.baseline) for point in counted), default=Decimal(0)),
    )


def always_drawn(records: Records) -> tuple[str, ...]:
    """Return the tests drawn however near to normal: creatinine, where the kidney matters to the score."""
    facts = records.facts
    is_met = organs.organ_data(facts, records.table)["kidney"].threshold == "met"
    is_counted = "kidney" in facts.organs and facts.organs["kidney"].word == "yes"
    return ("creatinine",) if is_met or is_counted else ()


def choose_lanes(
    candidates: Iterable[Candidate], chosen: Collection[str] = (), always: Collection[str] = ()
) -> tuple[str, ...]:
    """Return the ids to draw, furthest from normal first; `chosen` ones exactly, where any are."""
    ranked = sorted(candidates, key=lambda candidate: -candidate.distance)
    if chosen:
        return tuple(candidate.id for candidate in ranked if candidate.id in chosen)
    best: dict[str, Candidate] = {}
    for candidate in ranked:
        if candidate.id in FAMILIES:
            best.setdefault(FAMILIES[candidate.id], candidate)
    drawn = {
        candidate.id
        for place, candidate in enumerate(list(best.values())[:MOST_BY_DEFAULT])
        if candidate.distance > 1 or place < LEAST_BY_DEFAULT
    }
    return tuple(candidate.id for candidate in ranked if candidate.id in drawn or candidate.id in always)
