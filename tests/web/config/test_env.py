"""Settings are read from the environment, and what makes no sense is refused."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from dressapp.config import databases, env
from dressapp.config.paths import BASE_DIR


@pytest.mark.parametrize("value", ["Demo", "prod", " demo"])
def test_choice_is_refused_when_not_offered(monkeypatch, value):
    monkeypatch.setenv("X", value)
    with pytest.raises(ImproperlyConfigured, match="set it to demo or serve"):
        env.choice("X", ("demo", "serve"), "serve")


@pytest.mark.parametrize(("value", "meaning"), [("yes", True), ("no", False), ("", False)])
def test_switch_understands_yes_and_no(monkeypatch, value, meaning):
    monkeypatch.setenv("X", value)
    assert env.switch("X") is meaning


@pytest.mark.parametrize("value", ["1", "true", "Yes", "on"])
def test_switch_refuses_other_words(monkeypatch, value):
    monkeypatch.setenv("X", value)
    with pytest.raises(ImproperlyConfigured):
        env.switch("X")


@pytest.mark.parametrize("value", ["0", "80", "65536", "-1", "8000 ", "٨٠٠٠", "http", "8e3"])
def test_port_is_refused_when_it_cannot_be(monkeypatch, value):
    monkeypatch.setenv("PORT", value)
    with pytest.raises(ImproperlyConfigured, match="from 1024 to 65535"):
        env.port()


def test_port_is_read_or_8000(monkeypatch):
    monkeypatch.delenv("PORT", raising=False)
    assert env.port() == 8000
    monkeypatch.setenv("PORT", "8123")
    assert env.port() == 8123


def test_names_are_split_at_commas(monkeypatch):
    monkeypatch.setenv("X", "a.example, b.example")
    assert env.names("X", []) == ["a.example", "b.example"]


@pytest.mark.parametrize("value", ["a.example b.example", "a.example,,b.example", ","])
def test_names_are_refused_when_not_separated_by_commas(monkeypatch, value):
    monkeypatch.setenv("X", value)
    with pytest.raises(ImproperlyConfigured):
        env.names("X", [])


def test_folder_is_refused_when_relative(monkeypatch):
    monkeypatch.setenv("X", "var")
    with pytest.raises(ImproperlyConfigured):
        env.folder("X", Path("/default"))


@pytest.mark.parametrize("url", ["mysql://a/b", "dressapp.sqlite3", "postgres://host"])
def test_database_is_refused_when_it_is_none_we_know(monkeypatch, url):
    monkeypatch.setenv("X", url)
    with pytest.raises(ImproperlyConfigured):
        env.database("X", Path("/default"))


def test_database_is_the_file_when_no_url_is_given(monkeypatch):
    monkeypatch.delenv("X", raising=False)
    assert env.database("X", Path("/data/a.sqlite3"))["NAME"] == "/data/a.sqlite3"


def test_cache_has_a_file_of_its_own_beside_sqlite_and_a_connection_of_its_own_to_postgresql():
    files = databases.databases({"ENGINE": "django.db.backends.sqlite3", "NAME": "/data/a.sqlite3"})
    assert files["cache"]["NAME"] == "/data/a-cache.sqlite3"
    server = databases.databases({"ENGINE": "django.db.backends.postgresql", "NAME": "a"})
    assert server["cache"] == server["default"] | {"TEST": {"MIRROR": "default"}}


def test_others_can_read_while_a_long_save_runs(tmp_path):
    file = tmp_path / "a.sqlite3"
    writer = sqlite3.connect(file, isolation_level=None)
    writer.executescript(databases.SQLITE_OPTIONS["init_command"])
    writer.execute("CREATE TABLE a (b)")
    writer.execute("BEGIN IMMEDIATE")
    writer.executemany("INSERT INTO a VALUES (?)", [("x" * 1000,)] * 20_000)
    with sqlite3.connect(file, timeout=0) as reader:
        assert reader.execute("SELECT count(*) FROM a").fetchone() == (0,)
    writer.execute("COMMIT")


def test_cache_table_goes_to_the_cache_and_nothing_else_does():
    router = databases.CacheRouter()
    assert router.allow_migrate("cache", "django_cache")
    assert not router.allow_migrate("cache", "cases")
    assert not router.allow_migrate("default", "django_cache")
    assert router.allow_migrate("default", "cases")


def test_time_zone_is_refused_when_unknown(monkeypatch):
    monkeypatch.setenv("X", "Middle/Earth")
    with pytest.raises(ImproperlyConfigured, match="Europe/Paris"):
        env.time_zone("X")


def test_time_zone_is_the_machines_own_when_none_is_named(monkeypatch):
    monkeypatch.delenv("X", raising=False)
    for link, zone in {"/usr/share/zoneinfo/Asia/Seoul": "Asia/Seoul", "/etc/localtime": "UTC"}.items():
        monkeypatch.setattr(os.path, "realpath", lambda path, link=link: link)
        assert env.time_zone("X") == zone


def test_secret_is_empty_when_there_is_none_yet(tmp_path):
    assert env.stored(tmp_path / "none") == ""


@pytest.mark.parametrize("profile", ["demo", "serve"])
def test_settings_import_without_secret_and_database(tmp_path, profile):
    code = "import django; from django.conf import settings; django.setup(); print(settings.IS_DEMO)"
    bare = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "dressapp.config.settings",
        "DRESSAPP_VAR": str(tmp_path / "none"),
        "DRESSAPP_PROFILE": profile,
    }
    done = subprocess.run(
        [sys.executable, "-c", code], env=bare, cwd=BASE_DIR, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == str(profile == "demo")
    assert not (tmp_path / "none").exists()


def test_demo_never_touches_the_database_of_the_environment(tmp_path):
    code = "from django.conf import settings; print(settings.DATABASES['default']['NAME'])"
    bare = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "dressapp.config.settings",
        "DRESSAPP_VAR": str(tmp_path),
        "DRESSAPP_PROFILE": "demo",
        "DATABASE_URL": "postgres://a:b@hospital/real",
    }
    done = subprocess.run(
        [sys.executable, "-c", code], env=bare, cwd=BASE_DIR, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == str(tmp_path / "demo.sqlite3")


@pytest.mark.parametrize(("given", "found"), [("", 60), ("1", 1), ("240", 240)])
def test_minutes_are_read(monkeypatch, given, found):
    monkeypatch.setenv("LASTS", given)
    assert env.minutes("LASTS", 60, most=240) == found


@pytest.mark.parametrize("given", ["0", "241", "-5", "1.5", "١٢", "99999999999", "an hour"])
def test_minutes_that_make_no_sense_are_refused(monkeypatch, given):
    monkeypatch.setenv("LASTS", given)
    with pytest.raises(ImproperlyConfigured, match="LASTS"):
        env.minutes("LASTS", 60, most=240)
