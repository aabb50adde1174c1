"""A02: unknown is never read as no, units and order change nothing, thresholds are exact, no form answers."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

from django import forms
from django.test import Client
from django.urls import reverse

from scoring.analytes import Analyte
from scoring.facts import Answer, CaseDates, CaseFacts, LabPoint, Measure
from scoring.kernel.result import ScoreResult
from scoring.panel import assess
from scoring.regiscar import items
from tests.accept.database import test_database
from tests.accept.outcome import Outcome
from tests.factories.people import make_user
from tests.factories.records import make_case, make_drug
from tests.scoring.regiscar import oracle
from tests.web.security.world import READS, Full, make_full_case

CHECK, NAME, DATABASES, IN_TESTS = "A02", "unknown", ("sqlite",), True
PROVES = ("H01", "H03", "H04")

CASES, CASES_OF_THE_TWIN = 20_000, 2_000
DAY_0 = date(2026, 3, 12)
STEP = Decimal("0.001")
WORDS = {name: sorted(words) for name, words in oracle.POINTS.items() if name != "organs"}
# Each unit with what one unit of the first is worth in it; all exact.
UNITS = {
    "eosinophils_abs": {"/uL": 1, "10*9/L": Decimal("0.001"), "10*3/uL": Decimal("0.001")},
    "wbc": {"/uL": 1, "10*9/L": Decimal("0.001"), "10*3/uL": Decimal("0.001")},
    "temperature": {"Cel": 1, "[degF]": None},
}


def check(database: str) -> Outcome:
    """Try 20,000 cases, each threshold and each page."""
    failures = _try_cases(CASES) + _try_thresholds()
    with test_database(database):
        chosen, pages = _find_chosen()
    none = [] if pages["controls"] else ["no page has anything to choose, so nothing was looked at"]
    return Outcome(CASES + len(THRESHOLDS) * 3, failures + chosen + none, pages)


def twin(database: str) -> Outcome:
    """Read unknown as no, round before comparing, and choose an answer: each must be found."""
    items.BIOPSY.points["unknown"] = -1
    unknown = _try_cases(CASES_OF_THE_TWIN)
    items.BIOPSY.points["unknown"] = 0
    exact = Analyte.canonical
    Analyte.canonical = lambda self, value, unit: round(exact(self, value, unit), 2)
    rounded = _try_thresholds()
    Analyte.canonical = exact
    _choose_the_first_answer()
    with test_database(database):
        chosen, _ = _find_chosen()
    found = (unknown, rounded, chosen)
    return Outcome(CASES_OF_THE_TWIN, [each for part in found for each in part] if all(found) else [])


def _try_cases(count: int) -> list[str]:
    """Return what does not hold of so many cases made at random."""
    chance = random.Random(20261129)
    return [f"case {n}: {words}" for n in range(count) for words in _try_case(chance)]


def _try_case(chance: random.Random) -> Iterator[str]:
    """Yield what does not hold of one case made at random."""
    facts = _make_facts(chance)
    score = assess(facts).regiscar
    yield from _out_of_range(score)
    yield from _read_as_no(score)
    yield from _moved_by_units(facts, score, chance)
    yield from _lowered_by_eosinophils(facts, score, chance)
    yield from _narrowed_by_unknown(facts, score, chance)


def _make_facts(chance: random.Random) -> CaseFacts:
    """Return a case with some answers and some results, open or closed."""
    answered = [name for name in WORDS if chance.random() < 0.6]
    answers = {name: Answer(chance.choice(WORDS[name])) for name in answered}
    answers = {name: Answer("unknown", "not_done") if answer.word == "not_done" else answer
               for name, answer in answers.items()}  # fmt: skip
    closed = DAY_0 + timedelta(days=chance.randint(20, 60)) if chance.random() < 0.5 else None
    labs = tuple(_make_lab(chance, place) for place in range(chance.randint(0, 3)))
    count = chance.choice([None, 0, 1, 2, 3])
    return CaseFacts(dates=CaseDates(rash_onset=DAY_0, closed_on=closed), answers=answers, labs=labs,
                     organ_count=count)  # fmt: skip


def _make_lab(chance: random.Random, day: int) -> LabPoint:
    """Return a result of a day of its own, so that none contradicts another."""
    name = chance.choice(["eosinophils_abs", "eosinophils_abs", "temperature"])
    value = Decimal(chance.randint(3500, 4200)) / 100 if name == "temperature" else _count(chance)
    return _point(name, value, next(iter(UNITS[name])), day)


def _count(chance: random.Random) -> Decimal:
    """Return a count, often just beside a threshold."""
    near = [Decimal(limit) + step for limit in (700, 1500) for step in (-STEP, 0, STEP)]
    return chance.choice(near) if chance.random() < 0.3 else Decimal(chance.randint(0, 20_000))


def _point(name: str, value: Decimal, unit: str, day: int = 0, upper: Decimal | None = None) -> LabPoint:
    on = DAY_0 + timedelta(days=day)
    return LabPoint(name, on, on.isoformat(), Measure(value), unit, upper)


def _out_of_range(score: ScoreResult) -> Iterator[str]:
    """Yield where the total leaves its range, or the range the scale."""
    further = score.highest_if_course_goes_on
    totals = [
        -4,
        score.lowest.total,
        score.now.total,
        score.highest.total,
        further.total if further else 9,
        9,
    ]
    if totals != sorted(totals):
        yield f"-4, lowest, total, highest, with the course, 9 are {totals}"


def _read_as_no(score: ScoreResult) -> Iterator[str]:
    """Yield each unknown item that does not have the published points of unknown."""
    for name, item in score.items.items():
        if item.answer == "unknown" and item.points != oracle.POINTS[name]["unknown"]:
            yield f"{name} is unknown and gives {item.points}"


def _moved_by_units(facts: CaseFacts, score: ScoreResult, chance: random.Random) -> Iterator[str]:
    """Yield where the same amounts in other units score otherwise."""
    if not facts.labs:
        return
    other = assess(
        replace(facts, labs=tuple(_in_another_unit(point, chance) for point in facts.labs))
    ).regiscar
    if _points(other) != _points(score):
        yield f"in {[point.shown for point in facts.labs]} other units score {_points(other)}"


def _in_another_unit(point: LabPoint, chance: random.Random) -> LabPoint:
    unit = chance.choice(list(UNITS[point.analyte]))
    factor, value = UNITS[point.analyte][unit], point.value.value
    return _point(point.analyte, value * 9 / 5 + 32 if factor is None else value * factor, unit,
                  (point.on - DAY_0).days)  # fmt: skip


def _lowered_by_eosinophils(facts: CaseFacts, score: ScoreResult, chance: random.Random) -> Iterator[str]:
    """Yield where one more sample, or a higher count, lowers the score."""
    labs = [_with_more_eosinophils(point, chance) for point in facts.labs]
    if chance.random() < 0.5:
        labs = [*facts.labs, _point("eosinophils_abs", _count(chance), "/uL", 5)]
    if (total := assess(replace(facts, labs=tuple(labs))).regiscar.now.total) < score.now.total:
        yield f"more eosinophils lower {score.now.total} to {total}"


def _with_more_eosinophils(point: LabPoint, chance: random.Random) -> LabPoint:
    more = chance.randint(0, 1000) if point.analyte == "eosinophils_abs" else 0
    return replace(point, value=Measure(point.value.value + more))


def _narrowed_by_unknown(facts: CaseFacts, score: ScoreResult, chance: random.Random) -> Iterator[str]:
    """Yield where taking an answer back narrows the range, or leaves another answer than unknown."""
    if not facts.answers:
        return
    name = chance.choice(sorted(facts.answers))
    left = {key: answer for key, answer in facts.answers.items() if key != name}
    unsaid = assess(replace(facts, answers=left)).regiscar
    if unsaid.items[name].source != "data":
        if unsaid.items[name].answer != "unknown":
            yield f"{name} left out is {unsaid.items[name].answer}"
        if unsaid.lowest.total > score.lowest.total or unsaid.highest.total < score.highest.total:
            yield f"{name} left out narrows the range"


def _points(score: ScoreResult) -> Mapping[str, Any]:
    every = {name: (item.answer, item.points) for name, item in score.items.items()}
    return every | {"lowest": score.lowest.total, "highest": score.highest.total}


def _of_item(name: str, *, analyte: str, unit: str, more: tuple[LabPoint, ...] = ()) -> Any:
    return lambda value: _scored((_point(analyte, value, unit), *more)).items[name].answer


def _of_organ(organ: str, analyte: str, unit: str, upper: str | None, *, days: tuple[int, ...] = (1,),
              before: str = "") -> Any:  # fmt: skip
    """Return what the threshold of an organ is for a value, twice where it must last, against its limit."""
    limit = Decimal(upper) if upper else None
    own = (_point(analyte, Decimal(before), unit, -20),) if before else ()

    def ask(value: Decimal) -> str:
        labs = (*own, *(_point(analyte, value, unit, day, limit) for day in days))
        organs = _scored(labs).items["organs"].organs
        return next(each.threshold for each in organs if each.organ == organ)

    return ask


def _scored(labs: tuple[LabPoint, ...]) -> ScoreResult:
    return assess(CaseFacts(dates=CaseDates(rash_onset=DAY_0), labs=labs)).regiscar


FEW_CELLS = (_point("wbc", Decimal("3.2"), "10*9/L"),)
FIFTEEN_PERCENT = (_point("eosinophils_pct", Decimal(15), "%"),)
PERCENT = _of_item("eosinophilia", analyte="eosinophils_pct", unit="%", more=FEW_CELLS)
CELLS = _of_item("eosinophilia", analyte="wbc", unit="10*9/L", more=FIFTEEN_PERCENT)
BAND, MOST = "700_to_1499", "1500_or_more"
ABOVE, FROM = ("not_met", "not_met", "met"), ("not_met", "met", "met")
# What asks, the threshold, and the answers 0.001 below, exactly at, and 0.001 above it.
THRESHOLDS = [
    (_of_item("fever", analyte="temperature", unit="Cel"), "38.5", ("unknown", "yes", "yes")),
    (_of_item("fever", analyte="temperature", unit="[degF]"), "101.3", ("unknown", "yes", "yes")),
    *(
        (_of_item("eosinophilia", analyte="eosinophils_abs", unit=unit), limit * worth, (below, at, at))
        for unit, worth in UNITS["eosinophils_abs"].items()
        for limit, below, at in ((700, "none", BAND), (1500, BAND, MOST))
    ),
    (PERCENT, "10", ("none", BAND, BAND)),
    (PERCENT, "20", (BAND, MOST, MOST)),
    (CELLS, "4.0", (BAND, "none", "none")),
    (_of_organ("liver", "alt", "U/L", "40", days=(1, 3)), "80", ABOVE),
    (_of_organ("liver", "bilirubin_direct", "mg/dL", "0.3", days=(1, 3)), "0.6", ABOVE),
    (_of_organ("liver", "bilirubin_direct", "umol/L", "5.1", days=(1, 3)), "10.2", ABOVE),
    (_of_organ("kidney", "creatinine", "mg/dL", None, before="1"), "1.5", FROM),
    (_of_organ("kidney", "creatinine", "umol/L", None, before="88"), "132", FROM),
    (_of_organ("kidney", "urine_protein_24h", "g/(24.h)", None), "1", ABOVE),
    (_of_organ("pancreas", "lipase", "U/L", "160"), "320", ABOVE),
    (_of_organ("pancreas", "amylase", "U/L", "110"), "220", ABOVE),
    (_of_organ("muscle_heart", "ck", "U/L", "267"), "534", ABOVE),
    (_of_organ("muscle_heart", "troponin_t", "ng/L", "14"), "14", ABOVE),
]  # fmt: skip


def _try_thresholds() -> list[str]:
    """Return each value beside a threshold that is judged otherwise than published."""
    return [
        f"threshold {limit}: {Decimal(limit) + step} gives {found}, not {expected}"
        for ask, limit, answers in THRESHOLDS
        for step, expected in zip((-STEP, 0, STEP), answers, strict=True)
        if (found := ask(Decimal(limit) + step)) != expected
    ]


class _Chosen(HTMLParser):
    """Collect what is chosen in what a page would store: radios, boxes, and options that stand for something.

    A form that is sent by GET asks for a page, and shows what was asked for.
    """

    def __init__(self) -> None:
        super().__init__()
        self.controls = 0
        self.chosen: list[str] = []
        self.select = ""
        self.asks_for_a_page = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        if tag == "form":
            self.asks_for_a_page = (held.get("method") or "get").lower() == "get"
        if tag == "select":
            self.select = held.get("name") or ""
        is_box = tag == "input" and held.get("type") in ("radio", "checkbox")
        if self.asks_for_a_page or (not is_box and tag != "option"):
            return
        self.controls += 1
        name = held.get("name") or self.select
        if ("checked" in held or "selected" in held) and held.get("value") and name not in NO_ANSWERS:
            self.chosen.append(f"{name}={held['value']}")

    def handle_endtag(self, tag: str) -> None:
        self.asks_for_a_page = self.asks_for_a_page and tag != "form"


NO_ANSWERS = {"order"}  # of the list of cases
STORED = "role=suspect"  # of the one drug


def _find_chosen() -> tuple[list[str], dict[str, Any]]:
    """Return every answer that is chosen on a page of a case in which nobody answered anything."""
    user = make_user()
    full = make_full_case(user, "A02-full")
    client = Client()
    client.force_login(user)
    case = make_case(user, local_id="A02-bare", rash_onset_on=DAY_0)
    bare = Full(case, full.rows | {"course": make_drug(case, user)})
    failures, pages, controls = [], 0, 0
    for name, query, url in _pages_of(bare):
        response = client.get(url)
        if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
            continue
        page = _Chosen()
        page.feed(response.content.decode())
        pages, controls = pages + 1, controls + page.controls
        failures += [f"{name}{query}: {chosen} is chosen" for chosen in page.chosen if chosen != STORED]
    return failures, {"pages": pages, "controls": controls}


def _pages_of(bare: Full) -> Iterator[tuple[str, str, str]]:
    """Yield each address that is read of a case in which nothing is answered; rows it lacks are not found."""
    for name, makes in READS.items():
        for post in (make(bare) for make in makes):
            if not (name == "limits" and "edit" in post.query):  # stored for the team
                yield name, post.query, reverse(f"workspace:{name}", args=post.args) + post.query


def _choose_the_first_answer() -> None:
    """Let every group of answers come with its first one chosen, as a default would."""
    plain = forms.RadioSelect.create_option

    def chosen(self, name, value, label, selected, index, **more):
        return plain(self, name, value, label, selected or index == 0, index, **more)

    forms.RadioSelect.create_option = chosen
