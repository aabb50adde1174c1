"""The rules as the proof shows them: items and numbers, from the tables of the engine."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from types import ModuleType
from typing import Any

from scoring import panel
from scoring.analytes import ANALYTES, Analyte
from scoring.derive import latency
from scoring.explain import CATEGORY_WORDS, minus, signed
from scoring.facts import CaseFacts, DrugCourse
from scoring.kernel import units
from scoring.kernel.citation import CERTAINTY, GENERAL_KNOWLEDGE, Citation, Threshold
from scoring.regiscar import items, organs
from scoring.regiscar.ruleset import HIGHEST_TOTAL, LOWEST_TOTAL, category

TIMES = {"xULN": "× upper limit", "xbaseline": "× baseline"}
CLASSES = {"J01": "Antibacterials (ATC J01)", "V08A": "iodinated contrast (ATC V08A)"}


@dataclass(frozen=True, slots=True)
class Line:
    """One item or band of a rule set: its title, what it asks, and the points of each answer, if any."""

    title: str
    asks: str
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a rule: what it decides, its value with its unit, its source and how sure it is."""

    name: str
    value: str
    source: Citation
    mark: str

    @property
    def certainty(self) -> str:
        """How sure the number is, in words."""
        return CERTAINTY[self.mark]


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule set: what it is, its items and bands, the modules with its thresholds, and words for them.

    `sources` are those of the items; those of the thresholds are added. `more` are further numbers.
    """

    id: str
    title: str
    says: str
    modules: tuple[ModuleType, ...] = ()
    items: tuple[Line, ...] = ()
    bands: tuple[Line, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    more: tuple[Number, ...] = ()
    sources: tuple[Citation, ...] = ()
    readings: tuple[str, ...] = ()


def regiscar_lines() -> tuple[Line, ...]:
    """Return the ten items in the order of the score."""
    return tuple(_regiscar_line(item) for item in panel.assess(CaseFacts()).regiscar.items)


def _regiscar_line(name: str) -> Line:
    if name not in items.BY_ID:
        counts = ("none", "one", "two or more")
        points = (f"{counts[number]}: {signed(number)}" for number in range(items.ORGAN_CAP + 1))
        return Line(organs.TITLE, organs.ASKS, tuple(points))
    item = items.BY_ID[name]
    points = (f"{items.ANSWER_WORDS[word]}: {signed(number)}" for word, number in item.points.items())
    return Line(item.title, item.asks, tuple(points))


def class_lines() -> tuple[Line, ...]:
    """Return the classes with their totals."""
    spans = groupby(range(LOWEST_TOTAL, HIGHEST_TOTAL + 1), key=category)
    return tuple(Line(CATEGORY_WORDS[name], _span(map(minus, totals))) for name, totals in spans)


def latency_lines() -> tuple[Line, ...]:
    """Return the bands of days to onset, and what moves a drug into the usual one."""
    rapid = DrugCourse("any", atc=latency.RAPID_CLASSES[0])
    known = DrugCourse("any", previous_exposure="reacted")
    return (
        *(Line(latency.VERDICTS[name], days) for name, days in _bands(DrugCourse("any")).items()),
        Line(" and ".join(CLASSES[code] for code in latency.RAPID_CLASSES), _usual(rapid)),
        Line("A drug that the patient reacted to before", _usual(known)),
    )


def _usual(drug: DrugCourse) -> str:
    return f"{latency.VERDICTS['typical']}: {_bands(drug)['typical']}"


def _bands(drug: DrugCourse) -> dict[str, str]:
    """Return the days of each verdict; the first and the last have no end."""
    last = int(latency.LATE_TO.value)
    spans = groupby(range(-1, last + 2), key=lambda days: latency.band(days, drug))
    bands = {name: f"{_span(map(str, days))} d" for name, days in spans}
    return bands | {"started_after_onset": "less than 0 d", "very_late": f"more than {last} d"}


def _span(numbers: Iterable[str]) -> str:
    first, *rest = numbers
    return f"{first} to {rest[-1]}" if rest else first


def numbers_of(modules: Iterable[ModuleType], words: Mapping[str, str]) -> tuple[Number, ...]:
    """Return every threshold of some modules; one without words is called by its own name."""
    return tuple(
        Number(words.get(name, _spelled(name)), show_threshold(number), number.source, number.certainty)
        for name, number in thresholds_of(modules)
    )


def thresholds_of(modules: Iterable[ModuleType]) -> tuple[tuple[str, Threshold], ...]:
    """Return every threshold that modules hold with its name, each once, in the order of the code."""
    found: dict[int, tuple[str, Threshold]] = {}
    for module in modules:
        for name, value in vars(module).items():
            for named, number in _flat(name, value):
                found.setdefault(id(number), (named, number))
    return tuple(found.values())


def _flat(name: str, value: Any) -> Iterator[tuple[str, Threshold]]:
    """Yield a threshold by its name, and those of a table by its name and their key or place."""
    if isinstance(value, Threshold):
        yield name, value
    elif isinstance(value, Mapping) and not name.startswith("__"):
        yield from ((f"{name} {key}", row) for key, row in value.items() if isinstance(row, Threshold))
    elif isinstance(value, tuple):
        yield from ((f"{name} {at}", row) for at, row in enumerate(value, 1) if isinstance(row, Threshold))


def _spelled(name: str) -> str:
    return name.strip("_").replace("_", " ").capitalize()


def show_threshold(number: Threshold) -> str:
    """Return a threshold with its unit as people write it."""
    unit = TIMES.get(number.unit, units.label(number.unit))
    if number.unit == "points" and abs(number.value) == 1:
        unit = "point"
    return f"{minus(units.shown(number.value))} {unit}".rstrip()


def limit_numbers() -> tuple[Number, ...]:
    """Return the assumed limits of normal."""
    return tuple(
        Number(analyte.full_name, _limits(analyte), source, "GK" if source == GENERAL_KNOWLEDGE else "V")
        for analyte in ANALYTES.values()
        if (source := analyte.limits_source)
    )


def _limits(analyte: Analyte) -> str:
    limits = (analyte.lower, analyte.upper)
    low, high = (units.shown(limit) if limit is not None else "" for limit in limits)
    words = f"{low} to {high}" if low and high else f"from {low}" if low else f"up to {high}"
    return units.with_unit(words, analyte.unit)
