"""Limits that a result has from its site: written beside it, so that a file scores as the page does.

Opened where the site's limits say the same, they stay the site's; elsewhere they are the laboratory's own.
"""

from collections.abc import Mapping
from decimal import Context, Decimal
from typing import Any

from dressapp.labs.models import LabResult
from scoring.analytes import ANALYTES
from scoring.facts import SiteLimits
from scoring.kernel import units

from . import checks
from .checks import fail
from .own_part import PROGRAM, own_part, without_own

Json = dict[str, Any]
BORROWED = "site_limits"
SIDES = {"lower_limit": "lower", "upper_limit": "upper"}
MOST_DIGITS = 15


def borrow(result: LabResult, sites: SiteLimits | None) -> dict[str, Decimal]:
    """Return the limits that a result without its own has from its site, in its unit."""
    if sites is None:
        return {}
    missing = [name for name in SIDES if not getattr(result, name)]
    found = {name: _in_unit(result.analyte, result.unit, sites, SIDES[name]) for name in missing}
    borrowed = {name: limit for name, limit in found.items() if limit is not None}
    own = {name: Decimal(getattr(result, name)) for name in SIDES if getattr(result, name)}
    both = own | borrowed
    is_upside_down = len(both) == len(SIDES) and both["lower_limit"] > both["upper_limit"]
    return {} if is_upside_down else borrowed


def _in_unit(analyte: str, unit: str, sites: SiteLimits, side: str) -> Decimal | None:
    """Return a limit of the site in a unit, to fifteen digits where it has no end; None where there is none.

    No result has so many digits that one could lie between the limit and what is written of it.
    """
    limit: Decimal | None = getattr(sites, side)
    if limit is None or unit == sites.unit or analyte == "temperature":
        return limit if unit == sites.unit else None
    test = ANALYTES[analyte]
    here = test.canonical(limit, sites.unit) / test.family[unit]
    return units.plain(Context(prec=MOST_DIGITS).plus(here))


def borrowed_names(row: Json) -> list[str]:
    """Return which limits of a result of a file are its site's."""
    names = checks.a_list(own_part(row).get(BORROWED, []), f"extra.{PROGRAM}.{BORROWED}")
    if not all(isinstance(name, str) and name in SIDES for name in names):
        raise fail(f"extra.{PROGRAM}.{BORROWED}", f"must name {' or '.join(SIDES)}")
    return list(names)


def without_borrowed(row: Json) -> Json:
    """Return a result of a file without the word on whose its limits are."""
    own = {name: value for name, value in own_part(row).items() if name != BORROWED}
    return row | {"extra": without_own(row) | {PROGRAM: own}}


def give_back(columns: Json, names: list[str], sites: Mapping[str, SiteLimits]) -> Json:
    """Return a result's columns without the limits that this site has for it anyway."""
    here = sites.get(columns["analyte"])
    same = [
        name
        for name in names
        if here
        and columns[name]
        and _in_unit(columns["analyte"], columns["unit"], here, SIDES[name]) == Decimal(columns[name])
    ]
    return columns | dict.fromkeys(same, "")
