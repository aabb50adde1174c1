"""Each unsafe setting alone is enough to refuse a server for real use."""

from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from dressapp.config import databases
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
def _safe(settings):
    settings.CACHES = SHARED_CACHE
    settings.ALLOWED_HOSTS = ["dress.hospital.example"]
    settings.SECOND_FACTOR_REQUIRED = True


def test_nothing_is_refused_when_all_is_safe():
    assert found() == {"security.W008"}
    assert "security.W008" in configured.SILENCED_SYSTEM_CHECKS


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


def test_server_is_refused_when_the_demo_user_is_in_its_database(db):
    assert found(databases=["default"]) == {"security.W008"}
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
