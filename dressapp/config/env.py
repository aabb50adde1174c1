"""Read settings from the environment and refuse what makes no sense."""

import os
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

SCHEMES = ("sqlite://", "postgres://", "postgresql://")
SWITCH = {"yes": True, "no": False}


def choice(name: str, options: tuple[str, ...], default: str) -> str:
    """Return the named variable, which must be one of the options."""
    value = os.environ.get(name) or default
    if value not in options:
        raise ImproperlyConfigured(f"{name} is {value!r}; set it to {' or '.join(options)}.")
    return value


def text(name: str, default: str) -> str:
    """Return the named variable as it is."""
    return os.environ.get(name) or default


def switch(name: str, default: bool = False) -> bool:
    """Return whether the named variable says yes; only yes and no are understood."""
    return SWITCH[choice(name, tuple(SWITCH), "yes" if default else "no")]


def names(name: str, default: list[str]) -> list[str]:
    """Return the comma-separated names in the named variable."""
    value = os.environ.get(name)
    if not value:
        return default
    found = [part.strip() for part in value.split(",")]
    if not all(found) or any(" " in part for part in found):
        raise ImproperlyConfigured(f"{name} is {value!r}; separate the names with single commas.")
    return found


def port(name: str = "PORT", default: int = 8000) -> int:
    """Return the named port number, between 1024 and 65535."""
    return number(name, default, lowest=1024, highest=65535)


def number(name: str, default: int, *, lowest: int, highest: int) -> int:
    """Return the named whole number, which must lie between two others."""
    value = os.environ.get(name) or str(default)
    if not (value.isascii() and value.isdigit() and lowest <= int(value) <= highest):
        raise ImproperlyConfigured(f"{name} is {value!r}; set a number from {lowest} to {highest}.")
    return int(value)


def minutes(name: str, default: int, most: int) -> int:
    """Return the named number of minutes, at least one."""
    value = os.environ.get(name) or str(default)
    if not (value.isascii() and value.isdigit() and 1 <= int(value[:9]) <= most):
        raise ImproperlyConfigured(f"{name} is {value!r}; set a number of minutes from 1 to {most}.")
    return int(value)


def folder(name: str, default: Path) -> Path:
    """Return the named folder as an absolute path."""
    value = os.environ.get(name)
    if value and not Path(value).is_absolute():
        raise ImproperlyConfigured(f"{name} is {value!r}; give the whole path, starting with /.")
    return Path(value) if value else default


def database(name: str, default: Path) -> dict[str, Any]:
    """Return the database of the named URL, SQLite by file or PostgreSQL by server, or the default file."""
    url = os.environ.get(name)
    if not url:
        return database_file(default)
    if not url.startswith(SCHEMES):
        raise ImproperlyConfigured(f"{name} must start with sqlite:/// or postgres://")
    found: dict[str, Any] = dict(dj_database_url.parse(url))
    if not found["NAME"]:
        raise ImproperlyConfigured(f"{name} names no database.")
    return found


def database_file(path: Path) -> dict[str, Any]:
    """Return the SQLite database in a file."""
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path)}


def time_zone(name: str) -> str:
    """Return the named time zone, or this machine's own."""
    value = os.environ.get(name) or _machine_zone()
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ImproperlyConfigured(f"{name} is {value!r}; write it like Europe/Paris.") from error
    return value


def _machine_zone() -> str:
    """Return the zone that /etc/localtime points to, or UTC."""
    _, found, zone = os.path.realpath("/etc/localtime").partition("zoneinfo/")
    return zone if found else "UTC"


def stored(path: Path) -> str:
    """Return the key stored in a file, or nothing where there is none yet."""
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""
