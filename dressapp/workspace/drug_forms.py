"""The forms of the Drugs tab as its page shows them, and which of them stand open."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from django.template.loader import render_to_string
from django.utils import timezone

from dressapp.cases.models import Case
from dressapp.drugs.forms import DrugConclusionForm, DrugCourseForm, DrugStopForm
from dressapp.drugs.models import DrugCourse
from dressapp.workspace.presenters.drug_names import list_name_options
from dressapp.workspace.presenters.drug_words import (
    CONCLUSIONS,
    RELATIVE_START,
    RELATIVE_STOP,
    TAKEN_BEFORE,
)

FIELDS, NAMES = "workspace/drugs/_fields.html", "workspace/drugs/_names.html"
NAME_HINTS = {"list": "drug-names", "autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}

# Two forms on one page must not share the ids of their fields.
STOP_IDS, CONCLUSION_IDS = "last_day_%s", "conclusion_%s"


@dataclass(frozen=True, slots=True)
class DrugForms:
    """The forms that stand open: a new drug's, or else one in edit; a last day; a conclusion.

    A blank form of a new drug is no form object but its fields, drawn once: `new_fields` with `new_id`.
    """

    new: DrugCourseForm | None = None
    new_fields: str = ""
    new_id: UUID | None = None
    edit: DrugCourseForm | None = None
    stop: DrugStopForm | None = None
    conclusion: DrugConclusionForm | None = None
    names: str = ""

    @property
    def removed(self) -> DrugCourse | None:
        """The drug of a form that somebody has taken off the list meanwhile: no card shows its form."""
        forms = (form for form in (self.edit, self.stop, self.conclusion) if form)
        return next((form.row for form in forms if form.row.is_voided), None)

    @property
    def edited_id(self) -> str:
        """The drug that is a form."""
        return _id_of(self.edit)

    @property
    def stopped_id(self) -> str:
        """The drug that is asked for its last day."""
        return _id_of(self.stop)

    @property
    def judged_id(self) -> str:
        """The drug that is being judged."""
        return _id_of(self.conclusion)


def _id_of(form: Any) -> str:
    return str(form.row.pk) if form else ""


def forms_of_page(
    case: Case, courses: list[DrugCourse], refused: Any, asked: Mapping[str, str], *, is_adding: bool
) -> DrugForms:
    """Return the forms to show: the refused one as it was typed, and those that were asked for, blank."""
    by_id = {str(course.pk): course for course in courses}
    edited, stopped, judged = (by_id.get(asked.get(name, "")) for name in ("edit", "last-day", "conclude"))
    stop = stop_form(case, stopped) if stopped else None
    conclusion = conclusion_form(case, judged) if judged else None
    return DrugForms(
        **_course_forms(case, refused, edited, has_focus=is_adding or not courses),
        stop=refused if isinstance(refused, DrugStopForm) else stop,
        conclusion=refused if isinstance(refused, DrugConclusionForm) else conclusion,
        names=drug_names(),
    )


def _course_forms(case: Case, refused: Any, edited: DrugCourse | None, *, has_focus: bool) -> dict[str, Any]:
    """Return the one form of a drug."""
    if isinstance(refused, DrugCourseForm):
        return {"edit": refused} if refused.row else {"new": refused}
    if edited:
        return {"edit": course_form(case, row=edited, has_focus=True)}
    return {"new_id": uuid4(), "new_fields": blank_fields(is_relative=case.is_relative, has_focus=has_focus)}


@cache
def blank_fields(*, is_relative: bool, has_focus: bool) -> str:
    """Return the drawn fields of a new drug: they hold nothing of any case, and drawing them is slow."""
    form = _dress(DrugCourseForm(), is_relative=is_relative, has_focus=has_focus)
    return render_to_string(FIELDS, {"form": form})


@cache
def drug_names() -> str:
    """Return the drawn list of names to suggest."""
    return render_to_string(NAMES, {"names": list_name_options()})


def course_form(
    case: Case, data: Any = None, *, row: DrugCourse | None = None, has_focus: bool = False
) -> DrugCourseForm:
    """Return the form of a drug."""
    form = DrugCourseForm(data, case=case, row=row, today=timezone.localdate())
    return _dress(form, is_relative=case.is_relative, has_focus=has_focus)


def _dress(form: DrugCourseForm, *, is_relative: bool, has_focus: bool) -> DrugCourseForm:
    """Let a form suggest names, and ask for days as its case counts them."""
    form.fields["name"].widget.attrs |= NAME_HINTS | ({"autofocus": True} if has_focus else {})
    _relabel(form, "previous_exposure", TAKEN_BEFORE)
    if is_relative:
        form.fields["start"].help_text, form.fields["stop"].help_text = RELATIVE_START, RELATIVE_STOP
    return form


def stop_form(case: Case, course: DrugCourse, data: Any = None) -> DrugStopForm:
    """Return the form of a drug's last day, blank: what is recorded stands beside it."""
    today, blank = timezone.localdate(), {"stop": None}
    form = DrugStopForm(data, case=case, row=course, today=today, initial=blank, auto_id=STOP_IDS)
    form.fields["stop"].widget.attrs["autofocus"] = True
    if case.is_relative:
        form.fields["stop"].help_text = f"{RELATIVE_START}; or ongoing"
    return form


def conclusion_form(case: Case, course: DrugCourse, data: Any = None) -> DrugConclusionForm:
    """Return the form of the clinician's conclusion on a drug."""
    form = DrugConclusionForm(data, case=case, row=course, auto_id=CONCLUSION_IDS)
    _relabel(form, "conclusion", CONCLUSIONS)
    return form


def _relabel(form: Any, name: str, words: Mapping[str, str]) -> None:
    """Give the choices of a field other words."""
    field = form.fields[name]
    field.choices = [(value, words.get(value, label)) for value, label in field.choices]
