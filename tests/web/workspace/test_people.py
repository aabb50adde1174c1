"""The accounts of a team, looked after by its administrators; everybody sees what they themselves are."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from dressapp.accounts.models import Membership, Role, User
from dressapp.accounts.services import join_team
from dressapp.accounts.services_people import NotAllowed, change_membership
from dressapp.audit.models import Event
from dressapp.workspace import people_forms
from tests.factories.people import PASSWORD, make_user
from tests.web.security.page_forms import read_forms


def url(name, *args):
    return reverse(f"workspace:{name}", args=args)


@pytest.fixture
def admin(client_for, administrator):
    return client_for(administrator)


@pytest.fixture
def place(user):
    return user.memberships.get()


NEW = {"username": "lee", "full_name": "Dr Lee", "role": "clinician"}


def test_an_administrator_sees_the_people_of_the_team_and_nobody_else(admin, reader, stranger):
    page = admin.get(url("people")).content.decode()
    assert ["Dr Reader" in page, "Reader" in page, "Dr Stranger" in page] == [True, True, False]
    assert page.count(">you<") == 1


@pytest.mark.parametrize("role", [Role.READER, Role.CLINICIAN, Role.LEAD])
def test_nobody_else_sees_or_changes_accounts(client_for, reader, place, role):
    reader.memberships.update(role=role)
    client = client_for(reader)
    for name, args in (("people", ()), ("add_person", ()), ("change_person", (place.pk,))):
        assert client.get(url(name, *args)).status_code == 403
    assert client.post(url("add_person"), NEW).status_code == 403
    assert client.post(url("change_person", place.pk), {"role": "administrator"}).status_code == 403
    assert client.post(url("set_active", place.pk), {"is_active": "no"}).status_code == 403
    assert "People" not in client.get(url("teams")).content.decode().partition("<main")[2]


def test_a_new_account_signs_in_with_the_password_that_is_shown_once(admin, client, team):
    page = admin.post(url("add_person"), NEW | {"may_export": "on"}).content.decode()
    password = re.search(r'class="secret">([a-z2-7-]{19})<', page)[1]
    person = User.objects.get(username="lee")
    assert person.check_password(password)
    assert person.password_is_temporary
    assert person.memberships.values_list("team", "role", "may_export").get() == (team.pk, "clinician", True)
    event = Event.objects.filter(action="create", object_id=str(person.pk)).get()
    assert event.actor_name == "Dr Administrator"
    assert (event.detail["role"], event.detail["may_export"]) == ("clinician", True)
    assert password not in str(list(Event.objects.values()))
    assert client.login(username="lee", password=password)
    for page in (url("list"), url("teams")):
        assert client.get(page)["Location"] == reverse("account_change_password")
    own = "seven large umbrellas"
    said = {"oldpassword": password, "password1": own, "password2": own}
    assert client.post(reverse("account_change_password"), said).status_code == 302
    assert client.get(url("list")).status_code == 200
    person.refresh_from_db()
    assert not person.password_is_temporary


@pytest.mark.parametrize(
    "said",
    [{"username": ""}, {"username": "two words"}, {"username": "clinician"}, {"full_name": ""}, {"role": ""},
     {"role": "owner"}],
)  # fmt: skip
def test_no_account_is_made_of_less(admin, place, said):
    before = User.objects.count()
    assert admin.post(url("add_person"), NEW | said).status_code == 422
    assert User.objects.count() == before


def test_nobody_is_added_to_a_team_of_others(admin, administrator, stranger):
    join_team(user=administrator, team="Clinic", role=Role.ADMINISTRATOR)
    join_team(user=administrator, team="Elsewhere", role=Role.LEAD)
    foreign = stranger.memberships.get().team_id
    assert admin.post(url("add_person"), NEW | {"team": foreign}).status_code == 422
    assert not User.objects.filter(username="lee").exists()


def test_rights_are_changed_with_before_and_after(admin, place):
    said = {"role": "lead", "may_export": ""}
    assert admin.post(url("change_person", place.pk), said).status_code == 303
    place.refresh_from_db()
    assert (place.role, place.may_export) == ("lead", False)
    event = Event.objects.get(action="change_rights")
    assert event.detail["before"] == {"role": "clinician", "may_export": True}
    assert event.detail["after"] == {"role": "lead", "may_export": False}
    admin.post(url("change_person", place.pk), said)
    assert Event.objects.filter(action="change_rights").count() == 1


@pytest.mark.promise("P02")
def test_rights_that_another_administrator_changed_meanwhile_are_not_written_over_unseen(admin, place, team):
    address = url("change_person", place.pk)
    page = next(form for form in read_forms(admin.get(address).content.decode()) if form.action == address)
    other = make_user("second", team=team.name, role=Role.ADMINISTRATOR)
    change_membership(membership=place, role="reader", may_export=False, by=other)
    refused = admin.post(address, page.data(role="lead"))
    text = refused.content.decode()
    assert refused.status_code == 422
    assert "changed these rights after you had opened them: Reader, may not export." in text
    assert '<option value="lead" selected>' in text
    place.refresh_from_db()
    assert (place.role, place.may_export) == ("reader", False)
    again = next(form for form in read_forms(text) if form.action == address)
    assert admin.post(address, again.data()).status_code == 303
    place.refresh_from_db()
    assert (place.role, place.may_export) == ("lead", True)
    assert admin.post(address, page.data(role="lead")).status_code == 303  # what is stored is what is wanted


def test_nobody_changes_themselves_so_that_an_administrator_stays(admin, administrator):
    own = administrator.memberships.get()
    assert admin.get(url("change_person", own.pk)).status_code == 403
    assert admin.post(url("change_person", own.pk), {"role": "reader"}).status_code == 403
    assert admin.post(url("set_active", own.pk), {"is_active": "no"}).status_code == 403
    assert Membership.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True).count() == 1


def test_of_two_administrators_who_demote_each_other_one_stays(administrator, team):
    other = make_user("second", team=team.name, role=Role.ADMINISTRATOR)
    mine, theirs = administrator.memberships.get(), other.memberships.get()
    change_membership(membership=theirs, role="reader", may_export=False, by=administrator)
    with pytest.raises(NotAllowed):
        change_membership(membership=mine, role="reader", may_export=False, by=other)


def test_people_of_another_team_are_not_there(admin, stranger):
    place = stranger.memberships.get()
    for name in ("change_person", "set_active"):
        found = admin.post(url(name, place.pk), {"role": "reader", "is_active": "no"})
        absent = admin.post(url(name, 999_999), {"role": "reader", "is_active": "no"})
        assert (found.status_code, found.content) == (404, absent.content)


def test_closing_an_account_ends_its_sessions_and_opening_brings_none_back(admin, client, user, place):
    client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD})
    assert client.get(url("list")).status_code == 200
    assert admin.post(url("set_active", place.pk), {"is_active": "no"}).status_code == 303
    assert client.get(url("list")).status_code == 302
    assert not client.login(username="clinician", password=PASSWORD)
    admin.post(url("set_active", place.pk), {"is_active": "yes"})
    assert client.get(url("list")).status_code == 302
    assert client.login(username="clinician", password=PASSWORD)
    assert [event.action for event in Event.objects.filter(action__endswith="activate")] == [
        "deactivate", "activate",
    ]  # fmt: skip


def test_an_account_that_others_look_after_too_is_not_closed(admin, user, place):
    join_team(user=user, team="Clinic")
    admin.post(url("set_active", place.pk), {"is_active": "no"})
    user.refresh_from_db()
    assert user.is_active
    assert Session.objects.exists()


def test_everybody_sees_what_they_are(client_for, reader, administrator):
    page = client_for(reader).get(url("teams")).content.decode()
    assert ["Ward" in page, "Reader." in page, "You may not export." in page] == [True] * 3
    page = client_for(administrator).get(url("teams")).content.decode()
    for name in ("people", "removed", "emergencies", "erasures"):
        assert f'href="{url(name)}"' in page


def test_one_name_has_one_account_however_it_is_spelled(admin, place):
    assert admin.post(url("add_person"), NEW | {"username": "Émile"}).status_code == 200
    for name in ("émile", "E\u0301mile", "Ｅ\u0301mile"):
        assert admin.post(url("add_person"), NEW | {"username": name}).status_code == 422, name
    assert User.objects.filter(username__in=["Émile", "émile"]).count() == 1


def test_an_account_made_at_the_same_moment_is_no_error(admin, place, monkeypatch):
    assert admin.post(url("add_person"), NEW).status_code == 200
    monkeypatch.setattr(people_forms, "has_user", lambda name: False)
    page = admin.post(url("add_person"), NEW)
    assert (page.status_code, "new temporary password" in page.content.decode()) == (422, True)


def test_a_lost_password_is_replaced_by_a_temporary_one_that_ends_the_sessions(admin, client, user, place):
    client.force_login(user)
    page = admin.post(url("renew_password", place.pk))
    password = page.context["password"]
    assert client.get(url("list")).status_code == 302
    user.refresh_from_db()
    assert (user.check_password(password), user.password_is_temporary) == (True, True)
    assert Event.objects.get(action="renew_password").object_id == str(user.pk)
    assert password not in str(list(Event.objects.values()))


def test_nobody_renews_the_own_password_or_that_of_another_team(admin, administrator, stranger):
    own, foreign = administrator.memberships.get(), stranger.memberships.get()
    assert admin.post(url("renew_password", own.pk)).status_code == 403
    assert admin.post(url("renew_password", foreign.pk)).status_code == 404
    assert not Event.objects.filter(action="renew_password").exists()
