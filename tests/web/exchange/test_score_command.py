"""`manage.py score` as outside programs run it: files and standard input in, one result a line out."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dressapp.exchange.lines import score_lines

ROOT = Path(__file__).parents[3]
GOOD = '{"format": "dress-case/1", "id": "%s", "items": {"fever": "yes"}}'
PUBLISHED = ROOT / "tests/golden/cases/published.jsonl"


def run(data: str | bytes = b"", *, path: Path | str = "-") -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own with nothing in its environment."""
    text = data.encode() if isinstance(data, str) else data
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "score", str(path)],
        input=text, capture_output=True, env={}, cwd="/", timeout=60, check=False,
    )  # fmt: skip


def scored(data: str | bytes) -> list[dict]:
    """Score a stream in this process: the same code as the command's, without its start-up."""
    text = data.encode() if isinstance(data, str) else data
    return list(score_lines(text.splitlines(keepends=True)))


def rows(done: subprocess.CompletedProcess[bytes]) -> list[dict]:
    """Return the result lines of a finished command."""
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_scores_a_file_of_cases_in_order_and_exits_with_0():
    done = run(path=PUBLISHED)
    wanted = [json.loads(line)["id"] for line in PUBLISHED.read_text().splitlines()]
    assert (done.returncode, done.stderr) == (0, b"")
    assert [row["id"] for row in rows(done)] == wanted


def test_scores_one_pretty_printed_case():
    done = run(path=ROOT / "tests/golden/cases/sorafenib-2016.json")
    [found] = rows(done)
    assert (done.returncode, found["id"], found["regiscar"]["total"]) == (0, "sorafenib-2016", 6)


def test_reads_standard_input():
    done = run(GOOD % "a" + "\n" + GOOD % "b")
    assert (done.returncode, [row["id"] for row in rows(done)]) == (0, ["a", "b"])


def test_a_bad_line_is_an_error_and_the_others_are_still_scored():
    done = run(
        "\n".join(
            [GOOD % "a", '{"format": "dress-case/1", "id": "b", "nonsense": 1}', "not json", GOOD % "c"]
        )
    )
    a, b, bad, c = rows(done)
    assert done.returncode == 1
    assert (a["id"], c["id"]) == ("a", "c")
    assert (b["id"], b["line"]) == ("b", 2)
    assert "nonsense" in b["error"]
    assert (bad["id"], bad["line"]) == (None, 3)
    assert bad["error"]


def test_needs_no_database_no_secret_and_writes_nothing(tmp_path):
    """Run in an empty directory that cannot be written, without any variable set."""
    tmp_path.chmod(0o500)
    done = subprocess.run(
        ["/usr/bin/env", "-i", sys.executable, str(ROOT / "manage.py"), "score", str(PUBLISHED)],
        capture_output=True, cwd=tmp_path, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr, len(rows(done))) == (0, b"", 19)
    assert list(tmp_path.iterdir()) == []


def test_opens_no_file_of_the_project_for_writing():
    code = (
        "import sys\n"
        "def watch(name, args):\n"
        "    if name == 'open' and isinstance(args[1], str) and set(args[1]) & set('wax+'):\n"
        "        sys.exit(f'writes {args[0]}')\n"
        "    if name in ('sqlite3.connect', 'socket.connect', 'subprocess.Popen'): sys.exit(f'uses {name}')\n"
        "sys.addaudithook(watch)\n"
        f"sys.argv = ['manage.py', 'score', {str(PUBLISHED)!r}]\n"
        "import runpy\n"
        f"runpy.run_path({str(ROOT / 'manage.py')!r}, run_name='__main__')\n"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", code], capture_output=True, env={}, cwd=ROOT, timeout=60, check=False
    )
    assert (done.returncode, done.stderr, len(rows(done))) == (0, b"", 19)


def test_an_unusable_database_url_or_settings_do_not_matter():
    odd = {
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "LANG": "de_DE.UTF-8",
        "TZ": "Pacific/Kiritimati",
    }
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "score", "-"],
        input=(GOOD % "a").encode(), capture_output=True, env=odd, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, rows(done)[0]["id"]) == (0, "a")


def test_output_is_ascii_json_and_nothing_else():
    name = "\ud55c\uad6d\uc5b4 \u2028 \U0001f600"
    done = run(
        json.dumps({"format": "dress-case/1", "id": name, "drugs": [{"name": name}]}, ensure_ascii=False)
    )
    assert done.stdout.isascii()
    assert len(done.stdout.splitlines()) == 1
    assert (rows(done)[0]["id"], rows(done)[0]["latency"][0]["drug"]) == (name, name)


