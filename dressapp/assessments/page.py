"""The page object of an assessment: strings and tones only; screen, print and PDF render this one object."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScaleCell:
    """One total on the scale from −4 to 9."""

    total: int
    label: str
    tone: str
    is_now: bool
    is_in_range: bool
    is_if_course_goes_on: bool


@dataclass(frozen=True, slots=True)
class ChoiceOption:
    """One answer that can be given to an item."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class OrganRow:
    """One organ: the answer, the data's threshold and its reason."""

    id: str
    name: str
    answer: str
    answer_words: str
    threshold: str
    threshold_words: str
    why: str
    explanation: str
    is_waiting: bool
    options: tuple[ChoiceOption, ...]


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item: what it asks, what the data say, the answer and the points."""

    id: str
    title: str
    asks: str
    answer: str
    answer_words: str
    source: str
    source_words: str
    points: str
    why: str
    data_words: str
    data_answer: str
    data_answer_words: str
    contradiction: str
    citation: str
    options: tuple[ChoiceOption, ...]
    organs: tuple[OrganRow, ...]


@dataclass(frozen=True, slots=True)
class FootingRow:
    """One answer that the verdict rests on."""

    item: str
    words: str
    strength: str
    reversed_words: str
    is_folded: bool


@dataclass(frozen=True, slots=True)
class LeverRow:
    """One open item and what each answer would make of the total."""

    item: str
    title: str
    moves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrugRow:
    """One drug's latency check."""

    ref: str
    name: str
    role: str
    role_words: str
    days: str
    verdict: str
    verdict_words: str
    why: str
    notes: tuple[str, ...]
    conclusion_words: str


@dataclass(frozen=True, slots=True)
class MissingRow:
    """One organ with what is not on record."""

    organ: str
    words: str


@dataclass(frozen=True, slots=True)
class ScorePage:
    """One assessment in words."""

    total: str
    headline: str
    subline: str
    tone: str
    course: str
    course_words: str
    day_words: str
    range_words: str
    goes_on_words: str
    scale: tuple[ScaleCell, ...]
    items: tuple[ItemRow, ...]
    organs_waiting: tuple[str, ...]
    footing_intro: str
    footing: tuple[FootingRow, ...]
    levers: tuple[LeverRow, ...]
    conflicts: tuple[str, ...]
    now: tuple[str, ...]
    not_on_record: tuple[MissingRow, ...]
    drugs: tuple[DrugRow, ...]
    measured_open: int
    ruleset_words: str
    readings: tuple[str, ...]
