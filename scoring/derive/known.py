"""What the record says of the facts that sets of criteria ask for: yes, no or unknown, and why.

A clinician's answer to an item of RegiSCAR counts where it implies the fact, never the other way round. What
a person recorded wins over what the results say, and a contradiction is named. Unknown is never no.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from scoring.derive import findings
from scoring.derive.course import NO_ONSET
from scoring.derive.findings import NODE_SIZE
from scoring.derive.labs import LabTable
from scoring.derive.organs import ORGANS, OrganData
from scoring.facts import CaseFacts, DrugCourse, Finding, LabPoint
from scoring.findings import FINDINGS
from scoring.kernel.citation import Threshold
from scoring.kernel.criterion import Known, settle
from scoring.kernel.result import Evidence
from scoring.kernel.tri import Tri, all_of, any_of

NOT_ON_RECORD = "Not on record"
NOT_ANSWERED = "Not answered"
WAITING = "Threshold met, cause not judged"
NOTHING = Decimal(0)
RASH_SIGNS = (
    "maculopapular_rash", "erythroderma", "infiltration", "purpura_beyond_legs", "psoriasiform_scaling",
)  # fmt: skip
# Answers to items of RegiSCAR that nobody without a rash could be given.
RASH_ANSWERS = {
    "rash_extent_over_50": "the clinician answered a rash of more than half of the body surface",
    "rash_suggests_dress": "the clinician answered a rash suggesting DRESS",
}
NOT_SUSPECTED = ("unlikely", "tolerated_again")
FEVER_IMPLIED = "The clinician answered yes to fever ≥ 38.5 °C"
NODES_IMPLIED = "The clinician answered yes to nodes > 1 cm at two sites"
NODES_NOT_IMPLIED = (
    "The clinician's no is to nodes > 1 cm at two sites; one site or smaller nodes are not answered"
)


def answered(facts: CaseFacts, item: str) -> str:
    """Return the clinician's answer to an item of RegiSCAR; empty for none and for unknown."""
    given = facts.answers.get(item)
    return "" if given is None or given.word == "unknown" else given.word


def rows_of(facts: CaseFacts, finding: str, *values: str) -> list[Finding]:
    """Return the rows of a finding with one of some values, in an order of their own."""
    rows = (row for row in facts.findings if row.finding == finding and row.value in values)
    return sorted(rows, key=lambda row: (row.on or date.min, row.value, row.ref))


def recorded(facts: CaseFacts, finding: str) -> Known:
    """Return what was recorded of a finding that is there or is not; one yes is enough."""
    return told_by(facts, finding, rows_of(facts, finding, "yes", "no"))


def told_by(facts: CaseFacts, finding: str, told: list[Finding]) -> Known:
    """Return what some rows say of a finding that is there or is not."""
    title = FINDINGS[finding].words
    present = [row for row in told if row.value == "yes"]
    absent = [row for row in told if row.value == "no"]
    if not present and not absent:
        return Known(title, Tri.UNKNOWN, NOT_ON_RECORD)
    rows = present or absent
    day = f" on {facts.name_day(rows[-1].on)}" if rows[-1].on else ""
    also = "; also recorded no" if present and absent else ""
    why = f"Recorded {'yes' if present else 'no'}{day}{also}"
    evidence = tuple(Evidence(title, row.ref) for row in rows)
    return Known(title, Tri.YES if present else Tri.NO, why, evidence)


def fever(facts: CaseFacts, table: LabTable, limit: Threshold, *, is_above: bool) -> Known:
    """Return whether there was fever from a temperature on, or above it; never no from readings alone."""
    title = "Fever"
    said = recorded(facts, "fever_above_38")
    if answered(facts, "fever") == "yes":
        said = settle(Known(title, Tri.YES, FEVER_IMPLIED), said)
    found = _temperatures(facts, table, title, limit, is_above)
    if said.state is Tri.NO and found.state is Tri.YES and not is_above:
        above = _temperatures(facts, table, title, limit, is_above=True)
        if above.state is not Tri.YES:
            return found  # no fever above 38 °C is recorded, and 38.0 °C was measured: both hold
    return settle(said, found)


