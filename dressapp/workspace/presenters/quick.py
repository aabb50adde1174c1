"""The quick score in words: the questions with their radios, and the answers that go into a case."""

from dataclasses import dataclass

from django.forms import BoundField

from dressapp.assessments.forms import ORGAN, choices_of
from dressapp.assessments.page import ChoiceOption, FootingRow, ScorePage
from dressapp.assessments.presenters import present_choices
from dressapp.assessments.quick import ASKS, TITLES

from ..quick_form import COURSE, QuickForm


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its options; `name` is what the address says, `anchor` where the rail leads."""

    name: str
    anchor: str
    title: str
    asks: str
    options: tuple[ChoiceOption, ...]

    @property
    def is_answered(self) -> bool:
        """Tell whether one of the options is chosen."""
        return any(option.is_chosen for option in self.options)


@dataclass(frozen=True, slots=True)
class QuickShell:
    """What the rail needs beside the page object."""

    footing: tuple[FootingRow, ...]
    footing_folded: tuple[FootingRow, ...]
    score_url: str = ""
    problem: str = ""


def present_questions(form: QuickForm) -> tuple[Question, ...]:
    """Return the nine items that are one question each."""
    return tuple(_question(form[item], asks) for item, asks in ASKS.items())


def present_organs(form: QuickForm) -> tuple[Question, ...]:
    """Return the six organs."""
    return tuple(_question(form[name], "") for name in TITLES if name.startswith(ORGAN))


def present_course(form: QuickForm) -> Question:
    """Return whether the course is over."""
    return _question(form[COURSE], "")


def _question(field: BoundField, asks: str) -> Question:
    options = present_choices((value for value, _ in field.field.choices), field.value() or "")
    return Question(field.name, f"item-{field.name.replace('.', '-')}", field.label, asks, options)


def present_shell(page: ScorePage) -> QuickShell:
    """Return what the rail needs of a page object."""
    return QuickShell(
        footing=tuple(row for row in page.footing if not row.is_folded),
        footing_folded=tuple(row for row in page.footing if row.is_folded),
    )


def present_carried(answers: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Return answers as titles and words."""
    return tuple((TITLES[item], dict(choices_of(item))[word]) for item, word in answers.items())
