"""The ten lines of the RegiSCAR validation score, in the order of the paper: points for every answer.

Source: Kardaun 2007, by four papers that restate its table (clinical reference 1.1). Points are per item; a
clinician's answer wins over what the data say, and both stay on record.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from scoring.facts import Answer, CaseFacts
from scoring.kernel.citation import KARDAUN_2007
from scoring.kernel.result import Bounds, Derived, ItemResult, Option, Source, Stand, Support


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One line: its title, what it asks, the points of each answer, and how its answers are reversed."""

    id: str
    title: str
    asks: str
    points: Mapping[str, int]
    reverse: Mapping[str, str]
    grows: bool  # while the course is open, an absent finding can still appear
    worst: int = field(init=False)
    best: int = field(init=False)

    def __post_init__(self) -> None:
        """Keep the least and the most points that an answer can give."""
        object.__setattr__(self, "worst", min(self.points.values()))
        object.__setattr__(self, "best", max(self.points.values()))


_YES_NO = {"yes": "no", "no": "yes"}
FEVER = Item("fever", "Fever ≥ 38.5 °C", "A temperature of at least 38.5 °C",
             {"yes": 0, "no": -1, "unknown": -1}, _YES_NO, grows=True)  # fmt: skip
LYMPH_NODES = Item("lymph_nodes", "Enlarged lymph nodes", "Larger than 1 cm, at two different sites or more",
                   {"yes": 1, "no": 0, "unknown": 0}, _YES_NO, grows=True)  # fmt: skip
EOSINOPHILIA = Item(
    "eosinophilia", "Eosinophilia",
    "From 700 /µL, from 1,500 /µL; where white cells are below 4,000 /µL also from 10 %, from 20 %",
    {"none": 0, "700_to_1499": 1, "1500_or_more": 2, "unknown": 0},
    {"none": "1500_or_more", "700_to_1499": "none", "1500_or_more": "none"}, grows=True,
)  # fmt: skip
ATYPICAL_LYMPHOCYTES = Item("atypical_lymphocytes", "Atypical lymphocytes", "On the blood smear",
                            {"yes": 1, "no": 0, "unknown": 0}, _YES_NO, grows=True)  # fmt: skip
RASH_EXTENT = Item("rash_extent_over_50", "Rash extent > 50 %", "More than half of the body surface",
                   {"yes": 1, "no": 0, "unknown": 0}, _YES_NO, grows=True)  # fmt: skip
RASH_SUGGESTS = Item(
    "rash_suggests_dress", "Rash suggesting DRESS",
    "Two of: facial oedema, infiltration, purpura other than on the legs, psoriasiform scaling",
    {"yes": 1, "no": -1, "unknown": 0}, _YES_NO, grows=True,
)  # fmt: skip
BIOPSY = Item("biopsy_suggests_dress", "Biopsy suggesting DRESS", "Only a biopsy judged against DRESS scores",
              {"yes": 0, "no": -1, "unknown": 0, "not_done": 0}, _YES_NO, grows=False)  # fmt: skip
DURATION = Item("resolution_15_days", "Duration ≥ 15 days", "Still ill on day 15 or later",
                {"yes": 0, "no": -1, "unknown": -1}, _YES_NO, grows=False)  # fmt: skip
OTHER_CAUSES = Item(
    "other_causes_excluded", "Other causes excluded",
    "Three negative of: ANA, blood culture, hepatitis A, B, C, mycoplasma or chlamydia; none positive",
    {"yes": 1, "no": 0, "unknown": 0}, _YES_NO, grows=False,
)  # fmt: skip
ITEMS = (FEVER, LYMPH_NODES, EOSINOPHILIA, ATYPICAL_LYMPHOCYTES, RASH_EXTENT, RASH_SUGGESTS, BIOPSY,
         DURATION, OTHER_CAUSES)  # fmt: skip
BY_ID = {item.id: item for item in ITEMS}
ORGAN_CAP = 2

ANSWER_WORDS = {
    "yes": "yes",
    "no": "no",
    "unknown": "unknown",
    "not_done": "not done",
    "none": "below 700 /µL",
    "700_to_1499": "700 to 1,499 /µL",
    "1500_or_more": "1,500 /µL or more",
}
REASON_WORDS = {
    "not_examined": "not examined",
    "not_done": "not done",
    "pending": "pending",
    "not_documented": "not documented",
    "not_assessable": "not assessable",
}
NOT_DERIVED = Derived("unknown", "Nothing on record; this is read by a person")


def score_item(item: Item, facts: CaseFacts, derived: Derived) -> ItemResult:
    """Score one line from the clinician's answer, else from the data, else as unknown."""
    given = facts.answers.get(item.id)
    answer, source = _answer(item, given, derived)
    is_open = _is_open(answer, derived, facts)
    return ItemResult(
        id=item.id,
        title=item.title,
        points=item.points[answer],
        answer=answer,
        source=source,
        why=_why(given, derived),
        derived=derived,
        bounds=_bounds(item, answer, is_open),
        citation=KARDAUN_2007,
        options=_options(item, answer) if is_open else (),
        stands=_stands(item, answer, derived),
        contradiction=_contradiction(item, given, derived),
    )


def _is_open(answer: str, derived: Derived, facts: CaseFacts) -> bool:
    """Say whether an answer can still come: *not done* settles when the course is closed."""
    if answer == "not_done":
        return not facts.is_closed
    return answer == "unknown" and not derived.is_settled


def _answer(item: Item, given: Answer | None, derived: Derived) -> tuple[str, Source]:
    if given is not None:
        not_done = given.word == "unknown" and given.reason == "not_done" and "not_done" in item.points
        return ("not_done" if not_done else given.word), Source.CLINICIAN
    if derived.answer != "unknown":
        return derived.answer, Source.DATA
    return "unknown", Source.UNKNOWN


def _why(given: Answer | None, derived: Derived) -> str:
    if given is None:
        return derived.why
    reason = f" ({REASON_WORDS[given.reason]})" if given.reason else ""
    explanation = f": {given.explanation}" if given.explanation else ""
    words = f"The clinician answered {ANSWER_WORDS[given.word]}{reason}{explanation}"
    return words if derived is NOT_DERIVED else f"{words}. {derived.why}"


@cache
def _bounds(item: Item, answer: str, is_open: bool) -> Bounds:
    points = item.points[answer]
    lowest = item.worst if is_open else points
    highest = item.best if is_open else points
    return Bounds(lowest, highest, item.best if item.grows else highest)


@cache
def _options(item: Item, answer: str) -> tuple[Option, ...]:
    words = (word for word in item.points if word not in ("unknown", "not_done", answer))
    return tuple(Option(word, ANSWER_WORDS[word], item.points[word]) for word in words)


def _stands(item: Item, answer: str, derived: Derived) -> tuple[Stand, ...]:
    if answer not in item.reverse:
        return ()
    support = derived.support if derived.answer == answer else Support.NO_RECORD
    words = f"{item.title}: {ANSWER_WORDS[answer]}"
    reason = f" ({derived.why})" if support is not Support.NO_RECORD else ""
    return (Stand(item.id, "", words + reason, support, item.points[item.reverse[answer]]),)


def _contradiction(item: Item, given: Answer | None, derived: Derived) -> str:
    if given is None or derived.answer in ("unknown", given.word) or given.word not in item.reverse:
        return ""
    return (
        f"{item.title}: the clinician answered {ANSWER_WORDS[given.word]}, the data say "
        f"{ANSWER_WORDS[derived.answer]} ({derived.why})"
    )
