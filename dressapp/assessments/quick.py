"""A score from answers alone: of nobody, without dates, and stored nowhere."""

from collections.abc import Mapping
from datetime import date

from scoring import panel
from scoring.derive.organs import ORGANS
from scoring.facts import Answer, CaseDates, CaseFacts
from scoring.panel import Assessment
from scoring.regiscar.items import ITEMS

from .forms import ORGAN

TITLES = {item.id: item.title for item in ITEMS} | {ORGAN + organ: name for organ, name in ORGANS.items()}
ASKS = {item.id: item.asks for item in ITEMS}


def assess_answers(answers: Mapping[str, str], *, closed_on: date | None) -> Assessment:
    """Return what answers by item or organ (`organs.liver`) score; without a closing day it goes on."""
    return panel.assess(
        CaseFacts(
            dates=CaseDates(closed_on=closed_on),
            answers={item: Answer(word) for item, word in answers.items() if not item.startswith(ORGAN)},
            organs={
                item.removeprefix(ORGAN): Answer(word)
                for item, word in answers.items()
                if item.startswith(ORGAN)
            },
        )
    )
