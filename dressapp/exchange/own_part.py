"""What the tables hold and `dress-case/1` has no key for: kept in `extra`, under this program's name.

The scoring never looks there. `OWN` names the columns of each table; a dose stands for its three columns.
"""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from dressapp.assessments.models import ItemAnswer
from dressapp.assessments.words import CAUSALITY_WORDS
from dressapp.cases.models import Background, Case, CauseTest, ExposureHistory, Finding
from dressapp.core.models import Record
from dressapp.drugs.models import DrugCourse
from dressapp.labs.models import LabResult, LabRow

from . import checks
from .checks import CaseFileError, fail
from .number_columns import number_columns, number_in

Json = dict[str, Any]
PROGRAM = "dressapp"
NUMBERS = ("dose_amount",)
OWN: dict[type[Record], tuple[str, ...]] = {
    Case: (
        "note", "first_symptom_what", "index_reason", "skin_resolution_on", "organ_resolution_on",
        "conclusion", "conclusion_by", "conclusion_at", "expert_diagnosis",
    ),
    DrugCourse: (
        "brand", "dose_amount", "dose_unit", "single_dose", "previous_exposure_note", "action_taken",
        "after_stop", "dose_changes", "since_onset", "conclusion_basis", "conclusion_at", "causality",
    ),
    LabResult: ("as_given", "source"),
    LabRow: ("unit", "lower_limit", "upper_limit"),
    Finding: ("method", "attributed"),
    CauseTest: ("detail",),
    ItemAnswer: ("other_explanation",),
    Background: ("weight_unit", "weight_on", "creatinine_baseline_unit", "creatinine_baseline_on"),
    ExposureHistory: (
        "contrast", "over_the_counter", "herbal", "eye_drops", "depot", "dental_antibiotics",
        "gp_antibiotics", "vaccine", "perioperative", "note",
    ),
}  # fmt: skip


def own_of(row: Record) -> Json:
    """Return the columns of a stored row that only this program's part of a file can carry."""
    values = {name: _given(row, name) for name in OWN[type(row)]}
    return {name: value for name, value in values.items() if value not in ("", None, {})}


def _given(row: Record, name: str) -> Any:
    if name in NUMBERS:
        return number_in(row, name)
    value = getattr(row, name)
    return value if isinstance(value, str | dict) or value is None else value.isoformat()


def with_own(extra: Json, own: Json) -> Json:
    """Return an object's `extra` with this program's part in it."""
    return extra | {PROGRAM: own} if own else extra


def own_part(holder: Json) -> Json:
    """Return this program's part of an object of a file; empty where it has none."""
    return checks.an_object(_extra(holder).get(PROGRAM, {}), f"extra.{PROGRAM}")


def _extra(holder: Json) -> Json:
    """Return what an object carries beside its keys; an open object may have put anything there."""
    return checks.an_object(holder.get("extra", {}), "extra")


def own_object(holder: Json, name: str) -> Json:
    """Return an object in this program's part of an object of a file; empty where it has none."""
    return checks.an_object(own_part(holder).get(name, {}), f"extra.{PROGRAM}.{name}")


def without_own(holder: Json) -> Json:
    """Return an object's `extra` without this program's part."""
    return {key: value for key, value in _extra(holder).items() if key != PROGRAM}


def own_columns(model: type[Record], own: Json) -> Json:
    """Return this program's part of an object as columns; raise CaseFileError where it is none of ours."""
    columns: Json = {}
    for name, value in own.items():
        place = f"extra.{PROGRAM}.{name}"
        if name not in OWN[model]:
            raise fail(place, "is not known to this version of the program")
        if name in NUMBERS:
            columns |= number_columns(value, name, place)
        else:
            columns[name] = fit(model._meta.get_field(name), value, place)
    return columns


def fit(field: Any, value: Any, where: str) -> Any:
    """Return a value as a column takes it; raise CaseFileError where it does not."""
    if isinstance(field, models.DateTimeField):
        return _moment(value, where)
    if isinstance(field, models.DateField):
        return checks.iso_date(value, where)
    if isinstance(field, models.JSONField):
        return _causality(value, where)
    text = checks.text(value, where)
    if field.choices and text and text not in dict(field.flatchoices):
        raise fail(where, f"must be one of {', '.join(str(word) for word, _ in field.flatchoices)}")
    if field.max_length and len(text) > field.max_length:
        raise fail(where, f"has {len(text)} characters; at most {field.max_length} can be kept")
    return text


def _causality(value: Any, where: str) -> Json:
    """Take the answers about a drug's part in the reaction, each of them a word that its question knows."""
    answers = checks.an_object(value, where)
    for question, word in answers.items():
        if question not in CAUSALITY_WORDS:
            raise fail(f"{where}.{question}", "is no question that this version of the program knows")
        checks.one_of(*CAUSALITY_WORDS[question])(word, f"{where}.{question}")
    return answers


def _moment(value: Any, where: str) -> datetime:
    """Take a time as `isoformat` writes it; one without a zone is this site's."""
    try:
        moment = datetime.fromisoformat(checks.text(value, where))
    except ValueError:
        raise fail(where, "must be a date and time as 2015-03-12T08:30:00+00:00") from None
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def check_fits(model: type[Record], columns: Json) -> None:
    """Raise CaseFileError where a text is longer than its column, or a word not one of its words."""
    for name, value in columns.items():
        if isinstance(value, str):
            fit(model._meta.get_field(name), value, name)


def fits(field: Any, value: Any) -> bool:
    """Tell whether a column takes a value as it stands in a file."""
    try:
        fit(field, value, field.name)
    except CaseFileError:
        return False
    return True
