"""The RegiSCAR validation score of DRESS: ten items, the total, the category bands."""

from scoring import whatif
from scoring.derive import causes, course, findings
from scoring.derive.labs import EOSINOPHIL_TESTS, LabTable, eosinophil_samples
from scoring.derive.organs import OrganData
from scoring.facts import CaseFacts
from scoring.kernel.citation import KARDAUN_2007, threshold
from scoring.kernel.result import ItemResult, ScoreResult
from scoring.regiscar import items
from scoring.regiscar.eosinophilia import eosinophilia
from scoring.regiscar.organs import organ_results, score_organs

RULESET = "regiscar-2007"
POSSIBLE_FROM = threshold("2", "points", KARDAUN_2007, "V2")
PROBABLE_FROM = threshold("4", "points", KARDAUN_2007, "V2")
DEFINITE_FROM = threshold("6", "points", KARDAUN_2007, "V2")  # printed as "more than 5"
LOWEST_TOTAL, HIGHEST_TOTAL = -4, 9

CATEGORIES = ("no", "possible", "probable", "definite")


def category(total: int) -> str:
    """Return the category of a total: below 2 no, 2 to 3 possible, 4 to 5 probable, from 6 definite."""
    floors = (POSSIBLE_FROM, PROBABLE_FROM, DEFINITE_FROM)
    return CATEGORIES[sum(total >= floor.value for floor in floors)]


def score(facts: CaseFacts, table: LabTable, organs: dict[str, OrganData]) -> ScoreResult:
    """Score one case from its facts, its usable results and what the data show of each organ."""
    scored = _score_items(facts, table, organs)
    return whatif.combine(RULESET, scored, table.conflicts, category, is_closed=facts.is_closed)


def _score_items(facts: CaseFacts, table: LabTable, data: dict[str, OrganData]) -> tuple[ItemResult, ...]:
    samples = eosinophil_samples(facts, table) if table.points else ()
    organs = organ_results(facts, data)
    return (
        items.score_item(items.FEVER, facts, course.fever(facts, table)),
        items.score_item(items.LYMPH_NODES, facts, findings.nodes(facts)),
        items.score_item(
            items.EOSINOPHILIA, facts, eosinophilia(facts, samples, table.set_aside(facts, *EOSINOPHIL_TESTS))
        ),
        items.score_item(items.ATYPICAL_LYMPHOCYTES, facts, items.NOT_DERIVED),
        items.score_item(items.RASH_EXTENT, facts, findings.rash_extent(facts)),
        items.score_item(items.RASH_SUGGESTS, facts, findings.rash_features(facts)),
        items.score_item(items.BIOPSY, facts, items.NOT_DERIVED),
        score_organs(facts, organs),
        items.score_item(items.DURATION, facts, course.duration(facts, samples, organs)),
        items.score_item(items.OTHER_CAUSES, facts, causes.other_causes(facts)),
    )
