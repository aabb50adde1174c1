"""A form that arrives after the session's time is kept for the person who wrote it, and for nobody else."""

import time

import pytest
from django.test import Client
from django.urls import reverse

from dressapp.accounts import sessions
from dressapp.audit.models import Event
from dressapp.drafts.models import Draft
from tests.factories.people import make_user
from tests.factories.records import make_case, make_drug

HTMX = {"HX-Request": "true"}


@pytest.fixture
def course(user):
    return make_drug(make_case(user), user)


@pytest.fixture
def over(user):
    """Return a browser in which the clinician's time is over."""
    client = Client()
    client.force_login(user)
    leave_alone(client)
    return client


def leave_alone(client):
    session = client.session
    session[sessions.BEGUN] = session[sessions.SEEN] = int(time.time()) - 3600
    session.save()


def send(client, course, **options):
    action = reverse("workspace:edit_drug", args=[course.case_id, course.pk])
    data = {"version": 1, "name": "sorafenib", "role": "suspect", "indication": "kidney cancer"}
    return client.post(action, data, **options)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_is_sent_too_late_is_kept_and_offered_after_signing_in(over, user, course, client_for, headers):
    answer = send(over, course, headers=headers)
    address = answer.headers.get("HX-Redirect", answer.headers.get("Location"))
    assert "unsaved=kept" in address
    assert "It is kept: sign in" in over.get(address).content.decode()
    assert over.get(f"/cases/{course.case_id}/").status_code == 302  # signed out
    course.refresh_from_db()
    assert course.indication == ""
    text = client_for(user).get(f"/cases/{course.case_id}/drugs/").content.decode()
    assert "kidney cancer" in text
    assert "Put it back" in text


def test_the_next_person_at_the_screen_does_not_see_it(over, course, client_for, team):
    send(over, course)
    colleague = client_for(make_user("colleague", team=team.name))
    assert "kidney cancer" not in colleague.get(f"/cases/{course.case_id}/drugs/").content.decode()


def test_a_forged_form_keeps_nothing(user, course):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    leave_alone(client)
    assert send(client, course).status_code == 403
    assert not Draft.objects.exists()


def test_what_is_no_kept_form_or_no_longer_theirs_or_too_large_is_said_to_be_lost(
    over, user, course, client_for
):
    client, case = over, course.case_id
    user.memberships.update(role="reader")
    lost = [
        (f"/cases/{case}/drugs/{course.pk}/edit/", {"indication": "x"}),
        (f"/cases/{case}/score/answers/fever/", {"answer": "yes"}),
        (f"/cases/{course.pk}/drugs/add/", {"name": "x"}),
        ("/cases/new/", {"name": "x" * 70_000}),
    ]
    for address, data in lost:
        assert "unsaved=1" in client.post(address, data).url
        client.force_login(user)
        leave_alone(client)
    assert not Draft.objects.exists()


def test_nobody_signed_in_keeps_nothing(client, course):
    assert "unsaved=1" in send(client, course).url
    assert not Draft.objects.exists()


def test_keeping_in_time_extends_no_session(client_in, course):
    session = client_in.session
    session[sessions.BEGUN] = session[sessions.SEEN] = seen = int(time.time()) - 600
    session.save()
    events = Event.objects.count()
    action = reverse("workspace:edit_drug", args=[course.case_id, course.pk])
    assert client_in.post("/drafts/", {"draft-action": action, "name": "x"}).status_code == 200
    assert client_in.session[sessions.SEEN] == seen
    assert Event.objects.count() == events
