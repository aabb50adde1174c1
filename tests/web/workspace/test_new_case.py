"""Beginning a case: six fields, one patient however often they are typed."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from dressapp.accounts.models import Role
from dressapp.accounts.services import join_team
from dressapp.audit.models import Event
from dressapp.cases.models import Case, Patient
from dressapp.cases.services import void_case
from dressapp.workspace.views import cases
from tests.factories.records import make_case

NEW, KNOWN = "/cases/new/", "/cases/known/"
SORAFENIB = {
    "local_id": "KJG-67-337",
    "sex": "male",
    "age_or_birth": "72",
    "rash_onset_on": "11 Mar 2015",
    "first_sign": "other",
    "first_sign_on": "2015-03-06",
    "admission_on": "12 Mar 2015",
}


def post(client, **values):
    return client.post(NEW, {"id": str(uuid4())} | SORAFENIB | values)


def errors(response):
    assert response.status_code == 422
    assert not Case.objects.filter(patient__local_id=SORAFENIB["local_id"]).exists()
    return response.context["form"].errors


def test_six_fields_begin_a_case_and_lead_to_the_drugs(client_in):
    response = post(client_in)
    case = Case.objects.get()
    assert response.status_code == 303
    assert response.headers["Location"] == reverse("workspace:drugs", args=[case.pk])
    assert (case.patient.local_id, case.patient.sex, case.age_years) == ("KJG-67-337", "male", 72)
    assert case.rash_onset_on == date(2015, 3, 11)
    assert (case.first_symptom_on, case.fever_onset_on) == (date(2015, 3, 6), None)
    assert case.admission_on == date(2015, 3, 12)
    assert case.summary.revision == case.revision


def test_only_the_patient_id_must_be_given(client_in):
    empty = dict.fromkeys(SORAFENIB, "")
    assert post(client_in, **empty | {"local_id": "P-5"}).status_code == 303
    assert "local_id" in errors(post(client_in, **empty))


def test_a_birth_date_and_the_folded_fields_are_kept(client_in):
    more = {"name": "Kim", "first_symptom_what": "sore throat", "age_or_birth": "12 Mar 1943"}
    post(client_in, **more)
    case = Case.objects.get()
    assert (case.patient.birth_on, case.age_years) == (date(1943, 3, 12), None)
    assert (case.patient.name, case.first_symptom_what) == ("Kim", "sore throat")


def test_the_fever_may_be_what_came_first(client_in):
    post(client_in, first_sign="fever")
    case = Case.objects.get()
    assert (case.fever_onset_on, case.first_symptom_on) == (date(2015, 3, 6), None)


def test_days_alone_are_counted_from_one_day(client_in):
    days = {"rash_onset_on": "10", "first_sign_on": "day 5", "admission_on": "11"}
    post(client_in, days_only="on", **days)
    case = Case.objects.get()
    assert case.is_relative
    assert case.admission_on - case.rash_onset_on == timedelta(days=1)
    assert case.first_symptom_on - case.rash_onset_on == timedelta(days=-5)


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("rash_onset_on", "03/04/2015", "3 Apr 2015 or 4 Mar 2015"),
        ("rash_onset_on", "12.03.2015", "month in letters"),
        ("admission_on", "yesterday", "Write the date as"),
        ("age_or_birth", "121", "up to 120"),
        ("age_or_birth", "seventy", "Write the age in years"),
        ("age_or_birth", "12 Mar 2016", "born after a day entered"),
        ("age_or_birth", "12 Mar 2090", "in the future"),
        ("first_sign", "", "Say what began"),
        ("sex", "x", "Select a valid choice"),
        ("local_id", "9" * 65, "Shorten it to 64"),
        ("name", "n" * 10_000, "10000 characters"),
    ],
)
def test_what_cannot_be_right_is_refused_and_nothing_typed_is_lost(client_in, field, typed, words):
    response = post(client_in, **{field: typed})
    assert words in str(errors(response)[field])
    assert not Patient.objects.exists()
    form = response.context["form"]
    assert form[field].value() == typed
    assert form["admission_on"].value() == SORAFENIB["admission_on"] or field == "admission_on"
    assert b"error-summary" in response.content


def test_an_onset_in_the_future_is_refused(client_in):
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    response = post(client_in, rash_onset_on=tomorrow)
    assert "in the future" in str(errors(response)["rash_onset_on"])


def test_a_birth_date_has_no_place_among_days(client_in):
    days = {"rash_onset_on": "10", "first_sign_on": "5", "admission_on": "11"}
    response = post(client_in, days_only="on", age_or_birth="12 Mar 1943", **days)
    assert "age in years" in str(errors(response)["age_or_birth"])


@pytest.mark.hazard("H13")
@pytest.mark.parametrize("typed", ["P-1", "p-1", "  P-1  "])
def test_a_known_patient_is_shown_before_a_second_case(client_in, user, typed):
    make_case(user, name="Kim Example", sex="female", age_years=50)
    response = post(client_in, local_id=typed)
    text = response.content.decode()
    assert response.status_code == 422
    assert "already on record" in str(response.context["form"].errors["local_id"])
    assert "Kim Example" in text
    assert "female · 50 y" in text
    assert Case.objects.count() == 1


def test_a_confirmed_patient_gets_a_second_case_and_stays_one_patient(client_in, user):
    first = make_case(user, sex="female")
    response = post(client_in, local_id="p-1", confirmed=str(first.patient.pk), name="Kim")
    assert response.status_code == 303
    patient = Patient.objects.get()
    assert patient.cases.count() == 2
    assert (patient.local_id, patient.sex, patient.name) == ("P-1", "female", "Kim")


@pytest.mark.hazard("H13")
def test_another_patients_confirmation_does_not_count(client_in, user):
    make_case(user)
    other = make_case(user, local_id="P-2")
    assert post(client_in, local_id="P-1", confirmed=str(other.patient.pk)).status_code == 422


def test_the_form_posted_twice_begins_one_case(client_in):
    posted = {"id": str(uuid4())}
    first, second = post(client_in, **posted), post(client_in, **posted)
    assert first.headers["Location"] == second.headers["Location"]
    assert (Case.objects.count(), Patient.objects.count()) == (1, 1)


def test_the_id_of_another_teams_case_is_refused(client_in, stranger):
    theirs = make_case(stranger, local_id="X")
    assert post(client_in, id=str(theirs.pk)).status_code == 404
    assert Case.objects.count() == 1


def test_the_id_field_looks_the_patient_up(client_in, user):
    case = make_case(user)
    page = client_in.post(KNOWN, {"local_id": "p-1"}, headers={"HX-Request": "true"})
    assert b"is on record" in page.content
    event = Event.objects.get(action="view")
    assert (event.case_id, event.detail) == (str(case.pk), {"what": "known patient"})


def test_a_patient_of_another_team_is_not_known(client_in, stranger):
    make_case(stranger)
    assert b"is on record" not in client_in.post(KNOWN, {"local_id": "P-1"}).content
    assert post(client_in, local_id="P-1").status_code == 303
    assert Patient.objects.filter(local_id="P-1").count() == 2


def test_a_reader_cannot_begin_a_case(client_for, reader):
    client = client_for(reader)
    assert client.get(NEW).status_code == 403
    assert post(client).status_code == 403


def test_somebody_in_two_teams_chooses_one(client_in, user):
    join_team(user=user, team="Clinic", role=Role.CLINICIAN)
    assert "team" in errors(post(client_in))
    clinic = user.memberships.get(team__name="Clinic").team
    assert post(client_in, team=str(clinic.pk)).status_code == 303
    assert Case.objects.get().team == clinic


def test_a_team_that_is_not_mine_cannot_be_chosen(client_in, user, stranger):
    join_team(user=user, team="Clinic", role=Role.CLINICIAN)
    elsewhere = stranger.memberships.get().team
    assert "team" in errors(post(client_in, team=str(elsewhere.pk)))


def warnings_of(client, response):
    return [notice.words for notice in client.get(response.headers["Location"]).context["notices"]]


@pytest.mark.promise("P02")
@pytest.mark.parametrize("confirmed", [False, True])
def test_a_correction_sent_by_the_form_that_began_the_case_is_not_dropped_in_silence(client_in, confirmed):
    sent = {"id": str(uuid4())}
    post(client_in, **sent)
    case = Case.objects.get()
    client_in.get(reverse("workspace:drugs", args=[case.pk]))
    again = (
        sent | {"rash_onset_on": "9 Mar 2015"} | ({"confirmed": str(case.patient.pk)} if confirmed else {})
    )
    response = post(client_in, **again)
    assert response.status_code == 303
    assert response.headers["Location"] == f"/cases/{case.pk}/?edit=course#course"
    assert warnings_of(client_in, response) == [
        "This case had been begun already, so what you sent now was not stored. "
        "It differs in: Rash began on (9 Mar 2015). Correct the case here."
    ]
    case.refresh_from_db()
    assert case.rash_onset_on == date(2015, 3, 11)


@pytest.mark.promise("P02")
@pytest.mark.parametrize(
    ("changes", "place", "said"),
    [
        ({"local_id": "KJG-67-338"}, "/?edit=patient#patient", "Patient id (KJG-67-338)"),
        ({"sex": "female"}, "/?edit=patient#patient", "Sex (Female)"),
        ({"admission_on": ""}, "/?edit=course#course", "Admitted on (blank)"),
        ({"admission_on": "03/04/2015"}, "/?edit=course#course", "Admitted on (03/04/2015)"),
        ({"age_or_birth": "71", "name": "Kim"}, "/?edit=course#course", "Age or birth date (71); Name (Kim)"),
        ({"first_sign": "fever"}, "/?edit=course#course", "It began on (2015-03-06)"),
        ({"answers": "fever=no"}, "/score/", "the answers of the quick score"),
    ],
)
def test_what_differs_from_the_case_that_was_begun_is_named(client_in, changes, place, said):
    sent = {"id": str(uuid4()), "answers": "fever=yes"}
    post(client_in, **sent)
    case = Case.objects.get()
    client_in.get(reverse("workspace:drugs", args=[case.pk]))
    confirmed = {} if "local_id" in changes else {"confirmed": str(case.patient.pk)}
    response = post(client_in, **sent | changes | confirmed)
    assert response.headers["Location"] == f"/cases/{case.pk}{place}"
    assert f"It differs in: {said}. " in warnings_of(client_in, response)[0]
    assert (Case.objects.count(), Patient.objects.count()) == (1, 1)


def test_answers_that_another_post_of_the_form_gave_at_the_same_moment_are_no_error(client_in, monkeypatch):
    sent = {"id": str(uuid4()), "answers": "fever=yes"}
    post(client_in, **sent)
    case = Case.objects.get()
    monkeypatch.setattr(cases, "_begun_before", lambda user, form: None)
    response = post(client_in, **sent | {"answers": "fever=no", "confirmed": str(case.patient.pk)})
    assert response.headers["Location"] == f"/cases/{case.pk}/score/"


def test_a_form_whose_case_was_removed_begins_none_and_says_so(client_in, user):
    sent = {"id": str(uuid4())}
    post(client_in, **sent)
    case = Case.objects.get()
    void_case(case=case, version=case.version, revision=case.revision, why="entered twice", by=user)
    response = post(client_in, **sent, confirmed=str(case.patient.pk))
    assert response.status_code == 404
