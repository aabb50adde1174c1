"""Find where a table keeps its tests, its dates and its values."""

from .naming import Names
from .parts import LIST, TESTS_ACROSS, TESTS_DOWN, Choices, Known, Option, Question, Sheet
from .plan import Plan
from .plan_across import plan_across
from .plan_down import plan_down
from .plan_list import plan_list
from .shape import Look, find_layout

LAYOUTS = {
    TESTS_DOWN: "Tests as lines, dates as columns",
    TESTS_ACROSS: "Tests as columns, one date a line",
    LIST: "One result a line",
}
PLANNERS = {TESTS_DOWN: plan_down, TESTS_ACROSS: plan_across, LIST: plan_list}
NOT_FOUND = "No name of a test and no date was found"
NO_LAYOUT = "Say how the table is laid out"


def find_plan(sheet: Sheet, choices: Choices, known: Known, names: Names) -> tuple[Plan, list[Question]]:
    """Return where a table keeps what, as chosen, declared or found; and the question where it is not."""
    look = Look(sheet, known.today, names)
    layout = choices.layout or sheet.declared.get("layout", "") or find_layout(look)
    if layout in PLANNERS:
        return PLANNERS[layout](look), []
    plan = Plan("")
    for place, row in zip(sheet.places, sheet.rows, strict=True):
        plan.leave(place, " ".join(filter(None, row)), NO_LAYOUT)
    options = tuple(Option(name, words) for name, words in LAYOUTS.items())
    return plan, [Question("layout", "How is the table laid out?", options, why=NOT_FOUND)]
