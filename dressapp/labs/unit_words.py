"""Read the units that people write, and say which unit the numbers of a test can be in."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from scoring.analytes import ANALYTES, Analyte
from scoring.kernel import units

from .paste.parts import UnitSuggestion

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
RAISED = re.compile("(?<=[0-9])([⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
SAME = {
    "mcg": "ug", "mcmol": "umol", "micromol": "umol", "mcl": "ul", "microl": "ul", "litre": "l", "liter": "l",
    "cumm": "mm3", "cmm": "mm3", "mm^3": "mm3", "gm/": "g/", "100ml": "dl",
}  # fmt: skip
# How many of a unit stand for one: cells, thousands and so on.
MANY = {
    "": 0, "cells": 0, "cell": 0, "k": 3, "thou": 3, "thousand": 3, "thousands": 3, "tsd": 3, "tausend": 3,
    "千": 3, "천": 3, "万": 4, "만": 4, "giga": 9, "g": 9, "gpt": 9,
}  # fmt: skip
POWER = re.compile(r"[x*×]?10(?:\^|\*\*?|e)?\+?([0-9])")
COUNT_CODES = {
    (0, "ul"): "/uL", (3, "ul"): "10*3/uL", (9, "l"): "10*9/L", (6, "l"): "10*6/L", (0, "nl"): "10*9/L",
}  # fmt: skip
# What a written unit may be; the first that the test has is taken, and all are the same amount.
WORDS = {
    "%": "%", "percent": "%", "mg/dl": "mg/dL", "mg%": "mg/dL", "g/dl": "g/dL", "g%": "g/dL", "g/l": "g/L",
    "mg/l": "mg/L", "ug/ml": "mg/L", "ug/l": "ug/L ng/mL", "ng/ml": "ng/mL ug/L", "ng/l": "ng/L pg/mL",
    "pg/ml": "pg/mL ng/L", "umol/l": "umol/L", "mmol/l": "mmol/L", "pmol/l": "pmol/L", "ng/dl": "ng/dL",
    "u/l": "U/L", "units/l": "U/L", "iu/l": "[IU]/L", "ui/l": "[IU]/L", "ukat/l": "ukat/L",
    "miu/l": "m[IU]/L", "mu/l": "mU/L", "uiu/ml": "u[IU]/mL", "uu/ml": "u[IU]/mL",
    "c": "Cel", "°c": "Cel", "degc": "Cel", "cel": "Cel", "celsius": "Cel",
    "f": "[degF]", "°f": "[degF]", "degf": "[degF]", "fahrenheit": "[degF]",
    "inr": "{INR}", "ratio": "1", "1": "1",
    "g/24h": "g/(24.h) g/d", "mg/24h": "mg/(24.h) mg/d", "g/d": "g/d", "g/day": "g/d", "mg/d": "mg/d",
    "mg/day": "mg/d", "mg/g": "mg/g", "g/g": "g/g", "mg/mg": "g/g", "mg/mmol": "mg/mmol",
}  # fmt: skip
CREATININE = re.compile(r"(?<=/g|ol)(?:kreatinin|creatinine|creat|crea|cre|cr)$")


def read_unit(text: str, analyte_id: str = "") -> str:
    """Return the UCUM code of a unit as people write it; empty where it is none, or none of the test."""
    own = _own_unit(text.strip(), analyte_id)
    if own:
        return own
    key = _key(text)
    is_capital_g = "G/" in text
    if is_capital_g and not analyte_id:
        return ""
    fitting = [code for code in _codes(key, is_capital_g) if not analyte_id or _fits(code, analyte_id)]
    return fitting[0] if fitting else ""


def _own_unit(text: str, analyte_id: str) -> str:
    """Return a text that is itself the code of a unit of the test."""
    return text if analyte_id and _fits(text, analyte_id) else ""


def _fits(code: str, analyte_id: str) -> bool:
    """Tell whether a test has a unit."""
    return analyte_id in ANALYTES and code in ANALYTES[analyte_id].family


def _key(text: str) -> str:
    """Return a unit's text without what people write differently."""
    plain = RAISED.sub(r"^\1", text).translate(SUPERSCRIPTS)
    key = unicodedata.normalize("NFKC", plain).casefold().replace("μ", "u").replace("−", "-")
    key = re.sub(r"\b(?:per|pro|par|por)\b", "/", key)
    key = re.sub(r"[\s.,·・]+", "", key).strip("()[]")
    key = re.sub(r"([a-z])\^?-1$", r"/\1", key)
    for written, same in SAME.items():
        key = key.replace(written, same)
    return CREATININE.sub("", key)


def _codes(key: str, is_capital_g: bool) -> list[str]:
    """Return the codes that a written unit may stand for."""
    codes = WORDS.get(key, "").split()
    if key != "g/l" or is_capital_g:
        codes += _count_codes(key)
    return codes


def _count_codes(key: str) -> list[str]:
    """Return the code of a unit of cells in a volume."""
    many, slash, volume = key.rpartition("/")
    if not slash:
        return []
    power = POWER.fullmatch(many)
    zeros = int(power[1]) if power else MANY.get(many, -1)
    code = COUNT_CODES.get((zeros, "ul" if volume == "mm3" else volume))
    return [code] if code else []


@cache
def is_unit(text: str) -> bool:
    """Tell whether a text reads as a unit of any test."""
    return any(read_unit(text, analyte) for analyte in ANALYTES)


def suggest_units(
    analyte_id: str, values: Sequence[Decimal], case_unit: str = ""
) -> tuple[UnitSuggestion, ...]:
    """Return the units in which all values are plausible, the likeliest first, each with its reason."""
    analyte = ANALYTES[analyte_id]
    fitting = [unit for unit in analyte.family if all(_is_plausible(analyte, one, unit) for one in values)]
    return tuple(UnitSuggestion(unit, "The values are plausible in it.") for unit in fitting)


def _is_plausible(analyte: Analyte, value: Decimal, unit: str) -> bool:
    """Tell whether a value in a unit lies in the test's plausible range."""
    low, high = analyte.plausible
    return low <= analyte.canonical(value, unit) <= high


def _label(unit: str) -> str:
    """Return a unit as people write it."""
    return units.label(unit)
