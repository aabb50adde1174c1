"""Entering who the patient is, the days of the course, background, outcome and treatment."""

from datetime import date

import pytest
from crispy_forms.utils import render_crispy_form

from dressapp.assessments.facts import build
from dressapp.cases import services
from dressapp.cases.forms import CaseDatesForm, ConclusionForm, PatientForm
from dressapp.cases.forms_background import BackgroundForm, OutcomeForm, TreatmentForm
from dressapp.cases.models import Treatment
from tests.factories.records import RASH, make_case

TODAY = date(2026, 6, 1)
FORMS = [CaseDatesForm, ConclusionForm, BackgroundForm, OutcomeForm, TreatmentForm]


@pytest.fixture
def case(user, team):
    return make_case(user, name="Ana Vidal")


def dates(case, **posted):
    return CaseDatesForm(posted, case=case, row=case, today=TODAY)


def test_days_are_saved_on_the_case(case, user):
    form = dates(case, admission_on="13 Mar 2026", discharge_on="2026-03-30", version="1", age_years="72")
    assert form.is_valid(), form.errors
    services.set_dates(case=case, version=form.seen_version, by=user, **form.values)
    assert (case.admission_on, case.discharge_on) == (date(2026, 3, 13), date(2026, 3, 30))
    assert (case.age_years, case.rash_onset_on) == (72, RASH)


@pytest.mark.hazard("H11")
@pytest.mark.parametrize(
    ("posted", "field", "message"),
    [
        ({"rash_onset_on": "03/04/2026"}, "rash_onset_on", "3 Apr 2026 or 4 Mar 2026"),
        ({"rash_onset_on": "2 Jun 2026"}, "rash_onset_on", "future"),
        ({"rash_onset_on": "12 Mar 26"}, "rash_onset_on", "four digits"),
        ({"resolution_on": "11 Mar 2026"}, "resolution_on", "Day 0 is 12 Mar 2026"),
        ({"closed_on": "11 Mar 2026"}, "closed_on", "Day 0 is 12 Mar 2026"),
        ({"died_on": "11 Mar 2026"}, "died_on", "Day 0 is 12 Mar 2026"),
        ({"still_ill_on": "11 Mar 2026"}, "still_ill_on", "Day 0 is 12 Mar 2026"),
        ({"rash_onset_on": "14 Mar 2026", "closed_on": "13 Mar 2026"}, "closed_on", "Day 0 is 14 Mar 2026"),
        (
            {"admission_on": "13 Mar 2026", "discharge_on": "12 Mar 2026"},
            "discharge_on",
            "before the admission",
        ),
        (
            {"still_ill_on": "20 Mar 2026", "resolution_on": "19 Mar 2026"},
            "resolution_on",
            "last day ill",
        ),
        ({"died_on": "20 Mar 2026", "discharge_on": "21 Mar 2026"}, "died_on", "The death lies before"),
        ({"index_on": "10 Mar 2026"}, "index_reason", "Say why"),
        ({"age_years": "121"}, "age_years", "0 to 120"),
        ({"age_years": "7_2"}, "age_years", "whole years"),
        ({"age_years": "٧٢"}, "age_years", "whole years"),
        ({"note": "x" * 10_000}, "note", "10000 characters"),
    ],
)
def test_days_that_cannot_be_are_refused_with_what_to_do(case, posted, field, message):
    form = dates(case, **posted)
    assert not form.is_valid()
    assert message in form.errors[field][0]


def test_an_order_is_held_against_stored_days_that_the_page_did_not_offer(case, user):
    services.set_dates(case=case, version=1, by=user, closed_on=date(2026, 4, 1))
    form = dates(case, rash_onset_on="2 Apr 2026")
    assert "Day 0 is 2 Apr 2026" in form.non_field_errors()[0]


@pytest.mark.hazard("H11")
def test_an_onset_before_the_birth_is_refused(case, user):
    services.update_patient(case=case, version=1, by=user, birth_on=date(1958, 3, 12))
    form = dates(case, rash_onset_on="11 Mar 1958")
    assert "before the patient's birth" in form.errors["rash_onset_on"][0]