def test_each_result_is_written_as_its_line_is_read():
    command = [sys.executable, str(ROOT / "manage.py"), "score", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={}) as process:
        for name in ("a", "b"):
            process.stdin.write((GOOD % name).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == name
        process.stdin.close()
    assert process.returncode == 0


def test_a_file_that_is_not_there_is_a_plain_message():
    done = run(path="/nowhere/cases.jsonl")
    assert done.returncode != 0
    assert done.stdout == b""
    assert b"Traceback" not in done.stderr


def test_a_reader_that_stops_early_causes_no_traceback():
    source = PUBLISHED.read_bytes() * 40
    command = [sys.executable, str(ROOT / "manage.py"), "score", "-"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env={}) as process:
        reader = os.fdopen(os.dup(process.stdout.fileno()), "rb")
        process.stdout.close()
        try:
            process.stdin.write(source[:4000])
            process.stdin.flush()
            assert reader.readline()
            reader.close()
            process.stdin.write(source)
            process.stdin.close()
        except BrokenPipeError:
            pass
        error = process.stderr.read()
    assert b"Traceback" not in error


def test_an_empty_input_gives_nothing():
    for data in ("", "\n", "\n  \n\r\n", "\ufeff"):
        assert scored(data) == []


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        (b"\xef\xbb\xbf" + (GOOD % "a").encode(), ["a"]),
        ("\n\n" + GOOD % "a" + "\n\n\n" + GOOD % "b" + "\n\n", ["a", "b"]),
        (GOOD % "a" + "\r\n" + GOOD % "b" + "\r\n", ["a", "b"]),
        ("  " + GOOD % "a" + "  \n\t" + GOOD % "b", ["a", "b"]),
        (json.dumps(json.loads(GOOD % "a"), indent=2), ["a"]),
        (b"\xef\xbb\xbf" + json.dumps(json.loads(GOOD % "a"), indent=2).encode(), ["a"]),
        ("\n\n" + json.dumps(json.loads(GOOD % "a"), indent=2) + "\n\n", ["a"]),
        (json.dumps(json.loads(GOOD % "a"), indent=1).replace("\n", "\r\n"), ["a"]),
        ("{\n" + (GOOD % "a")[1:], ["a"]),
        ((GOOD % "a")[:-1] + "\n}", ["a"]),
    ],
)
def test_reads_marks_blank_lines_and_pretty_print(data, ids):
    assert [row["id"] for row in scored(data)] == ids
    assert not any("error" in row for row in scored(data))


def test_a_first_line_cut_short_does_not_swallow_the_rest():
    found = scored((GOOD % "x")[:-3] + "\n" + GOOD % "a" + "\n" + GOOD % "b")
    assert [(row["id"], row.get("line")) for row in found] == [(None, 1), ("a", None), ("b", None)]


def test_lines_are_counted_as_in_the_file():
    found = scored("\n\n" + GOOD % "a" + "\n\nbroken\n" + GOOD % "b")
    assert [row.get("line") for row in found] == [None, 5, None]


LINES = {
    "not UTF-8": b'{"format": "dress-case/1", "id": "\xff\xfe"}',
    "UTF-16": (GOOD % "x").encode("utf-16"),
    "cut short": b'{"format": "dress-case/1", "id": "x"',
    "two on a line": ((GOOD % "x") + (GOOD % "y")).encode(),
    "a list": b"[1, 2]",
    "a number": b"7",
    "null": b"null",
    "very deep": b"[" * 100_000,
    "very deep in extra": b'{"format": "dress-case/1", "id": "x", "extra": {"x": '
    + b"[" * 50_000
    + b"]" * 50_000
    + b"}}",
    "duplicate key": b'{"format": "dress-case/1", "id": "x", "id": "y"}',
    "NaN": b'{"format": "dress-case/1", "id": "x", "extra": {"x": NaN}}',
    "Infinity": b'{"format": "dress-case/1", "id": "x", "extra": {"x": -Infinity}}',
    "lone surrogate": b'{"format": "dress-case/1", "id": "x", "dates": {"index": "\\ud800"}}',
    "nul byte": b'{"format": "dress-case/1", "id": "x\x00"}',
    "no id": b'{"format": "dress-case/1"}',
    "other format": b'{"format": "dress-case/9", "id": "x"}',
}
LAB = (
    '{"format": "dress-case/1", "id": "x", "dates": {"index": "2020-03-02"}, "labs": '
    '[{"analyte": "wbc", "unit": "/uL", "date": "2020-03-02", "value": %s}]}'
)
HUGE = {
    "huge exponent": LAB % "1e999999999",
    "beyond every float": LAB % "1e400",
    "5,000 digits": LAB % ("9" * 5_000),
    "tiny exponent": LAB % "1e-999999999",
    "huge in text": LAB % '"1e999999999"',
    "long fraction": LAB % ("0." + "1" * 5_000),
}


@pytest.mark.parametrize("bad", LINES.values(), ids=LINES)
def test_a_bad_line_never_stops_the_next(bad):
    found = scored((GOOD % "a").encode() + b"\n" + bad + b"\n" + (GOOD % "z").encode())
    assert (found[0]["id"], found[-1]["id"], len(found)) == ("a", "z", 3)
    assert (found[1]["line"], bool(found[1]["error"])) == (2, True)
    json.dumps(found[1]).encode("ascii")


@pytest.mark.parametrize("huge", HUGE.values(), ids=HUGE)
def test_huge_numbers_are_refused_or_scored_but_never_spelt_out(huge):
    found = scored(GOOD % "a" + "\n" + huge + "\n" + GOOD % "z")
    assert [row["id"] for row in found] == ["a", "x", "z"]
    assert len(json.dumps(found[1])) < 40_000


@pytest.mark.parametrize("precision", ["day", "month", "year", "on_or_before", "unknown"])
@pytest.mark.parametrize("start", ["0001-01-01", "9999-12-01", "9999-12-31"])
def test_the_first_and_the_last_day_of_the_calendar_stop_nothing(start, precision):
    drug = {"name": "x", "start": start, "start_precision": precision}
    case = {"format": "dress-case/1", "id": "x", "dates": {"rash_onset": start}, "drugs": [drug]}
    found = scored(json.dumps(case) + "\n" + GOOD % "z")
    assert [row["id"] for row in found] == ["x", "z"]


def test_an_error_line_keeps_the_id_it_could_read():
    found = scored('{"format": "dress-case/1", "id": "mine", "labs": 7}')
    assert set(found[0]) == {"id", "line", "error"}
    assert found[0]["id"] == "mine"


def test_ten_thousand_labs_and_a_long_note_are_scored():
    row = {"analyte": "alt", "date": "2020-03-02", "value": 30, "unit": "U/L"}
    case = {"format": "dress-case/1", "id": "big", "note": "x" * 1_000_000, "labs": [row] * 10_000}
    assert scored(json.dumps(case))[0]["id"] == "big"
