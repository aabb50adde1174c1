"""The summary: each section opened, saved, refused, fought over; the steps of the treatment."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from dressapp.audit.models import Event
from dressapp.cases.models import Treatment
from dressapp.cases.services import save_background, save_conclusion, save_outcome, set_dates, update_patient
from dressapp.workspace.services import changing
from tests.factories.day_four import make_day_four_case
from tests.factories.many import record_much
from tests.factories.records import make_case, make_lab

HTMX = {"HX-Request": "true"}
LONG = "x" * 10_000


@pytest.fixture
def case(user):
    return make_case(user, sex="male", age_years=67)


def url(case, name="summary", *args):
    return reverse(f"workspace:{name}", args=[case.pk, *args])


def text_of(response):
    return " ".join(response.content.decode().split())


def opened(client, case, query):
    """Open a form and return what it would post as it stands."""
    form = client.get(url(case) + query).context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}


def post(client, case, section, **posted):
    return client.post(url(case, "save_section", section), posted)


def shown(client, case, section):
    """Return what a section shows, by its terms."""
    cards = client.get(url(case)).context["summary"].cards
    card = next(card for card in cards if card.id == section)
    return {row["term"]: row["text"] for row in card.rows}


SAVED = {
    "conclusion": ({"conclusion": "DRESS, culprit open"}, "In own words", "DRESS, culprit open"),
    "course": ({"rash_onset_on": "12 Mar 2026", "admission_on": "2026-03-13"}, "Admitted", "13 Mar 2026"),
    "background": (
        {"hiv": "no", "weight": "58.5", "weight_on": "1 Mar 2026"},
        "Weight",
        "58.5 kg on 1 Mar 2026",
    ),
    "outcome": ({"result": "recovering", "intensive_care": "no"}, "Outcome", "Recovering"),
    "patient": ({"local_id": "P-77", "sex": "female"}, "Patient id", "P-77"),
}


@pytest.mark.parametrize("section", SAVED)
def test_each_section_opens_saves_and_shows_what_was_saved(client_in, case, section):
    posted, term, text = SAVED[section]
    posted = opened(client_in, case, f"?edit={section}") | posted
    response = post(client_in, case, section, **posted)
    assert response.status_code == 303
    assert response.headers["Location"] == f"{url(case)}#{section}"
    assert shown(client_in, case, section)[term] == text


def test_the_conclusion_says_who_wrote_it_and_when(client_in, case):
    assert post(client_in, case, "conclusion", version=case.version, conclusion="DRESS").status_code == 303
    told = shown(client_in, case, "conclusion")["Concluded by"]
    on = timezone.localdate()
    assert told == f"Dr Clinician, {on.day} {on:%b} {on.year}"


@pytest.mark.parametrize(
    ("section", "posted", "message"),
    [
        ("conclusion", {"conclusion": LONG}, "This text has 10000 characters. Shorten it to 4000."),
        ("course", {"rash_onset_on": "03/04/2026"}, "Write the month in letters: 3 Apr 2026 or 4 Mar 2026."),
        ("course", {"rash_onset_on": "12 Mar 2026", "died_on": "1 Mar 2026"}, "cannot lie before it"),
        ("background", {"weight": "58,5"}, "Write the decimal with a point: 58.5."),
        ("background", {"creatinine_baseline": "1.1"}, "Choose the unit of the creatinine."),
        ("outcome", {"result": "recovered", "cause_of_death": "sepsis"}, "Choose Fatal, or clear the cause."),
        ("patient", {"local_id": "", "name": "Anna Kim"}, "Enter the patient id."),
        ("patient", {"local_id": "P-1", "birth_on": "1 Jan 2099"}, "This day is in the future."),
    ],
)
def test_what_is_refused_is_kept_in_the_form_with_a_message(client_in, case, section, posted, message):
    before = Event.objects.count()
    response = post(client_in, case, section, version=0, **posted)
    text = text_of(response)
    assert response.status_code == 422
    assert "Nothing was saved yet." in text
    assert message in text
    form = response.context["form"]
    assert {name: form[name].value() for name in posted} == posted
    assert Event.objects.exclude(action="view").count() == before


def test_script_and_emoji_are_text(client_in, case):
    words = "<script>alert(1)</script> 😀"
    assert post(client_in, case, "conclusion", version=case.version, conclusion=words).status_code == 303
    assert shown(client_in, case, "conclusion")["In own words"] == words
    assert "<script>alert" not in client_in.get(url(case)).content.decode()


def theirs(section, case, by):
    """Save a section as somebody else does while a form is open."""
    seen = {"case": case, "by": by}
    saves = {
        "conclusion": lambda: save_conclusion(version=case.version, conclusion="theirs", **seen),
        "course": lambda: set_dates(version=case.version, admission_on=case.rash_onset_on, **seen),
        "background": lambda: save_background(version=0, other_conditions="theirs", **seen),
        "outcome": lambda: save_outcome(version=0, note="theirs", **seen),
        "patient": lambda: update_patient(version=case.patient.version, local_id="theirs", **seen),
    }
    with changing(case):
        saves[section]()


MINE = {
    "conclusion": ({"conclusion": "mine"}, "Conclusion", ("mine", "theirs")),
    "course": ({"admission_on": "13 Mar 2026"}, "Admitted", ("13 Mar 2026", "12 Mar 2026")),
    "background": ({"other_conditions": "mine"}, "Other illnesses", ("mine", "theirs")),
    "outcome": ({"note": "mine"}, "Note", ("mine", "theirs")),
    "patient": ({"local_id": "mine"}, "Patient id", ("mine", "theirs")),
}


@pytest.mark.parametrize("section", MINE)
def test_the_second_of_two_editors_sees_both_texts_and_may_save_over(client_in, user, case, section):
    mine, label, both = MINE[section]
    seen = opened(client_in, case, f"?edit={section}")
    theirs(section, case, user)
    response = post(client_in, case, section, **seen | mine)
    assert response.status_code == 409
    assert "Not saved: Dr Clinician saved this first" in text_of(response)
    conflict = response.context["conflict"]
    assert {field.label: (field.yours, field.theirs) for field in conflict.fields}[label] == both
    again = dict(conflict.posted) | {"version": conflict.version}
    assert post(client_in, case, section, **again).status_code == 303


def test_saving_what_is_stored_already_is_no_change(client_in, case):
    seen = opened(client_in, case, "?edit=course")
    before = case.revision
    assert post(client_in, case, "course", **seen).status_code == 303
    case.refresh_from_db()
    assert case.revision == before


def test_an_unknown_section_or_step_is_not_found(client_in, case):
    assert client_in.get(url(case) + "?edit=nothing").status_code == 404
    assert client_in.get(url(case) + "?step=nothing").status_code == 404
    assert client_in.get(url(case) + f"?step={uuid4()}").status_code == 404
    assert post(client_in, case, "nothing").status_code == 404


@pytest.mark.parametrize("query", ["", "?edit=course", "?step=new"])
def test_a_reader_sees_text_and_no_form(client_for, reader, case, query):
    response = client_for(reader).get(url(case) + query)
    assert response.status_code == 200
    assert response.context["form"] is None
    assert "Edit<span" not in response.content.decode()


@pytest.mark.parametrize("section", SAVED)
def test_a_reader_saves_nothing_and_a_stranger_finds_nothing(client_for, reader, stranger, case, section):
    assert post(client_for(reader), case, section, **SAVED[section][0]).status_code == 403
    assert post(client_for(stranger), case, section, **SAVED[section][0]).status_code == 404


def focused(response):
    """Return the tag that takes the focus."""
    html = response.content.decode()
    assert html.count("autofocus") == 1
    before, _, after = html.partition("autofocus")
    return before.rpartition("<")[2] + after.partition(">")[0]


def test_the_form_opens_with_the_focus_in_it_and_leaves_it_at_its_section(client_in, case):
    assert 'id="id_result"' in focused(client_in.get(url(case) + "?edit=outcome", headers=HTMX))
    assert 'id="edit-outcome"' in focused(client_in.get(url(case) + "?at=outcome", headers=HTMX))
    posted = {"version": case.version, "conclusion": "x"}
    saved = client_in.post(url(case, "save_section", "conclusion"), posted, headers=HTMX)
    assert 'id="edit-conclusion"' in focused(saved)


STEP = {
    "kind": "systemic_steroid",
    "name": "prednisolone",
    "dose": "60",
    "dose_unit": "mg/d",
    "start": "13 Mar 2026",
}


def steps_of(client, case):
    return [(step.term, step.text) for step in client.get(url(case)).context["summary"].steps]


def add_step(client, case, **posted):
    return client.post(url(case, "add_step"), {"id": uuid4(), "version": 0} | STEP | posted)


def test_a_step_of_the_treatment_is_added_changed_removed_and_brought_back(client_in, case):
    assert add_step(client_in, case, stop="ongoing").status_code == 303
    assert steps_of(client_in, case) == [
        ("Systemic steroid", "prednisolone; 60 mg/d; from 13 Mar 2026, ongoing")
    ]
    step = Treatment.objects.get()
    seen = opened(client_in, case, f"?step={step.pk}")
    assert (seen["start"], seen["dose"]) == ("13 Mar 2026", "60")
    changed = STEP | {"version": step.version, "dose": "40", "stop": "20 Mar 2026"}
    assert client_in.post(url(case, "change_step", step.pk), changed).status_code == 303
    assert steps_of(client_in, case)[0][1] == "prednisolone; 40 mg/d; 13 Mar 2026 to 20 Mar 2026"
    removed = client_in.post(url(case, "void_step", step.pk))
    assert steps_of(client_in, case) == []
    undo = list(get_messages(removed.wsgi_request))[-1].extra_tags.partition(" ")[0]
    assert undo == url(case, "restore_step", step.pk)
    assert client_in.post(undo).status_code == 303
    assert len(steps_of(client_in, case)) == 1


def test_a_taper_is_several_steps_in_order_of_time(client_in, case):
    add_step(client_in, case, dose="40", start="20 Mar 2026")
    add_step(client_in, case, dose="60", start="13 Mar 2026")
    assert [text.split("; ")[1] for _, text in steps_of(client_in, case)] == ["60 mg/d", "40 mg/d"]


def test_the_same_form_twice_makes_one_step(client_in, case):
    row_id = uuid4()
    add_step(client_in, case, id=row_id)
    add_step(client_in, case, id=row_id)
    assert len(steps_of(client_in, case)) == 1


@pytest.mark.parametrize(
    ("posted", "message"),
    [
        ({"kind": ""}, "Choose what was given."),
        ({"stop": "1 Mar 2026"}, "The last day lies before the first day."),
        ({"dose_unit": ""}, "Enter the unit of the dose, such as mg/d."),
        ({"dose": "1.500"}, "1.500 can be read as 1500 or as 1.5"),
    ],
)
def test_a_refused_step_keeps_what_was_typed(client_in, case, posted, message):
    response = add_step(client_in, case, **posted)
    assert response.status_code == 422
    assert message in text_of(response)
    assert response.context["editing"] == "step-new"
    assert response.context["form"]["name"].value() == "prednisolone"
    assert not Treatment.objects.exists()


def test_a_step_that_somebody_changed_is_a_conflict(client_in, case):
    add_step(client_in, case)
    step = Treatment.objects.get()
    first = STEP | {"version": step.version, "dose": "40"}
    assert client_in.post(url(case, "change_step", step.pk), first).status_code == 303
    second = STEP | {"version": step.version, "dose": "20"}
    response = client_in.post(url(case, "change_step", step.pk), second)
    assert response.status_code == 409
    fields = {field.label: (field.yours, field.theirs) for field in response.context["conflict"].fields}
    assert fields["Dose"] == ("20", "40")


def test_a_step_of_another_case_is_not_found(client_in, user, case):
    other = make_case(user, local_id="P-2")
    add_step(client_in, other)
    step = Treatment.objects.get()
    for name in ("change_step", "void_step", "restore_step"):
        assert client_in.post(url(case, name, step.pk), STEP | {"version": 1}).status_code == 404


def test_days_stay_days_where_only_days_are_known(client_in, user):
    case = make_case(user, basis="relative")
    posted = opened(client_in, case, "?edit=course") | {"rash_onset_on": "day 0", "admission_on": "-3"}
    assert post(client_in, case, "course", **posted).status_code == 303
    assert shown(client_in, case, "course") == {
        "Days": "the record gives days, no calendar dates; day 0 is the index day",
        "Rash began": "day 0",
        "Admitted": "day −3",
    }
    seen = client_in.get(url(case) + "?edit=course").content.decode()
    assert 'value="day −3"' in seen
    assert "2026" not in seen.partition('id="course"')[2].partition("</section>")[0]
    again = {"rash_onset_on": "day 0", "admission_on": "day −3", "version": case.version + 1}
    assert post(client_in, case, "course", **again).status_code == 303


def test_contradicting_facts_leave_the_summary_usable(client_in, user, case):
    with changing(case):
        make_lab(case, user, analyte="wbc", value="5", unit="10*3/uL")
        make_lab(case, user, analyte="eosinophils_abs", value="9", unit="10*3/uL")
    response = client_in.get(url(case))
    assert response.status_code == 200
    assert "Save assessment" not in response.content.decode()


@pytest.mark.parametrize("count", [1, 40])
@pytest.mark.parametrize("query", ["", "?edit=background", "?step=new"])
def test_the_summary_costs_few_queries_however_much_is_on_record(
    client_in, user, django_assert_max_num_queries, count, query
):
    case = make_day_four_case(user, timezone.localdate())
    record_much(case, user, count)
    with django_assert_max_num_queries(15):
        assert client_in.get(url(case) + query).status_code == 200


def test_the_days_of_the_course_score_the_case_at_once(client_in, case):
    later = case.rash_onset_on + timedelta(days=20)
    posted = opened(client_in, case, "?edit=course") | {"still_ill_on": later.isoformat()}
    response = client_in.post(url(case, "save_section", "course"), posted, headers=HTMX)
    assert response.status_code == 200
    duration = next(item for item in response.context["page"].items if item.id == "resolution_15_days")
    assert duration.answer == "yes"
