"""The start of a server: each step once, and a clear word where it cannot go on."""

import json
import socket
import sqlite3
import stat
import subprocess
import sys
import urllib.error
import urllib.request

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from dressapp.accounts.models import User
from dressapp.config import gunicorn, prepare, start, warmup
from dressapp.config.paths import BASE_DIR
from tests.server import clean_environment, free_port, running_server


def test_secret_is_made_once_and_only_for_its_owner(tmp_path):
    path = tmp_path / "var" / "secret_key"
    start.make_secret(path)
    first = path.read_text()
    path.chmod(0o644)
    start.make_secret(path)
    assert path.read_text() == first
    assert len(first) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_folder_of_the_data_is_closed_to_other_accounts(tmp_path):
    (tmp_path / "var").mkdir(mode=0o755)
    for folder in (tmp_path / "var", tmp_path / "new" / "var"):
        start.make_private(folder)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_taken_port_is_said_with_another_to_try():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ImproperlyConfigured, match=f"Port {port} is taken.*PORT={port + 1}"):
            start.refuse_taken_port("127.0.0.1", port)
    start.refuse_taken_port("127.0.0.1", port)


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"DRESSAPP_PROFILE": "demo", "HOST": "0.0.0.0"}, "this machine only"),
        ({"DRESSAPP_PROFILE": "serve", "HOST": "0.0.0.0"}, "unencrypted"),
        ({"PORT": "80"}, "from 1024 to 65535"),
        ({"DRESSAPP_PROFILE": "production"}, "set it to demo or serve"),
        ({"DRESSAPP_HOSTS": "*"}, "E004"),
    ],
)
def test_start_stops_with_one_clear_message(tmp_path, variables, message):
    done = subprocess.run(
        [sys.executable, "-m", "dressapp.config.start"],
        env=clean_environment(**{"DRESSAPP_VAR": str(tmp_path), "PORT": str(free_port())} | variables),
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_demo_user_is_made_once(db, monkeypatch):
    loaded = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **options: loaded.append(name))
    prepare.prepare_demo()
    prepare.prepare_demo()
    assert User.objects.get(username="demo").full_name == "Dr A. Example"
    assert loaded == ["demo", "demo"]


def test_assets_are_collected_only_when_something_changed(tmp_path, monkeypatch):
    collected = []

    def collect(name, **options):
        (tmp_path / "static").mkdir(exist_ok=True)
        collected.append(name)

    monkeypatch.setattr(prepare, "call_command", collect)
    with override_settings(STATIC_ROOT=tmp_path / "static"):
        prepare.prepare_assets()
        prepare.prepare_assets()
        assert collected == ["collectstatic"]
        (tmp_path / "static" / "collected.txt").write_text("older")
        prepare.prepare_assets()
    assert collected == ["collectstatic"] * 2


def test_announcement_names_address_user_and_password(settings, monkeypatch):
    monkeypatch.setenv("PORT", "8123")
    settings.IS_DEMO = True
    text = gunicorn.announcement("127.0.0.1")
    assert "http://localhost:8123" in text
    assert "demo" in text
    assert settings.DEMO_PASSWORD in text
    settings.IS_DEMO = False
    assert "password" not in gunicorn.announcement("127.0.0.1")


def test_worker_is_warmed_by_every_app_that_wants_it(monkeypatch):
    warmed = []

    class Config:
        def warm_up(self):
            warmed.append(1)

    monkeypatch.setattr(warmup.apps, "get_app_configs", lambda: [Config(), object()])
    warmup.warm_up()
    assert warmed == [1]


def ask(url, **headers):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def count(var, table):
    with sqlite3.connect(var / "demo.sqlite3") as database:
        return database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def test_demo_starts_from_nothing_and_a_second_start_repeats_nothing(tmp_path):
    with running_server(tmp_path, DRESSAPP_PROFILE="demo") as server:
        assert f"{server.url}\n    sign in as demo with the password" in server.log.read_text()
        assert ask(f"{server.url}/account/sign-in/") == 200
        assert ask(f"{server.url}/account/sign-in/", **{"X-Forwarded-For": "10.0.0.5"}) == 403
        assert ask(f"{server.url}/account/sign-in/", Host="evil.example") == 400
    before = {table: count(tmp_path, table) for table in ("accounts_user", "cases_case", "audit_event")}
    assets = (tmp_path / "static" / "staticfiles.json").stat().st_mtime_ns
    with running_server(tmp_path, DRESSAPP_PROFILE="demo"):
        pass
    assert (before["accounts_user"], before["cases_case"]) == (1, 1)
    assert {table: count(tmp_path, table) for table in before} == before
    assert (tmp_path / "static" / "staticfiles.json").stat().st_mtime_ns == assets
    assert stat.S_IMODE((tmp_path / "demo.sqlite3").stat().st_mode) == 0o600


def test_static_files_are_compressed_and_kept_for_ever(tmp_path):
    with running_server(tmp_path) as server:
        files = json.loads((tmp_path / "static" / "staticfiles.json").read_text())["paths"]
        theme = urllib.request.Request(
            f"{server.url}/static/{files['css/theme.css']}", headers={"Accept-Encoding": "br"}
        )
        with urllib.request.urlopen(theme, timeout=5) as answer:
            assert answer.headers["Content-Encoding"] == "br"
            assert "immutable" in answer.headers["Cache-Control"]
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
