"""The names of items, organs and answers, for pages that show them away from the score."""

from collections.abc import Mapping

from scoring.causality.culprits import QUESTIONS, SCALES
from scoring.derive.organs import ORGANS
from scoring.regiscar.items import ANSWER_WORDS, BY_ID

from .forms import COUNT, ORGAN

# The words that may be stored of each question about a drug's part in the reaction.
CAUSALITY_WORDS = {key: question.answers for key, question in QUESTIONS.items()}


def name_item(item: str) -> str:
    """Return the name of an item, an organ, or the bare number of organs."""
    if item == COUNT:
        return "Number of organs"
    if item in BY_ID:
        return BY_ID[item].title
    return ORGANS.get(item.removeprefix(ORGAN), item)


def name_answer(answer: str) -> str:
    """Return an answer in words."""
    return capital(ANSWER_WORDS.get(answer, answer))


def capital(words: str) -> str:
    """Return words with a capital letter in front, the rest as it is."""
    return f"{words[:1].upper()}{words[1:]}"


def name_causality(answers: Mapping[str, str]) -> str:
    """Return answers about a drug's part in the reaction in one line, in the order of the questions."""
    named = (
        f"{_scale_of(key)}{question.title}: {question.words(answers[key])}"
        for key, question in QUESTIONS.items()
        if key in answers
    )
    return "; ".join(named)


def _scale_of(key: str) -> str:
    """Return the name of the scale that a question belongs to, for the front of a line; blank for our own."""
    return next((f"{scale.name} " for scale in SCALES if key.startswith(f"{scale.id}.")), "")
