"""Single sentences about one drug: its days for a message, its stored texts for a conflict."""

from typing import Any

from dressapp.cases.models import Case
from dressapp.core.dates import show_partial
from dressapp.drugs.forms import DrugCourseForm
from dressapp.drugs.models import Conclusion, DrugCourse, PreviousExposure
from scoring import facts
from scoring.derive.latency import check_drug

RELATIVE_START = "Day counted from the onset: -10, before -30, or not known"
RELATIVE_STOP = "The same, or ongoing"
TAKEN_BEFORE = {  # short: they answer the label "Taken before?"
    PreviousExposure.NEVER.value: "Never",
    PreviousExposure.TOLERATED.value: "Yes, tolerated",
    PreviousExposure.REACTED.value: "Yes, reacted",
}
CONCLUSIONS = {Conclusion.POSSIBLE.value: "Possible culprit"}  # DRESS itself is called possible, too


def days_in_words(case: Case, course: DrugCourse) -> str:
    """Return the days from first dose to onset with their verdict; nothing without a known start."""
    dates = facts.CaseDates(
        first_symptom=case.first_symptom_on,
        fever_onset=case.fever_onset_on,
        rash_onset=case.rash_onset_on,
        index=case.index_on,
    )
    drug = facts.DrugCourse(
        name=course.name,
        atc=course.atc,
        start=course.start_on,
        start_precision=course.start_precision or "unknown",
        previous_exposure=course.previous_exposure,
    )
    result = check_drug(facts.CaseFacts(dates=dates, drugs=(drug,)), drug)
    return result.words if result.days_text else ""


def last_day_in_words(case: Case, course: DrugCourse) -> str:
    """Return the recorded end of a course as it can be typed again; nothing where it goes on."""
    if course.stop_on is None:
        return ""
    return show_partial(course.stop_on, course.stop_precision, day_zero=case.day_zero)


def stored_words(form: DrugCourseForm, case: Case, current: DrugCourse) -> dict[str, str]:
    """Return what is stored of each field that either text fills, by the names of the form."""
    stored = type(form)(case=case, row=current)
    names = [name for name in form.fields if name not in ("id", "version", *form.NOT_STORED)]
    words = {name: _in_words(stored[name].value(), form.fields[name]) for name in names}
    return {name: text for name, text in words.items() if text or form.data.get(name)}


def _in_words(value: Any, field: Any) -> str:
    """Return the stored value of one field as people read it, in the words of the form they used."""
    choices = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    return choices.get(str(value), str(value)) if value else ""
