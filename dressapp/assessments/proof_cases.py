"""The published cases in words: what their authors say, what this engine says, and why the two differ."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from scoring import panel
from scoring.explain import CATEGORY_WORDS, count_organs, minus, name_category, signed
from scoring.facts import Answer, CaseFacts
from scoring.kernel.result import ItemResult, ScoreResult, Total
from scoring.regiscar.items import ANSWER_WORDS
from scoring.regiscar.ruleset import HIGHEST_TOTAL, LOWEST_TOTAL, category

from .words import name_item

ORGANS = "organs"
NO_CLASS = "too little stated to classify"
RIGHT = {
    "authors": "By the published table theirs stands, as far as the report could be read.",
    "ours": "By the published table ours stands, as far as the report could be read.",
    "partly": "Ours stands for one item; the rest cannot be settled from what could be read.",
    "open": "Who is right cannot be settled from what could be read.",
}
FROM = {
    "unstated": "what could be read does not state what the authors counted",
    "table": "the authors leave the published table",
    "silent": "the published tables do not say",
    "file": "the report states what our case file leaves out",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One item that the authors count differently, with the points of both and the reason."""

    item: str
    authors: str
    ours: str
    why: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What the case scores with further answers."""

    answers: str
    result: str


@dataclass(frozen=True, slots=True)
class PublishedCase:
    """One published case; `comes_from` and `needed` are empty where authors and engine agree."""

    id: str
    report: str
    read: str
    prints_items: bool
    authors: str
    ours: str
    reach: str
    has_same_total: bool | None
    has_same_class: bool | None
    is_within: bool
    spans_all: bool
    comes_from: str
    why: str
    right: str
    needed: str
    differs: tuple[Difference, ...]
    tried: tuple[Trial, ...]

    @property
    def agrees(self) -> bool:
        """Tell whether everything that the authors print is what the engine gives."""
        return self.has_same_total is not False and self.has_same_class is not False

    @property
    def verdict(self) -> str:
        """How far the two agree, in a word or two."""
        if self.agrees:
            return "same"
        return "same class" if self.has_same_class else "differs"


def present_case(told: Mapping[str, Any], facts: CaseFacts) -> PublishedCase:
    """Return one published case, scored as its case file stands."""
    score = panel.assess(facts).regiscar
    total, name = told["authors"].get("total"), told["authors"].get("category")
    low, high = score.lowest.total, score.highest.total
    wanted = _wanted(total, name)
    return PublishedCase(
        id=told["id"],
        report=told["report"],
        read=told["read"],
        prints_items=told["gives"] == "items",
        authors=_authors(total, name),
        ours=_named(score.now, score.course),
        reach=f"{minus(low)} to {minus(high)}",
        has_same_total=None if total is None else total == score.now.total,
        has_same_class=None if name is None else name == score.now.category,
        is_within=any(low <= number <= high for number in wanted),
        spans_all=score.lowest.category == "no" and score.highest.category == "definite",
        comes_from=told.get("from", ""),
        why=told.get("why", ""),
        right=RIGHT[told["right"]] if "right" in told else "",
        needed=_needed(told, score, wanted[0]),
        differs=tuple(_difference(row) for row in told.get("differs", ())),
        tried=tuple(_trial(row["answers"], facts) for row in told.get("tried", ())),
    )


def _wanted(total: int | None, name: str | None) -> list[int]:
    """Return the totals that would be the authors': theirs, or every one of their class, lowest first."""
    if total is not None:
        return [total]
    return [number for number in range(LOWEST_TOTAL, HIGHEST_TOTAL + 1) if category(number) == name]


def _authors(total: int | None, name: str | None) -> str:
    number = "no total" if total is None else minus(total)
    return f"{number}, {CATEGORY_WORDS[name] if name else 'no class given'}"


def _named(total: Total, course: str) -> str:
    is_low = course == "open" and total.category == "no"
    return f"{minus(total.total)}, {NO_CLASS if is_low else name_category(total, course)}"


def _needed(told: Mapping[str, Any], score: ScoreResult, wanted: int) -> str:
    """Say which items are open and how many of their points the authors' result needs."""
    missing = wanted - score.now.total
    if told["gives"] == "items" or missing <= 0:
        return ""
    rooms = {item.title: _room(item) for item in score.items.values() if _room(item)}
    left = sum(rooms.values())
    must = [title for title, room in rooms.items() if left - room < missing]
    least = "" if told["gives"] == "total" else "at least "
    words = ", ".join(f"{title} {signed(room)}" for title, room in rooms.items())
    only = f" Not without: {', '.join(must)}." if must and len(must) < len(rooms) else ""
    points = f"{least}{missing} of the {left} points of the items that are open"
    return f"With the answers as they are, theirs needs {points}: {words}.{only}"


def _room(item: ItemResult) -> int:
    return item.bounds.highest - item.points


def _difference(row: Mapping[str, Any]) -> Difference:
    return Difference(name_item(row["item"]), signed(row["authors"]), signed(row["ours"]), row["why"])


def _trial(answers: Mapping[str, Any], facts: CaseFacts) -> Trial:
    score = panel.assess(answer(facts, answers)).regiscar
    words = "; ".join(f"{score.items[item].title}: {_shown(word)}" for item, word in answers.items())
    return Trial(words, _named(score.now, score.course))


def answer(facts: CaseFacts, answers: Mapping[str, Any]) -> CaseFacts:
    """Return the case with further answers; those to organs are a bare count."""
    words = {item: Answer(word) for item, word in answers.items() if item != ORGANS}
    count = answers.get(ORGANS, facts.organ_count)
    return replace(facts, answers=facts.answers | words, organ_count=count)


def _shown(word: str | int) -> str:
    return count_organs(word) if isinstance(word, int) else ANSWER_WORDS[word]


def present_agreement(cases: Iterable[PublishedCase]) -> tuple[str, ...]:
    """Say how often authors and engine agree, and how little a wide range shows."""
    cases = tuple(cases)
    count = len(cases)
    totals = [case for case in cases if case.has_same_total is not None]
    classes = [case for case in cases if case.has_same_class is not None]
    same_total = sum(bool(case.has_same_total) for case in totals)
    same_class = sum(bool(case.has_same_class) for case in classes)
    within = sum(case.is_within for case in cases)
    wide = sum(case.spans_all for case in cases)
    return (
        f"Same total in {same_total} of the {len(totals)} reports that print one; same class in {same_class} "
        f"of the {len(classes)} that print one.",
        f"The authors' result lies within our range in {within} of {count}. That shows little: in {wide} of "
        f"{count} so little is stated that the range spans every class.",
        *_sources(cases),
    )


def _sources(cases: tuple[PublishedCase, ...]) -> tuple[str, ...]:
    differ = [case for case in cases if not case.agrees]
    counts = ((sum(case.comes_from == source for case in differ), words) for source, words in FROM.items())
    listed = "; ".join(f"{words}: {number}" for number, words in counts if number)
    return (f"Where the {len(differ)} differences come from: {listed}.",) if differ else ()