def _temperatures(facts: CaseFacts, table: LabTable, title: str, limit: Threshold, is_above: bool) -> Known:
    if facts.dates.episode_start is None:
        return Known(title, Tri.UNKNOWN, NO_ONSET.capitalize())
    readings = [point for point in table.of("temperature") if facts.in_episode(point.on)]
    aside = table.set_aside(facts, "temperature")
    if not readings:
        return Known(title, Tri.UNKNOWN, f"No temperature on record in the episode{aside}")

    def is_reached(point: LabPoint) -> bool:
        value = point.canonical
        return value.is_above(limit.value) if is_above else value.is_at_least(limit.value)

    highest = max(readings, key=lambda point: (is_reached(point), point.canonical.value))
    text = f"{highest.shown} on {facts.name_day(highest.on)}{aside}"
    if is_reached(highest):
        return Known(title, Tri.YES, text, (Evidence(highest.shown, highest.ref),))
    return Known(title, Tri.UNKNOWN, f"Highest reading {text}; fever between the readings stays possible")


def rash(facts: CaseFacts) -> Known:
    """Return whether there was a rash at all: no only where that was recorded and nothing speaks of one."""
    title = "Rash"
    signs = list(_signs_of_rash(facts))
    bare = recorded(facts, "no_rash")
    if signs:
        also = "; no rash at all is recorded too" if bare.state is Tri.YES else ""
        why = "; ".join(signs) + also
        return Known(title, Tri.YES, why[0].upper() + why[1:])
    if bare.state is Tri.YES:
        return Known(title, Tri.NO, "No rash at all is recorded", bare.evidence)
    return Known(title, Tri.UNKNOWN, "No rash on record")


def _signs_of_rash(facts: CaseFacts) -> Iterable[str]:
    if facts.dates.rash_onset:
        yield f"rash since {facts.name_day(facts.dates.rash_onset)}"
    for name in RASH_SIGNS:
        if rows_of(facts, name, "yes"):
            yield FINDINGS[name].words.lower()
    surfaces = (row.measure for row in facts.findings if row.finding == "body_surface" and row.measure)
    if any(surface.is_above(NOTHING) for surface in surfaces):
        yield "body surface recorded"
    for item, words in RASH_ANSWERS.items():
        if answered(facts, item) == "yes":
            yield words


def maculopapular(facts: CaseFacts) -> Known:
    """Return whether the rash was maculopapular; without any rash it was not."""
    found = recorded(facts, "maculopapular_rash")
    if found.state is not Tri.UNKNOWN:
        return found
    any_rash = rash(facts)
    if any_rash.state is Tri.NO:
        return Known(found.title, Tri.NO, any_rash.why, any_rash.evidence)
    if any_rash.state is Tri.YES:
        return Known(found.title, Tri.UNKNOWN, "A rash is on record; whether it is maculopapular is not")
    return Known(found.title, Tri.UNKNOWN, any_rash.why)


def suspects(facts: CaseFacts) -> tuple[DrugCourse, ...]:
    """Return the drugs concluded to be culprits, else those suspected and not cleared since."""
    culprits = [drug for drug in facts.drugs if drug.conclusion == "culprit"]
    suspected = [
        drug
        for drug in facts.drugs
        if drug.conclusion == "possible" or (drug.role == "suspect" and drug.conclusion not in NOT_SUSPECTED)
    ]
    return tuple(sorted(culprits or suspected, key=_course_key))


def courses_by_drug(drugs: Iterable[DrugCourse]) -> list[list[DrugCourse]]:
    """Return the courses of each drug together; one name in any case of letters is one drug."""
    found: dict[str, list[DrugCourse]] = {}
    for drug in drugs:
        found.setdefault(drug.name.casefold(), []).append(drug)
    return list(found.values())


def _course_key(drug: DrugCourse) -> tuple[str, date, date, str]:
    return drug.name.casefold(), drug.start or date.min, drug.stop or date.min, drug.ref


def drug_suspected(facts: CaseFacts) -> Known:
    """Return whether a drug is suspected; that none is on record never says that none is."""
    title = "Suspected drug"
    names = ", ".join(dict.fromkeys(drug.name for drug in suspects(facts)))
    if names:
        return Known(title, Tri.YES, names)
    return Known(title, Tri.UNKNOWN, "No suspected drug on record")


def admitted(facts: CaseFacts) -> Known:
    """Return whether the patient was in hospital; only a recorded day of admission tells."""
    day = facts.dates.admission
    if day is None:
        return Known("Hospital", Tri.UNKNOWN, "No day of admission on record")
    return Known("Hospital", Tri.YES, f"Admitted on {facts.name_day(day)}")


