"""What a set of criteria without points gives back: each criterion met, not met or undetermined, and why."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from scoring.kernel.citation import Citation
from scoring.kernel.result import Evidence
from scoring.kernel.tri import Tri

VERDICTS = {Tri.YES: "met", Tri.NO: "not_met", Tri.UNKNOWN: "undetermined"}
STATE_WORDS = {Tri.YES: "met", Tri.NO: "not met", Tri.UNKNOWN: "undetermined"}


@dataclass(frozen=True, slots=True)
class Known:
    """What the record says of one fact: yes, no or unknown, why, and the results that it rests on.

    `certainty` is a key of CERTAINTY where the fact is measured by a number of less than V or V2.
    """

    title: str
    state: Tri
    why: str
    evidence: tuple[Evidence, ...] = ()
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: what it asks with its threshold, whether that is met, and why.

    `subject` is what other sets may ask in another way, `short` its threshold in a few words, `number` its
    place where the set counts its items, `parts` the facts it is made of where there are several, `note` what
    the sources leave open.
    """

    id: str
    subject: str
    title: str
    asks: str
    short: str
    state: Tri
    why: str
    citation: Citation
    evidence: tuple[Evidence, ...] = ()
    certainty: str = ""
    parts: tuple[Known, ...] = ()
    note: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """One criterion as it is published, before a case is held to it."""

    id: str
    subject: str
    title: str
    asks: str
    short: str
    citation: Citation
    certainty: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a set whose sources differ, and its verdict."""

    source: str
    verdict: str
    words: str


@dataclass(frozen=True, slots=True)
class CriteriaResult:
    """A set applied to one case: the verdict in words that name the set, and what it still waits for."""

    ruleset: str
    verdict: str
    words: str
    criteria: tuple[Criterion, ...]
    missing: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()

    @property
    def do_readings_differ(self) -> bool:
        """Say whether the sources, read each in its own way, give more than one verdict."""
        return len({reading.verdict for reading in self.readings}) > 1


def hold(asked: Asked, *parts: Known, state: Tri | None = None, note: str = "") -> Criterion:
    """Return a criterion held to a case; one of a single fact takes its state, another is given its own."""
    state = parts[0].state if state is None else state
    telling = [part for part in parts if part.state is state]
    grade = next((part.certainty for part in telling if part.certainty), asked.certainty)
    return Criterion(
        id=asked.id,
        subject=asked.subject,
        title=asked.title,
        asks=asked.asks,
        short=asked.short,
        state=state,
        why=telling[0].why if len(parts) == 1 else why_of(telling),
        citation=asked.citation,
        evidence=tuple(evidence for part in telling for evidence in part.evidence),
        certainty=grade,
        parts=parts if len(parts) > 1 else (),
        note=note,
        number=asked.number,
    )


def why_of(parts: Iterable[Known]) -> str:
    """Return the reasons of some facts in one line, each under its title."""
    return "; ".join(f"{part.title}: {part.why}" for part in parts)


def settle(said: Known, found: Known) -> Known:
    """Return what was said of a fact where that decides, else what was found; a contradiction is named."""
    if said.state is Tri.UNKNOWN:
        return found
    if found.state not in (Tri.UNKNOWN, said.state):
        return replace(said, why=f"{said.why}; the record contradicts this: {found.why}")
    if found.state is Tri.UNKNOWN:
        return said
    return replace(said, why=f"{said.why}; {found.why}", evidence=said.evidence + found.evidence)


def missing_of(criteria: Iterable[Criterion]) -> tuple[str, ...]:
    """Return, for each undetermined criterion, what it waits for."""
    return tuple(f"{each.title}: {each.why}" for each in criteria if each.state is Tri.UNKNOWN)


def name_verdict(state: Tri, *, is_open: bool) -> str:
    """Return met, not met or undetermined; in an open course a *not met* holds so far."""
    return f"{STATE_WORDS[state]} so far" if state is Tri.NO and is_open else STATE_WORDS[state]
