"""A version of an assessment as entries that can be set beside another's: what each is known by, and says."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from scoring.analytes import ANALYTES
from scoring.facts import show_date
from scoring.kernel import units

Kept = dict[str, Any]
SCORE = {
    "headline": "Verdict",
    "total": "Total",
    "range_words": "Range",
    "goes_on_words": "If it develops",
    "ruleset_words": "Rules",
}
ITEM = {"answer_words": "Answer", "points": "Points", "source_words": "Source", "why": "Reason"}
ORGAN = {
    "answer_words": "Answer",
    "threshold_words": "Threshold",
    "explanation": "Other explanation",
    "why": "Reason",
}
DRUG = {
    "role": "Role",
    "taken": "Taken",
    "days": "First dose to onset",
    "interval": "Interval",
    "why": "Latency check",
    "conclusion": "Conclusion",
}
ORDER = ("suspect", "concomitant", "treatment")
INDEX_DAYS = ("index", "rash_onset", "fever_onset", "first_symptom")


@dataclass(frozen=True, slots=True)
class Content:
    """One version: the facts that were scored, and the report that was kept."""

    facts: Kept
    report: Kept


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One thing on a page: what it is known by, else alike in, what it is called, and what is said of it."""

    key: str
    alike: str
    what: str
    fields: dict[str, str]


def read_parts(content: Content) -> dict[str, list[Entry]]:
    """Return the entries of a version by the title of their part, in the order of the page."""
    report, facts = content.report, content.facts
    parts = {
        "Score and range": list(_score(report)),
        "Items": [_titled(row, row["title"], ITEM) for row in report["score"]["items"]],
        "Organs": [_titled(row, row["name"], ORGAN) for row in _organs(report)],
        "Drugs": list(_drugs(facts, report)),
        "Results": [_result(row, facts) for row in facts["labs"]],
        "Patient and conclusion": [*_rows([_patient(report), *report["heads"]])],
    }
    parts |= {part["title"]: list(_rows(part["rows"])) for part in report["sections"]}
    return parts | {"Derived from the results": list(_rows(report.get("derived", [])))}


def _score(report: Kept) -> Iterator[Entry]:
    for name, words in SCORE.items():
        if text := report["score"][name]:
            yield Entry(name, name, words, {"": text})
    yield Entry("course", "course", "Course", {"": report["course"]})


def _titled(row: Kept, what: str, names: dict[str, str]) -> Entry:
    """Return a row that has an id of its own."""
    return Entry(row["id"], row["id"], what, {label: row[name] for name, label in names.items()})


def _organs(report: Kept) -> Iterator[Kept]:
    for item in report["score"]["items"]:
        yield from item["organs"]


def _drugs(facts: Kept, report: Kept) -> Iterator[Entry]:
    """Return the courses; the report has them in the order of the list, role by role, without their ids."""
    refs = sorted(facts["drugs"], key=lambda drug: ORDER.index(drug["role"]))
    is_known = [drug["name"] for drug in refs] == [row["name"] for row in report["drugs"]]
    for number, row in enumerate(report["drugs"]):
        key = refs[number]["ref"] if is_known else row["name"]
        yield Entry(key, row["name"], row["name"], {label: row[name] for name, label in DRUG.items()})


def _result(row: Kept, facts: Kept) -> Entry:
    """Return one result: `ALT 12 Mar 2026` and `120 U/L`, with the limits it is measured by."""
    name = ANALYTES[row["analyte"]].name if row["analyte"] in ANALYTES else row["analyte"]
    at = row["sample"].partition("T")[2][:5]
    what = " ".join(part for part in (name, _day(row["on"], facts), at) if part)
    number = f"{row['value']['comparator']}{units.shown(Decimal(row['value']['value']))}"
    fields = {
        "": units.with_unit(number, row["unit"]),
        "Limits": _limits(row["lower_limit"], row["upper_limit"], row["unit"]),
        "Site’s limits": _site(row["site_limits"]),
        "Taken from": row["site"],
        "Note": row["note"],
    }
    return Entry(row["ref"], f"{row['analyte']} {row['sample']}", what, fields)


def _day(on: str, facts: Kept) -> str:
    """Return a day as its version shows it: a date, or a day number where there are no dates."""
    day = date.fromisoformat(on)
    if facts["basis"] != "relative":
        return show_date(day)
    zero = next((facts["dates"][name] for name in INDEX_DAYS if facts["dates"][name]), None)
    number = (day - date.fromisoformat(zero)).days if zero else None
    return "a day without a number" if number is None else f"day {number}".replace("-", "−")


def _limits(lower: str | None, upper: str | None, unit: str) -> str:
    if lower and upper:
        return units.with_unit(f"{lower} to {upper}", unit)
    if upper:
        return units.with_unit(f"up to {upper}", unit)
    return units.with_unit(f"from {lower}", unit) if lower else ""


def _site(limits: Kept | None) -> str:
    if not limits:
        return ""
    words = _limits(limits["lower"], limits["upper"], limits["unit"])
    return f"{words} ({limits['source']})" if limits["source"] else words


def _patient(report: Kept) -> Kept:
    return {"term": "Patient", "text": report["patient"]}


def _rows(rows: list[Kept]) -> Iterator[Entry]:
    """Return rows of a term and its text; equal ones belong together, then those of the same term."""
    for row in rows:
        yield Entry(f"{row['term']}\n{row['text']}", row["term"], row["term"], {"": row["text"]})
