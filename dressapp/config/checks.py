"""Refuse to serve real patients on unsafe settings; `make serve` runs these before it listens."""

import re
import sqlite3
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

from .databases import is_sqlite

SHARED_CACHES = ("DatabaseCache", "RedisCache", "PyMemcacheCache")
FOREIGN_KEYS_OFF = re.compile(r"foreign_keys=(off|0|no|false)")
SAFE_WAL = (3, 51, 3)
SECRET_LENGTH = 50
SHIPPED = "django-insecure"  # how a key begins that Django wrote into source code


def errors(rules: dict[str, tuple[bool, str]]) -> list[CheckMessage]:
    """Return one error for each rule that does not hold."""
    return [Error(text, id=f"dressapp.{code}") for code, (holds, text) in rules.items() if not holds]


@register(Tags.security, deploy=True)
def check_profile(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse the demo profile, debugging, a missing secret and a server for every host name."""
    hosts = settings.ALLOWED_HOSTS
    return errors(
        {
            "E001": (not settings.IS_DEMO, "The demo profile is for demonstrations: unset DRESSAPP_PROFILE."),
            "E002": (
                _is_secret(settings._wrapped.SECRET_KEY),
                f"The secret key is missing, short or public: delete {settings.SECRET_FILE} and start again.",
            ),
            "E003": (not settings.DEBUG, "DEBUG shows patient data in error pages: switch it off."),
            "E004": (
                bool(hosts) and not any("*" in host for host in hosts),
                "DRESSAPP_HOSTS must name the hosts, without *.",
            ),
        }
    )


def _is_secret(key: str) -> bool:
    """Tell whether nobody can know or guess a key."""
    return len(key) >= SECRET_LENGTH and not key.startswith(SHIPPED)


@register(Tags.security, deploy=True)
def check_cookies(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse cookies that another site or an unencrypted page could get at."""
    names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
    flags = (settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY)
    return errors(
        {
            "E005": (
                all(name.startswith("__Host-") for name in names) and all(flags),
                "Session and CSRF cookies must be __Host-, Secure and HttpOnly.",
            ),
        }
    )


@register(Tags.caches, deploy=True)
def check_cache(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a cache of one process: login limits would count for each worker alone."""
    backend = settings.CACHES["default"]["BACKEND"]
    text = "The cache must be shared by all workers, or login limits do not hold: use DatabaseCache."
    return errors({"E006": (backend.endswith(SHARED_CACHES), text)})


@register(Tags.security, deploy=True)
def check_durability(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse database settings under which an acknowledged save can be lost."""
    database = settings.DATABASES["default"]
    rules = {"E007": (not database.get("ATOMIC_REQUESTS"), "ATOMIC_REQUESTS must stay off.")}
    if is_sqlite(database):
        rules |= _sqlite_rules(database.get("OPTIONS", {}))
    return errors(rules)


def _sqlite_rules(options: dict[str, Any]) -> dict[str, tuple[bool, str]]:
    """Return the rules for the options of a SQLite database."""
    pragmas = options.get("init_command", "").replace(" ", "").casefold()
    wal_is_safe = sqlite3.sqlite_version_info >= SAFE_WAL and "synchronous=full" in pragmas
    is_durable = "journal_mode=delete" in pragmas and "synchronous=extra" in pragmas
    return {
        "E008": (options.get("transaction_mode") == "IMMEDIATE", "SQLite needs transaction_mode IMMEDIATE."),
        "E009": (
            is_durable or ("journal_mode=wal" in pragmas and wal_is_safe),
            "SQLite needs journal_mode=DELETE and synchronous=EXTRA.",
        ),
        "E010": (
            "recursive_triggers=on" in pragmas,
            "SQLite needs recursive_triggers=ON to guard the audit.",
        ),
        "E013": (
            not FOREIGN_KEYS_OFF.search(pragmas),
            "SQLite must not switch foreign_keys off.",
        ),
        "E011": ("mmap_size" not in pragmas, "SQLite must not use mmap_size."),
    }


@register(Tags.database, deploy=True)
def check_no_demo_user(
    app_configs: Any, databases: list[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Refuse a database in which the demo user exists: its password is public."""
    if "default" not in (databases or []):
        return []
    if get_user_model()._meta.db_table not in connection.introspection.table_names():
        return []  # nothing was migrated yet, so there is nobody
    found = get_user_model().objects.filter(username=settings.DEMO_USER, is_active=True).exists()
    text = (
        f"This database has the user {settings.DEMO_USER!r}, whose password is public: use another database."
    )
    return errors({"E012": (not found, text)})
