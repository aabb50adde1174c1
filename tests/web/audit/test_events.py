"""The audit trail: who, when, what; nothing of it can be changed, and no page is shown without it."""

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.test import RequestFactory

from dressapp.audit import services
from dressapp.audit.models import Event
from dressapp.core.errors import LedgerUnavailable

CHANGES = [
    "UPDATE audit_event SET action = 'x'",
    "DELETE FROM audit_event",
]
SQLITE_CHANGES = [
    "REPLACE INTO audit_event"
    " (seq, at, actor_id, actor_name, action, object_type, object_id, case_id, detail)"
    " SELECT seq, at, actor_id, actor_name, 'x', object_type, object_id, case_id, detail FROM audit_event",
]


@pytest.fixture
def event(user):
    return services.record(action="view", by=user, case_id="c", detail={"what": "labs"})


@pytest.mark.promise("P05")
def test_event_says_who_when_and_what(event, user):
    stored = Event.objects.get(pk=event.pk)
    assert (stored.actor_id, stored.actor_name) == (str(user.pk), "Dr Clinician")
    assert (stored.action, stored.case_id, stored.detail) == ("view", "c", {"what": "labs"})
    assert stored.at.utcoffset().total_seconds() == 0
    assert "view" in str(stored)


def test_event_names_the_system_when_no_person_acted(db):
    assert services.record(action="migrate", by=None).actor_name == "system"


@pytest.mark.hazard("H25")
@pytest.mark.promise("P06")
@pytest.mark.parametrize("statement", CHANGES)
def test_database_refuses_to_change_events(event, statement):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Event.objects.filter(pk=event.pk, action="view").exists()


@pytest.mark.hazard("H25")
@pytest.mark.promise("P06")
def test_database_refuses_to_replace_or_empty_events(event):
    statements = SQLITE_CHANGES if connection.vendor == "sqlite" else ["TRUNCATE audit_event"]
    for statement in statements:
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert Event.objects.filter(pk=event.pk, action="view").exists()


def test_database_refuses_a_second_event_with_the_same_number(event):
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.create(seq=event.seq, at=event.at, actor_name="x", action="x")


@pytest.mark.promise("P07")
def test_page_is_not_shown_when_its_view_cannot_be_recorded(user, monkeypatch):
    def fail(**kwargs):
        raise OperationalError("disk full")

    monkeypatch.setattr(services, "record", fail)
    request = RequestFactory().get("/")
    request.user = user
    with pytest.raises(LedgerUnavailable):
        services.record_view(request, "c", "labs")


@pytest.mark.promise("P07")
def test_view_is_recorded_when_a_page_is_opened(user):
    request = RequestFactory().get("/")
    request.user = user
    services.record_view(request, "c", "labs")
    event = Event.objects.last()
    assert (event.action, event.case_id, event.detail) == ("view", "c", {"what": "labs"})
