"""The second factor: needed for every page of a patient, used once, encrypted, taken away with sessions."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.urls import reverse

from dressapp.accounts import sessions
from dressapp.audit.models import Event
from tests.architecture.test_urls import CLOSED, example
from tests.factories.factors import add_app, add_codes, code_of, sign_in_whole
from tests.factories.people import PASSWORD

SIGN_IN, CODE = "/account/sign-in/", "/account/sign-in/code/"
OPEN_BEFORE = {
    "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes", "account_reauthenticate",
    "session_left", "session_stay",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _required(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    cache.clear()


def sign_in(client, user, password=PASSWORD):
    return client.post(SIGN_IN, {"login": user.username, "password": password})


def enter(client, code):
    return client.post(CODE, {"code": code})


def is_in(client):
    return client.get("/").status_code == 200


@pytest.mark.promise("P13")
@pytest.mark.parametrize("name", sorted(set(CLOSED) - OPEN_BEFORE))
def test_every_page_is_closed_before_a_factor_is_set_up(client, user, name):
    sign_in(client, user)
    response = client.get(example(name))
    assert (response.status_code, response["Location"]) == (302, "/account/")


def test_htmx_is_sent_to_the_page_where_it_is_set_up(client, user):
    sign_in(client, user)
    response = client.get("/", headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Redirect"]) == (401, "/account/")


def set_up(client):
    """Set up an app in a browser."""
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    return client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})


@pytest.mark.django_db(transaction=True)
def test_a_person_sets_up_an_app_right_after_the_first_sign_in_and_is_in(client, user):
    assert sign_in(client, user)["Location"] == "/"
    response = set_up(client)
    assert response["Location"] == reverse("mfa_view_recovery_codes")
    shown = client.get(response["Location"])
    assert len(shown.context["unused_codes"]) == 10
    assert "****" in client.get(response["Location"]).context["unused_codes"]
    assert is_in(client)
    assert {"sign_in", "factor_added"} <= set(Event.objects.values_list("action", flat=True))


@pytest.mark.promise("P26")
def test_the_secrets_are_encrypted_where_they_lie(user):
    secret, codes = add_app(user), add_codes(user)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert not any(code in stored for code in codes)


@pytest.mark.promise("P13")
def test_password_alone_lets_nobody_in_who_has_a_factor(client, user):
    add_app(user)
    assert sign_in(client, user)["Location"] == CODE
    assert not is_in(client)
    assert client.get(reverse("mfa_index"))["Location"].startswith(SIGN_IN)


@pytest.mark.promise("P13")
def test_a_code_lets_in_once(client, client_for, user):
    code = code_of(add_app(user))
    sign_in(client, user)
    enter(client, code)
    client.post(reverse("mfa_trust"), {"action": "dont_trust"})
    assert is_in(client)
    other = type(client)()
    sign_in(other, user)
    assert "Incorrect code" in enter(other, code).content.decode()
    assert not is_in(other)


def test_a_recovery_code_lets_in_once(client, user):
    add_app(user)
    code = add_codes(user)[0]
    for _ in range(2):
        browser = type(client)()
        sign_in(browser, user)
        enter(browser, code)
        browser.post(reverse("mfa_trust"), {"action": "dont_trust"})
        entered = is_in(browser)
    assert not entered
    assert Event.objects.filter(action="sign_in", detail__how=["password", "recovery_codes"]).count() == 1


def test_codes_are_guessed_five_times_at_most(client, user):
    secret = add_app(user)
    sign_in(client, user)
    for _ in range(6):
        enter(client, "000000")
    assert "Too many" in enter(client, code_of(secret)).content.decode()
    assert Event.objects.filter(action="factor_refused", actor_id=str(user.pk)).count() == 5


def test_a_trusted_device_is_asked_for_the_password_alone_until_anything_changes(client, user):
    secret = add_app(user)
    sign_in(client, user)
    enter(client, code_of(secret))
    client.post(reverse("mfa_trust"), {"action": "trust"})
    client.post("/account/sign-out/")
    sign_in(client, user)
    assert is_in(client)
    assert Event.objects.filter(action="sign_in").last().detail == {"how": ["password", "trusted device"]}
    client.post("/account/sign-out/")
    user.set_password("another long secret of mine")
    user.save()
    assert sign_in(client, user, "another long secret of mine")["Location"] == CODE


def test_a_device_is_forgotten_when_asked_to(client, user, settings):
    secret = add_app(user)
    sign_in(client, user)
    enter(client, code_of(secret))
    client.post(reverse("mfa_trust"), {"action": "trust"})
    assert client.cookies[settings.MFA_TRUST_COOKIE_NAME].value
    client.post(reverse("forget_device"))
    assert not client.cookies[settings.MFA_TRUST_COOKIE_NAME].value


def test_a_session_that_showed_no_factor_ends_once_the_person_has_one(client, user):
    sign_in(client, user)
    add_app(user)
    assert client.get("/")["Location"] == SIGN_IN
    assert "_auth_user_id" not in client.session


@pytest.mark.promise("P32")
@pytest.mark.django_db(transaction=True)
def test_a_new_factor_ends_the_other_sessions(client, user):
    elsewhere = type(client)()
    sign_in(elsewhere, user)
    sign_in(client, user)
    set_up(client)
    assert is_in(client)
    assert elsewhere.get("/")["Location"].startswith(SIGN_IN)


def test_removing_the_last_factor_closes_the_pages_again(client, user, time_machine):
    time_machine.move_to("2026-11-29 12:00:00", tick=False)
    add_app(user)
    sign_in_whole(client, user)
    time_machine.shift(10 * 60)
    assert client.get(reverse("mfa_deactivate_totp"))["Location"].startswith("/account/confirm/")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()
    assert client.get("/")["Location"] == "/account/"


def test_lost_factors_are_taken_away_by_a_command_that_ends_all_sessions(client, user):
    sign_in(client, user)
    add_app(user)
    add_codes(user)
    out = StringIO()
    call_command("resetfactor", user.username, "--reason", "phone lost", stdout=out)
    assert out.getvalue().startswith("2 taken away.")
    assert not Authenticator.objects.exists()
    assert not UserSession.objects.exists()
    assert "_auth_user_id" not in client.session
    event = Event.objects.get(action="factors_reset")
    assert (event.reason, event.detail) == ("phone lost", {"factors": ["recovery_codes", "totp"]})


def test_factors_of_nobody_are_not_taken_away(db):
    with pytest.raises(CommandError, match="There is no account nobody"):
        call_command("resetfactor", "nobody", "--reason", "x")


@pytest.mark.promise("P32")
def test_a_closed_account_is_out_at_the_next_request(client, user):
    sign_in_whole(client, user)
    assert is_in(client)
    user.is_active = False
    user.save()
    assert client.get("/")["Location"].startswith(SIGN_IN)


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(client, user):
    add_app(user)
    elsewhere = type(client)()
    for browser in (client, elsewhere):
        sign_in_whole(browser, user)
    new = "four unrelated little words"
    client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    user.refresh_from_db()
    assert user.check_password(new)
    assert is_in(client)
    assert elsewhere.get("/")["Location"].startswith(SIGN_IN)
    assert Event.objects.filter(action="password_changed").exists()


@pytest.mark.parametrize(
    "password", ["short", "password1234", "hospital-ward-1", "dressapp-welcome", "clinician-123"]
)
def test_a_password_of_the_first_guesses_is_refused(client, user, password):
    sign_in_whole(client, user)
    fields = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert client.post(reverse("account_change_password"), fields).context["form"].errors
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_a_long_password_is_taken(client, user):
    sign_in_whole(client, user)
    new = "correct horse battery staple " * 4
    client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    user.refresh_from_db()
    assert user.check_password(new)


def test_sessions_are_listed_and_the_others_ended(client, user):
    for browser in (type(client)(), client):
        sign_in(browser, user)
        session = browser.session
        session[sessions.FACTOR] = True
        session.save()
    assert client.get(reverse("usersessions_list")).content.decode().count("127.0.0.1") == 2
    client.post(reverse("usersessions_list"))
    assert client.get(reverse("usersessions_list")).content.decode().count("127.0.0.1") == 1
    assert Event.objects.get(action="sessions_ended").detail == {"count": 1}
