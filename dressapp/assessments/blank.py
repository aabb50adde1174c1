"""The ten items with nothing filled in, as a form on paper asks them."""

from dataclasses import dataclass

from scoring.derive import organs as data
from scoring.explain import signed
from scoring.facts import CaseFacts
from scoring.panel import assess
from scoring.regiscar import items, organs, ruleset

from .presenters import SHORT_LABELS

ORGAN_ASKS = {
    "liver": f"ALT, or direct bilirubin, above {data.LIVER_TWO_DATES.value} × the limit on two successive "
    f"dates; or AST, ALP and gamma-GT or total bilirubin all above {data.LIVER_ONCE.value} × once",
    "kidney": f"Creatinine from {data.KIDNEY_RISE.value} × the patient's own; or protein above "
    f"{data.KIDNEY_PROTEIN.value} g in 24 hours",
    "lung": "No threshold in the rules: what a chest image or the examination shows",
    "muscle_heart": f"CK above {data.MUSCLE.value} × the limit; or troponin above the limit",
    "pancreas": f"Lipase or amylase above {data.PANCREAS.value} × the limit",
    "other": "No threshold in the rules: which organ, and what shows it",
}  # fmt: skip
COUNTED = {"None": 0, "One": 1, "Two or more": 2}


@dataclass(frozen=True, slots=True)
class BlankItem:
    """One item: its title, what it asks, and each answer with its points."""

    title: str
    asks: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BlankForm:
    """The items in the order of the paper, the organs, and what each total is called."""

    ruleset: str
    items: tuple[BlankItem, ...]
    organs: tuple[tuple[str, str], ...]
    bands: tuple[tuple[str, str], ...]


def present_blank() -> BlankForm:
    """Return the form; it is the same for everybody."""
    score = assess(CaseFacts()).regiscar
    rows = tuple(_item(name) for name in score.items)
    organ_rows = tuple((name, ORGAN_ASKS[organ]) for organ, name in data.ORGANS.items())
    return BlankForm(score.ruleset, rows, organ_rows, _bands())


def _item(name: str) -> BlankItem:
    """Return one item of the paper."""
    if name == "organs":
        counted = tuple((words, signed(points)) for words, points in COUNTED.items())
        return BlankItem("Organ involvement", organs.ASKS, counted)
    item = items.BY_ID[name]
    answers = tuple((_label(word), signed(points)) for word, points in item.points.items())
    return BlankItem(item.title, item.asks, answers)


def _label(word: str) -> str:
    return SHORT_LABELS.get(word, word.replace("_", " ").capitalize())


def _bands() -> tuple[tuple[str, str], ...]:
    """Return what each band of totals is called."""
    floors = [ruleset.POSSIBLE_FROM, ruleset.PROBABLE_FROM, ruleset.DEFINITE_FROM]
    possible, probable, definite = (int(floor.value) for floor in floors)
    return (
        (f"below {possible}", "the paper's word is “no case”: only once the course is closed, never before"),
        (f"{possible} to {probable - 1}", "possible"),
        (f"{probable} to {definite - 1}", "probable"),
        (f"{definite} or more", "definite"),
    )
