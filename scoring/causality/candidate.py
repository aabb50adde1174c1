"""One substance of a case, its courses together: what the scales and the table of drugs look at.

The order in which courses stand in the record changes nothing here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoring.derive.latency import LatencyResult
from scoring.facts import CaseFacts, DrugCourse
from scoring.substances import Substance

UNKNOWN = "unknown"
# Verdicts from the one that speaks most for a drug to the one that speaks least: our own choice.
VERDICT_ORDER = (
    "typical", "early", "late", "uncertain", "unknown", "very_early", "very_late", "same_day",
    "started_after_onset",
)  # fmt: skip
AFTER_ONSET = ("same_day", "started_after_onset")


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """One substance: its courses, the interval that speaks most for it, and the answers given for any course.

    `contested` has, by the question's id, the answers of a question that was answered differently for two
    courses: none of them counts.
    """

    key: str
    name: str
    recorded: tuple[str, ...]
    courses: tuple[DrugCourse, ...]
    latency: LatencyResult
    other_latencies: tuple[LatencyResult, ...]
    substance: Substance | None
    answers: Mapping[str, str]
    contested: Mapping[str, tuple[str, ...]]

    @property
    def previous(self) -> str:
        """What happened when the patient had the substance before: the gravest that is on record."""
        words = {course.previous_exposure for course in self.courses}
        return next((word for word in ("reacted", "tolerated", "never") if word in words), UNKNOWN)

    @property
    def is_tolerated_later(self) -> bool:
        """Say whether it is on record that the patient had the substance after the reaction and bore it."""
        return any(
            course.later_tolerated == "yes" or course.conclusion == "tolerated_again"
            for course in self.courses
        )

    @property
    def is_after_onset(self) -> bool:
        """Say whether every course began on the day of onset or later."""
        return self.latency.verdict in AFTER_ONSET


def candidates(
    facts: CaseFacts,
    latencies: Sequence[LatencyResult],
    known: Mapping[str, Substance],
    groups: Mapping[str, str],
) -> tuple[Candidate, ...]:
    """Return the substances of a case in the order of their names.

    `latencies` are the latency checks of `facts.drugs`, in their order. `known` has what the catalogue says
    by the recorded name; `groups` has, by the recorded name, the key of its substance: courses of one key are
    one substance, a name without a key stands for itself.
    """
    grouped: dict[str, list[tuple[DrugCourse, LatencyResult]]] = {}
    for course, latency in zip(facts.drugs, latencies, strict=True):
        key = groups.get(course.name) or own_key(course.name)
        grouped.setdefault(key, []).append((course, latency))
    found = [_candidate(key, pairs, known) for key, pairs in grouped.items()]
    return tuple(sorted(found, key=lambda each: (each.name.casefold(), each.key)))


def own_key(name: str) -> str:
    """Return what a name that stands in no catalogue is told apart by."""
    return " ".join(name.split()).casefold()


def _candidate(
    key: str, pairs: list[tuple[DrugCourse, LatencyResult]], known: Mapping[str, Substance]
) -> Candidate:
    ordered = sorted(pairs, key=lambda pair: _strength(pair[1]))
    recorded = tuple(sorted({course.name for course, _ in ordered}))
    substance = next((known[name] for name in recorded if name in known), None)
    answers, contested = _merge([course for course, _ in ordered])
    return Candidate(
        key=key,
        name=substance.name if substance else recorded[0],
        recorded=recorded,
        courses=tuple(course for course, _ in ordered),
        latency=ordered[0][1],
        other_latencies=tuple(latency for _, latency in ordered[1:]),
        substance=substance,
        answers=answers,
        contested=contested,
    )


def _strength(latency: LatencyResult) -> tuple[int, str, str, str]:
    """Return a key that puts the interval first that speaks most for a drug; equal keys read the same."""
    return VERDICT_ORDER.index(latency.verdict), latency.days_text, latency.why, latency.ref


def _merge(courses: list[DrugCourse]) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Return the answers that stand for every course, and those that contradict each other."""
    given: dict[str, set[str]] = {}
    for course in courses:
        for question, word in course.causality.items():
            given.setdefault(question, set()).add(word)
    known = {question: words - {UNKNOWN} or {UNKNOWN} for question, words in given.items()}
    answers = {question: min(words) for question, words in known.items() if len(words) == 1}
    contested = {question: tuple(sorted(words)) for question, words in known.items() if len(words) > 1}
    return answers, contested
