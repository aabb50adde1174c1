"""The search of the audit trail: by patient, person, what and day; for leads, of their own teams alone."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dressapp.accounts.models import Role
from dressapp.accounts.services import join_team
from dressapp.audit.models import Event
from dressapp.audit.services import record
from dressapp.labs import services as labs
from dressapp.workspace.services import changing
from tests.factories.many import record_much
from tests.factories.people import make_user
from tests.factories.records import make_case, make_drug, make_lab, number

AUDIT = reverse("workspace:trail")


@pytest.fixture
def lead(team):
    return make_user("lead", team=team.name, role=Role.LEAD)


@pytest.fixture
def client_of_lead(client_for, lead):
    return client_for(lead)


@pytest.fixture
def case(user):
    return make_case(user)


@pytest.fixture
def foreign(stranger):
    return make_case(stranger, local_id="F-9")


def search(client, **asked):
    """Return the page that a search leads to."""
    return client.post(reverse("workspace:search_trail"), asked, follow=True)


def rows(client, **asked):
    """Return the rows of a page as texts, without tags."""
    page = search(client, **asked).content.decode()
    listed = page.partition('<ol class="trail">')[2].partition("</main>")[0]
    found = re.split(r'<li>\s*<p class="trail-at">', listed)[1:]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in found]


@pytest.mark.parametrize("role", [Role.READER, Role.CLINICIAN])
def test_only_leads_and_administrators_see_the_trail(client_for, team, case, role):
    person = make_user("other", team=team.name, role=role)
    assert client_for(person).get(AUDIT).status_code == 403
    changes = reverse("workspace:case_changes", args=[case.pk])
    assert AUDIT not in client_for(person).get(changes).content.decode()


@pytest.mark.parametrize("role", [Role.LEAD, Role.ADMINISTRATOR])
def test_a_lead_sees_who_did_what_to_whom(client_for, team, user, case, role):
    with changing(case):
        result = make_lab(case, user, value="120")
        labs.update_result(case=case, result=result, version=1, by=user, **number("value", "210"))
    client = client_for(make_user("lead", team=team.name, role=role))
    changes = reverse("workspace:case_changes", args=[case.pk])
    page = client.get(changes).content.decode()
    address = page.partition(f'href="{AUDIT}?')[2].partition('"')[0]
    assert "P-1" not in address
    assert "P-1" in client.get(f"{AUDIT}?{address}").content.decode()
    found = rows(client)
    assert any("Dr Clinician ALT on 12 Mar 2026: changed" in row and "P-1" in row for row in found)
    assert any("ALT : 120 → became 210 U/L" in row.replace("ALT 120", "ALT : 120") for row in found)


@pytest.mark.hazard("H25")
def test_nothing_of_another_team_is_found(client_of_lead, foreign, stranger, case):
    record(action="sign_in", by=stranger, obj=stranger)
    record(action="view", by=stranger, case_id=foreign.pk, detail={"what": "labs"})
    with changing(foreign):
        make_drug(foreign, stranger)
    text = " ".join(rows(client_of_lead) + rows(client_of_lead, patient="F-9"))
    assert "Stranger" not in text
    assert "F-9" not in text
    assert rows(client_of_lead, person="Stranger") == []


def test_a_lead_elsewhere_sees_only_there(client_for, user, case, foreign, stranger):
    join_team(user=user, team="Elsewhere", role=Role.LEAD)
    text = " ".join(rows(client_for(user)))
    assert "F-9" in text
    assert "P-1" not in text


def test_a_stranger_s_look_into_our_case_is_found(client_of_lead, case, stranger):
    record(action="view", by=stranger, case_id=case.pk, detail={"what": "labs"})
    assert any("Dr Stranger opened the results P-1" in row for row in rows(client_of_lead))


def test_it_is_searched_by_patient_in_any_case_of_letters(client_of_lead, user, case):
    other = make_case(user, local_id="P-2")
    assert all("P-2" not in row for row in rows(client_of_lead, patient="p-1"))
    assert any("P-1" in row for row in rows(client_of_lead, patient="p-1"))
    assert rows(client_of_lead, patient="P-3") == []
    page = search(client_of_lead, patient="P-3").content.decode()
    assert "No patient of your teams has this id." in page
    assert other.pk


def test_it_is_searched_by_person_by_what_and_by_day(client_of_lead, user, case, team, lead):
    record(action="view", by=user, case_id=case.pk, detail={"what": "labs"})
    record(action="print", by=lead, case_id=case.pk, detail={"what": "dress-classification"})
    record(action="export", by=user, case_id=case.pk, detail={"what": "labs", "format": "csv"})
    record(action="sign_in", by=user, obj=user)
    assert all("Dr Lead" in row for row in rows(client_of_lead, person="lead"))
    (printed,) = rows(client_of_lead, what="prints")
    assert "Dr Lead printed the report P-1" in printed
    assert "exported the results as csv" in rows(client_of_lead, what="exports")[0]
    assert "signed in" in rows(client_of_lead, what="accounts")[0]
    assert not any("opened" in row or "signed in" in row for row in rows(client_of_lead, what="changes"))
    today = timezone.localdate().strftime("%d %b %Y")
    assert rows(client_of_lead, since=today, until=today)
    assert rows(client_of_lead, until="1 Jan 2020") == []


def test_a_day_runs_from_midnight_to_midnight(client_of_lead, user, case, monkeypatch):
    for hour in (datetime(2026, 3, 11, 22, 59, tzinfo=UTC), datetime(2026, 3, 12, 22, 59, tzinfo=UTC)):
        monkeypatch.setattr("dressapp.audit.services.timezone.now", lambda hour=hour: hour)
        record(action="view", by=user, case_id=case.pk, detail={"what": "labs"})
    monkeypatch.undo()
    seen = Event.objects.filter(case_id=str(case.pk), action="view").latest("seq")
    asked = timezone.localtime(seen.at).strftime("%d %b %Y")
    assert len(rows(client_of_lead, since=asked, until=asked, what="views", patient="P-1")) == 1


def test_wrong_days_are_refused_in_words(client_of_lead):
    answer = client_of_lead.get(AUDIT, {"since": "3 Mar 2026", "until": "1 Mar 2026"})
    assert answer.status_code == 422
    assert "This lies before the first day." in answer.content.decode()
    assert client_of_lead.get(AUDIT, {"since": "03/04/2026"}).status_code == 422


@pytest.mark.promise("P07")
def test_looking_is_written_down_with_the_patient_asked_for(client_of_lead, lead, case):
    rows(client_of_lead)
    rows(client_of_lead, patient="P-1")
    looks = Event.objects.filter(actor_id=str(lead.pk), action="view").order_by("seq")
    assert [(look.case_id, look.detail) for look in looks] == [
        ("", {"what": "audit"}),
        (str(case.pk), {"what": "audit"}),
    ]
    assert "Dr Lead 127.0.0.1 opened the audit trail" in rows(client_of_lead)[0]


def test_pages_follow_the_numbers_of_events_and_keep_what_is_asked(client_of_lead, user, case):
    record_much(case, user, 20)
    page = client_of_lead.get(AUDIT, {"person": "Clinician"}).content.decode()
    older = re.search(r'href="([^"]+before=[0-9]+)"', page)[1].replace("&amp;", "&")
    assert "person=Clinician" in older
    first = set(re.findall(r"event ([0-9]+)<", page))
    second = set(re.findall(r"event ([0-9]+)<", client_of_lead.get(older).content.decode()))
    assert len(first) >= 50
    assert second
    assert max(map(int, second)) < min(map(int, first))


def test_a_search_costs_the_same_queries_however_much_is_found(client_of_lead, user, case):
    counts = []
    for count in (1, 15):
        record_much(make_case(user, local_id=f"P-{count}x"), user, count)
        search(client_of_lead, patient=f"P-{count}x")
        with CaptureQueriesContext(connection) as queries:
            search(client_of_lead, patient=f"P-{count}x")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_search_names_events_of_accounts(client_of_lead, lead, team):
    added = make_user("added", team=team.name)
    record(action="factors_reset", by=lead, obj=added, reason="lost phone")
    found = rows(client_of_lead, what="accounts")
    assert any("Dr Lead reset the second factors of Dr Added" in row for row in found)
    assert any("system made the account of Dr Added" in row for row in found)


@pytest.mark.promise("P27")
def test_no_patient_stands_in_an_address(client_of_lead, user, case):
    record_much(case, user, 20)
    answer = client_of_lead.post(reverse("workspace:search_trail"), {"patient": "P-1", "what": "changes"})
    assert answer.status_code == 303
    assert "P-1" not in answer.url
    page = client_of_lead.get(answer.url).content.decode()
    assert not any("P-1" in address for address in re.findall(r'href="([^"]*)"', page))
