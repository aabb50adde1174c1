"""A case of days alone: what a stale page counted from the old day 0 is asked about, never moved unseen."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from dressapp.cases.models import CauseTest, Finding, Treatment
from dressapp.cases.services import add_row, set_dates
from dressapp.core.forms import counted_anew
from dressapp.drafts.models import Draft
from dressapp.workspace.services import changing
from tests.factories.records import RASH, make_answer, make_case, make_drug, make_finding, make_lab
from tests.web.security.page_forms import read_forms

LATER = timedelta(days=2)
START = date(2026, 3, 2)
SAID = "day 0 is 2 days later now, so that day 0 as you saw it is day −2"


@pytest.fixture
def case(user):
    return make_case(user, basis="relative")


def url(case, name, *args):
    return reverse(f"workspace:{name}", args=[case.pk, *args])


def make_step(case, user):
    values = {"kind": "systemic_steroid", "start_on": START, "start_precision": "day"}
    return add_row(model=Treatment, case=case, by=user, **values)


def make_test(case, user):
    return add_row(model=CauseTest, case=case, by=user, test="ana", result="negative", tested_on=START)


# How a row is made, the page with its form, where that is sent, what is changed, and the column of the day.
FORMS = {
    "drug": (make_drug, "drugs", "?edit={}", "edit_drug", {"brand": "Kept"}, "start_on"),
    "treatment": (make_step, "summary", "?step={}", "change_step", {"name": "Kept"}, "start_on"),
    "test": (make_test, "score", "?edit={}", "score_save_row", {"note": "Kept"}, "tested_on"),
    "tracker": (make_test, "criteria", "?open=tests", "save_tracked", {"result": "positive"}, "tested_on"),
    "hla": (
        lambda case, user: make_finding(case, user, finding="hla_allele", site="HLA-B*58:01", seen_on=START),
        "drugs", "?hla={}", "save_hla", {"note": "Kept"}, "seen_on",
    ),
    "answer": (
        lambda case, user: make_answer(case, user, since_on=START),
        "score", "", "score_answer", {}, "since_on",
    ),
}  # fmt: skip


def form_of(client, case, row, kind):
    """Return the page's own form of a row, as a browser would send it."""
    _, tab, query, name, _, _ = FORMS[kind]
    page = client.get(url(case, tab) + query.format(row.pk))
    places = {
        "edit_drug": [row.pk], "change_step": [row.pk], "score_save_row": ["test"], "score_answer": ["fever"],
    }  # fmt: skip
    action = url(case, name, *places.get(name, []))
    forms = [form for form in read_forms(page.content.decode()) if form.action.partition("?")[0] == action]
    return next(form for form in forms if {"start", "seen_on", "tested_on", "since_on"} & form.values.keys())


def move_onset(case, user):
    case.refresh_from_db()
    with changing(case):
        set_dates(case=case, version=case.version, by=user, rash_onset_on=case.rash_onset_on + LATER)


def sent_again(response, action):
    """Return what the refused form sends as it stands."""
    forms = read_forms(response.content.decode())
    return next(form for form in forms if form.action == action and "counted_from" in form.values)


@pytest.mark.promise("P02")
@pytest.mark.parametrize("kind", FORMS)
def test_a_page_that_counts_from_another_day_0_moves_no_day_in_silence(client_in, case, user, kind):
    make, _, _, _, changes, column = FORMS[kind]
    row = make(case, user)
    form = form_of(client_in, case, row, kind)
    move_onset(case, user)
    refused = client_in.post(form.action, form.data(**changes))
    text = refused.content.decode()
    assert refused.status_code == 422
    assert SAID in text
    assert 'value="day −10"' in text
    assert all(f'value="{value}"' in text for value in changes.values())
    row.refresh_from_db()
    assert getattr(row, column) == START
    again = sent_again(refused, form.action)
    assert client_in.post(again.action, again.data(**changes)).status_code == 303
    row.refresh_from_db()
    assert getattr(row, column) == START + LATER  # as it stands, which the person has checked now


