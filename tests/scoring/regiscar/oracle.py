"""The published RegiSCAR table, typed as a table: the second transcription that the engine is held to.

Typed from the tables that restate Kardaun 2007 (clinical reference 1.1, 1.2, 1.4, 1.7) and, for what an open
item may still become, from the case format. Nothing here is taken from `scoring/`.

`POINTS`: item -> answer -> points. `OPEN_TO`: item -> unsettled answer -> the answers it may turn out to be.
`COURSE_MAXIMUM`: the items that may still develop while the illness goes on, with the most they can give.
"""

from collections.abc import Iterator
from itertools import product

POINTS = {
    "fever": {"yes": 0, "no": -1, "unknown": -1},
    "lymph_nodes": {"yes": 1, "no": 0, "unknown": 0},
    "eosinophilia": {"none": 0, "700_to_1499": 1, "1500_or_more": 2, "unknown": 0},
    "atypical_lymphocytes": {"yes": 1, "no": 0, "unknown": 0},
    "rash_extent_over_50": {"yes": 1, "no": 0, "unknown": 0},
    "rash_suggests_dress": {"yes": 1, "no": -1, "unknown": 0},
    "biopsy_suggests_dress": {"yes": 0, "no": -1, "unknown": 0, "not_done": 0},
    "organs": {0: 0, 1: 1, 2: 2, 3: 2, 4: 2},
    "resolution_15_days": {"yes": 0, "no": -1, "unknown": -1},
    "other_causes_excluded": {"yes": 1, "no": 0, "unknown": 0},
}
ITEMS = tuple(POINTS)
STATES = 174_960

# What an unsettled answer may turn out to be. `not_done` is open only while the course is.
OPEN_TO = {
    "fever": {"unknown": ("yes", "no")},
    "lymph_nodes": {"unknown": ("yes", "no")},
    "eosinophilia": {"unknown": ("none", "700_to_1499", "1500_or_more")},
    "atypical_lymphocytes": {"unknown": ("yes", "no")},
    "rash_extent_over_50": {"unknown": ("yes", "no")},
    "rash_suggests_dress": {"unknown": ("yes", "no")},
    "biopsy_suggests_dress": {"unknown": ("yes", "no"), "not_done": ("yes", "no", "not_done")},
    "organs": {},
    "resolution_15_days": {"unknown": ("yes", "no")},
    "other_causes_excluded": {"unknown": ("yes", "no")},
}
COURSE_MAXIMUM = {
    "fever": 0,
    "lymph_nodes": 1,
    "eosinophilia": 2,
    "atypical_lymphocytes": 1,
    "rash_extent_over_50": 1,
    "rash_suggests_dress": 1,
    "organs": 2,
}
ORGAN_CAP = 2
CATEGORY = {
    -4: "no", -3: "no", -2: "no", -1: "no", 0: "no", 1: "no",
    2: "possible", 3: "possible",
    4: "probable", 5: "probable",
    6: "definite", 7: "definite", 8: "definite", 9: "definite",
}  # fmt: skip


def states() -> Iterator[dict[str, str | int]]:
    """Yield every answer state: each answer of each item with each of the others."""
    for answers in product(*(POINTS[name] for name in ITEMS)):
        yield dict(zip(ITEMS, answers, strict=True))


def total(state: dict[str, str | int]) -> int:
    """Return the published total of one state."""
    return sum(POINTS[name][answer] for name, answer in state.items())


def _reachable(name: str, answer: str | int, *, is_open: bool, organs_left: int) -> list[int]:
    if name == "organs":
        return [POINTS[name][answer], min(ORGAN_CAP, answer + organs_left)]
    if answer == "not_done" and not is_open:
        return [POINTS[name][answer]]
    return [POINTS[name][word] for word in OPEN_TO[name].get(answer, (answer,))]


def lowest(state: dict[str, str | int], *, is_open: bool) -> int:
    """Return the total with every open item at its worst."""
    return sum(min(_reachable(k, v, is_open=is_open, organs_left=ORGAN_CAP)) for k, v in state.items())


def highest(state: dict[str, str | int], *, is_open: bool, organs_left: int = ORGAN_CAP) -> int:
    """Return the total with every open item at its best; `organs_left` organs may still become organs."""
    return sum(max(_reachable(k, v, is_open=is_open, organs_left=organs_left)) for k, v in state.items())


def highest_if_course_goes_on(state: dict[str, str | int]) -> int:
    """Return the best total of an open course, with what may still develop at its maximum."""
    return sum(
        COURSE_MAXIMUM.get(name, max(_reachable(name, answer, is_open=True, organs_left=0)))
        for name, answer in state.items()
    )
