"""Which drug: every substance of a case, ranked, each ingredient visible, the published scales beside it.

No total is made of the ingredients. Two drugs are compared ingredient by ingredient in the order of
`ingredients.ingredients`; the first in which they differ decides, and where none does they tie. That order is
our own choice (DESIGN), and nobody has validated it. No drug is left out: one that began on the day of onset
or later stands last, one that was given for the reaction is listed after all. The order of entry changes
nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoring.causality import alden, naranjo, own, record, sefv
from scoring.causality.candidate import Candidate, candidates
from scoring.causality.ingredients import Direction, Ingredient, ingredients
from scoring.causality.scale import Question, ScaleResult
from scoring.derive.latency import LatencyResult
from scoring.facts import CaseFacts
from scoring.kernel.result import Source
from scoring.substances import Substance

SCALES = (sefv.SCALE, naranjo.SCALE, alden.SCALE)
QUESTIONS: Mapping[str, Question] = {
    question.id: question
    for question in (*own.QUESTIONS, *sefv.QUESTIONS, *naranjo.QUESTIONS, *alden.QUESTIONS)
}
RANKED, AFTER_ONSET, LISTED = "ranked", "after_onset", "listed"
PLACES = (RANKED, AFTER_ONSET, LISTED)
TREATMENT = "treatment"
NAMED = 5  # other drugs named beside one; of more the number is said
BEFORE_ONSET = ("typical", "early", "late", "very_early", "very_late")

Key = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CulpritRow:
    """One substance; `rank` is None for one that was given for the reaction and is only listed.

    `conclusions` are the clinician's own, each as the word of the case format with its author.
    """

    key: str
    name: str
    recorded: tuple[str, ...]
    refs: tuple[str, ...]
    roles: tuple[str, ...]
    place: str
    rank: int | None
    is_tied: bool
    ingredients: tuple[Ingredient, ...]
    scales: tuple[ScaleResult, ...]
    who_umc: str
    conclusions: tuple[tuple[str, str], ...]
    conflicts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Weighed:
    """One substance with what is known of it, before it is set among the others."""

    candidate: Candidate
    found: tuple[Ingredient, ...]
    place: str
    scales: tuple[ScaleResult, ...]
    key: Key  # what is compared from the left: the place, then the ingredients in their order


def culprits(
    facts: CaseFacts,
    latencies: Sequence[LatencyResult],
    known: Mapping[str, Substance],
    groups: Mapping[str, str],
) -> tuple[CulpritRow, ...]:
    """Return every substance of the case, the best standing first; equal ones tie, in the order of names.

    `latencies` are those of `facts.drugs`; `known` and `groups` have, by the recorded name of a drug, what
    the catalogue says of it and the key of its substance.
    """
    found = candidates(facts, latencies, known, groups)
    by_alden = alden.score_all(facts, found)
    weighed = [_weigh(facts, each, score) for each, score in zip(found, by_alden, strict=True)]
    ordered = sorted(weighed, key=lambda each: each.key)
    return tuple(_row(facts, each, ordered) for each in ordered)


def _weigh(facts: CaseFacts, candidate: Candidate, by_alden: ScaleResult) -> _Weighed:
    scales = (sefv.score(facts, candidate), naranjo.score(facts, candidate), by_alden)
    found, place = ingredients(facts, candidate), _place(candidate)
    return _Weighed(
        candidate, found, place, scales, (PLACES.index(place), *(each.standing for each in found))
    )


def _place(candidate: Candidate) -> str:
    """Return where a substance stands: one given for the reaction is ranked only if it began before."""
    is_given_for_it = all(course.role == TREATMENT for course in candidate.courses)
    if is_given_for_it and candidate.latency.verdict not in BEFORE_ONSET:
        return LISTED
    return AFTER_ONSET if candidate.is_after_onset else RANKED


def _row(facts: CaseFacts, own_part: _Weighed, ordered: Sequence[_Weighed]) -> CulpritRow:
    candidate, is_ranked = own_part.candidate, own_part.place != LISTED
    others = [each for each in ordered if each is not own_part and each.place != LISTED]
    return CulpritRow(
        key=candidate.key,
        name=candidate.name,
        recorded=candidate.recorded,
        refs=tuple(course.ref for course in candidate.courses),
        roles=tuple(sorted({course.role for course in candidate.courses})),
        place=own_part.place,
        rank=1 + sum(other.key < own_part.key for other in others) if is_ranked else None,
        is_tied=is_ranked and any(other.key == own_part.key for other in others),
        ingredients=(*own_part.found, _alternative(own_part, others)),
        scales=own_part.scales,
        who_umc=candidate.answers.get(own.WHO_UMC.id, ""),
        conclusions=tuple(sorted(_conclusions(candidate))),
        conflicts=_conflicts(facts, own_part),
    )


def _alternative(own_part: _Weighed, others: Sequence[_Weighed]) -> Ingredient:
    """Return which other drugs stand as well or better: a fact of the ranking that ranks nothing itself."""
    names = [other.candidate.name for other in others if other.key <= own_part.key]
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    words = f"{len(names)} as well or better: {', '.join(names[:NAMED])}{more}"
    if not names:
        words = "None stands as well or better"
    if own_part.place == LISTED:
        words = "Not compared: given for the reaction"
    return Ingredient(
        "alternative", "Another drug", words, Direction.NEUTRAL, 0, Source.DATA, certainty="DESIGN"
    )


def _conclusions(candidate: Candidate) -> set[tuple[str, str]]:
    return {(course.conclusion, course.conclusion_by) for course in candidate.courses if course.conclusion}


def _conflicts(facts: CaseFacts, own_part: _Weighed) -> tuple[str, ...]:
    """Return what contradicts itself: answers between courses, answers and record, the record alone."""
    candidate = own_part.candidate
    between = [
        f"{QUESTIONS[question].title}: answered {' and '.join(map(QUESTIONS[question].words, words))} for "
        "different courses"
        for question, words in sorted(candidate.contested.items())
        if question in QUESTIONS
    ]
    within = [
        answered.conflict for result in own_part.scales for answered in result.questions if answered.conflict
    ]
    return (*between, *within, *record.contradictions(facts, candidate))