def any_node(facts: CaseFacts) -> Known:
    """Return whether lymph nodes were enlarged at any site; RegiSCAR's no is to two sites alone."""
    said = recorded(facts, "lymphadenopathy")
    if answered(facts, "lymph_nodes") == "yes":
        said = settle(Known(said.title, Tri.YES, NODES_IMPLIED), said)
    found = _measured_node(facts, NODE_SIZE, is_above=True)
    large = recorded(facts, "node_of_2_cm")
    if found.state is Tri.UNKNOWN and large.state is Tri.YES:
        found = large
    if found.state is Tri.UNKNOWN and answered(facts, "lymph_nodes") == "no":
        found = Known(said.title, Tri.UNKNOWN, NODES_NOT_IMPLIED)
    return settle(said, found)


def nodes_at_two_sites(facts: CaseFacts) -> Known:
    """Return whether lymph nodes were enlarged at two sites; no only where none was at any site."""
    title = "Enlarged lymph nodes at two sites"
    said = Known(title, Tri.UNKNOWN, NOT_ON_RECORD)
    nowhere = recorded(facts, "lymphadenopathy")
    if nowhere.state is Tri.NO:
        said = nowhere
    if answered(facts, "lymph_nodes") == "yes":
        said = settle(Known(title, Tri.YES, NODES_IMPLIED), said)
    found = _measured_node(facts, NODE_SIZE, is_above=True)
    derived = findings.nodes(facts)
    if derived.answer != "yes":
        no_answer = answered(facts, "lymph_nodes") == "no"
        found = Known(title, Tri.UNKNOWN, NODES_NOT_IMPLIED if no_answer else derived.why)
    return settle(said, found)


def _in_order(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(sorted(evidence, key=lambda one: (one.text, one.ref)))


def node_from(facts: CaseFacts, size: Threshold) -> Known:
    """Return whether a node reaches a size; no only where that was recorded, or no node is enlarged."""
    said = recorded(facts, "node_of_2_cm")
    if said.state is Tri.UNKNOWN:
        nowhere = recorded(facts, "lymphadenopathy")
        said = nowhere if nowhere.state is Tri.NO else said
    known = settle(said, _measured_node(facts, size, is_above=False))
    return replace(known, title=f"Lymph node of {size.value} {size.unit} or more")


def _measured_node(facts: CaseFacts, size: Threshold, *, is_above: bool) -> Known:
    title = "Measured nodes"
    nodes = [row for row in facts.findings if row.finding == "node" and row.measure is not None]
    reached = [
        row
        for row in nodes
        if row.measure
        and (row.measure.is_above(size.value) if is_above else row.measure.is_at_least(size.value))
    ]
    if reached:
        words = sorted(f"{row.site or 'site not recorded'} {row.measure} cm" for row in reached)
        evidence = _in_order(Evidence(row.site or row.value, row.ref) for row in reached)
        return Known(title, Tri.YES, ", ".join(words), evidence)
    if nodes:
        words = sorted(f"{row.site or 'site not recorded'} {row.measure} cm" for row in nodes)
        return Known(title, Tri.UNKNOWN, f"On record: {', '.join(words)}; others may be larger")
    return Known(title, Tri.UNKNOWN, "No node on record")


def organ(facts: CaseFacts, name: str, data: OrganData) -> Known:
    """Return the clinician's answer to one organ; data alone never make it one."""
    given = facts.organs.get(name)
    if given is not None and given.word != "unknown":
        explanation = f" ({given.explanation})" if given.explanation else ""
        return Known(ORGANS[name], Tri(given.word), f"Answered {given.word} by the clinician{explanation}")
    return Known(ORGANS[name], Tri.UNKNOWN, WAITING if data.threshold == "met" else NOT_ANSWERED)


def any_organ(facts: CaseFacts, data: dict[str, OrganData]) -> Known:
    """Return whether an organ is involved as the clinician judged it; a bare count is a lower bound."""
    title = "Internal organ"
    count = facts.organ_count
    if count is not None:
        words = f"Counted by the clinician or the report: {count}, a lower bound"
        return Known(title, Tri.YES if count else Tri.UNKNOWN, words)
    organs = [organ(facts, name, data[name]) for name in ORGANS]
    state = any_of([one.state for one in organs])
    if state is Tri.NO:
        return Known(title, state, "The clinician answered no to every organ")
    telling = [one for one in organs if one.state is state and one.why != NOT_ANSWERED]
    why = "; ".join(f"{one.title}: {one.why}" for one in telling)
    return Known(title, state, why or "No organ answered")


def eruption(facts: CaseFacts) -> tuple[Known, Known, Tri]:
    """Return the two halves of a drug eruption, a rash and a suspected drug, and both together."""
    parts = rash(facts), drug_suspected(facts)
    return *parts, all_of([part.state for part in parts])
