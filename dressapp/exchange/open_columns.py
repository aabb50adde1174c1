"""The open objects of a case file as columns: treatments, background and outcome may say anything.

A key is taken where its column takes the value; whatever else is said is kept beside it in `extra`.
"""

from typing import Any

from dressapp.cases.models import Background, Outcome, Treatment
from dressapp.core.models import Record
from scoring.analytes import ANALYTES

from . import case_keys, checks
from .checks import CaseFileError, fail
from .columns import day_of, extra_of, span
from .json_text import keep
from .number_columns import number_columns
from .own_part import fit, fits, own_columns, own_object, own_part

Json = dict[str, Any]
Part = tuple[Json, set[str]]  # columns, and the keys that they were taken from
ENTERED = "entered"
AS_GIVEN = "as_given"  # in this program's part: what a file said under a key that a column has taken since
BASELINE, BASELINE_ENTERED = "creatinine_baseline", "creatinine_baseline_entered"
MEASURED = (
    "weight_raw", "weight_comparator", "weight_canonical", "weight_unit", "weight_on",
    "creatinine_baseline_raw", "creatinine_baseline_comparator", "creatinine_baseline_canonical",
    "creatinine_baseline_unit", "creatinine_baseline_on",
)  # fmt: skip
OTHER = "other"
STEP_TEXTS = ("kind", "name", "route", "regular", "note")


def plain_columns(model: type[Record]) -> list[str]:
    """Return the columns that an open object holds under their own names."""
    return [name for name in model.DATA if name not in ("case", "extra", *MEASURED)]


def treatment_values(row: Json) -> Json:
    """Return one step of what was given for the reaction."""
    columns, used = _merge(_texts(Treatment, row, STEP_TEXTS), _span(row), _dose(row), _equivalent(row))
    return columns | {"kind": columns.get("kind") or OTHER, "extra": _left(row, used)}


def background_values(background: Json) -> Json:
    """Return what stood before the reaction; the key of an illness wins over its name in `conditions`."""
    columns, used = _merge(
        _conditions(background),
        _texts(Background, background, plain_columns(Background)),
        _weight(background),
        _baseline(background),
    )
    extra = extra_of(background.get(BASELINE) or {})
    beside = {BASELINE: {"extra": extra}} if extra else {}
    own = {name: value for name, value in own_part(background).items() if name != AS_GIVEN}
    return own_columns(Background, own) | columns | {"extra": _left(background, used) | beside}


def outcome_values(outcome: Json) -> Json:
    """Return how the reaction ended."""
    columns, used = _texts(Outcome, outcome, plain_columns(Outcome))
    return columns | {"extra": _left(outcome, used)}


def _merge(*parts: Part) -> Part:
    """Return several parts as one; a later one wins."""
    columns: Json = {}
    used: set[str] = set()
    for more, keys in parts:
        columns |= more
        used |= keys
    return columns, used


def _left(row: Json, used: set[str]) -> Json:
    """Return what no column took."""
    left: Json = {key: keep(value) for key, value in row.items() if key not in used and key != "extra"}
    extra, given = extra_of(row), keep(own_object(row, AS_GIVEN))
    return left | given | ({"extra": extra} if extra else {})


def _texts(model: type[Record], row: Json, names: Any) -> Part:
    """Return the texts, words and days that their columns take; null is a blank."""
    columns: Json = {}
    for name in names:
        field = model._meta.get_field(name)
        if name in row and row[name] is None:
            columns[name] = field.get_default()
        elif name in row and fits(field, row[name]):
            columns[name] = fit(field, row[name], name)
    return columns, set(columns)


def _span(row: Json) -> Part:
    """Return the first and the last day of a step, where they can be read."""
    given = {key: row.get(key) for key in ("start", "start_precision", "stop", "stop_precision")}
    try:
        for key, value in given.items():
            if value is not None:
                case_keys.DRUG[key](value, key)
    except CaseFileError:
        return {}, set()
    columns = span(row)
    if _stops_first(columns):
        raise fail("stop", "before start")
    return columns, set(given)


def _stops_first(columns: Json) -> bool:
    start, stop = columns["start_on"], columns["stop_on"]
    known = columns["start_precision"] == columns["stop_precision"] == "day"
    return bool(known and start and stop and stop < start)


def _dose(row: Json) -> Part:
    """Return a dose that is a number with its unit; one in words stays as it is."""
    if not isinstance(row.get("dose_unit"), str) or not is_amount(row.get("dose", 0)):
        return {}, set()
    unit = {"dose_unit": fit(Treatment._meta.get_field("dose_unit"), row["dose_unit"], "dose_unit")}
    dose = number_columns(row["dose"], "dose") if "dose" in row else {}
    return unit | dose, {"dose", "dose_unit"}


def _equivalent(row: Json) -> Part:
    name = "prednisone_equivalent"
    return (number_columns(row[name], name), {name}) if is_amount(row.get(name)) else ({}, set())


def is_amount(value: Any) -> bool:
    """Tell whether a value is a number from zero, or one after < or >."""
    if isinstance(value, str):
        return value[:1] in ("<", ">") and _passes(checks.measure, value)
    return _passes(checks.number, value) and value >= 0


def _passes(check: checks.Check, value: Any) -> bool:
    try:
        check(value, "")
    except CaseFileError:
        return False
    return True


def _conditions(background: Json) -> Part:
    """Return illnesses that are listed by name, those known by a name as answered yes."""
    names = background.get("conditions")
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return {}, set()
    known = {
        case_keys.CONDITIONS[name.lower()]: "yes" for name in names if name.lower() in case_keys.CONDITIONS
    }
    return known | {"other_conditions": "\n".join(names)}, {"conditions"}


def _weight(background: Json) -> Part:
    """Return a weight that is a number with its unit."""
    weight = background.get("weight")
    if not _is_measured(weight):
        return {}, set()
    columns = number_columns(weight["value"], "weight")
    unit = fit(Background._meta.get_field("weight_unit"), weight["unit"], "weight.unit")
    return columns | {"weight_unit": unit, "weight_on": day_of(weight.get("date"))}, {"weight"}


def _is_measured(given: Any) -> bool:
    """Tell whether an object is a number with its unit, and perhaps its day."""
    return (
        isinstance(given, dict)
        and {"value", "unit"} <= given.keys() <= case_keys.BASELINE.keys()
        and is_amount(given["value"])
        and _passes(checks.text, given["unit"])
        and _passes(checks.optional_date, given.get("date"))
    )


def _baseline(background: Json) -> Part:
    """Return the creatinine that was entered; beside another choice the key holds what that came to."""
    choice = background.get("creatinine_baseline_choice") or (ENTERED if background.get(BASELINE) else "")
    key = BASELINE if choice == ENTERED else BASELINE_ENTERED
    found = background.get(key)
    given = {name: found[name] for name in found if name != "extra"} if isinstance(found, dict) else None
    if not _is_measured(given) or given["unit"] not in ANALYTES["creatinine"].family:
        return {}, {BASELINE}
    columns = number_columns(given["value"], BASELINE) | {
        "creatinine_baseline_choice": choice,
        "creatinine_baseline_unit": given["unit"],
        "creatinine_baseline_on": day_of(given.get("date")),
    }
    return columns, {BASELINE, key}
