"""A form of a new case that is sent again once its case exists: what of it is not what is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dressapp.cases.models import Case

from .new_case_form import NewCaseForm

OF_PATIENT = ("name", "sex", "birth_on")  # a blank takes nothing away from a patient who is on record
OF_CASE = (
    "age_years", "rash_onset_on", "fever_onset_on", "first_symptom_on", "first_symptom_what", "admission_on",
    "basis",
)  # fmt: skip
FIELD_OF = {
    "birth_on": "age_or_birth",
    "age_years": "age_or_birth",
    "fever_onset_on": "first_sign_on",
    "first_symptom_on": "first_sign_on",
    "basis": "days_only",
}
PATIENT_FIELDS = {"local_id", "name", "sex"}
ANSWERS = "answers"
BLANK = "blank"


@dataclass(frozen=True, slots=True)
class SentAgain:
    """What a form that was sent again says otherwise than the case that it began, by field."""

    differs: dict[str, str]

    @property
    def words(self) -> str:
        """Say that nothing of it was stored, and what differs."""
        what = "; ".join(self.differs.values())
        return (
            f"This case had been begun already, so what you sent now was not stored. It differs in: {what}. "
            "Correct the case here."
        )

    @property
    def tab(self) -> str:
        """Name the tab on which it can be corrected."""
        return "score" if self.differs.keys() == {ANSWERS} else "summary"

    @property
    def place(self) -> str:
        """Say what follows the address of the tab: the form of the patient, or of the course."""
        if self.tab == "score":
            return ""
        section = "patient" if self.differs.keys() <= PATIENT_FIELDS else "course"
        return f"?edit={section}#{section}"


def compare_again(form: NewCaseForm, case: Case, answers: Mapping[str, Any]) -> SentAgain:
    """Compare a posted form with the case that an earlier post of it began; `answers` are those on record."""
    names = {*_of_case(form, case), *_of_patient(form, case), *_refused(form)}
    differs = {name: _in_words(form, name) for name in form.fields if name in names}
    given = form.cleaned_data.get(ANSWERS) or {}
    if any(item not in answers or answers[item].answer != word for item, word in given.items()):
        differs[ANSWERS] = "the answers of the quick score"
    return SentAgain(differs)


def _of_case(form: NewCaseForm, case: Case) -> set[str]:
    """Return the fields of the case itself, where a blank counts as well."""
    typed = form.case_values()
    differs = {FIELD_OF.get(name, name) for name in OF_CASE if typed[name] != getattr(case, name)}
    team = form.cleaned_data.get("team")
    return differs | ({"team"} if team and team != case.team else set())


def _of_patient(form: NewCaseForm, case: Case) -> set[str]:
    """Return the fields of the patient; one id is one patient in any case of letters."""
    typed, patient = form.case_values(), case.patient
    differs = {
        FIELD_OF.get(name, name)
        for name in OF_PATIENT
        if typed[name] and typed[name] != getattr(patient, name)
    }
    local_id = " ".join(form.data.get("local_id", "").split())
    return differs | ({"local_id"} if local_id.casefold() != patient.local_id.casefold() else set())


def _refused(form: NewCaseForm) -> set[str]:
    """Return the fields with an error; that the id is on record is no news once the case was begun."""
    return set(form.errors) - {"local_id", ANSWERS}


def _in_words(form: NewCaseForm, name: str) -> str:
    """Name a field with what was typed into it."""
    field, typed = form.fields[name], form[name].value()
    if name == "days_only":
        return f"{field.label} ({'yes' if typed else 'no'})"
    choices = {str(value): str(words) for value, words in getattr(field, "choices", ())}
    return f"{field.label} ({choices.get(str(typed), typed) or BLANK})"
