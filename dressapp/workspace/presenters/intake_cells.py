"""The cells of a table that wait for a person's word, and everything that is asked of the whole table."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.forms import BoundField

from dressapp.labs.paste.parts import (
    ASKED,
    CONFLICT,
    REFUSED,
    Cell,
    Question,
)
from dressapp.workspace.intake_fields import ANCHOR, ON, TYPED_DAY
from dressapp.workspace.intake_forms import ChoicesForm
from scoring.kernel import units

from .intake_part import OPEN, Part
from .intake_words import count, name_date, name_head, show_stored

RIGHT, SKIP = ("right", "Yes, this value is right"), ("skip", "Leave out")
WRITE, AGAIN = ("write", "Write instead:"), ("again", "Decide again")
KEEP, TAKE, BOTH = ("keep", "Keep what is stored"), ("take", "Take this one"), ("both", "Keep both")
WAYS = {
    ASKED: (RIGHT, WRITE, SKIP),
    REFUSED: (WRITE, SKIP),
    CONFLICT: (KEEP, TAKE, BOTH),
}
SAID = {
    "right": "confirmed as right",
    "skip": "left out",
    "keep": "the stored value stays",
    "take": "replaces the stored value",
    "both": "stored beside the other value",
}


@dataclass(frozen=True, slots=True)
class Way:
    """One radio button: its value, its words, an example, and whether it is the answer in force."""

    id: str
    value: str
    words: str
    example: str = ""
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about the whole table: open, or a statement that can be changed."""

    name: str
    id: str
    title: str
    answer: str
    why: str
    ways: tuple[Way, ...]
    is_open: bool
    day: BoundField | None
    typed_id: str
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """A cell that waits for a person's word, or has it: where it stands, what is wrong, and the ways out."""

    name: str
    id: str
    title: str
    place: str
    given: str
    understood: str
    stored: tuple[str, ...]
    problem: str
    said: str
    ways: tuple[Way, ...]
    number: BoundField
    can_write: bool
    is_open: bool
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bulk:
    """One word for many cells."""

    name: str
    id: str
    title: str
    ways: tuple[Way, ...]


def present_questions(part: Part, form: ChoicesForm) -> tuple[Asked, ...]:
    """Return what is asked of the whole table, the open questions first."""
    asked = [_question(question, form) for question in part.questions]
    return tuple(sorted(asked, key=lambda each: not each.is_open))


def _question(question: Question, form: ChoicesForm) -> Asked:
    field, day = form[question.name], f"{question.name}{ON}"
    has_day = question.name.startswith(ANCHOR) and any(
        option.value.startswith(TYPED_DAY) for option in question.options
    )
    chosen = _value(field)
    errors = [*field.errors, *(form[day].errors if has_day else ())]
    answer = next((option for option in question.options if option.value == question.answer), None)
    ways = tuple(
        Way(
            f"{field.id_for_label}_{place}",
            option.value,
            option.words,
            option.example,
            option.value == chosen,
        )
        for place, option in enumerate(question.options)
    )
    return Asked(
        name=question.name,
        id=field.id_for_label,
        title=question.title,
        answer=answer.words if answer else question.answer,
        why=question.why,
        ways=ways,
        is_open=not question.answer or bool(errors),
        day=form[day] if has_day else None,
        typed_id=next((way.id for way in ways if way.value.startswith(TYPED_DAY)), ""),
        errors=tuple(errors),
    )


def _value(field: BoundField) -> str:
    return str(field.value() or "")


def present_decisions(part: Part, form: ChoicesForm) -> tuple[Decision, ...]:
    """Return the page's cells that a person decides, in the order of the table."""
    tests = {head.key: head for head in part.reading.tests}
    dates = {head.key: head for head in part.reading.dates}
    return tuple(_decision(cell, tests, dates, part, form) for cell in part.decisions.things)


def _decision(cell: Cell, tests: Mapping, dates: Mapping, part: Part, form: ChoicesForm) -> Decision:
    test, when = tests[cell.test], dates[cell.when]
    field, number = form[f"cell-{cell.key}"], form[f"number-{cell.key}"]
    said, is_open = part.choices.cells.get(cell.key, ""), cell.state in OPEN
    ways = _ways(cell, said)
    return Decision(
        name=field.html_name,
        id=field.id_for_label,
        title=f"{name_head(test)} on {name_date(when)}",
        place=", ".join(part for part in (test.place, when.text) if part),
        given=cell.text,
        understood=_understood(cell),
        stored=tuple(show_stored(stored) for stored in cell.stored),
        problem=cell.problem,
        said="" if is_open else _said(said),
        ways=tuple(
            Way(f"{field.id_for_label}_{value}", value, words, "", value == _value(field))
            for value, words in ways
        ),
        number=number,
        can_write=WRITE in ways,
        is_open=is_open,
        errors=(*field.errors, *number.errors),
    )


def _ways(cell: Cell, said: str) -> tuple[tuple[str, str], ...]:
    """Return the ways out of a cell; one that was decided can be decided again."""
    if cell.state in WAYS:
        return WAYS[cell.state]
    if said in ("keep", "take", "both"):
        return (*WAYS[CONFLICT], AGAIN)
    return (*(WAYS[ASKED] if said == "right" else WAYS[REFUSED]), AGAIN)


def _understood(cell: Cell) -> str:
    """Return a number where it differs from the text of the cell."""
    return units.with_unit(cell.raw, cell.unit) if cell.raw else ""


def _said(said: str) -> str:
    return f"{said[1:]} is taken instead" if said.startswith("=") else SAID.get(said, "")


def present_bulk(part: Part, form: ChoicesForm) -> tuple[Bulk, ...]:
    """Return the one word for all conflicts, and the one for all cells that cannot be read."""
    counts = part.reading.counts
    ways = {
        "conflicts": (("", "one by one"), *WAYS[CONFLICT]),
        "rest": (("", "one by one"), ("skip", "Leave all of them out")),
    }
    titles = {
        "conflicts": f"All conflicts with stored values{_of(counts.get(CONFLICT, 0))}",
        "rest": f"All cells that cannot be read{_of(counts.get(REFUSED, 0))}",
    }
    return tuple(_bulk(name, titles[name], ways[name], form) for name in ways if part.offers(name))


def _of(number: int) -> str:
    return f" ({number:,})" if number else ""


def _bulk(name: str, title: str, ways: tuple[tuple[str, str], ...], form: ChoicesForm) -> Bulk:
    field = form[name]
    made = tuple(
        Way(f"{field.id_for_label}_{value or 'each'}", value, words, "", value == _value(field))
        for value, words in ways
    )
    return Bulk(name, field.id_for_label, title, made)


def decisions_title(part: Part) -> str:
    """Say how many cells are open, or that all are decided."""
    to_decide = sum(part.reading.counts.get(state, 0) for state in OPEN)
    if to_decide:
        return f"{count(to_decide, 'cell needs', 'cells need')} a decision"
    return f"{count(part.decisions.count, 'cell')} decided by hand"
