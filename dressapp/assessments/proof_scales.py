"""The scales of causality, and what only time tells, as the proof shows them."""

from types import ModuleType

from scoring import clock
from scoring.causality import alden, naranjo, presence, record, sefv
from scoring.causality.scale import Question, Scale
from scoring.derive import cause_readings, viruses
from scoring.explain import minus, signed

from .proof_lines import Entry, Line
from .words import capital

FLOORS = {
    "CONDITIONAL_FROM": "Conditional, from",
    "UNLIKELY_FROM": "Unlikely, from",
    "POSSIBLE_FROM": "Possible, from",
    "PROBABLE_FROM": "Probable, from",
    "VERY_PROBABLE_FROM": "Very probable, from",
    "DEFINITE_FROM": "Definite, from",
}


def _line(question: Question) -> Line:
    points = [f"{option.words}: {signed(option.points)}" for option in question.options]
    unknown = [] if question.unknown is None else [f"unknown: {signed(question.unknown)}"]
    return Line(question.title, question.asks, (*points, *unknown))


def _bands(scale: Scale) -> tuple[Line, ...]:
    floors = [minus(int(band.floor.value)) for band in scale.bands if band.floor]
    told = [f"below {floors[0]}", *(f"from {floor}" for floor in floors)]
    return tuple(Line(band.words, words) for band, words in zip(scale.bands, told, strict=True))


def _entry(scale: Scale, module: ModuleType, words: dict[str, str]) -> Entry:
    return Entry(
        id=scale.id,
        title=scale.name,
        says=f"{capital(scale.made_for)}. Weak in DRESS: {scale.weakness}.",
        modules=(module,),
        items=tuple(map(_line, scale.questions)),
        bands=_bands(scale),
        words=FLOORS | words,
        sources=(scale.citation,),
    )


SCALES = (
    _entry(sefv.SCALE, sefv, {}),
    _entry(naranjo.SCALE, naranjo, {}),
    _entry(
        alden.SCALE,
        alden,
        {
            "FIRST_DAYS": "Likely, days up to",
            "SUGGESTIVE_TO": "Suggestive, days up to",
            "COMPATIBLE_TO": "Compatible, days up to",
            "OTHER_ABOVE": "Another drug counts where its own points are above",
            "OTHER_POINTS": "Points for another drug above that",
        },
    ),
    Entry(
        id="which-drug",
        title="Which drug",
        says="Every drug ranked fact by fact, without a total. The order of the facts is our own choice.",
        modules=(presence, record),
        words={
            "HALF_LIVES": "Left the body after, from the last day",
            "STILL_SUSPECT": "Stays suspect where it was stopped before the onset by at most",
            "WELL_KNOWN_FROM": "Previous knowledge (SEFV): well known from",
            "LISTED_FROM": "Previous knowledge (SEFV): occasional reports from",
        },
    ),
)
WAITING = (
    Entry(
        id="other-causes",
        title="Tests for other causes and viruses",
        says="The count towards three under each reading of the printed tables; the score counts groups.",
        modules=(cause_readings, viruses),
        words={
            "WORTH": "Other causes excluded, worth",
            "HHV6_FROM": "HHV-6 reactivation is looked for from day",
            "HHV6_TO": "HHV-6 reactivation is looked for up to day",
        },
    ),
    Entry(
        id="ward-clock",
        title="Ward clock",
        says="From which day something can be known. It scores nothing, and orders nothing.",
        modules=(clock,),
        words={
            "FIRST_WEEK": "A low score is not yet classifiable up to day",
            "PERSISTS_FROM": "Still ill after the drug was stopped (J-SCAR), after",
            "DIABETES_MEAN": "Late diabetes, mean day after onset",
            "VISITS_UNTIL": "Visits during the first",
        },
    ),
)