@pytest.mark.promise("P02")
def test_a_new_row_and_a_last_day_typed_on_a_stale_page_are_asked_about_too(client_in, case, user):
    drug = make_drug(case, user)
    page = client_in.get(url(case, "drugs") + f"?last-day={drug.pk}").content.decode()
    forms = {form.action: form for form in read_forms(page)}
    move_onset(case, user)
    typed = {
        url(case, "last_day", drug.pk): {"stop": "day 1"},
        url(case, "add_drug"): {"name": "allopurinol", "role": "suspect", "start": "day -20"},
    }
    for action, values in typed.items():
        refused = client_in.post(action, forms[action].data(**values))
        assert refused.status_code == 422, action
        assert SAID in refused.content.decode()
    drug.refresh_from_db()
    assert (drug.stop_on, case.drug_courses.count()) == (None, 1)


def test_an_undo_that_names_a_day_is_not_read_from_another_day_0(client_in, case, user):
    drug = make_drug(case, user, stop_on=RASH, stop_precision="day")
    tapped = client_in.post(url(case, "still_taken", drug.pk), {"answer": "yes", "version": 1}, follow=True)
    undo = next(form for form in read_forms(tapped.content.decode()) if "last-day" in form.action)
    move_onset(case, user)
    assert client_in.post(undo.action).status_code == 422
    drug.refresh_from_db()
    assert drug.stop_on is None


def test_a_stale_form_that_names_no_day_is_saved(client_in, case, user):
    drug = make_drug(case, user, start_on=None, start_precision="unknown")
    form = form_of(client_in, case, drug, "drug")
    move_onset(case, user)
    assert client_in.post(form.action, form.data(brand="Nexavar")).status_code == 303


def test_a_refused_day_of_an_answer_that_somebody_cleared_meanwhile_stays_in_its_field(client_in, case, user):
    answer = make_answer(case, user, since_on=START)
    form = form_of(client_in, case, answer, "answer")
    client_in.post(url(case, "score_clear", "fever"), {"version": 1})
    refused = client_in.post(form.action, form.data(since_on="soon"))
    assert refused.status_code == 422
    assert 'name="since_on" value="soon"' in refused.content.decode()


def test_what_is_put_back_says_that_its_days_counted_from_another_day(client_in, case, user):
    drug = make_drug(case, user)
    form = form_of(client_in, case, drug, "drug")
    about = {"draft-action": form.action, "draft-title": "sorafenib", "draft-words": "Brand Kept"}
    client_in.post("/drafts/", about | form.data(brand="Kept"))
    move_onset(case, user)
    back = client_in.get(url(case, "drugs") + f"?draft={Draft.objects.get().pk}")
    assert SAID in back.content.decode()
    assert sent_again(back, form.action).values["counted_from"] == [str((RASH + LATER).toordinal())]


def test_a_page_that_says_nothing_of_day_0_and_a_case_of_dates_are_as_before(client_in, case, user):
    drug = make_drug(case, user)
    posted = {"version": 1, "name": "sorafenib", "role": "suspect", "start": "day −9"}
    assert client_in.post(url(case, "edit_drug", drug.pk), posted).status_code == 303
    dated = make_case(user, local_id="P-2")
    assert b"counted_from" not in client_in.get(url(dated, "drugs")).content
    assert Finding.objects.count() == 0


@pytest.mark.parametrize(
    ("moved", "words"),
    [(1, "1 day later now, so that day 0 as you saw it is day −1"),
     (-3, "3 days earlier now, so that day 0 as you saw it is day 3")],
)  # fmt: skip
def test_it_is_said_how_far_day_0_was_moved(moved, words):
    assert words in counted_anew(moved)


@pytest.mark.promise("P02")
@pytest.mark.parametrize("query", ["", "?value=alt&at=day3", "?date=day3"], ids=["grid", "value", "column"])
def test_no_result_is_written_on_another_day_than_the_page_showed(client_in, case, user, query):
    on = RASH + timedelta(days=3)
    result = make_lab(case, user, value="50", on=on)
    forms = read_forms(client_in.get(url(case, "labs") + query).content.decode())
    form = next(form for form in forms if "counted_from" in form.values and "delete" not in form.action)
    typed = {"value": "70", "value_alt": "70"}
    if not query:
        typed |= {
            "analyte": "alt",
            "at": "day3",
            "result": result.pk,
            "version": result.version,
            "unit": "U/L",
        }
    move_onset(case, user)
    refused = client_in.post(form.action, form.data(**typed))
    assert (refused.status_code, SAID in refused.content.decode()) == (422, True)
    assert 'value="70"' in refused.content.decode()
    result.refresh_from_db()
    assert (result.value_raw, result.taken_on, case.lab_results.count()) == ("50", on, 1)
