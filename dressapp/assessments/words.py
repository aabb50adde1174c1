"""The names of items, organs and answers, for pages that show them away from the score."""

from scoring.derive.organs import ORGANS
from scoring.regiscar.items import ANSWER_WORDS, BY_ID

from .forms import COUNT, ORGAN


def name_item(item: str) -> str:
    """Return the name of an item, an organ, or the bare number of organs."""
    if item == COUNT:
        return "Number of organs"
    if item in BY_ID:
        return BY_ID[item].title
    return ORGANS.get(item.removeprefix(ORGAN), item)


def name_answer(answer: str) -> str:
    """Return an answer in words."""
    words = ANSWER_WORDS.get(answer, answer)
    return f"{words[:1].upper()}{words[1:]}"
