"""No file can stop, fill or fool the service: each bomb is refused in time and memory; nothing is stored."""

import resource
import socket
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import StopUpload
from django.test import RequestFactory
from django.urls import reverse

from dressapp.config import gunicorn
from dressapp.core.uploads import MAX_BODY, MemoryUploadHandler
from dressapp.exchange import child
from dressapp.exchange.files import read_case_file, read_file
from dressapp.exchange.models import Intake
from dressapp.labs.paste.parts import SheetRefused
from tests.factories.records import make_case

from .bombs import BOMBS, usual, words_of
from .world import digest

SECONDS, MEGABYTES = 2, 100
TOO_LARGE, REFUSED, BAD = 413, 422, 400


def spent() -> float:
    """Return the processor's seconds of this process and its children, however busy the machine is."""
    mine, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return mine.ru_utime + mine.ru_stime + children.ru_utime + children.ru_stime


def memory(name: str) -> int:
    """Return a line of what the kernel knows of this process's memory, in megabytes."""
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) // 1024 for line in lines if line.startswith(name))


def forget_peak() -> None:
    """Let the kernel begin anew to watch for the highest memory."""
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")


@pytest.mark.promise("P28")
@pytest.mark.parametrize("name", BOMBS)
def test_bomb_is_refused_in_time_and_memory(name):
    content = BOMBS[name]()
    forget_peak()
    before, start = memory("VmRSS"), spent()
    with pytest.raises(SheetRefused, match=words_of(name)) as refused:
        read_file("labs.xlsx", content)
    assert spent() - start < SECONDS
    assert memory("VmHWM") - before < MEGABYTES
    assert 20 < len(str(refused.value)) < 400
    assert "root:" not in str(refused.value)
    with pytest.raises(SheetRefused):
        read_case_file(content)


@pytest.mark.promise("P28")
@pytest.mark.parametrize(
    "name", ["xlsx: 1028:1", "xlsx: laughs in the sheet", "text: gaps", "json: 100,000 deep"]
)
def test_bomb_through_the_page_is_refused_and_stores_nothing(client_in, user, name):
    cache.clear()
    case = make_case(user)
    before = digest()
    file = SimpleUploadedFile("labs.xlsx", BOMBS[name]())
    response = client_in.post(reverse("workspace:paste_labs", args=[case.pk]), {"file": file})
    assert response.status_code == REFUSED
    assert (digest(), Intake.objects.count()) == (before, 0)


def test_body_of_any_length_is_refused_before_it_is_read(client_in, user):
    url = reverse("workspace:paste_labs", args=[make_case(user).pk])
    for length in (str(MAX_BODY + 1), "100000000", "9" * 30, "-1", "x"):
        kind = "multipart/form-data; boundary=x"
        response = client_in.generic("POST", url, b"", content_type=kind, CONTENT_LENGTH=length)
        assert response.status_code == TOO_LARGE, length
        assert b"at most 5 MB" in response.content
        assert response.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_file_at_the_limit_is_told_its_own_words(client_in, user):
    cache.clear()
    case = make_case(user)
    file = SimpleUploadedFile("labs.csv", b"1,2\n" * 1_250_001)
    response = client_in.post(reverse("workspace:paste_labs", args=[case.pk]), {"file": file})
    assert response.status_code == REFUSED
    assert b"larger than 5 MB" in response.content


def test_too_many_fields_and_too_many_files_are_refused(client_in, user):
    url = reverse("workspace:paste_labs", args=[make_case(user).pk])
    before = digest()
    assert client_in.post(url, {f"f{n}": "x" for n in range(1_001)}).status_code == BAD
    files = {f"f{n}": SimpleUploadedFile(f"{n}.csv", b"1,2\n") for n in range(101)}
    assert client_in.post(url, files).status_code == BAD
    assert client_in.post(url, {"text": "x" * 2_600_000}).status_code == BAD
    assert digest() == before


def test_files_are_kept_in_memory_and_stopped_where_they_grow(client_in):
    handler = MemoryUploadHandler(RequestFactory().post("/"))
    handler.new_file("file", "a.csv", "text/csv", None)
    handler.receive_data_chunk(b"1,2\n", 0)
    kept = handler.file_complete(4)
    assert (kept.read(), kept.name, kept.size) == (b"1,2\n", "a.csv", 4)
    assert not hasattr(kept, "temporary_file_path")
    with pytest.raises(StopUpload):
        handler.receive_data_chunk(b"x" * MAX_BODY, 4)


def test_client_that_falls_silent_is_given_up():
    ours, theirs = socket.socketpair()
    gunicorn.pre_request(None, SimpleNamespace(unreader=SimpleNamespace(sock=ours)))
    assert ours.gettimeout() == gunicorn.SILENCE <= 10
    theirs.close()
    ours.close()


def test_child_has_no_secret_and_a_bound(monkeypatch):
    monkeypatch.setenv("DJANGO_SECRET_KEY", "secret")
    monkeypatch.setenv("DATABASE_URL", "secret")
    assert not [name for name in child.ENVIRONMENT if "SECRET" in name or "DATABASE" in name]
    monkeypatch.setattr(child, "CHILD_SECONDS", 0.2)
    with pytest.raises(child.ChildFailed, match="took longer than"):
        child.run_child("tests.web.security.endless", b"")
    monkeypatch.setattr(child, "CHILD_SECONDS", 10)
    with pytest.raises(child.ChildFailed, match="more memory than a file may take"):
        child.run_child("tests.web.security.greedy", b"")
    assert child.run_child("dressapp.exchange.xlsx_child", usual()).startswith(b'{"rows": [["Test"')
