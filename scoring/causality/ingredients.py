"""What speaks for and against a drug, one ingredient at a time, each with its words, source and direction.

`standing` puts two drugs in order by this ingredient alone, 0 first; the order is our own choice (DESIGN),
and nothing is added up. What is not known stands with what is neutral: it neither raises nor lowers.
"""

from dataclasses import dataclass
from enum import StrEnum

from scoring.causality import record
from scoring.causality.candidate import UNKNOWN, Candidate
from scoring.causality.hla import CARRIED, CONTRADICTORY, NOT_KNOWN, match
from scoring.causality.own import PROTOPATHIC
from scoring.causality.presence import GONE, PRESENT, presence
from scoring.facts import CaseFacts
from scoring.kernel.result import Source

RAISED, PLAIN, LOWERED = 0, 1, 2


class Direction(StrEnum):
    """Which way an ingredient points, as far as a source supports any."""

    FOR = "for"
    AGAINST = "against"
    NEUTRAL = "neutral"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Ingredient:
    """One thing that is known of a drug, or not; `certainty` is a key of citation.CERTAINTY, or blank."""

    id: str
    title: str
    words: str
    direction: Direction
    standing: int
    source: Source
    certainty: str = ""
    notes: tuple[str, ...] = ()


def ingredients(facts: CaseFacts, candidate: Candidate) -> tuple[Ingredient, ...]:
    """Return the ingredients in the order in which they rank: from the left, the first difference decides."""
    return (
        _rechallenge(candidate),
        _latency(candidate),
        _reexposure(candidate),
        _protopathic(facts, candidate),
        _presence(facts, candidate),
        _hla(facts, candidate),
        _notoriety(candidate),
    )


def _rechallenge(candidate: Candidate) -> Ingredient:
    word, words = record.taken_again(candidate)
    direction, standing = {
        record.REAPPEARED: (Direction.FOR, RAISED),
        record.TOLERATED: (Direction.AGAINST, LOWERED),
        record.NOT_DONE: (Direction.NEUTRAL, PLAIN),
    }.get(word, (Direction.NOT_KNOWN, PLAIN))
    source = _source(candidate, "rechallenge", is_told=bool(word))
    return Ingredient("rechallenge", "Taken again", words, direction, standing, source)


def _source(candidate: Candidate, question: str, *, is_told: bool) -> Source:
    """Return whether the clinician, the record or nobody says it."""
    if question in candidate.answers or question in candidate.contested:
        return Source.CLINICIAN
    return Source.DATA if is_told else Source.UNKNOWN


_LATENCY = {
    "typical": (Direction.FOR, 0),
    "early": (Direction.NEUTRAL, 1),
    "late": (Direction.NEUTRAL, 1),
    "uncertain": (Direction.NOT_KNOWN, 1),
    "unknown": (Direction.NOT_KNOWN, 1),
    "very_early": (Direction.AGAINST, 2),
    "very_late": (Direction.AGAINST, 2),
    "same_day": (Direction.AGAINST, 3),
    "started_after_onset": (Direction.AGAINST, 3),
}


def _latency(candidate: Candidate) -> Ingredient:
    latency = candidate.latency
    direction, standing = _LATENCY[latency.verdict]
    parts = (latency.why, latency.at_edge, latency.from_fever, latency.from_stop)
    others = (f"another course: {other.words}" for other in candidate.other_latencies)
    return Ingredient(
        id="latency",
        title="First dose to onset",
        words=latency.words,
        direction=direction,
        standing=standing,
        source=Source.UNKNOWN if latency.verdict == "unknown" else Source.DATA,
        certainty="DESIGN",
        notes=(*filter(None, parts), *others),
    )


_PREVIOUS_WORDS = {
    "reacted": "Reacted when taken before",
    "tolerated": "Taken before and tolerated",
    "never": "Never taken before",
    UNKNOWN: "Earlier exposure not known",
}


def _reexposure(candidate: Candidate) -> Ingredient:
    """Return what happened before; an earlier exposure that was borne may be the one that sensitised."""
    previous = candidate.previous
    direction = {"reacted": Direction.FOR, UNKNOWN: Direction.NOT_KNOWN}.get(previous, Direction.NEUTRAL)
    return Ingredient(
        id="reexposure",
        title="Taken before",
        words=_PREVIOUS_WORDS[previous],
        direction=direction,
        standing=RAISED if previous == "reacted" else PLAIN,
        source=Source.UNKNOWN if previous == UNKNOWN else Source.DATA,
    )


