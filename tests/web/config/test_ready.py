"""A server is ready when a save would be kept, and says within two seconds when it would not."""

import json
import shutil
import sqlite3
import time
from collections import namedtuple
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from dressapp.accounts.models import Role
from dressapp.audit import triggers
from dressapp.config import ready
from dressapp.config.backup import state
from tests.factories.people import make_user
from tests.factories.records import make_case

LATE = "The last backup is older than 26 hours."


@pytest.fixture
def fresh(monkeypatch, settings, tmp_path):
    """Return the trials of a process that has just begun."""
    settings.VAR_DIR = tmp_path
    settings.LAST_BACKUP = tmp_path / "last-backup.json"
    found = ready.Readiness()
    monkeypatch.setattr("dressapp.config.views.readiness", found)
    return found


@pytest.fixture
def backups(settings):
    """Set backups up, the last one made so many hours ago."""
    settings.BACKUP_RECIPIENT = "age1"

    def made(hours):
        state.note(settings.VAR_DIR / "x.backup", datetime.now(tz=UTC) - timedelta(hours=hours))

    return made


@pytest.mark.django_db(transaction=True)
def test_server_is_ready_and_nothing_is_kept_of_the_trial(fresh, client):
    make_case(make_user())
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ready\n")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (0,)


@pytest.mark.only_on("sqlite")
@pytest.mark.django_db(transaction=True)
def test_server_is_not_ready_within_two_seconds_while_the_database_is_locked(fresh, client):
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    begun = time.monotonic()
    answer = client.get("/readyz")
    assert time.monotonic() - begun < 2
    assert (answer.status_code, answer.content) == (503, b"not ready\n")
    assert client.get("/healthz").status_code == 200
    other.execute("ROLLBACK")
    other.close()
    assert client.get("/readyz").status_code == 200


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True)
def test_server_is_not_ready_while_a_table_cannot_be_written(fresh, client, django_db_blocker):
    other = connection.copy()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("LOCK TABLE django_session IN ACCESS EXCLUSIVE MODE")
    begun = time.monotonic()
    assert client.get("/readyz").status_code == 503
    assert time.monotonic() - begun < 2
    other.rollback()
    other.close()
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_server_is_not_ready_when_there_is_no_database(fresh, client, monkeypatch, tmp_path):
    name = connection.settings_dict["NAME"]
    elsewhere = {"NAME": str(tmp_path / "gone" / "x.sqlite3"), "HOST": "127.0.0.1", "PORT": "1"}
    for key, value in elsewhere.items():
        monkeypatch.setitem(connection.settings_dict, key, value)
    begun = time.monotonic()
    assert client.get("/readyz").status_code == 503
    assert time.monotonic() - begun < 2
    monkeypatch.undo()
    assert connection.settings_dict["NAME"] == name


def test_question_that_is_never_answered_ends_and_the_next_one_does_not_pile_up(fresh, monkeypatch):
    begun, calls = time.monotonic(), []
    monkeypatch.setattr(fresh, "try_database", lambda: calls.append(1) or time.sleep(4) or True)
    assert fresh.missing() == ["answer"]
    assert fresh.missing() == ["answer"]
    assert time.monotonic() - begun < 2 * 2
    assert calls == [1]


@pytest.mark.django_db(transaction=True)
def test_trial_write_is_made_at_most_once_in_ten_seconds_on_sqlite(fresh, monkeypatch):
    written = []
    monkeypatch.setattr(ready, "try_to_write", written.append)
    assert [fresh.missing() for _ in range(3)] == [[], [], []]
    assert len(written) == (1 if connection.vendor == "sqlite" else 3)


@pytest.mark.django_db(transaction=True)
def test_server_is_not_ready_when_the_end_of_the_trail_was_changed(fresh, client):
    make_user()
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET actor_name = 'x'")
    triggers.install(connection)
    assert fresh.missing() == ["database"]


Disk = namedtuple("Disk", "total used free")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("free", "missing"), [(10, []), (9, ["disk"])])
def test_server_needs_a_tenth_of_the_disk(fresh, monkeypatch, free, missing):
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Disk(100, 100 - free, free))
    assert fresh.missing() == missing


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("hours", "missing"), [(25.9, []), (26.1, ["backup"])])
def test_server_needs_a_backup_of_the_last_26_hours(fresh, backups, hours, missing):
    backups(hours)
    assert fresh.missing() == missing


@pytest.mark.django_db(transaction=True)
def test_server_needs_a_first_backup_where_they_are_set_up_and_none_elsewhere(fresh, settings):
    settings.BACKUP_RECIPIENT = ""
    assert fresh.missing() == []
    settings.BACKUP_RECIPIENT = "age1"
    assert fresh.missing() == ["backup"]
    settings.LAST_BACKUP.write_text("nonsense")
    assert fresh.missing() == ["backup"]


@pytest.mark.django_db(transaction=True)
def test_log_says_what_is_missing_and_strangers_do_not_hear_it(fresh, client, settings, caplog):
    settings.BACKUP_RECIPIENT = "age1"
    assert b"backup" not in client.get("/readyz").content
    assert [record.about for record in caplog.records if record.name == "dressapp.ready"] == [
        {"missing": ["backup"]}
    ]
    assert json.dumps(caplog.records[0].about)


@pytest.mark.parametrize(
    ("role", "is_told"),
    [(Role.READER, False), (Role.CLINICIAN, False), (Role.LEAD, True), (Role.ADMINISTRATOR, True)],
)
def test_who_looks_after_a_team_is_told_of_a_late_backup(db, fresh, backups, client_for, role, is_told):
    client = client_for(make_user(f"{role}-person", role=role))
    backups(27)
    assert (LATE in client.get("/").content.decode()) is is_told
    backups(1)
    assert LATE not in client.get("/").content.decode()


def test_stranger_is_told_of_no_backup(db, fresh, backups, client):
    backups(27)
    assert LATE not in client.get("/account/sign-in/").content.decode()
