"""What a passkey answers comes from strangers: anything but a true answer is refused in one way, and kept."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from dressapp.accounts.forms_passkeys import NOT_TAKEN
from dressapp.audit.models import Event
from tests.factories.factors import sign_in_whole

SIGN_IN, ADD, CONFIRM = "/account/sign-in/passkey/", "/account/passkeys/add/", "/account/confirm/passkey/"
ZEROS = "A" * 60
ANSWERS = {
    "nothing": "", "no JSON": "x", "a list": "[]", "a number": "1", "no object": "null", "a text": '"x"',
    "empty": "{}", "an id alone": '{"id":1}', "no base64": '{"rawId":"x","response":{}}',
    "two ids": '{"id":"x","rawId":"y","response":{}}', "response as a list": '{"rawId":"eA","response":[]}',
    "not ASCII": '{"rawId":"ää","response":{"clientDataJSON":"ä"}}', "deep": "[" * 100_000,
    "long number": "1" * 5000, "parts of the wrong kind": '{"id":"eA","rawId":{},"response":"x"}',
    "nobody's": (
        '{"id":"eA","rawId":"eA","type":"public-key","response":{"userHandle":"OTk5OTk5OTk5OTk5OTk5OQ",'
        f'"clientDataJSON":"e30","authenticatorData":"{ZEROS}","signature":"eA"}}}}'
    ),
    "somebody's": (
        '{"id":"eA","rawId":"eA","type":"public-key","response":{"userHandle":"MQ",'
        f'"clientDataJSON":"e30","authenticatorData":"{ZEROS}","signature":"eA"}}}}'
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_stranger_is_sent_back_to_sign_in_with_any_answer(client, user, answer):
    client.get(SIGN_IN, headers={"Accept": "application/json"})
    response = client.post(SIGN_IN, {"credential": answer, "next": "/cases/new/"})
    assert (response.status_code, response["Location"]) == (302, "/account/sign-in/?next=%2Fcases%2Fnew%2F")
    assert "_auth_user_id" not in client.session
    assert NOT_TAKEN in client.get(response["Location"]).content.decode()


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_new_passkey_is_refused_with_any_answer(client, user, answer):
    sign_in_whole(client, user)
    client.get(ADD)
    response = client.post(ADD, {"credential": answer, "name": "phone"})
    assert response.context["form"].errors
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_person_is_asked_again_with_any_answer(client, user, answer):
    sign_in_whole(client, user)
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "x", "credential": {}})
    response = client.post(CONFIRM, {"credential": answer, "next": "/account/app/add/"})
    assert (response.status_code, response["Location"]) == (302, f"{CONFIRM}?next=%2Faccount%2Fapp%2Fadd%2F")


def test_refusal_is_recorded(client, user):
    client.get(SIGN_IN, headers={"Accept": "application/json"})
    client.post(SIGN_IN, {"credential": ANSWERS["somebody's"]})
    event = Event.objects.get(action="factor_refused")
    assert (event.actor_id, event.object_id) == ("", "")
    assert event.detail == {"what": "webauthn", "why": "not taken"}


def test_name_of_a_passkey_is_short(client, user):
    sign_in_whole(client, user)
    assert "name" in client.post(ADD, {"credential": "{}", "name": "x" * 101}).context["form"].errors
