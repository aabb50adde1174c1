"""An erasure takes two people, not two accounts: nobody approves who may be in the hand of who asked."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dressapp.accounts.models import Role, User
from dressapp.accounts.services import create_user, reset_factors
from dressapp.accounts.services_people import change_membership, renew_password, set_active
from dressapp.audit.models import Event
from dressapp.cases.models import Case, Erasure
from dressapp.cases.selectors_erasure import DAYS_APART, count_to_approve
from dressapp.cases.services_erasure import request_erasure
from dressapp.workspace import erasure as erasing
from tests.factories.people import PASSWORD, make_user
from tests.factories.records import make_case

WHY = "The patient asked for it"
ALONE = "one person alone erases nobody"


def url(name, *args):
    return reverse(f"workspace:{name}", args=args)


@pytest.fixture
def case(user):
    return make_case(user, local_id="P-4711")


@pytest.fixture
def second(team):
    """Return another administrator, whose account was made on the server."""
    return make_user("second", team=team.name, role=Role.ADMINISTRATOR)


def add(by, name="puppet", role=Role.ADMINISTRATOR):
    """Make an account as an administrator does."""
    given = {"full_name": f"Dr {name.title()}", "team": "Ward", "role": role}
    return create_user(username=name, password=PASSWORD, by=by, **given)


def ask(case, by, *, days=0):
    """Ask for the erasure, some days from now."""
    request_id = request_erasure(patient=case.patient, reason=WHY, by=by)
    Erasure.objects.update(requested_at=timezone.now() + timedelta(days=days))
    return request_id


def approve(client, request_id):
    return client.post(url("approve_erasure", request_id), {"local_id": "P-4711"})


def is_refused(client_for, person, request_id):
    """Tell whether a person is refused: by the page, by its form, by the service, and in the count."""
    person.refresh_from_db()  # a session is bound to the password
    client = client_for(person)
    page = client.get(url("erasure", request_id)).content.decode()
    response = approve(client, request_id)
    with pytest.raises(erasing.CannotErase, match=ALONE):
        erasing.erase_patient(request_id=request_id, by=person)
    said = ALONE in page, "Erase the patient for good" in page, ALONE in response.content.decode()
    assert said == (True, False, True)
    assert (response.status_code, Case.objects.count(), count_to_approve(person)) == (409, 1, 0)
    return True


def is_let(client_for, person, request_id):
    assert count_to_approve(person) == 1
    assert approve(client_for(person), request_id).status_code == 303
    return not Case.objects.exists()


@pytest.mark.promise("P08")
def test_one_administrator_does_not_erase_by_a_second_account(client, client_for, administrator, case):
    """The whole road: ask, make an account, set it up, sign in by it, approve."""
    browser = client_for(administrator)
    browser.post(url("ask_erasure", case.pk), {"reason": WHY})
    new = {"username": "puppet", "full_name": "Dr Puppet", "role": "administrator"}
    page = browser.post(url("add_person"), new).content.decode()
    password, own = re.search(r'class="secret">([a-z2-7-]{19})<', page)[1], "seven large umbrellas"
    assert client.login(username="puppet", password=password)
    said = {"oldpassword": password, "password1": own, "password2": own}
    assert client.post(reverse("account_change_password"), said).status_code == 302
    response = approve(client, Erasure.objects.get().request_id)
    assert response.status_code == 409
    assert "Dr Administrator made the account of Dr Puppet on" in response.content.decode()
    assert Case.objects.exists()


def change_rights(membership, by):
    change_membership(membership=membership, role=Role.ADMINISTRATOR, may_export=False, by=by)


def open_again(membership, by):
    for is_active in (False, True):
        set_active(membership=membership, is_active=is_active, by=by)


def reset(membership, by):
    reset_factors(user=membership.user, reason="lost", by=by)


def renew(membership, by):
    """Give a new password, and choose another one in place of it."""
    renew_password(membership=membership, by=by)
    User.objects.filter(pk=membership.user_id).update(password_is_temporary=False)


ACTS = [change_rights, open_again, reset, renew]


@pytest.mark.promise("P08")
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("act", ACTS)
def test_who_asked_has_had_the_approving_account_in_hand(client_for, administrator, second, case, act, when):
    if when == "before":
        act(second.memberships.get(), administrator)
    request_id = ask(case, administrator)
    if when == "after":
        act(second.memberships.get(), administrator)
    assert is_refused(client_for, second, request_id)


@pytest.mark.promise("P08")
def test_who_made_the_account_that_asked_does_not_approve(client_for, administrator, second, case):
    request_id = ask(case, add(administrator, role=Role.LEAD))
    assert is_refused(client_for, administrator, request_id)
    assert is_let(client_for, second, request_id)


@pytest.mark.promise("P08")
def test_two_accounts_made_by_a_third_person_are_no_two_people(client_for, administrator, case):
    asks, approves = add(administrator, "puppet", Role.LEAD), add(administrator, "marionette")
    assert is_refused(client_for, approves, ask(case, asks))


@pytest.mark.promise("P08")
def test_an_account_made_by_an_account_that_was_made_is_no_second_person(client_for, administrator, case):
    request_id = ask(case, administrator)
    assert is_refused(client_for, add(add(administrator), "marionette"), request_id)


@pytest.mark.parametrize(("days", "refused"), [(DAYS_APART - 1, True), (DAYS_APART + 1, False)])
def test_what_was_done_long_before_the_request_does_not_count(client_for, administrator, case, days, refused):
    approves = add(administrator)
    request_id = ask(case, administrator, days=days)
    assert (is_refused if refused else is_let)(client_for, approves, request_id)


def test_administrators_who_both_changed_an_account_of_somebody_else_are_two_people(
    client_for, administrator, second, reader, case
):
    for by in (administrator, second):
        renew(reader.memberships.get(), by)
    assert is_let(client_for, second, ask(case, administrator))


def test_a_new_password_for_who_asked_given_after_the_request_made_no_request(
    client_for, administrator, lead, case
):
    request_id = ask(case, lead)
    renew(lead.memberships.get(), administrator)
    assert is_let(client_for, administrator, request_id)


def test_who_got_a_hand_in_an_account_later_has_none_in_what_it_did_before(
    client_for, administrator, second, case
):
    approves = add(second)
    renew(second.memberships.get(), administrator)
    assert is_let(client_for, approves, ask(case, administrator))


def test_accounts_made_on_the_server_are_in_nobody_s_hand_that_the_trail_names(
    client_for, administrator, second, case
):
    made = Event.objects.filter(action="create", object_id__in=[str(administrator.pk), str(second.pk)])
    assert set(made.values_list("actor_id", flat=True)) == {""}
    assert User.objects.filter(is_active=True).count() == 3
    assert is_let(client_for, second, ask(case, administrator))