def test_a_blanked_day_is_taken_away(case, user):
    form = dates(case, rash_onset_on="")
    assert form.is_valid()
    assert form.values == {"rash_onset_on": None}


def test_days_of_a_relative_case_are_days(user, team):
    case = make_case(user, basis="relative", admission_on=date(2026, 3, 13))
    assert CaseDatesForm(case=case, row=case)["admission_on"].value() == "day 1"
    form = dates(case, closed_on="day 41", admission_on="12 Mar 2026")
    assert "day 8" in form.errors["admission_on"][0]
    assert form.cleaned_data["closed_on"] == date(2026, 4, 22)
    assert "Day 0 is day 0" in dates(case, closed_on="-1").errors["closed_on"][0]


def test_a_relative_case_without_any_day_counts_from_its_anchor(user, team):
    case = make_case(user, basis="relative", rash_onset_on=None)
    form = dates(case, rash_onset_on="0", admission_on="2")
    assert form.is_valid(), form.errors
    services.set_dates(case=case, version=1, by=user, **form.values)
    assert CaseDatesForm(case=case, row=case)["admission_on"].value() == "day 2"


def patient(case, **posted):
    return PatientForm(posted, case=case, row=case.patient, today=TODAY)


def test_a_patient_is_corrected_for_all_cases(case, user):
    form = patient(case, local_id="P-9", birth_on="12 Mar 1958", version="1")
    assert form.is_valid(), form.errors
    saved = services.update_patient(case=case, version=form.seen_version, by=user, **form.values)
    assert (saved.local_id, saved.name, saved.birth_on) == ("P-9", "Ana Vidal", date(1958, 3, 12))


@pytest.mark.parametrize(
    ("posted", "field", "message"),
    [
        ({"local_id": ""}, "local_id", "Enter the patient id."),
        ({"local_id": "p-2"}, "local_id", "Another patient of the team"),
        ({"birth_on": "13 Mar 2026"}, "birth_on", "after the onset"),
        ({"birth_on": "2 Jun 2026"}, "birth_on", "future"),
    ],
)
def test_a_patient_that_cannot_be_is_refused(case, user, posted, field, message):
    make_case(user, local_id="P-2")
    assert message in patient(case, **posted).errors[field][0]


def test_no_birth_date_is_asked_where_no_date_is_shown(user, team):
    case = make_case(user, basis="relative")
    assert "birth_on" not in patient(case, local_id="P-1").fields


def background(case, row=None, **posted):
    return BackgroundForm(posted, case=case, row=row, today=TODAY)


def test_background_reaches_the_rules(case, user):
    form = background(
        case,
        cirrhosis="yes",
        weight="62.5",
        creatinine_baseline_choice="entered",
        creatinine_baseline="88.4",
        creatinine_baseline_unit="umol/L",
        creatinine_baseline_on="1 Mar 2025",
    )
    assert form.is_valid(), form.errors
    row = services.save_background(case=case, version=form.seen_version, by=user, **form.values)
    assert (row.cirrhosis, row.weight_raw, row.weight_unit) == ("yes", "62.5", "kg")
    assert str(build(case).creatinine_baseline.value) == "88.4"
    again = background(case, row=row, weight="")
    assert again.is_valid(), again.errors
    assert again.values["weight_unit"] == ""


@pytest.mark.parametrize(
    ("posted", "field", "message"),
    [
        ({"cirrhosis": "maybe"}, "cirrhosis", "not one of the available choices"),
        ({"weight": "<60"}, "weight", "without < or >"),
        ({"weight": "0"}, "weight", "up to 400"),
        ({"weight": "625"}, "weight", "up to 400"),
        ({"creatinine_baseline_choice": "entered"}, "creatinine_baseline", "Enter the creatinine"),
        ({"creatinine_baseline": "1.1"}, "creatinine_baseline_unit", "Choose the unit"),
        ({"creatinine_baseline": ">1.1"}, "creatinine_baseline", "without < or >"),
        ({"creatinine_baseline": "0"}, "creatinine_baseline", "above zero"),
        ({"creatinine_baseline": "1,1"}, "creatinine_baseline", "1.1"),
    ],
)
def test_a_background_that_cannot_be_is_refused(case, posted, field, message):
    assert message in background(case, **posted).errors[field][0]


