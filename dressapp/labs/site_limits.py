"""Which of a site's limits hold for one patient: the most specific that fits sex and age, else none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any, Protocol

from dressapp.cases.choices import Basis, Sex
from scoring.facts import CaseFacts, SiteLimits

YOUNGEST, OLDEST = 0, 120
ADULT = 18  # from here on people are called women and men
GROWN = {Sex.FEMALE.value: "women", Sex.MALE.value: "men"}
EVERYONE = "everyone"


class Condition(Protocol):
    """A row of limits: whom it holds for, with both ages included; a blank or None asks for nothing."""

    analyte: str
    unit: str
    lower_limit: str
    upper_limit: str
    sex: str
    age_from: int | None
    age_to: int | None
    source: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """A site's limits for one patient by test, and the tests whose rows contradict each other, in words."""

    limits: Mapping[str, SiteLimits] = field(default_factory=dict)
    conflicts: Mapping[str, str] = field(default_factory=dict)


def choose(rows: Iterable[Condition], *, sex: str, age: int | None) -> Chosen:
    """Return the limits that hold for a patient; where two rows hold equally, neither is used."""
    fitting: dict[str, list[Condition]] = {}
    for row in rows:
        if _fits(row, sex, age):
            fitting.setdefault(row.analyte, []).append(row)
    limits, conflicts = {}, {}
    for analyte, found in fitting.items():
        most = max(_specificity(row) for row in found)
        best = [row for row in found if _specificity(row) == most]
        if len(best) == 1:
            limits[analyte] = _limits(best[0])
        else:
            conflicts[analyte] = " and ".join(name_group(row) for row in best)
    return Chosen(limits, conflicts)


def limits_of(facts: CaseFacts) -> Chosen:
    """Return the limits that the facts of a case were made with."""
    return Chosen(facts.site_limits, facts.site_conflicts)


def _fits(row: Condition, sex: str, age: int | None) -> bool:
    """Tell whether a row holds for a patient; what is not known of the patient meets no condition."""
    if row.sex and row.sex != sex:
        return False
    if not _has_age(row):
        return True
    low, high = _ages(row)
    return age is not None and low <= age <= high


def _specificity(row: Condition) -> int:
    """Return how many of sex and age a row asks for."""
    return bool(row.sex) + _has_age(row)


def _has_age(row: Condition) -> bool:
    return row.age_from is not None or row.age_to is not None


def _ages(row: Condition) -> tuple[int, int]:
    """Return the youngest and the oldest that a row holds for."""
    low = YOUNGEST if row.age_from is None else row.age_from
    return low, OLDEST if row.age_to is None else row.age_to


def _limits(row: Condition) -> SiteLimits:
    """Return a row as the rules read it: its source says for whom it holds."""
    lower, upper = (Decimal(limit) if limit else None for limit in (row.lower_limit, row.upper_limit))
    group = name_group(row)
    source = row.source if group == EVERYONE else f"{row.source}, {group}"
    return SiteLimits(row.unit, source, lower, upper)


def overlap(one: Condition, other: Condition) -> bool:
    """Tell whether two rows of a test could hold equally for one patient."""
    if one.analyte != other.analyte or _specificity(one) != _specificity(other):
        return False
    if one.sex and other.sex and one.sex != other.sex:
        return False
    (low, high), (from_, to) = _ages(one), _ages(other)
    return max(low, from_) <= min(high, to)


def list_overlaps(rows: Iterable[Condition]) -> list[tuple[Any, Any]]:
    """Return each pair of rows that could hold equally for one patient."""
    return [pair for pair in combinations(rows, 2) if overlap(*pair)]


def name_group(row: Condition) -> str:
    """Return whom a row holds for: `women, 18 to 64 years`."""
    is_grown = (row.age_from is None and row.age_to is None) or (row.age_from or 0) >= ADULT
    sex = GROWN.get(row.sex, row.sex) if is_grown else row.sex
    return ", ".join(part for part in (sex, name_ages(row)) if part) or EVERYONE


def name_ages(row: Condition) -> str:
    """Return the ages that a row holds for: `18 to 64 years`; nothing where it asks for none."""
    if row.age_from is not None and row.age_to is not None:
        ages = f"{row.age_from}" if row.age_from == row.age_to else f"{row.age_from} to {row.age_to}"
        return f"{ages} {'year' if ages == '1' else 'years'}"
    if row.age_from is not None:
        return f"from {row.age_from} years"
    return f"up to {row.age_to} years" if row.age_to is not None else ""


def age_for_limits(
    *, birth_on: date | None, index_day: date | None, age_years: int | None, basis: str
) -> int | None:
    """Return the age in completed years on the index day, else the recorded age; None where not known.

    Where only days are known the index day is no date, so that only the recorded age counts.
    """
    if birth_on is None or index_day is None or basis == Basis.RELATIVE:
        return age_years
    had_birthday = (index_day.month, index_day.day) >= (birth_on.month, birth_on.day)
    return index_day.year - birth_on.year - (not had_birthday)
