"""The summary: each section opened, saved, refused, fought over."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from dressapp.audit.models import Event
from dressapp.cases.services import save_background, save_conclusion, save_outcome, set_dates, update_patient
from dressapp.workspace.services import changing
from tests.factories.day_four import make_day_four_case
from tests.factories.many import record_much
from tests.factories.queries import queries
from tests.factories.records import make_case, make_lab
from tests.web.workspace.summary import opened, text_of, url

HTMX = {"HX-Request": "true"}
LONG = "x" * 10_000


@pytest.fixture
def case(user):
    return make_case(user, sex="male", age_years=67)


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
    assert "Complete the assessment" not in response.content.decode()


@pytest.mark.parametrize("count", [1, 40])
@pytest.mark.parametrize("query", ["", "?edit=background", "?step=new"])
def test_the_summary_costs_few_queries_however_much_is_on_record(
    client_in, user, django_assert_max_num_queries, count, query
):
    case = make_day_four_case(user, timezone.localdate())
    record_much(case, user, count)
    with django_assert_max_num_queries(queries(21)):
        assert client_in.get(url(case) + query).status_code == 200


def test_the_days_of_the_course_score_the_case_at_once(client_in, case):
    later = case.rash_onset_on + timedelta(days=20)
    posted = opened(client_in, case, "?edit=course") | {"still_ill_on": later.isoformat()}
    response = client_in.post(url(case, "save_section", "course"), posted, headers=HTMX)
    assert response.status_code == 200
    duration = next(item for item in response.context["page"].items if item.id == "resolution_15_days")
    assert duration.answer == "yes"