def _protopathic(facts: CaseFacts, candidate: Candidate) -> Ingredient:
    word = candidate.answers.get(PROTOPATHIC.id, UNKNOWN)
    if PROTOPATHIC.id in candidate.contested:
        words = "Answered differently for its courses: none counts"
    else:
        words = {"yes": "Yes, the clinician answered", "no": "No, the clinician answered"}.get(
            word, "Not known"
        )
    directions = {"yes": Direction.AGAINST, "no": Direction.NEUTRAL}
    hint = _hint(facts, candidate)
    return Ingredient(
        id="protopathic",
        title="For early symptoms",
        words=words,
        direction=directions.get(word, Direction.NOT_KNOWN),
        standing=LOWERED if word == "yes" else PLAIN,
        source=_source(candidate, PROTOPATHIC.id, is_told=False),
        notes=(hint,) if hint else (),
    )


def _hint(facts: CaseFacts, candidate: Candidate) -> str:
    """Say that a course began between the first sign of the reaction and its index day."""
    first_sign, zero = facts.dates.episode_start, facts.index_day
    if first_sign is None or zero is None or first_sign == zero:
        return ""
    bounds = [course.start_bounds for course in candidate.courses]
    is_between = any(first and last and first_sign <= first and last <= zero for first, last in bounds)
    return "Started after the first sign of the reaction and by its index day" if is_between else ""


def _presence(facts: CaseFacts, candidate: Candidate) -> Ingredient:
    """Return whether it was in the body: this can lower a drug and never raises one."""
    found = presence(facts, candidate)
    directions = {PRESENT: Direction.NEUTRAL, GONE: Direction.AGAINST}
    return Ingredient(
        id="presence",
        title="In the body at onset",
        words=found.why,
        direction=directions.get(found.verdict, Direction.NOT_KNOWN),
        standing=LOWERED if found.verdict == GONE else PLAIN,
        source=Source.DATA if found.verdict in directions else Source.UNKNOWN,
        certainty=found.certainty,
    )


def _hla(facts: CaseFacts, candidate: Candidate) -> Ingredient:
    """Return what the patient's alleles say: one that is carried and was found in DRESS supports."""
    found = match(facts, candidate.substance.hla if candidate.substance else ())
    told = [each for each in found if each.status != NOT_KNOWN]
    carried = [each for each in told if each.status == CARRIED and each.association.is_for_dress]
    open_names = ", ".join(each.association.allele for each in found if each.status == NOT_KNOWN)
    notes = (f"Not on record: {open_names}",) if open_names else ()
    is_settled = any(each.status != CONTRADICTORY for each in told)
    return Ingredient(
        id="hla",
        title="HLA",
        words="; ".join(each.words for each in told)
        or ("No result on record" if found else "No allele in the catalogue"),
        direction=Direction.FOR if carried else Direction.NEUTRAL if is_settled else Direction.NOT_KNOWN,
        standing=RAISED if carried else PLAIN,
        source=Source.DATA if told else Source.UNKNOWN,
        certainty=carried[0].association.certainty if carried else "",
        notes=notes,
    )


_TIER_STANDING = {3: 0, 2: 1}


def _notoriety(candidate: Candidate) -> Ingredient:
    """Return how well the drug is known for DRESS; that few reports are found speaks against none."""
    known = candidate.substance.notoriety if candidate.substance else None
    if known is None:
        return Ingredient(
            "notoriety", "Known for DRESS", "Not in the catalogue", Direction.NOT_KNOWN, 2, Source.UNKNOWN
        )
    return Ingredient(
        id="notoriety",
        title="Known for DRESS",
        words=f"Tier {known.tier} of 3: {known.evidence}",
        direction=Direction.FOR if known.tier in _TIER_STANDING else Direction.NEUTRAL,
        standing=_TIER_STANDING.get(known.tier, 2),
        source=Source.DATA,
        certainty=known.certainty,
        notes=(f"{known.source}, as of {known.as_of}",),
    )
