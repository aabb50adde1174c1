"""Each unsafe setting alone is enough to refuse a server for real use."""

from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from dressapp.config import checks_database, databases
from dressapp.config.address import refuse_open_bind
from dressapp.config.prepare import refuse_demo_user, refuse_unsafe
from tests.factories.people import make_user

SHARED_CACHE = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "c"}}
SQLITE = {"ENGINE": "django.db.backends.sqlite3", "NAME": "x", "ATOMIC_REQUESTS": False}


def found(**kwargs):
    return {problem.id for problem in run_checks(include_deployment_checks=True, **kwargs)}


def sqlite(**options):
    return {"default": SQLITE | {"OPTIONS": databases.SQLITE_OPTIONS | options}}


@pytest.fixture(autouse=True)
def _safe(settings, tmp_path):
    settings.CACHES = SHARED_CACHE
    settings.ALLOWED_HOSTS = ["dress.hospital.example"]
    settings.SECOND_FACTOR_REQUIRED = True
    settings.SECRET_KEY = "0123456789abcdef" * 4
    settings.BACKUP_RECIPIENT = "age1"
    settings.VAR_DIR, settings.SECRET_FILE = tmp_path / "var", tmp_path / "var" / "secret_key"
    settings.VAR_DIR.mkdir(mode=0o700)


def test_nothing_is_refused_when_all_is_safe():
    assert found() == {"security.W008"}
    assert "security.W008" in configured.SILENCED_SYSTEM_CHECKS


def policy(**changed):
    directives = configured.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return {"DIRECTIVES": directives | {name.replace("_", "-"): source for name, source in changed.items()}}


def without(part):
    return [name for name in configured.MIDDLEWARE if part not in name]


def logging(**changed):
    return configured.LOGGING | changed


def postgres(**changed):
    return {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "x", "OPTIONS": {}} | changed}


LOOSE = [
    ("script_src", ["'self'", "'unsafe-inline'"]), ("style_src", ["'unsafe-inline'"]), ("img_src", ["*"]),
    ("connect_src", ["https:"]), ("default_src", ["'self'"]), ("frame_ancestors", ["'self'"]),
    ("base_uri", []), ("script_src", ["'self'", "'wasm-unsafe-eval'"]),
]  # fmt: skip
PRAGMAS = databases.SQLITE_OPTIONS["init_command"]


@pytest.mark.parametrize(
    ("code", "name", "value"),
    [
        ("E001", "IS_DEMO", True),
        ("E002", "SECRET_KEY", ""),
        ("E002", "SECRET_KEY", "short"),
        ("E003", "DEBUG", True),
        ("E004", "ALLOWED_HOSTS", ["*"]),
        ("E004", "ALLOWED_HOSTS", []),
        ("E005", "SESSION_COOKIE_NAME", "sessionid"),
        ("E005", "CSRF_COOKIE_SECURE", False),
        ("E006", "CACHES", {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}),
        ("E007", "DATABASES", {"default": SQLITE | {"ATOMIC_REQUESTS": True}}),
        ("E008", "DATABASES", sqlite(transaction_mode="DEFERRED")),
        ("E009", "DATABASES", sqlite(init_command=PRAGMAS.replace("EXTRA", "NORMAL"))),
        (
            "E009",
            "DATABASES",
            sqlite(
                init_command="PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA recursive_triggers=ON"
            ),
        ),
        ("E010", "DATABASES", sqlite(init_command=PRAGMAS.replace("recursive_triggers=ON", "a=1"))),
        ("E011", "DATABASES", sqlite(init_command=f"{PRAGMAS};PRAGMA mmap_size=1000")),
        ("E013", "DATABASES", sqlite(init_command=f"{PRAGMAS};PRAGMA foreign_keys = OFF")),
        ("E002", "SECRET_KEY", "only-for-tests-" + "x" * 50),
        ("E002", "SECRET_KEY", "django-insecure-" + "x" * 50),
        ("E014", "SECURE_HSTS_SECONDS", 3600),
        ("E014", "SECURE_HSTS_INCLUDE_SUBDOMAINS", False),
        *(("E015", "CONTENT_SECURITY_POLICY", policy(**{name: source})) for name, source in LOOSE),
        ("E015", "CONTENT_SECURITY_POLICY", {}),
        *(("E016", "MIDDLEWARE", without(name)) for name in ("SecurityM", "CSPM", "NoStoreM")),
        ("E017", "LOGGING", logging(formatters={"line": {"format": "{message}", "style": "{"}})),
        ("E017", "LOGGING", logging(handlers={"console": {"class": "logging.StreamHandler"}})),
        ("E017", "LOGGING", {}),
        ("E018", "LOGGING", logging(handlers={"mail": {"class": "django.utils.log.AdminEmailHandler"}})),
        ("E019", "DEFAULT_EXCEPTION_REPORTER", "django.views.debug.ExceptionReporter"),
        ("E024", "LOGGING", logging(loggers={"django.db.backends": {"level": "DEBUG"}})),
        ("E025", "MIDDLEWARE", without("RequestLine")),
        ("E028", "DATABASES", postgres(HOST="db.hospital.example")),
        ("E028", "DATABASES", postgres(HOST="10.0.0.4", OPTIONS={"sslmode": "require"})),
        ("W001", "BACKUP_RECIPIENT", ""),
        ("E020", "SECOND_FACTOR_REQUIRED", False),
        ("E020", "MIDDLEWARE", [name for name in configured.MIDDLEWARE if "SecondFactor" not in name]),
        ("E021", "MFA_TRUST_COOKIE_AGE", timedelta(days=14)),
        ("E021", "MFA_TRUST_COOKIE_NAME", "trusted"),
        ("E022", "SESSION_IDLE", 3600),
        ("E022", "SESSION_LONGEST", 14 * 24 * 3600),
        ("E023", "MFA_ADAPTER", "allauth.mfa.adapter.DefaultMFAAdapter"),
    ],
)
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
    if connection.vendor != "sqlite":
        pytest.skip("a pragma is SQLite's")
    assert found(databases=["default"]) == {"security.W008"}
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
    assert "dressapp.E029" in found(databases=["default"])
    connection.close()


SAFE_POSTGRES = {
    "SHOW fsync": "on", "SHOW full_page_writes": "on", "SHOW synchronous_commit": "on",
    "SHOW log_min_error_statement": "panic", "SHOW log_min_duration_statement": "-1",
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
