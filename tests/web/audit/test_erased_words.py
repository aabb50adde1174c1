"""The one change that the guards of the trail let through: the words of an erased case."""

import json
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from dressapp.audit import chain
from dressapp.audit.models import Event
from dressapp.audit.services import record
from dressapp.cases.models import Erasure

pytestmark = pytest.mark.django_db
ERASED = json.dumps(chain.ERASED)


@pytest.fixture
def event(user):
    return record(
        action="update", by=user, case_id=uuid4(), reason="typing error", detail={"after": {"value": "120"}}
    )


def erase(event, team, *, executed):
    """Record that the event's case is to be erased, by two people, carried out or not yet."""
    now = timezone.now()
    return Erasure.objects.create(
        request_id=uuid4(), case_id=event.case_id, patient_id=uuid4(), team=team, requested_by_id="1",
        requested_by_name="A", requested_at=now, reason="asked for", approved_by_id="2" if executed else "",
        executed_at=now if executed else None,
    )  # fmt: skip


def change(event, assignments, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE audit_event SET {assignments} WHERE seq = {event.seq}", values)


def test_words_go_once_the_erasure_is_executed_and_the_chain_holds(event, team, user):
    erase(event, team, executed=True)
    record(action=chain.ERASE, by=user, case_id=event.case_id)
    change(event, "detail = %s, reason = ''", ERASED)
    stored = Event.objects.get(pk=event.seq)
    assert (stored.detail, stored.reason, stored.hash) == (chain.ERASED, "", event.hash)
    assert chain.verify().is_intact


@pytest.mark.parametrize("executed", [None, False], ids=["none", "only asked for"])
def test_words_stay_before_that(event, team, executed):
    if executed is not None:
        erase(event, team, executed=executed)
    with pytest.raises(DatabaseError, match="append-only"):
        change(event, "detail = %s, reason = ''", ERASED)


def test_words_of_another_case_stay(event, team, user):
    erase(record(action="update", by=user, case_id=uuid4()), team, executed=True)
    with pytest.raises(DatabaseError, match="append-only"):
        change(event, "detail = %s, reason = ''", ERASED)


@pytest.mark.parametrize(
    "assignments",
    ["detail = %s", "detail = %s, reason = 'other'", "detail = %s, reason = '', actor_name = 'x'",
     "detail = %s, reason = '', version = 7", "detail = %s, reason = '', case_id = 'x'"],
)  # fmt: skip
def test_nothing_else_can_change_with_them(event, team, assignments):
    erase(event, team, executed=True)
    with pytest.raises(DatabaseError, match="append-only"):
        change(event, assignments, ERASED)


def test_words_cannot_become_other_words(event, team):
    erase(event, team, executed=True)
    with pytest.raises(DatabaseError, match="append-only"):
        change(event, "detail = %s, reason = ''", '{"after": {"value": "12"}}')
