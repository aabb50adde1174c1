"""Which drug, in words: every drug of a case ranked with its ingredients, and the published scales beside.

The page objects hold strings alone, so that a saved assessment can keep them and print the same for ever.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dressapp.core.dates import show_partial
from scoring import panel
from scoring.causality import culprits as causality
from scoring.causality.culprits import CulpritRow
from scoring.causality.ingredients import Direction, Ingredient
from scoring.causality.own import WHO_UMC
from scoring.causality.scale import NOT_DERIVED, Answered, Scale, ScaleResult
from scoring.explain import minus, signed
from scoring.facts import CaseFacts, DrugCourse
from scoring.kernel.citation import CERTAINTY
from scoring.kernel.result import Source
from scoring.panel import Assessment

from .catalogue import Known, known_drugs
from .presenters import CONCLUSION_WORDS, ROLE_WORDS

DIRECTION_WORDS = {
    Direction.FOR: "speaks for",
    Direction.AGAINST: "speaks against",
    Direction.NEUTRAL: "neutral",
    Direction.NOT_KNOWN: "not known",
}
LOWERS = "lowers"  # what left the body never speaks against a drug by itself
SOURCE_WORDS = {
    Source.CLINICIAN: "clinician",
    Source.DATA: "from the record, not confirmed",
    Source.UNKNOWN: "not answered",
}
PLACE_WORDS = {
    causality.RANKED: "",
    causality.AFTER_ONSET: "started on the day of onset or after it",
    causality.LISTED: "given for the reaction, not ranked",
}
UNRANKED = "–"
NOT_VERIFIED = CERTAINTY["GK"].partition(":")[0]
EXPLAINED = (
    "Drugs are compared fact by fact, in the order shown. The first fact in which two differ puts one above "
    "the other; where none differs they tie, and the rank has an equals sign. Nothing is added up.",
    "The order of the facts and the bands of the interval are our own choice. Nobody has validated them, "
    "and a rank is no probability.",
    "What is not known stands with what is neutral. What left the body before the onset lowers a drug and "
    "clears none; an allele that is not carried clears none. Several drugs can be culprits at once.",
    "How well a drug is known rests on reports, which measure reporting and not risk: old and much discussed "
    "drugs are reported more often.",
)
WHO_UMC_NOTE = (
    "WHO-UMC, made for any adverse drug reaction: the clinician’s own category, never derived here. Certain "
    "needs a rechallenge where one is called for, which is unsafe in DRESS."
)


@dataclass(frozen=True, slots=True)
class IngredientCell:
    """One ingredient of one drug: what is known, and which way it points in words."""

    id: str
    title: str
    words: str
    direction: str
    direction_words: str
    source_words: str
    mark: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question of a scale as it counts now."""

    id: str
    title: str
    answer: str
    points: str
    source: str
    source_words: str
    why: str
    record: str
    mark: str
    conflict: str


@dataclass(frozen=True, slots=True)
class ScaleCell:
    """One scale for one drug: the total with its category (the scale named first), and what is still open."""

    id: str
    name: str
    total: str
    category_words: str
    range_words: str
    open_words: str
    made_for: str
    lines: tuple[QuestionLine, ...]


@dataclass(frozen=True, slots=True)
class CourseLink:
    """One course of a substance, by its id, with words that tell it from the others."""

    ref: str
    words: str


@dataclass(frozen=True, slots=True)
class CulpritLine:
    """One drug of the table."""

    key: str
    name: str
    recorded: str
    rank: str
    rank_words: str
    place_words: str
    roles: str
    ingredients: tuple[IngredientCell, ...]
    scales: tuple[ScaleCell, ...]
    who_umc: str
    conclusions: tuple[str, ...]
    conflicts: tuple[str, ...]
    courses: tuple[CourseLink, ...]


@dataclass(frozen=True, slots=True)
class ScaleNote:
    """What a scale was made for, where it is weak in DRESS, and what was read of it."""

    name: str
    made_for: str
    weakness: str
    source: str


@dataclass(frozen=True, slots=True)
class CulpritsPage:
    """Every drug of a case, ranked, with what the ranking and the scales rest on."""

    rows: tuple[CulpritLine, ...]
    explained: tuple[str, ...]
    scales: tuple[ScaleNote, ...]
    who_umc_note: str


def present_culprits(assessment: Assessment, known: Known | None = None) -> CulpritsPage:
    """Return the table of a case; `known` is what the catalogue says, asked for where it is not given."""
    facts = assessment.facts
    rows = rank_drugs(assessment, known)
    courses = {course.ref: course for course in facts.drugs}
    return CulpritsPage(
        rows=tuple(_row(facts, row, courses) for row in rows),
        explained=EXPLAINED,
        scales=tuple(present_note(scale) for scale in causality.SCALES),
        who_umc_note=WHO_UMC_NOTE,
    )


