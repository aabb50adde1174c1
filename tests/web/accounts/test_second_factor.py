"""The second factor: needed for every page of a patient, used once, encrypted, taken away with sessions."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.urls import reverse

from dressapp.accounts import sessions
from dressapp.audit.models import Event
from tests.architecture.test_urls import CLOSED, example
from tests.factories.codes import code_of
from tests.factories.factors import add_app, add_codes, sign_in_whole
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


def trust(client, user, secret):
    """Sign in with a code, and trust the device."""
    sign_in(client, user)
    enter(client, code_of(secret))
    client.post(reverse("mfa_trust"), {"action": "trust"})


def test_every_device_is_forgotten_when_asked_to_on_any(client, user, settings, time_machine):
    time_machine.move_to("2026-11-29 12:00:00", tick=False)
    secret, codes = add_app(user), add_codes(user)
    elsewhere = type(client)()
    trust(elsewhere, user, secret)
    time_machine.shift(60)
    trust(client, user, secret)
    client.post(reverse("forget_devices"))
    assert not client.cookies[settings.MFA_TRUST_COOKIE_NAME].value
    for browser in (client, elsewhere):
        browser.post("/account/sign-out/")
        assert sign_in(browser, user)["Location"] == CODE
    assert Event.objects.filter(action="devices_forgotten", actor_id=str(user.pk)).count() == 1
    enter(elsewhere, codes[0])
    elsewhere.post(reverse("mfa_trust"), {"action": "dont_trust"})
    assert is_in(elsewhere)


def test_a_device_is_trusted_for_as_long_as_the_site_says(client, user, settings, time_machine):
    time_machine.move_to("2026-11-29 12:00:00", tick=False)
    trust(client, user, add_app(user))
    client.post("/account/sign-out/")
    time_machine.shift(settings.TRUSTED_DEVICE_HOURS * 3600 - 60)
    assert sign_in(client, user)["Location"] == "/"
    client.post("/account/sign-out/")
    time_machine.shift(120)
    assert sign_in(client, user)["Location"] == CODE


def test_no_device_is_trusted_where_the_site_says_so(client, user, settings):
    secret = add_app(user)
    trust(client, user, secret)
    client.post("/account/sign-out/")
    settings.MFA_TRUST_ENABLED = False
    assert sign_in(client, user)["Location"] == CODE


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


@pytest.fixture
def elsewhere(client, user):
    """Sign the person in in this browser and in two others; return those."""
    others = [type(client)(), type(client)()]
    for browser in (*others, client):
        sign_in(browser, user)
        session = browser.session
        session[sessions.FACTOR] = True
        session.save()
    return others


def test_sessions_are_listed_and_the_others_ended(client, elsewhere):
    assert client.get(reverse("usersessions_list")).content.decode().count("127.0.0.1") == 3
    client.post(reverse("usersessions_list"))
    assert client.get(reverse("usersessions_list")).content.decode().count("127.0.0.1") == 1
    assert Event.objects.get(action="sessions_ended").detail == {"count": 2}


def test_one_session_is_ended_alone(client, elsewhere):
    one = UserSession.objects.get(session_key=elsewhere[0].session.session_key)
    client.post(reverse("end_session", args=[one.pk]))
    assert [is_in(browser) for browser in (*elsewhere, client)] == [False, True, True]
    assert Event.objects.get(action="sessions_ended").detail == {"count": 1}


def test_nobody_ends_the_session_of_another_person(client, elsewhere, stranger):
    sign_in_whole(client, stranger)
    for session in UserSession.objects.all():
        client.post(reverse("end_session", args=[session.pk]))
    assert all(is_in(browser) for browser in elsewhere)
    assert not Event.objects.filter(action="sessions_ended").exists()


def fail_to_record(monkeypatch):
    """Let the audit trail refuse every event from now on."""

    def refuse(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr("dressapp.audit.services.insert_many", refuse)


@pytest.mark.django_db(transaction=True)
def test_nothing_changes_when_it_cannot_be_recorded(client, user, monkeypatch):
    sign_in(client, user)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    new = "four unrelated little words"
    passwords = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    with monkeypatch.context() as patch:
        fail_to_record(patch)
        assert client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}).status_code == 503
    assert not Authenticator.objects.exists()
    sign_in_whole(client, user)
    with monkeypatch.context() as patch:
        fail_to_record(patch)
        assert client.post(reverse("account_change_password"), passwords).status_code == 503
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.django_db(transaction=True)
def test_nobody_is_signed_in_when_it_cannot_be_recorded(client, user, monkeypatch):
    with monkeypatch.context() as patch:
        fail_to_record(patch)
        assert sign_in(client, user).status_code == 503
    assert client.get("/")["Location"].startswith(SIGN_IN)


def test_each_change_of_the_factors_is_one_event(client, user):
    sign_in_whole(client, user)
    set_up(client)
    client.post(reverse("mfa_generate_recovery_codes"))
    client.post(reverse("mfa_deactivate_totp"))
    events = Event.objects.filter(object_id=str(user.pk)).order_by("seq").values_list("action", "detail")
    assert [(action, detail["what"]) for action, detail in events if "what" in detail] == [
        ("recovery_codes_made", "recovery_codes"), ("factor_added", "totp"),
        ("recovery_codes_made", "recovery_codes"),
        ("factor_removed", "recovery_codes"), ("factor_removed", "totp"),
    ]  # fmt: skip


def test_a_new_secret_key_lets_nobody_in_by_an_old_secret_and_breaks_no_page(client, user, settings):
    secret, codes = add_app(user), add_codes(user)
    settings.SECRET_KEY = "another-" + "y" * 60
    sign_in(client, user)
    for code in (code_of(secret), codes[0]):
        assert "Incorrect code" in enter(client, code).content.decode()


def test_the_page_that_was_wanted_is_shown_after_both_steps(client, user):
    secret = add_app(user)
    client.post(SIGN_IN, {"login": user.username, "password": PASSWORD, "next": "/limits/"})
    enter(client, code_of(secret))
    assert client.post(reverse("mfa_trust"), {"action": "dont_trust"})["Location"] == "/limits/"


def test_another_way_to_confirm_is_offered(client, user):
    sign_in_whole(client, user)
    assert "Or by" not in client.get(reverse("account_reauthenticate")).content.decode()
    add_app(user)
    assert "by a code" in client.get(reverse("account_reauthenticate")).content.decode()
    assert "by your password" in client.get(reverse("mfa_reauthenticate")).content.decode()


@pytest.mark.promise("P13")
def test_recovery_codes_alone_are_no_second_factor(client, user):
    add_app(user)
    Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()  # as a race may
    sign_in(client, user)
    response = client.get("/")
    assert (response.status_code, response["Location"]) == (302, "/account/")
    assert Event.objects.get(action="sign_in").detail["how"] == ["password"]


def test_forgetting_devices_makes_nothing_for_who_has_no_factor(client, user, settings):
    settings.SECOND_FACTOR_REQUIRED = False  # as in the demonstration
    sign_in(client, user)
    assert client.post("/account/trust/forget/").status_code == 303
    assert not Authenticator.objects.filter(user=user).exists()
    assert not Event.objects.filter(action="devices_forgotten").exists()


def test_the_password_in_use_is_not_a_new_one(client, user):
    sign_in_whole(client, user)
    same = {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    page = client.post("/account/password/", same)
    assert "This is the password you have" in page.content.decode()
    assert not Event.objects.filter(action="password_changed").exists()
