"""`manage.py score` on files of somebody who means harm: one line a case, never a traceback, bounded memory."""

# ruff: noqa: E501, S311

import json
import random
import resource
import subprocess
import sys
import time

from dressapp.config.paths import BASE_DIR
from dressapp.exchange.lines import score_lines, score_text

MUTANTS = 5000
CASES = sorted((BASE_DIR / "tests" / "golden" / "cases").glob("*.json"))
VALUES = [
    "null", "true", "[]", "{}", '""', "-1", "0", "1e5000", "1e-5000", "-0.0", "1e99999999999999999999", "9" * 5000,
    "1e-999999999", '"' + "x" * 5000 + '"', '"\\u0000"', '"\\ud800"', "[[[[[1]]]]]", '{"a":{"a":{}}}', "NaN", "-Infinity",
    "0.1", "99999999999999999999", '"2026-02-30"', '"9999-12-31"', '"0001-01-01"', '"<5"', '">"', '"yes"', '"day"',
    "[null]", "[1,2]", '{"value":1}', "1.5", "3", '"2015-03-12T99:99"', '"2015-03-12T08:30+99:99"',
]  # fmt: skip

DANGEROUS = ["[[1]]", "1e-999999999", "0e999999999", "-1", '"\\ud800"', "9" * 5000, '{"a":1}', '"9999-12-31"']


def places(record, path=()):
    """Return the path of every value of a case."""
    found = [path] if path else []
    items = (
        record.items() if isinstance(record, dict) else enumerate(record) if isinstance(record, list) else ()
    )
    for key, value in items:
        found += places(value, (*path, key))
    return found


def with_value(text, path, value, *, key=None):
    """Return a case with other text at a place, or with another key there."""
    record = json.loads(text)
    inner = record
    for step in path[:-1]:
        inner = inner[step]
    if key is not None and isinstance(inner, dict):
        inner[key] = inner.pop(path[-1])
    else:
        inner[path[-1]] = "@@@"
    return json.dumps(record).replace('"@@@"', value).encode()


def mutants(dice):
    """Yield damaged cases: bytes, cuts, values and keys of every kind."""
    texts = [path.read_text() for path in CASES]
    kept = [(json.dumps(json.loads(text)), places(json.loads(text))) for text in texts]
    for at in range(MUTANTS):
        text, paths = dice.choice(kept)
        raw = bytearray(text.encode())
        match at % 5:
            case 0:
                for _ in range(dice.randint(1, 20)):
                    raw[dice.randrange(len(raw))] = dice.randrange(256)
                yield bytes(raw)
            case 1:
                yield bytes(raw[: dice.randrange(len(raw))])
            case 2:
                start = dice.randrange(len(raw))
                yield bytes(raw[:start] + raw[start : start + 40] * dice.randint(2, 30) + raw[start:])
            case 3:
                yield with_value(text, dice.choice(paths), dice.choice(VALUES))
            case _:
                yield with_value(
                    text, dice.choice(paths), "1", key=dice.choice(["", "x" * 5000, "value", "date"])
                )


def test_no_damaged_case_breaks_the_reader():
    dice = random.Random(20260312)
    refused = scored = 0
    for at, raw in enumerate(mutants(dice)):
        result = score_text(at, raw.replace(b"\n", b" "))
        line = json.dumps(result)
        assert len(line) < 200_000, (at, raw[:200])
        if "error" in result:
            assert result["line"] == at
            refused += 1
        else:
            scored += 1
    assert refused > MUTANTS / 4
    assert scored > MUTANTS / 50


def test_every_value_in_every_place_is_read_or_refused():
    text = (
        CASES[0].read_text()
        if len(CASES) == 1
        else (BASE_DIR / "tests/golden/cases/sorafenib-2016.json").read_text()
    )
    kinds = {}
    for path in places(json.loads(text)):
        kinds.setdefault(tuple("*" if isinstance(step, int) else step for step in path), path)
    for path in kinds.values():
        for value in DANGEROUS:
            result = score_text(1, with_value(text, path, value))
            assert ("error" in result) or result["regiscar"], (path, value)
            assert len(json.dumps(result)) < 200_000, (path, value)


HOSTILE = {
    "deep list": b'{"format":"dress-case/1","id":"x","note":' + b"[" * 200_000,
    "deep object": b'{"format":"dress-case/1","id":"x","outcome":' + b'{"a":' * 200_000,
    "huge exponent": b'{"format":"dress-case/1","id":"x","patient":{"age_years":1e99999999999999999999}}',
    "tiny exponent": b'{"format":"dress-case/1","id":"x","patient":{"age_years":1e-99999999999999999999}}',
    "many digits": b'{"format":"dress-case/1","id":"x","patient":{"age_years":' + b"9" * 1_000_000 + b"}}",
    "many keys": b"{" + b",".join(b'"k%d":1' % n for n in range(200_000)) + b',"k199999":2}',
    "long text": b'{"format":"dress-case/1","id":"x","note":7' + b"x" * 5_000_000 + b'"}',
    "no text": bytes(range(256)) * 1000,
    "utf-16": '{"format":"dress-case/1","id":"x"}'.encode("utf-16"),
    "nul": b"\x00" * 100_000,
}


def test_hostile_lines_are_refused_at_once():
    for what, raw in HOSTILE.items():
        start = time.monotonic()
        results = list(
            score_lines([raw.replace(b"\n", b" ") + b"\n", b'{"format":"dress-case/1","id":"next"}\n'])
        )
        assert time.monotonic() - start < 10, what
        assert [("error" in result) for result in results] == [True, False], what
        assert len(json.dumps(results[0])) < 2000, what


def test_the_command_gives_one_line_a_case_and_a_status(tmp_path):
    dice = random.Random(7)
    lines = [
        raw.replace(b"\n", b" ").replace(b"\r", b" ")
        for raw, _ in zip(mutants(dice), range(150), strict=False)
    ]
    lines = [
        line
        for line in [b'{"format":"dress-case/1","id":"first"}', *lines, *HOSTILE.values()]
        if line.strip()
    ]
    lines = [line.replace(b"\n", b" ") for line in lines]
    file = tmp_path / "hostile.jsonl"
    file.write_bytes(b"\n".join(lines) + b"\n")
    limit = 600 * 1024 * 1024
    done = subprocess.run(
        [sys.executable, "manage.py", "score", str(file)],
        cwd=BASE_DIR,
        capture_output=True,
        timeout=120,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
    )
    assert b"Traceback" not in done.stderr
    assert done.stderr == b""
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == len(lines)
    for line in done.stdout.splitlines():
        json.loads(line)
