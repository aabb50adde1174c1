"""Who the patient is on paper: with name and number, or without for a reader outside the hospital."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from dressapp.cases.models import Case, Patient
from scoring.facts import show_date

SEX_WORDS = {"female": "female", "male": "male", "other": "other sex", "unknown": "sex unknown"}
NAME, NUMBER = "[name]", "[number]"
SHORTEST_NAME, SHORTEST_NUMBER = 4, 3


def name_patient(case: Case, today: date) -> str:
    """Return the patient as the first line of every sheet."""
    patient = case.patient
    is_told = patient.birth_on and case.basis != "relative"
    born = f"born {show_date(patient.birth_on)}" if is_told else ""
    return _joined(patient.name, patient.local_id, born, present_who(case, today))


def describe_without_name(case: Case, today: date) -> str:
    """Return the patient by initials, sex and age."""
    initials = "".join(f"{part[0]}." for part in case.patient.name.split())
    return _joined(initials or "initials not recorded", present_who(case, today))


def present_who(case: Case, today: date) -> str:
    """Return sex and age: `male · 72 y`, or what of them is not recorded."""
    sex = SEX_WORDS.get(case.patient.sex, "sex not recorded")
    age = age_of(case, today)
    return f"{sex} · {age} y" if age is not None else f"{sex} · age not recorded"


def age_of(case: Case, today: date) -> int | None:
    """Return the age in years on the index day, or today without one; in days alone the recorded age."""
    born = case.patient.birth_on
    if born is None or case.basis == "relative":
        return case.age_years
    on = case.index_day or today
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def names_of(patient: Patient) -> dict[str, str]:
    """Return what a printed page must not carry in its variant without name."""
    return {"name": patient.name, "local_id": patient.local_id}


def strip_names(value: Any, names: dict[str, str]) -> Any:
    """Return a text, or a page of texts, in which the patient's name and number are blanked out."""
    return _replace(value, tuple(_patterns(names)))


def _patterns(names: dict[str, str]) -> Iterable[tuple[re.Pattern[str], str]]:
    """Return what to look for; a name or number that could be an ordinary word or figure is left alone."""
    words, number = names["name"].split(), names["local_id"]
    if len("".join(words)) >= SHORTEST_NAME:
        yield _whole(r"\s+".join(map(re.escape, words))), NAME
    is_plain = number.isdigit() and len(number) <= SHORTEST_NUMBER + 2
    if len(number) >= SHORTEST_NUMBER and " " not in number and not number.isalpha() and not is_plain:
        yield _whole(re.escape(number)), NUMBER


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){pattern}(?![\w-])", re.IGNORECASE)


def _replace(value: Any, patterns: tuple[tuple[re.Pattern[str], str], ...]) -> Any:
    if isinstance(value, str):
        for pattern, mark in patterns:
            value = pattern.sub(mark, value)
        return value
    if isinstance(value, dict):
        return {key: _replace(part, patterns) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_replace(part, patterns) for part in value]
    return value
