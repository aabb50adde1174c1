"""One case through every rule set: the only module that knows them all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from scoring import side_by_side, whatif
from scoring.as_of import as_of, event_days
from scoring.bocquet import ruleset as bocquet
from scoring.causality import culprits as causality
from scoring.causality.culprits import CulpritRow
from scoring.derive import latency
from scoring.derive.labs import LabTable, read_labs
from scoring.derive.latency import LatencyResult
from scoring.derive.organs import organ_data
from scoring.facts import CaseFacts
from scoring.inclusion import ruleset as inclusion
from scoring.jscar import ruleset as jscar
from scoring.kernel.result import Footing, Lever, ScoreResult
from scoring.regiscar import ruleset as regiscar
from scoring.severity import dds
from scoring.severity.dds import Severity
from scoring.side_by_side import CriteriaBoard
from scoring.substances import Substance


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything the rules say of one case; screens, print, PDF and export render this one object."""

    facts: CaseFacts
    labs: LabTable
    regiscar: ScoreResult
    latency: tuple[LatencyResult, ...]

    @property
    def levers(self) -> tuple[Lever, ...]:
        """What each answer to each open item would make of the total."""
        return whatif.levers(self.regiscar, regiscar.category)

    @property
    def footing(self) -> tuple[Footing, ...]:
        """The answers whose reversal alone would change the category, weakest first."""
        return whatif.footing(self.regiscar, regiscar.category)


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What the score was on a day of the illness; `number` counts from the index day."""

    on: date
    number: int
    regiscar: ScoreResult


def curve(facts: CaseFacts) -> tuple[CurvePoint, ...]:
    """Return the score as of each day on which something was recorded, the first day of the illness first."""
    zero = facts.index_day
    if zero is None:
        return ()
    return tuple(
        CurvePoint(day, (day - zero).days, assess(as_of(facts, day)).regiscar) for day in event_days(facts)
    )


def assess(facts: CaseFacts) -> Assessment:
    """Assess one case; pure, without a clock: the same facts always give the same result."""
    table = read_labs(facts)
    score = regiscar.score(facts, table, organ_data(facts, table))
    return Assessment(facts, table, score, latency.check(facts))


def culprits(
    assessment: Assessment, known: Mapping[str, Substance], groups: Mapping[str, str]
) -> tuple[CulpritRow, ...]:
    """Return every drug of an assessed case, ranked; `known` and `groups` are by the recorded name."""
    return causality.culprits(assessment.facts, assessment.latency, known, groups)


def criteria(assessment: Assessment) -> CriteriaBoard:
    """Return what further sets of criteria say of an assessed case, beside its score."""
    facts, table = assessment.facts, assessment.labs
    organs = organ_data(facts, table)
    sets = {
        "jscar": jscar.judge(facts, table, organs),
        "bocquet": bocquet.judge(facts, table),
        "inclusion": inclusion.judge(facts, table, organs),
    }
    return CriteriaBoard(
        assessment.regiscar, **sets, disagreements=side_by_side.compare(assessment.regiscar, sets)
    )


def severity(assessment: Assessment) -> Severity:
    """Return how severe an assessed case is by the scores that are coded."""
    return dds.assess(assessment.facts, assessment.labs)
