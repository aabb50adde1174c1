"""Every column of every audited row by its name on the page: the labels of the forms it is entered with."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from dressapp.assessments.forms import AnswerForm
from dressapp.assessments.models import ItemAnswer
from dressapp.cases import forms, forms_background, forms_findings
from dressapp.cases.choices import EXPOSURES
from dressapp.cases.models import (
    Background,
    Case,
    CauseTest,
    ExposureHistory,
    Finding,
    Outcome,
    Patient,
    Treatment,
    VirusTest,
)
from dressapp.core.dates import show_partial
from dressapp.core.models import Record
from dressapp.drugs.forms import DrugConclusionForm, DrugCourseForm
from dressapp.drugs.models import DrugCourse
from dressapp.exchange.models import Intake
from dressapp.labs.forms import LabRowForm, LabValueForm
from dressapp.labs.models import LabResult, LabRow, SiteLimit, TeamTestName
from dressapp.labs.site_limit_form import SiteLimitForm

from .changes_values import Stored, words_of

FORMS: dict[type[Record], tuple[type[Any], ...]] = {
    Patient: (forms.PatientForm,),
    Case: (forms.CaseDatesForm, forms.ConclusionForm),
    Background: (forms_background.BackgroundForm,),
    Outcome: (forms_background.OutcomeForm,),
    Treatment: (forms_background.TreatmentForm,),
    Finding: (forms_findings.NodeForm, forms_findings.OtherFindingForm),
    CauseTest: (forms_findings.CauseTestForm,),
    VirusTest: (forms_findings.VirusTestForm,),
    DrugCourse: (DrugCourseForm, DrugConclusionForm),
    ItemAnswer: (AnswerForm,),
    LabResult: (LabValueForm,),
    LabRow: (LabRowForm,),
    SiteLimit: (SiteLimitForm,),
}
EXTRA = {"extra": "Further data of the case file"}
CONCLUDED = {
    "conclusion": "Conclusion",
    "conclusion_basis": "Because",
    "conclusion_by": "Concluded by",
    "conclusion_at": "Concluded on",
}
# What no form asks for, and what a form asks for in other words than a list of changes needs.
LABELS: dict[type[Record], dict[str, str]] = {
    Patient: {"team": "Team"},
    Case: EXTRA | CONCLUDED | {
        "team": "Team", "patient": "Patient", "basis": "Dates", "external_id": "Id in the case file",
    },
    Background: EXTRA | {"creatinine_baseline_on": "Own creatinine measured on"},
    Outcome: EXTRA,
    Treatment: EXTRA,
    Finding: EXTRA | {"value": "Finding", "finding": "What was looked at"},
    CauseTest: EXTRA,
    VirusTest: EXTRA,
    ExposureHistory: EXPOSURES | {
        "note": "Note", "confirmed_complete_by": "Confirmed complete by",
        "confirmed_complete_at": "Confirmed complete on",
    },
    DrugCourse: EXTRA | CONCLUDED | {
        "position": "Place in the list", "intake": "Taken in with", "name": "Drug",
        "causality": "Answers on its part in the reaction",
    },
    ItemAnswer: EXTRA | {
        "item": "Item", "since_on": "Since", "answered_by": "Answered by", "answered_at": "Answered on",
        "reason": "Why unknown", "explanation": "Explanation",
    },
    LabResult: EXTRA | {
        "analyte": "Test", "source": "Source", "as_given": "As it was written", "intake": "Taken in with",
    },
    SiteLimit: {"analyte": "Test", "team": "Team"},
    TeamTestName: {"team": "Team", "text": "Name as written", "analyte": "Stands for"},
    Intake: {
        "kind": "Kind", "name": "File name", "digest": "SHA-256", "content": "Table",
        "courses": "Drugs in it", "choices": "Decisions", "state": "State",
        "aside": "Kept aside", "counts": "Counts",
        "stored_at": "Stored on",
    },
}  # fmt: skip
# What only repeats other columns, or is the case itself: never a line of its own.
SILENT: dict[type[Record], frozenset[str]] = {
    Patient: frozenset(["search_text"]),
    Case: frozenset(["revision"]),
    TeamTestName: frozenset(["folded"]),
}
OF_A_CASE = "case"
UNITS: dict[type[Record], dict[str, str]] = {
    Background: {"weight": "weight_unit", "creatinine_baseline": "creatinine_baseline_unit"},
    Treatment: {"dose": "dose_unit"},
    DrugCourse: {"dose_amount": "dose_unit"},
    Finding: {"value": "unit"},
    VirusTest: {"value": "unit"},
    LabResult: {"value": "unit", "lower_limit": "unit", "upper_limit": "unit"},
    LabRow: {"lower_limit": "unit", "upper_limit": "unit"},
    SiteLimit: {"lower_limit": "unit", "upper_limit": "unit"},
}
PARTS = ("_raw", "_comparator", "_canonical")


@dataclass(frozen=True, slots=True)
class Shown:
    """One line: its label, the columns that it tells of, and the column of its unit where it has one."""

    name: str
    label: str
    columns: tuple[str, ...]
    unit: str = ""

    def words(self, model: type[Record], stored: Stored, case: Case | None) -> str:
        """Return what the columns hold, in words without a unit."""
        field, value = model._meta.get_field(self.columns[0]), stored.get(self.columns[0])
        if self.columns[-1].endswith("_precision"):
            on = field.to_python(value) if value else None
            precision = stored.get(self.columns[-1]) or ""
            return show_partial(on, precision, day_zero=case.day_zero if case else None)
        return words_of(field, value, case)

    def unit_words(self, model: type[Record], stored: Stored) -> str:
        """Return the unit, the way people write it."""
        unit = stored.get(self.unit) if self.unit else ""
        return words_of(model._meta.get_field(self.unit), unit, None) if unit else ""


@cache
def fields_of(model: type[Record]) -> tuple[Shown, ...]:
    """Return the lines that changes of a kind of row are told in, in the order of its columns."""
    return tuple(_fields(model))


def _fields(model: type[Record]) -> Iterator[Shown]:
    """Yield the line of each column that is not told of by another's."""
    names = [field.name for field in model._meta.concrete_fields if field.name in model.DATA]
    labels, units = _labels(model), UNITS.get(model, {})
    told = set(SILENT.get(model, ())) | {OF_A_CASE}
    for name in names:
        base = name.removesuffix("_raw")
        columns = _columns(names, name, units.get(base, ""))
        if name not in told and not _is_told_by_its_number(names, name, units):
            label = labels.get(base) or labels.get(name.removesuffix("_on"), "")
            yield Shown(base, label, columns, units.get(base, ""))
        told |= set(columns)


def _is_told_by_its_number(names: Collection[str], name: str, units: Mapping[str, str]) -> bool:
    """Tell whether a column is the unit of a number that stands with it in one line."""
    return any(unit == name and f"{number}_raw" in names for number, unit in units.items())


def _columns(names: Collection[str], name: str, unit: str) -> tuple[str, ...]:
    """Return the columns of a number, a day with its precision, or of anything else."""
    if name.endswith("_raw"):
        base = name.removesuffix("_raw")
        return (*(f"{base}{part}" for part in PARTS), *((unit,) if unit else ()))
    precision = f"{name.removesuffix('_on')}_precision"
    return (name, precision) if name.endswith("_on") and precision in names else (name,)


def _labels(model: type[Record]) -> dict[str, str]:
    """Return the labels of a row's forms, and our own before them."""
    found = {
        name: str(field.label or "")
        for form in FORMS.get(model, ())
        for name, field in form.base_fields.items()
    }
    return found | LABELS.get(model, {})
