"""A published scale of questions and points: what is answered, what the record tells, total and range.

A clinician's answer wins over what the record tells, and both stay visible. A question that nobody answered
counts as published for *unknown*; where nothing is published for it, there is no total, only a range.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scoring.causality.candidate import UNKNOWN, Candidate
from scoring.kernel.citation import Citation, Threshold
from scoring.kernel.result import Source, Total

NOT_DERIVED = "Nothing on record decides this"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a question, with its points and how sure we are of them (kernel.citation.CERTAINTY)."""

    word: str
    words: str
    points: int = 0
    certainty: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """One question; `unknown` are the points published for an unknown answer, None where none are.

    `note` says what to bear in mind, `may_be_unknown` whether *unknown* is an answer of its own.
    """

    id: str
    title: str
    asks: str
    options: tuple[Option, ...]
    unknown: int | None = None
    note: str = ""
    may_be_unknown: bool = True
    by_word: Mapping[str, Option] = field(init=False)
    answers: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Keep the options by their words, and every word that may be stored."""
        by_word = {option.word: option for option in self.options}
        object.__setattr__(self, "by_word", by_word)
        object.__setattr__(self, "answers", (*by_word, UNKNOWN) if self.may_be_unknown else tuple(by_word))

    def words(self, word: str) -> str:
        """Return an answer as people read it."""
        return self.by_word[word].words if word in self.by_word else UNKNOWN


@dataclass(frozen=True, slots=True)
class Band:
    """One category of a scale: the least total that falls in it (None for the lowest), and its words."""

    category: str
    words: str
    floor: Threshold | None


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """One scale: what it was made for, where it is weak in DRESS, its questions, its bands, lowest first."""

    id: str
    name: str
    made_for: str
    weakness: str
    citation: Citation
    questions: tuple[Question, ...]
    bands: tuple[Band, ...]

    def category(self, total: int) -> str:
        """Return the category that a total falls in."""
        reached = [band for band in self.bands if band.floor is None or total >= band.floor.value]
        return reached[-1].category

    def total(self, points: int) -> Total:
        """Return a total with its category."""
        return Total(points, self.category(points))

    def words(self, category: str) -> str:
        """Return a category as people read it, the scale named first: `Naranjo: probable`."""
        return f"{self.name}: {next(band.words for band in self.bands if band.category == category)}"


@dataclass(frozen=True, slots=True)
class Told:
    """What the record tells of a question: an answer, or which answers it leaves open, and why.

    `open_to` are answers that may still hold (beside the one given); blank with an unknown answer: every one.
    """

    why: str
    answer: str = UNKNOWN
    open_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """One question of a scale as it stands: the answer, its points (None: none published), their bounds."""

    id: str
    title: str
    answer: str
    words: str
    points: int | None
    lowest: int
    highest: int
    source: Source
    why: str
    told: Told
    certainty: str = ""
    conflict: str = ""

    @property
    def is_open(self) -> bool:
        """Say whether the points can still become others."""
        return self.lowest != self.highest


@dataclass(frozen=True, slots=True)
class ScaleResult:
    """A scale applied to one drug; `now` is None where a missing answer has no published points."""

    scale: str
    now: Total | None
    lowest: Total
    highest: Total
    questions: tuple[Answered, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The titles of the questions without which there is no total."""
        return tuple(answered.title for answered in self.questions if answered.points is None)

    @property
    def is_answered(self) -> bool:
        """Say whether the clinician or the record answered any question."""
        return any(answered.source is not Source.UNKNOWN for answered in self.questions)

    @property
    def open_count(self) -> int:
        """How many questions can still give other points."""
        return sum(answered.is_open for answered in self.questions)


def answer_all(
    questions: tuple[Question, ...], candidate: Candidate, told: Mapping[str, Told]
) -> tuple[Answered, ...]:
    """Return each question with its answer: the clinician's, else what the record tells, else unknown."""
    return tuple(_of_candidate(question, candidate, told[question.id]) for question in questions)


def _of_candidate(question: Question, candidate: Candidate, told: Told) -> Answered:
    """Return one question; one that was answered differently for two courses stays unknown."""
    contested = candidate.contested.get(question.id)
    if contested is None:
        return answer(question, candidate.answers.get(question.id), told)
    words = ", ".join(question.words(word) for word in contested)
    why = f"Answered differently for its courses ({words}): none counts"
    return _answered(question, UNKNOWN, _every(question), Source.CLINICIAN, why, told)


def answer(question: Question, given: str | None, told: Told) -> Answered:
    """Return one question with its answer; a word that is none of its answers is not answered."""
    if given in question.answers:
        return _by_clinician(question, given, told)
    source = Source.UNKNOWN if told.answer == UNKNOWN else Source.DATA
    open_to = told.open_to or (_every(question) if told.answer == UNKNOWN else ())
    return _answered(question, told.answer, open_to, source, told.why, told)


def _by_clinician(question: Question, given: str, told: Told) -> Answered:
    """Return a question that the clinician answered; an *unknown* leaves every answer open."""
    open_to = _every(question) if given == UNKNOWN else ()
    why = f"The clinician answered {question.words(given)}. {told.why}"
    conflict = _conflict(question, given, told)
    return _answered(question, given, open_to, Source.CLINICIAN, why, told, conflict)


def _every(question: Question) -> tuple[str, ...]:
    return tuple(question.by_word)


def _answered(
    question: Question,
    word: str,
    open_to: tuple[str, ...],
    source: Source,
    why: str,
    told: Told,
    conflict: str = "",
) -> Answered:
    option = question.by_word.get(word)
    possible = [question.by_word[each].points for each in open_to]
    if option:
        possible.append(option.points)
    return Answered(
        id=question.id,
        title=question.title,
        answer=word,
        words=option.words if option else UNKNOWN,
        points=option.points if option else question.unknown,
        lowest=min(possible),
        highest=max(possible),
        source=source,
        why=why,
        told=told,
        certainty=option.certainty if option else "",
        conflict=conflict,
    )


def _conflict(question: Question, given: str, told: Told) -> str:
    """Say where the clinician's answer contradicts the record."""
    if UNKNOWN in (given, told.answer) or given in (told.answer, *told.open_to):
        return ""
    return (
        f"{question.title}: the clinician answered {question.words(given)}, the record says "
        f"{question.words(told.answer)} ({told.why})"
    )


def apply(scale: Scale, candidate: Candidate, told: Mapping[str, Told]) -> ScaleResult:
    """Return a scale for one substance; of a question that `told` leaves out the record says nothing."""
    every = dict.fromkeys((question.id for question in scale.questions), Told(NOT_DERIVED)) | dict(told)
    return add_up(scale, answer_all(scale.questions, candidate, every))


def add_up(scale: Scale, questions: tuple[Answered, ...]) -> ScaleResult:
    """Return the total as published for what is unknown, and what the open questions can make of it."""
    points = [answered.points for answered in questions]
    known = [each for each in points if each is not None]
    return ScaleResult(
        scale=scale.id,
        now=scale.total(sum(known)) if len(known) == len(points) else None,
        lowest=scale.total(sum(answered.lowest for answered in questions)),
        highest=scale.total(sum(answered.highest for answered in questions)),
        questions=questions,
    )
