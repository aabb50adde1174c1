"""Four sets of criteria held to the same facts, and the facts that make them disagree."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scoring.kernel.criterion import STATE_WORDS, CriteriaResult, Criterion
from scoring.kernel.result import ItemResult, ScoreResult
from scoring.kernel.tri import Tri, decide

# What the sets ask of, in the order that a table shows them.
SUBJECTS = {
    "drug": "Drug and admission",
    "rash": "Rash",
    "fever": "Fever",
    "nodes": "Lymph nodes",
    "blood": "Blood cells",
    "organs": "Organs",
    "course": "Length of the illness",
    "virus": "HHV-6",
    "causes": "Other causes",
    "biopsy": "Biopsy",
}
# The items of the score: what they are about, and their threshold in a few words.
REGISCAR = {
    "fever": ("fever", "≥ 38.5 °C"),
    "lymph_nodes": ("nodes", "> 1 cm at two sites"),
    "eosinophilia": ("blood", "eosinophils from 700 /µL"),
    "atypical_lymphocytes": ("blood", "atypical lymphocytes, no percentage"),
    "rash_extent_over_50": ("rash", "more than 50 % of the body surface"),
    "rash_suggests_dress": ("rash", "two of four features"),
    "biopsy_suggests_dress": ("biopsy", "not against DRESS"),
    "organs": ("organs", "an organ, judged by the clinician"),
    "resolution_15_days": ("course", "15 d from the onset"),
    "other_causes_excluded": ("causes", "three negative tests, none positive"),
}
NAMES = {"jscar": "J-SCAR", "bocquet": "Bocquet", "inclusion": "the inclusion criteria"}
POSITIVE = ("possible", "probable", "definite", "typical", "atypical", "met")
DECIDED_BY = {"not_met": Tri.NO, "undetermined": Tri.UNKNOWN}
FIRST_OF_JSCAR = 5  # atypical needs no more


@dataclass(frozen=True, slots=True)
class CriteriaBoard:
    """What each set says of one case, and the sentences that say which facts make them disagree."""

    regiscar: ScoreResult
    jscar: CriteriaResult
    bocquet: CriteriaResult
    inclusion: CriteriaResult
    disagreements: tuple[str, ...]


def item_state(item: ItemResult) -> Tri:
    """Return whether an item of the score is met: an organ that nobody answered leaves it open."""
    if item.id == "organs":
        is_no = bool(item.organs) and all(organ.answer == "no" for organ in item.organs)
        return decide(is_yes=item.answer != 0, is_no=is_no)
    word = str(item.answer)
    return decide(is_yes=word in ("yes", "700_to_1499", "1500_or_more"), is_no=word in ("no", "none"))


def compare(score: ScoreResult, sets: Mapping[str, CriteriaResult]) -> tuple[str, ...]:
    """Return why the sets disagree, a fact a sentence; nothing where none of them calls the case DRESS."""
    verdicts = [score.now.category, *(result.verdict for result in sets.values())]
    if not any(verdict in POSITIVE for verdict in verdicts):
        return ()
    return (*_not_met(score, sets), *_only_elsewhere(score, sets), *_by_source(sets))


def _not_met(score: ScoreResult, sets: Mapping[str, CriteriaResult]) -> Iterator[str]:
    """Say of each set that is not met, or not yet known, which criterion that hangs on."""
    for name, result in sets.items():
        verb = "are" if name == "inclusion" else "is"
        for criterion in _deciding(name, result):
            head = f"{_large(NAMES[name])} {verb} {STATE_WORDS[criterion.state]}"
            yield f"{head}: {_briefly(criterion)}. {_in_score(score, criterion.subject)}."


def _deciding(name: str, result: CriteriaResult) -> list[Criterion]:
    wanted = DECIDED_BY.get(result.verdict)
    found = [criterion for criterion in result.criteria if criterion.state is wanted]
    if name == "jscar" and wanted is Tri.NO:
        return [criterion for criterion in found if criterion.number <= FIRST_OF_JSCAR]
    return found


def _briefly(criterion: Criterion) -> str:
    """Return what a set hangs on: a criterion and why, or the names of its facts where there are several."""
    number = f"item {criterion.number}, " if criterion.number else ""
    telling = [part for part in criterion.parts if part.state is criterion.state]
    why = telling[0].why if len(telling) == 1 else criterion.why
    if len(telling) > 1:
        why = ", ".join(_small(part.title) for part in telling)
    return f"{number}{_small(criterion.title)} ({_small(why)})"


def _small(text: str) -> str:
    return text if text[1:2].isupper() else text[0].lower() + text[1:]


def _large(text: str) -> str:
    return text[0].upper() + text[1:]


def _in_score(score: ScoreResult, subject: str) -> str:
    """Say what the score asks of the same subject, and what it made of that."""
    asked = [item for item in score.items.values() if REGISCAR[item.id][0] == subject]
    if not asked:
        return "RegiSCAR does not ask for it"
    parts = (f"{REGISCAR[item.id][1]}: {STATE_WORDS[item_state(item)]}" for item in asked)
    return f"RegiSCAR asks for {'; '.join(parts)}"


def _only_elsewhere(score: ScoreResult, sets: Mapping[str, CriteriaResult]) -> Iterator[str]:
    """Say what other sets count as met and the score does not, each with its threshold."""
    for subject, title in SUBJECTS.items():
        items = [item for item in score.items.values() if REGISCAR[item.id][0] == subject]
        met = [
            f"{NAMES[name]} ({criterion.short})"
            for name, result in sets.items()
            for criterion in result.criteria
            if criterion.subject == subject and criterion.state is Tri.YES
        ]
        if items and met and not any(item_state(item) is Tri.YES for item in items):
            yield f"{title}: met for {', '.join(met)}. {_in_score(score, subject)}."


def _by_source(sets: Mapping[str, CriteriaResult]) -> Iterator[str]:
    for result in sets.values():
        if result.do_readings_differ:
            yield " ".join([f"{result.words}.", *_notes(result)])


def _notes(result: CriteriaResult) -> Iterator[str]:
    return (f"{criterion.note}." for criterion in result.criteria if criterion.note)
