"""The page of a team's own limits in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dressapp.accounts.models import Team
from dressapp.assessments.services import Followed
from dressapp.labs.models import LabRow, SiteLimit
from dressapp.labs.site_limits import EVERYONE, list_overlaps, name_ages, name_group
from scoring.analytes import ANALYTES
from scoring.kernel import units

from .lab_words import row_limits

NOT_LIMITED = ("temperature",)  # fever has its own threshold
SEX_WORDS = {"": "both sexes", "female": "women", "male": "men"}


@dataclass(frozen=True, slots=True)
class LimitRow:
    """One row of limits: of which test, for whom, where from, and what it contradicts."""

    id: str
    version: int
    test: str
    sex: str
    ages: str
    lower: str
    upper: str
    unit: str
    source: str
    name: str
    conflict: str
    is_first: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class TeamLimits:
    """The limits of one team."""

    id: int
    name: str
    rows: tuple[LimitRow, ...]
    sources: tuple[str, ...]
    tests: tuple[tuple[str, str], ...]
    can_write: bool


@dataclass(frozen=True, slots=True)
class LimitPanel:
    """The form of one row: its test, what stands in without it, and which rows the team has of the test."""

    title: str
    analyte: str
    limit_id: str
    version: int
    assumed: str
    others: tuple[str, ...]


def present_team_limits(
    team: Team, limits: Sequence[SiteLimit], *, can_write: bool, opened: str = ""
) -> TeamLimits:
    """Return the limits of one team in the order of the catalogue; `opened` is the row in edit."""
    conflicts = _conflicts(limits)
    first = {row.analyte: row.pk for row in reversed(limits)}
    return TeamLimits(
        id=team.pk,
        name=team.name,
        rows=tuple(
            _row(row, conflicts.get(row.pk, ""), is_first=first[row.analyte] == row.pk, opened=opened)
            for row in limits
        ),
        sources=tuple(dict.fromkeys(row.source for row in limits)),
        tests=tuple((each.id, each.full_name) for each in ANALYTES.values() if each.id not in NOT_LIMITED),
        can_write=can_write,
    )


def _conflicts(limits: Iterable[SiteLimit]) -> dict[Any, str]:
    """Return, by id, whom else's limits a row contradicts."""
    found: dict[Any, str] = {}
    for pair in list_overlaps(limits):
        for row, other in (pair, reversed(pair)):
            found[row.pk] = name_group(other)
    return found


def _row(row: SiteLimit, conflict: str, *, is_first: bool, opened: str) -> LimitRow:
    return LimitRow(
        id=str(row.pk),
        version=row.version,
        test=ANALYTES[row.analyte].full_name,
        sex=SEX_WORDS[row.sex],
        ages=name_ages(row) or "any age",
        lower=row.lower_limit,
        upper=row.upper_limit,
        unit=units.label(row.unit),
        source=row.source,
        name=name_limit(row),
        conflict=conflict,
        is_first=is_first,
        is_open=str(row.pk) == opened,
    )


def name_limit(row: SiteLimit) -> str:
    """Return which row this is: `ALT, women, 18 to 64 years`."""
    return f"{ANALYTES[row.analyte].full_name}, {name_group(row)}"


def present_limit_form(analyte: str, limit: SiteLimit | None, others: Iterable[SiteLimit]) -> LimitPanel:
    """Return the head of the form of one row; `others` are the team's other rows of the test."""
    entry = ANALYTES[analyte]
    assumed = row_limits(LabRow(analyte=analyte, unit=entry.unit), entry)
    return LimitPanel(
        title=name_limit(limit) if limit else f"New limits: {entry.full_name}",
        analyte=analyte,
        limit_id=str(limit.pk) if limit else "",
        version=limit.version if limit else 0,
        assumed=units.with_unit(assumed, entry.unit) if assumed else "",
        others=tuple(_in_short(row) for row in others if limit is None or row.pk != limit.pk),
    )


def _in_short(row: SiteLimit) -> str:
    bare = LabRow(
        analyte=row.analyte, unit=row.unit, lower_limit=row.lower_limit, upper_limit=row.upper_limit
    )
    limits = row_limits(bare, ANALYTES[row.analyte]).removeprefix("limit ")
    return f"{name_group(row)} {units.with_unit(limits, row.unit)}"


def words_of_overlap(other: SiteLimit) -> str:
    """Say which row would hold equally for the same patients, and what to do."""
    group = name_group(other)
    whom = "The limits for everyone" if group == EVERYONE else f"The limits for {group}"
    return (
        f"{whom} ({other.source}) would hold for the same patients, and neither is more specific. "
        "Change those, or give one of the two both sex and age."
    )


def words_of_followed(followed: Followed) -> str:
    """Say how many cases a change concerned, and what has become of their scores."""
    if not followed.count:
        return "No case is measured by it."
    cases = "1 case" if followed.count == 1 else f"{followed.count} cases"
    if followed.is_scored:
        return f"{cases} measured by it scored again; assessments saved before are out of date."
    return f"{cases} measured by it are out of date until they are scored again."
