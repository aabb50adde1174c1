"""The chain of the audit trail shows every change, and its anchors show what a chain alone does not."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from dressapp.audit import anchors, chain, context, triggers
from dressapp.audit.models import Event
from dressapp.audit.services import record, record_many
from tests.factories.records import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def trail(user):
    """Return eight more events, with the guards of the database taken away as an attacker would."""
    make_case(user)
    record_many(events=[{"action": "view", "detail": {"what": f"page {n}"}} for n in range(8)], by=user)
    triggers.remove(connection)
    return list(Event.objects.all())


@pytest.fixture
def kept(settings, tmp_path):
    """Return a file of anchors of this test alone."""
    settings.AUDIT_ANCHORS = tmp_path / "anchors.jsonl"
    return settings.AUDIT_ANCHORS


def run(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def found():
    return {problem.seq for problem in chain.verify().problems}


def test_an_untouched_trail_is_intact(trail):
    report = chain.verify()
    assert report.is_intact
    assert (report.count, report.head.seq) == (len(trail), trail[-1].seq)


@pytest.mark.promise("P33")
def test_numbers_follow_each_other_and_each_event_holds_the_hash_before_it(trail):
    assert [event.seq for event in trail] == list(range(1, len(trail) + 1))
    assert [event.prev_hash for event in trail] == [chain.GENESIS, *(event.hash for event in trail[:-1])]


@pytest.mark.hazard("H25")
@pytest.mark.promise("P06")
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor_name", "Somebody else"), ("action", "update"), ("case_id", "x"), ("version", 9),
        ("reason", "none"), ("at", "2020-01-01 00:00:00+00:00"), ("detail", '{"what": "nothing"}'),
        ("address", "10.0.0.1"), ("hash", "0" * 64), ("prev_hash", "1" * 64), ("digest", "2" * 64),
    ],
)  # fmt: skip
def test_a_changed_column_is_found_where_it_was_changed(trail, column, value):
    event = trail[4]
    run(f"UPDATE audit_event SET {column} = %s WHERE seq = %s", value, event.seq)
    assert event.seq in found()


@pytest.mark.hazard("H25")
@pytest.mark.promise("P06")
def test_a_deleted_event_is_found_by_the_next(trail):
    run("DELETE FROM audit_event WHERE seq = %s", trail[4].seq)
    assert found() == {trail[5].seq}


def test_two_swapped_events_are_found(trail):
    first, second = trail[3].seq, trail[6].seq
    for seq, to in ((first, -1), (second, first), (-1, second)):
        run("UPDATE audit_event SET seq = %s WHERE seq = %s", to, seq)
    assert {first, second} <= found()


def test_an_event_with_a_hash_of_its_own_is_found_by_the_next(trail):
    event = trail[4]
    event.actor_name = "Somebody else"
    run("UPDATE audit_event SET actor_name = %s, hash = %s WHERE seq = %s",
        event.actor_name, chain.hash_of(event), event.seq)  # fmt: skip
    assert found() == {trail[5].seq}


@pytest.mark.hazard("H25")
@pytest.mark.promise("P06")
def test_a_tail_that_was_cut_off_is_found_by_an_anchor_alone(trail, kept):
    anchors.write_anchor("test")
    run("DELETE FROM audit_event WHERE seq > %s", trail[5].seq)
    assert chain.verify().is_intact
    report = chain.verify(anchors.read_anchors())
    assert [problem.seq for problem in report.problems] == [trail[-1].seq]


def test_a_trail_written_anew_is_found_by_an_anchor_alone(trail, kept):
    anchors.write_anchor("test")
    last = chain.Head()
    for event in trail:
        event.actor_name = "Nobody"
        last = chain.bind(event, last)
        event.save()
    assert chain.verify().is_intact
    assert not chain.verify(anchors.read_anchors()).is_intact


def test_an_erased_detail_is_no_change_once_an_event_says_so(trail, user):
    event = trail[1]
    run("UPDATE audit_event SET detail = %s WHERE seq = %s", json.dumps(chain.ERASED), event.seq)
    assert found() == {event.seq}
    record(action=chain.ERASE, by=user, case_id=event.case_id)
    assert found() == set()


@pytest.mark.promise("P33")
def test_a_clock_that_goes_back_is_told_and_changes_no_order(trail, user, time_machine):
    time_machine.move_to("2020-01-01")
    event = record(action="view", by=user)
    report = chain.verify()
    assert report.is_intact
    assert report.clock_went_back == [event.seq]


def test_events_know_their_request(user):
    with context.bind(request_id="abc", address="127.0.0.1"):
        event = record(action="view", by=user, reason="looked at")
    stored = Event.objects.get(pk=event.seq)
    assert (stored.request_id, stored.address, stored.reason) == ("abc", "127.0.0.1", "looked at")
    assert record(action="view", by=user).request_id == ""


def test_answers_name_the_request_that_events_know(client_in):
    answer = client_in.get("/", headers={"X-Request-ID": "f" * 32})
    event = Event.objects.filter(action="view").last()
    assert answer.headers["X-Request-ID"] == event.request_id != "f" * 32
    assert event.address == "127.0.0.1"


def test_command_tells_an_intact_trail(trail, kept):
    anchors.write_anchor("test")
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert "The audit trail is intact." in out.getvalue()
    assert f"{len(trail)} events, 1 anchors" in out.getvalue()


def test_command_fails_and_names_the_event(trail, kept):
    run("UPDATE audit_event SET actor_name = 'x' WHERE seq = %s", trail[2].seq)
    with pytest.raises(CommandError, match=f"Event {trail[2].seq}: it was changed"):
        call_command("verify_audit", stdout=StringIO())


def test_command_refuses_anchors_that_it_cannot_read(trail, kept):
    kept.write_text("not an anchor\n")
    with pytest.raises(CommandError, match="Line 1 of the anchors cannot be read"):
        call_command("verify_audit", stdout=StringIO())


def test_command_refuses_a_file_that_is_not_there(trail, tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        call_command("verify_audit", "--anchors", str(tmp_path / "none"), stdout=StringIO())


def test_daily_anchor_is_a_line_that_others_can_keep(trail, kept):
    out = StringIO()
    call_command("anchor_audit", stdout=out)
    assert out.getvalue() == f"{trail[-1].seq} {trail[-1].hash}\n"
    assert anchors.read_anchors() == [chain.Head(trail[-1].seq, trail[-1].hash)]
    assert kept.stat().st_mode & 0o077 == 0
