"""A backup holds everything, only its key opens it, and nothing but the whole of it is restored."""

import hashlib
import json
import sqlite3
import stat
import subprocess
from io import StringIO

import pyrage
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from dressapp.audit import anchors, chain, triggers
from dressapp.audit.models import Event
from dressapp.cases.models import Case
from dressapp.config.backup import contents, engines, package, sqlite, state
from dressapp.config.backup.room import room
from tests.factories.people import make_user
from tests.factories.records import make_case, make_drug, make_lab

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "the-secret-of-this-server-" * 3


@pytest.fixture
def place(settings, tmp_path):
    """Return a server's folder with a key for backups, which lies in another folder."""
    settings.VAR_DIR = tmp_path / "var"
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.LAST_BACKUP = settings.VAR_DIR / "last-backup.json"
    settings.RECIPIENT_FILE = settings.VAR_DIR / "backup_recipient"
    settings.SECRET_FILE = settings.VAR_DIR / "secret_key"
    settings.AUDIT_ANCHORS = settings.VAR_DIR / "anchors.jsonl"
    settings.IS_DEMO = False
    call_command("backup_key", str(tmp_path / "key"), stdout=StringIO())
    settings.BACKUP_RECIPIENT = settings.RECIPIENT_FILE.read_text().strip()
    settings.SECRET_FILE.write_text(SECRET)
    return tmp_path


@pytest.fixture
def stored(place):
    """Return a case with a drug and a result."""
    user = make_user()
    case = make_case(user, local_id="KIM-4711")
    make_drug(case, user, name="sorafenib")
    make_lab(case, user)
    return case


def back_up(place, **options):
    call_command("backup", to=place / "backups", stdout=StringIO(), **options)
    return max((place / "backups").glob("*.backup"))


def restore(path, place, **options):
    said = StringIO()
    call_command("restore", str(path), key=options.pop("key", place / "key"), stdout=said, **options)
    return said.getvalue()


def test_backup_is_restored_elsewhere_with_every_row(stored, place, settings):
    path = back_up(place)
    before, head = contents.count_rows(), chain.head()
    settings.SECRET_FILE.unlink()
    with engines.current()[1].temporary_database(place):
        said = restore(path, place)
        case = Case.objects.get(pk=stored.pk)
        assert case.patient.local_id == "KIM-4711"
        after = contents.count_rows()
        assert after == before | {"audit_event": before["audit_event"] + 1}
        assert Event.objects.get(seq=head.seq).hash == head.hash
        assert Event.objects.get(seq=head.seq + 1).action == "restore_backup"
        assert chain.verify(anchors.read_anchors()).is_intact
        assert f"ends at event {head.seq}" in said
    assert settings.SECRET_FILE.read_text() == SECRET


def test_backup_holds_nothing_that_can_be_read_without_the_key(stored, place, settings):
    path = back_up(place)
    assert b"KIM-4711" not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert b"AGE-SECRET" not in b"".join(p.read_bytes() for p in settings.VAR_DIR.rglob("*") if p.is_file())


def test_backup_leaves_no_copy_behind(stored, place, settings):
    back_up(place)
    left = {path.name for path in settings.VAR_DIR.iterdir()}
    assert left == {"anchors.jsonl", "backup.lock", "backup_recipient", "last-backup.json", "secret_key"}
    assert [path.suffix for path in (place / "backups").iterdir()] == [".backup"]


def test_manifest_names_rows_trail_version_and_hash_and_no_patient(stored, place, settings):
    path = back_up(place)
    manifest = json.loads(path.read_bytes().splitlines()[-1])
    assert manifest["rows"]["cases_case"] == 1
    assert manifest["audit"] == {"seq": chain.head().seq, "hash": chain.head().hash, "problems": 0}
    assert manifest["app"] == settings.APP_VERSION
    assert manifest["engine"] == connection.vendor
    assert manifest["payload"]["bytes"] < path.stat().st_size
    assert "KIM" not in json.dumps(manifest)


def test_backup_is_opened_by_the_age_format_alone(stored, place):
    path = back_up(place)
    manifest = package.read_manifest(path)
    key = pyrage.x25519.Identity.from_str((place / "key").read_text().splitlines()[-1])
    plain = pyrage.decrypt(path.read_bytes()[: manifest["payload"]["bytes"]], [key])
    assert plain.partition(b"\n")[2].startswith((b"SQLite format 3", b"PGDMP"))


