"""Each unsafe setting alone is enough to refuse a server for real use."""

import pytest
from django.conf import settings as configured
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from dressapp.config import checks_database
from dressapp.config.address import refuse_open_bind
from dressapp.config.prepare import refuse_demo_user, refuse_unsafe
from tests.factories.people import make_user
from tests.factories.unsafe_settings import SAFE, postgres, unsafe


def found(**kwargs):
    return {problem.id for problem in run_checks(include_deployment_checks=True, **kwargs)}


@pytest.fixture(autouse=True)
def _safe(settings, tmp_path):
    for name, value in SAFE.items():
        setattr(settings, name, value)
    settings.VAR_DIR, settings.SECRET_FILE = tmp_path / "var", tmp_path / "var" / "secret_key"
    settings.VAR_DIR.mkdir(mode=0o700)


def test_nothing_is_refused_when_all_is_safe():
    assert found() == {"security.W008"}
    assert "security.W008" in configured.SILENCED_SYSTEM_CHECKS


@pytest.mark.parametrize(("code", "name", "value"), unsafe())
@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
def test_server_is_refused_when_a_setting_is_unsafe(settings, code, name, value):
    setattr(settings, name, value)
    assert f"dressapp.{code}" in found()


@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
@pytest.mark.parametrize(
    "database",
    [
        postgres(HOST=""), postgres(HOST="/run/postgresql"), postgres(HOST="127.0.0.1"),
        postgres(HOST="localhost"),
        postgres(HOST="db.hospital.example", OPTIONS={"sslmode": "verify-full"}),
    ],
)  # fmt: skip
def test_way_to_postgresql_is_short_or_proved(settings, database):
    settings.DATABASES = database
    assert found() == {"security.W008"}


@pytest.mark.parametrize(("code", "name"), [("E026", "SECRET_FILE"), ("E027", "VAR_DIR")])
def test_server_is_refused_when_others_can_read_its_files(settings, code, name):
    settings.SECRET_FILE.touch(mode=0o600)
    assert found() == {"security.W008"}
    getattr(settings, name).chmod(0o750)
    assert f"dressapp.{code}" in found()


@pytest.mark.only_on("sqlite")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "pragma",
    [
        "foreign_keys=OFF",
        "recursive_triggers=OFF",
        "synchronous=NORMAL",
        "secure_delete=OFF",
        "mmap_size=4096",
    ],
)
def test_server_is_refused_when_a_connection_to_sqlite_is_loose(pragma):
    assert found(databases=["default"]) == {"security.W008"}
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
    assert "dressapp.E029" in found(databases=["default"])
    connection.close()


SAFE_POSTGRES = {
    "SHOW fsync": "on", "SHOW full_page_writes": "on", "SHOW synchronous_commit": "on",
    "SHOW log_min_messages": "log", "SHOW log_min_error_statement": "panic",
    "SHOW log_min_duration_statement": "-1",
    "SHOW log_statement": "none", "SHOW log_error_verbosity": "terse", checks_database.CHANGES: False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        (None, {}),
        ("E030", {"SHOW fsync": "off"}),
        ("E030", {"SHOW full_page_writes": "off"}),
        ("E030", {"SHOW synchronous_commit": "off"}),
        ("E030", {"SHOW synchronous_commit": "local"}),
        ("W002", {checks_database.CHANGES: True}),
        ("W003", {"SHOW log_min_error_statement": "error"}),
        ("W003", {"SHOW log_min_messages": "warning"}),
        ("W003", {"SHOW log_min_duration_statement": "250ms"}),
        ("W003", {"SHOW log_statement": "all"}),
        ("W003", {"SHOW log_error_verbosity": "default"}),
    ],
)
def test_postgresql_is_asked_what_it_keeps_and_what_it_logs(db, monkeypatch, code, changed):
    monkeypatch.setattr(checks_database, "_is_asked", lambda vendor, databases: vendor == "postgresql")
    monkeypatch.setattr(checks_database, "_ask", (SAFE_POSTGRES | changed).get)
    assert found(databases=["default"]) == {"security.W008"} | ({f"dressapp.{code}"} if code else set())


def test_advice_is_told_and_stops_no_server(db, settings, capsys):
    settings.BACKUP_RECIPIENT = ""
    refuse_unsafe()
    assert "dressapp.W001: Nothing is backed up" in capsys.readouterr().out


def test_server_is_refused_when_the_demo_user_is_in_its_database(db):
    assert "dressapp.E012" not in found(databases=["default"])
    make_user("demo")
    assert "dressapp.E012" in found(databases=["default"])


def test_a_database_without_tables_has_no_demo_user(db, monkeypatch):
    monkeypatch.setattr(connection.introspection, "table_names", list)
    make_user("demo")
    assert "dressapp.E012" not in found(databases=["default"])


def test_start_stops_with_every_reason(db, settings):
    settings.DEBUG = True
    make_user("demo")
    with pytest.raises(ImproperlyConfigured) as refused:
        refuse_demo_user()
    assert "dressapp.E003" in str(refused.value)
    assert "dressapp.E012" in str(refused.value)


def test_start_goes_on_when_all_is_safe(db):
    refuse_unsafe()
    refuse_demo_user()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "dress.example", ""])
def test_demo_refuses_to_listen_to_other_machines(settings, host):
    settings.IS_DEMO = True
    with pytest.raises(ImproperlyConfigured, match="this machine only"):
        refuse_open_bind(host)


def test_server_listens_to_other_machines_only_behind_a_proxy(settings):
    settings.IS_DEMO = False
    with pytest.raises(ImproperlyConfigured, match="unencrypted"):
        refuse_open_bind("0.0.0.0")
    settings.BEHIND_PROXY = True
    refuse_open_bind("0.0.0.0")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_every_server_may_listen_to_this_machine(settings, host):
    settings.IS_DEMO = True
    refuse_open_bind(host)