@pytest.mark.parametrize(
    ("posted", "field"),
    [
        ({"reported": "no", "reported_on": "20 Mar 2026"}, "reported"),
        ({"result": "recovered", "cause_of_death": "liver failure"}, "result"),
        ({"reported_on": "2 Jun 2026"}, "reported_on"),
    ],
)
def test_an_outcome_that_contradicts_itself_is_refused(case, posted, field):
    assert field in OutcomeForm(posted, case=case, today=TODAY).errors


def test_an_outcome_is_saved(case, user):
    form = OutcomeForm({"result": "fatal", "cause_of_death": "liver failure"}, case=case, today=TODAY)
    assert form.is_valid(), form.errors
    row = services.save_outcome(case=case, version=form.seen_version, by=user, **form.values)
    assert (row.result, row.intensive_care) == ("fatal", "")


def test_a_step_of_a_taper_is_saved(case, user):
    posted = {
        "kind": "systemic_steroid",
        "dose": "60",
        "dose_unit": "mg/d",
        "start": "13 Mar 2026",
        "stop": "Apr 2026",
        "prednisone_equivalent": "75",
    }
    form = TreatmentForm(posted, case=case, today=TODAY)
    assert form.is_valid(), form.errors
    row = services.add_row(model=Treatment, case=case, id=form.row_id, by=user, **form.values)
    assert (row.dose_canonical, row.prednisone_equivalent_canonical) == ("60", "75")
    assert (row.start_precision, row.stop_on, row.stop_precision) == ("day", date(2026, 4, 1), "month")


@pytest.mark.parametrize(
    ("posted", "field", "message"),
    [
        ({}, "kind", "Choose what was given."),
        ({"dose": "60"}, "dose_unit", "Enter the unit of the dose"),
        ({"start": "13 Mar 2026", "stop": "12 Mar 2026"}, "stop", "before the first day"),
    ],
)
def test_a_treatment_that_cannot_be_is_refused(case, posted, field, message):
    assert message in TreatmentForm(posted, case=case, today=TODAY).errors[field][0]


def test_a_conclusion_is_saved_with_its_author(case, user):
    form = ConclusionForm(
        {"conclusion": "DRESS", "expert_diagnosis": "", "version": "1"}, case=case, row=case
    )
    assert form.is_valid()
    services.save_conclusion(case=case, version=form.seen_version, by=user, **form.values)
    assert (case.conclusion, case.conclusion_by) == ("DRESS", "Dr Clinician")


@pytest.mark.hazard("H04")
@pytest.mark.parametrize("form_class", FORMS)
def test_a_form_shows_nothing_preselected_and_no_form_element(case, form_class):
    html = render_crispy_form(
        form_class(case=case, row=case if form_class in FORMS[:2] else None, today=TODAY)
    )
    assert " checked" not in html
    assert "<form" not in html
    assert "csrf" not in html


@pytest.mark.parametrize("form_class", FORMS)
def test_a_form_says_what_was_typed_back_escaped(case, form_class):
    row = case if form_class in FORMS[:2] else None
    typed = "<script>alert(1)</script>"
    form = form_class(dict.fromkeys(form_class.base_fields, typed), case=case, row=row, today=TODAY)
    assert not form.is_valid() or form_class is ConclusionForm
    html = render_crispy_form(form)
    assert typed not in html
    assert "&lt;script&gt;" in html


def test_the_fold_opens_where_it_holds_something(case, user):
    assert '<details class="more">' in render_crispy_form(CaseDatesForm(case=case, row=case))
    case.index_reason = "as the report has it"
    assert '<details class="more" open>' in render_crispy_form(CaseDatesForm(case=case, row=case))