def test_backup_anchors_the_trail_and_notes_the_time(stored, place, settings):
    assert state.is_late()
    path = back_up(place)
    lines = [json.loads(line) for line in settings.AUDIT_ANCHORS.read_text().splitlines()]
    assert [(line["seq"], line["why"]) for line in lines] == [(chain.head().seq, "backup")]
    assert json.loads(settings.LAST_BACKUP.read_text())["file"] == path.name
    assert not state.is_late()


def test_only_the_newest_backups_are_kept(stored, place, monkeypatch):
    folder = place / "backups"
    folder.mkdir()
    for day in (1, 2, 3):
        (folder / f"dressapp-2026010{day}T000000Z.backup").touch()
    (folder / "dressapp-20260101T000000Z.backup.part").touch()
    (folder / "notes.txt").touch()
    newest = back_up(place, keep=2)
    assert {path.name for path in folder.iterdir()} == {
        "dressapp-20260103T000000Z.backup", newest.name, "notes.txt",
    }  # fmt: skip


def test_no_backup_goes_where_the_trail_was_tampered_with(stored, place, settings):
    folder = place / "backups"
    folder.mkdir()
    (folder / "dressapp-20260101T000000Z.backup").touch()
    anchors.write_anchor("test")
    lines = settings.AUDIT_ANCHORS.read_text().replace(chain.head().hash, "0" * 64)
    settings.AUDIT_ANCHORS.write_text(lines)
    with pytest.raises(CommandError):
        back_up(place, keep=1)
    assert (folder / "dressapp-20260101T000000Z.backup").exists()


def test_sessions_are_not_kept(stored, place, client):
    client.force_login(make_user("other"))
    assert package.read_manifest(back_up(place))["rows"]["django_session"] == 0