def rank_drugs(assessment: Assessment, known: Known | None = None) -> tuple[CulpritRow, ...]:
    """Return the drugs of a case as the rules rank them."""
    known = known or known_drugs(assessment.facts)
    return panel.culprits(assessment, known.substances, known.keys)


def _row(facts: CaseFacts, row: CulpritRow, courses: Mapping[str, DrugCourse]) -> CulpritLine:
    other_names = [name for name in row.recorded if name != row.name]
    rank = UNRANKED if row.rank is None else f"{row.rank} =" if row.is_tied else f"{row.rank}"
    tie = ", level with another drug" if row.is_tied else ""
    return CulpritLine(
        key=row.key,
        name=row.name,
        recorded=f"recorded as {', '.join(other_names)}" if other_names else "",
        rank=rank,
        rank_words="not ranked" if row.rank is None else f"rank {row.rank}{tie}",
        place_words=PLACE_WORDS[row.place],
        roles=", ".join(ROLE_WORDS[role] for role in row.roles),
        ingredients=tuple(_ingredient(each) for each in row.ingredients),
        scales=tuple(map(present_scale_of, causality.SCALES, row.scales)),
        who_umc=f"WHO-UMC: {WHO_UMC.words(row.who_umc).lower()}" if row.who_umc else "",
        conclusions=tuple(_conclusion(word, by) for word, by in row.conclusions),
        conflicts=row.conflicts,
        courses=tuple(_link(facts, courses[ref], number) for number, ref in enumerate(row.refs, 1)),
    )


def _ingredient(each: Ingredient) -> IngredientCell:
    lowers = each.id == "presence" and each.direction is Direction.AGAINST
    return IngredientCell(
        id=each.id,
        title=each.title,
        words=each.words,
        direction=each.direction.value,
        direction_words=LOWERS if lowers else DIRECTION_WORDS[each.direction],
        source_words=SOURCE_WORDS[each.source],
        mark=NOT_VERIFIED if each.certainty == "GK" else "",
        notes=each.notes,
    )


def present_scale_of(scale: Scale, result: ScaleResult) -> ScaleCell:
    """Return a scale for one drug; where nobody has answered anything no category is said."""
    low, high = minus(result.lowest.total), minus(result.highest.total)
    count = len(result.questions)
    return ScaleCell(
        id=scale.id,
        name=scale.name,
        total=minus(result.now.total) if result.now and result.is_answered else "–",
        category_words=_category_words(scale, result),
        range_words=low if low == high else f"{low} to {high}",
        open_words=f"{result.open_count} of {count} open" if result.open_count else "nothing open",
        made_for=scale.made_for,
        lines=tuple(_line(answered) for answered in result.questions),
    )


def _category_words(scale: Scale, result: ScaleResult) -> str:
    if not result.is_answered:
        return f"{scale.name}: not answered yet"
    if result.now is None:
        return f"{scale.name}: no total without {', '.join(result.missing)}"
    is_guessed = any(band.floor is not None and band.floor.certainty == "GK" for band in scale.bands)
    mark = f" (bands {NOT_VERIFIED})" if is_guessed else ""
    return f"{scale.words(result.now.category)}{' so far' if result.open_count else ''}{mark}"


def _line(answered: Answered) -> QuestionLine:
    return QuestionLine(
        id=answered.id,
        title=answered.title,
        answer=answered.words,
        points="" if answered.points is None else signed(answered.points),
        source=answered.source.value,
        source_words=SOURCE_WORDS[answered.source],
        why=answered.why,
        record=_record(answered),
        mark=NOT_VERIFIED if answered.certainty == "GK" else "",
        conflict=answered.conflict,
    )


def _record(answered: Answered) -> str:
    """Return what the record says of a question, with the answer that follows from it, if one does."""
    question, told = causality.QUESTIONS.get(answered.id), answered.told
    if told.why == NOT_DERIVED:
        return ""
    follows = question.words(told.answer) if question and told.answer in question.by_word else ""
    return f"{told.why}: {follows}" if follows else told.why


def _conclusion(word: str, by: str) -> str:
    return f"{CONCLUSION_WORDS[word]} ({by})" if by else CONCLUSION_WORDS[word]


def _link(facts: CaseFacts, course: DrugCourse, number: int) -> CourseLink:
    zero = facts.index_day if facts.basis == "relative" else None
    if zero is None and facts.basis == "relative":  # without day 0 no day has a number
        return CourseLink(course.ref, f"course {number}")
    start = show_partial(course.start, course.start_precision, day_zero=zero).replace("day -", "day −")
    known = start and start != "not known"
    return CourseLink(course.ref, f"course from {start}" if known else "course with no first day")


def present_note(scale: Scale) -> ScaleNote:
    """Return what to bear in mind of a scale."""
    source = scale.citation
    return ScaleNote(scale.name, scale.made_for, scale.weakness, f"{source.reference}; {source.read}")
