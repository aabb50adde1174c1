"""The Drugs tab in words: every drug stays listed, its days first and then the verdict."""

from collections.abc import Iterable
from dataclasses import dataclass

from dressapp.assessments.page import DrugRow
from dressapp.assessments.selectors import Assessment
from dressapp.cases.models import Case
from dressapp.core.dates import show_day
from dressapp.drugs.catalogue import Match
from dressapp.drugs.models import DrugCourse, Role
from scoring.derive.latency import USUAL_FROM, USUAL_TO

from .drug_card import DrugCard, Latency, present_card
from .drug_interval import present_interval
from .drug_known import NOTE
from .drug_recognised import find_matches


@dataclass(frozen=True, slots=True)
class GroupTitle:
    """What stands above the drugs of one role."""

    role: str
    words: str
    note: str


GROUPS = (
    GroupTitle(Role.SUSPECT, "Suspects", ""),
    GroupTitle(
        Role.CONCOMITANT, "Other drugs", "not recorded as suspects; standing here clears none of them"
    ),
    GroupTitle("", "Role not recorded", "a case file gave none; choose one under Edit"),
    GroupTitle(Role.TREATMENT, "Given for this reaction", "listed with their days like all others"),
)


@dataclass(frozen=True, slots=True)
class DrugGroup:
    """The drugs of one role."""

    role: str
    title: str
    note: str
    count: str
    cards: tuple[DrugCard, ...]


@dataclass(frozen=True, slots=True)
class DrugsPage:
    """The whole list."""

    groups: tuple[DrugGroup, ...]
    day_zero_words: str
    usual_words: str
    asks_still_taken: bool
    known_note: str


def present_drugs(
    case: Case,
    courses: list[DrugCourse],
    assessment: Assessment | None,
    rows: Iterable[DrugRow],
    *,
    problem: str = "",
) -> DrugsPage:
    """Return the list; without an assessment the days are missing and `problem` says why."""
    latencies, matches = _latencies(courses, assessment, rows, problem), find_matches(courses)
    groups = tuple(
        _group(case, title, [course for course in courses if course.role == title.role], latencies, matches)
        for title in GROUPS
    )
    return DrugsPage(
        groups=tuple(group for group in groups if group.cards),
        day_zero_words=_day_zero_words(case),
        usual_words=f"{USUAL_FROM.value} to {USUAL_TO.value} d",
        asks_still_taken=not case.is_closed,
        known_note=NOTE,
    )


def _latencies(
    courses: list[DrugCourse], assessment: Assessment | None, rows: Iterable[DrugRow], problem: str
) -> dict[str, Latency]:
    """Return each drug's latency check by the id of its row."""
    nothing = {str(course.pk): Latency(None, None, problem) for course in courses}
    if assessment is None:
        return nothing
    pairs = zip(assessment.facts.drugs, assessment.latency, strict=True)
    figures = {result.ref: present_interval(drug, result) for drug, result in pairs}
    return nothing | {row.ref: Latency(row, figures[row.ref], row.why) for row in rows}


def _day_zero_words(case: Case) -> str:
    """Say what the days are counted to."""
    zero = case.index_day
    if zero is None:
        return ""
    what = {
        case.first_symptom_on: "first symptom",
        case.fever_onset_on: "fever onset",
        case.rash_onset_on: "rash onset",
    }.get(zero, "index day")
    return f"{what} (day 0)" if case.is_relative else f"{what}, {show_day(zero, case)}"


def _group(
    case: Case,
    title: GroupTitle,
    courses: list[DrugCourse],
    latencies: dict[str, Latency],
    matches: dict[str, Match],
) -> DrugGroup:
    """Return the drugs of one role; an open course also counts those still taken."""
    still = sum(course.still_taken == "yes" for course in courses)
    last = len(courses) - 1
    return DrugGroup(
        role=title.role,
        title=title.words,
        note=title.note,
        count=str(len(courses)) if case.is_closed else f"{len(courses)}, still taken {still}",
        cards=tuple(
            present_card(
                case, course, latencies[str(course.pk)], matches, is_first=place == 0, is_last=place == last
            )
            for place, course in enumerate(courses)
        ),
    )


def neighbour(courses: list[DrugCourse], course: DrugCourse, *, is_up: bool) -> int:
    """Return the steps in the whole list to the next drug of the same role; 0 where there is none."""
    here = next(place for place, other in enumerate(courses) if other.pk == course.pk)
    same = [place - here for place, other in enumerate(courses) if other.role == course.role]
    steps = [step for step in same if (step < 0 if is_up else step > 0)]
    return min(steps, key=abs, default=0)