def damaged(content):
    """Return a backup damaged in many ways, by name."""
    end = content.rindex(b"\n", 0, -1)
    flips = [0, 30, 200, end // 2, end - 1, end, end + 1, end + 12, len(content) - 3, len(content) - 1]
    flips += range(end + 1, len(content), 29)  # all over the description
    yield from ((f"bit {at}", content[:at] + bytes([content[at] ^ 4]) + content[at + 1 :]) for at in flips)
    yield from ((f"cut {at}", content[:at]) for at in (0, 1, 100, end // 2, end, end + 1, len(content) - 1))
    yield "longer", content + b"\n"
    yield "twice", content + content
    yield "a byte more inside", content[:300] + b"x" + content[300:]


def test_damaged_backup_is_refused_before_anything_is_touched(stored, place):
    path = back_up(place)
    bad = place / "bad.backup"
    before = contents.count_rows()
    for name, content in damaged(path.read_bytes()):
        bad.write_bytes(content)
        with pytest.raises(CommandError, match="Nothing was restored"):
            restore(bad, place, replace=_name())
        assert contents.count_rows() == before, name


def _name():
    return engines.current()[1].name()


def test_backup_is_refused_with_another_key(stored, place):
    path = back_up(place)
    other = pyrage.x25519.Identity.generate()
    (place / "other").write_text(str(other))
    with pytest.raises(CommandError, match="The key does not open"):
        restore(path, place, key=place / "other", replace=_name())
    (place / "none").write_text("nothing")
    with pytest.raises(CommandError, match="holds no key"):
        restore(path, place, key=place / "none", replace=_name())


def swapped(path, **changes):
    """Write another manifest that fits the payload, as somebody does who knows how."""
    content = path.read_bytes()
    manifest = package.read_manifest(path) | changes
    payload = manifest.pop("payload")
    seal = {"about_sha256": hashlib.sha256(package.canonical(manifest)).hexdigest()}
    line = package.canonical(manifest | {"payload": payload | seal})
    path.write_bytes(content[: payload["bytes"]] + b"\n" + line + b"\n")


@pytest.mark.parametrize(
    "changes",
    [{"app": "9"}, {"rows": {}}, {"audit": {"seq": 0, "hash": "", "problems": 0}}, {"made_at": "2020-01-01"}],
)
def test_backup_is_refused_when_its_manifest_was_swapped(stored, place, changes):
    path = back_up(place)
    swapped(path, **changes)
    with pytest.raises(CommandError, match="description is that of another"):
        restore(path, place, replace=_name())


def test_backup_of_a_newer_version_or_another_database_is_refused(stored, place):
    path = back_up(place)
    swapped(path, migrations={"cases": "0999_next"})
    with pytest.raises(CommandError, match="A newer version"):
        restore(path, place, replace=_name())
    swapped(path, engine="oracle")
    with pytest.raises(CommandError, match="of oracle"):
        restore(path, place, replace=_name())


def test_database_with_rows_is_not_replaced_unless_it_is_named(stored, place):
    path = back_up(place)
    with pytest.raises(CommandError, match="not empty"):
        restore(path, place)
    with pytest.raises(CommandError, match="is called"):
        restore(path, place, replace="something")
    assert Event.objects.filter(action="restore_backup").count() == 0


def test_named_database_goes_back_to_the_backup_and_later_events_are_told(stored, place, settings):
    path = back_up(place)
    end = chain.head().seq
    make_case(make_user("second", team="Ward"), local_id="LATER")
    anchors.write_anchor("daily")
    last = chain.head().seq
    said = restore(path, place, replace=_name())
    assert f"Events {end + 1} to {last} came later" in said
    assert not Case.objects.filter(patient__local_id="LATER").exists()
    assert chain.verify(anchors.read_anchors()).is_intact
    assert len(list(settings.VAR_DIR.glob("anchors-until-*.jsonl"))) == 1
    assert Event.objects.latest("seq").detail["lost_up_to"] == last


def test_backup_is_refused_when_an_anchor_kept_elsewhere_knows_another_trail(stored, place):
    path = back_up(place)
    kept = place / "anchors.jsonl"
    kept.write_text(json.dumps({"seq": 2, "hash": "f" * 64}) + "\n")
    with pytest.raises(CommandError, match="another event 2"):
        call_command("restore_drill", str(path), key=place / "key", anchors=kept, stdout=StringIO())


def test_backup_with_a_broken_trail_is_made_and_told(stored, place):
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET actor_name = 'x' WHERE seq = 2")
    triggers.install(connection)
    with pytest.raises(CommandError, match="NOT INTACT"):
        back_up(place)
    (path,) = (place / "backups").glob("*.backup")
    assert package.read_manifest(path)["audit"]["problems"] > 0
    said = StringIO()
    call_command("restore_drill", str(path), key=place / "key", stdout=said)
    assert "WAS NOT INTACT" in said.getvalue()


def test_drill_restores_elsewhere_and_tells_the_time(stored, place):
    path = back_up(place)
    before, head = contents.count_rows(), chain.head()
    said = StringIO()
    call_command("restore_drill", str(path), key=place / "key", stdout=said)
    assert "It took" in said.getvalue()
    assert (contents.count_rows(), chain.head()) == (before, head)


def test_two_backups_are_not_made_at_once(stored, place):
    with room(), pytest.raises(CommandError, match="is being made"):
        back_up(place)


def test_backup_needs_a_key_that_locks(stored, place, settings):
    settings.BACKUP_RECIPIENT = ""
    with pytest.raises(CommandError, match="not set up"):
        back_up(place)
    settings.BACKUP_RECIPIENT = "age1nonsense"
    with pytest.raises(CommandError, match="no key for backups"):
        back_up(place)


def test_key_is_never_made_over_another(place, settings):
    with pytest.raises(CommandError, match="There is a key already"):
        call_command("backup_key", str(place / "key2"))
    settings.RECIPIENT_FILE.unlink()
    with pytest.raises(CommandError, match="Nothing was written"):
        call_command("backup_key", str(place / "key"))
    assert stat.S_IMODE((place / "key").stat().st_mode) == 0o600


@pytest.mark.only_on("sqlite")
def test_copy_of_a_database_that_is_written_to_all_the_time_is_finished(place, monkeypatch):
    monkeypatch.setattr(sqlite, "STEP", 1)
    monkeypatch.setattr(sqlite, "PATIENCE", 0.2)
    code = (
        "import sqlite3,sys,time\nc=sqlite3.connect(sys.argv[1],timeout=20,isolation_level=None)\n"
        "c.execute('CREATE TABLE IF NOT EXISTS noise(a)')\nprint('on',flush=True)\n"
        "while True: c.execute('INSERT INTO noise VALUES (1)')"
    )
    file = connection.settings_dict["NAME"]
    with subprocess.Popen(["python3", "-c", code, str(file)], stdout=subprocess.PIPE) as writer:
        try:
            assert writer.stdout.readline() == b"on\n"
            sqlite._copy_pages(place / "copy.sqlite3")
        finally:
            writer.kill()
    with sqlite3.connect(place / "copy.sqlite3") as copied:
        assert copied.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE noise")
