"""Damaged files of every kind, and what becomes of them: read or refused with words, never anything else.

`python -m tests.web.exchange.malformed 10000` runs that many and prints the counts.
"""

# ruff: noqa: S311

import json
import random
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from time import monotonic
from typing import Any

KINDS = {"csv": 35, "fhir": 30, "case": 20, "xlsx": 15}  # of a hundred; each workbook starts an interpreter
LONGEST_SECONDS = 5
TODAY = date(2026, 11, 22)
ODD: list[Any] = [
    None, True, [], {}, "", -1, 0, 10**30, "9" * 5000, "\x00", "\ud800", "x" * 20_000, [[[[1]]]],
    {"a": {"a": {}}}, "2026-02-30", "9999-12-31", "0001-01-01", "<", "entered-in-error", "http://loinc.org",
    1e308, "=1+1", "١٢",
]  # fmt: skip
JUNK = [
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b",,,,,,", b";;;", b"\t\t", b"\r", b"{", b"]", b"NaN",
    b"1e999999999", b"</c>", b"<!ENTITY x 'y'>", b"&x;", "٣".encode(), "½".encode(), b"\x1a", b"9" * 3000,
]  # fmt: skip
# What a refusal says of where the trouble is, or of what the file is as a whole.
PLACE = re.compile(
    r"\b(?:line|row|column|byte|cell|sheet|entry|labs|drugs?|bundle|file|JSON|table|workbook|zip|text|xl/|key|"
    r"id|format|dates?|patient|findings|viruses|items|source|note)\b|\w+\[\d+\]",
    re.IGNORECASE,
)


def damaged(seed: int, count: int, valid: dict[str, list[bytes]]) -> Iterator[tuple[str, bytes]]:
    """Yield damaged files of each kind, always the same for one seed."""
    dice = random.Random(seed)
    kinds = dice.choices(list(KINDS), weights=list(KINDS.values()), k=count)
    for kind in kinds:
        content = dice.choice(valid[kind])
        if kind != "csv" and dice.random() < 0.6:
            content = (_other_part if kind == "xlsx" else _other_value)(dice, content)
        else:
            content = dice.choice(DAMAGES)(dice, content)
        yield kind, content


def _flip(dice: random.Random, content: bytes) -> bytes:
    raw = bytearray(content)
    for _ in range(dice.randint(1, 20)):
        raw[dice.randrange(len(raw))] ^= 1 << dice.randrange(8)
    return bytes(raw)


def _cut(dice: random.Random, content: bytes) -> bytes:
    return content[: dice.randrange(len(content))]


def _drop(dice: random.Random, content: bytes) -> bytes:
    start = dice.randrange(len(content))
    return content[:start] + content[start + dice.randint(1, 60) :]


def _shuffle(dice: random.Random, content: bytes) -> bytes:
    sign = dice.choice([b"\n", b",", b";", b'"', b"<"])
    parts = content.split(sign)
    dice.shuffle(parts)
    return sign.join(parts)


def _repeat(dice: random.Random, content: bytes) -> bytes:
    start = dice.randrange(len(content))
    return content[:start] + content[start : start + 40] * dice.randint(2, 50) + content[start:]


def _insert(dice: random.Random, content: bytes) -> bytes:
    at = dice.randrange(len(content))
    return content[:at] + dice.choice(JUNK) + content[at:]


def _encode(dice: random.Random, content: bytes) -> bytes:
    text = content.decode("utf-8", "replace")
    return text.encode(
        dice.choice(["utf-16", "utf-16-be", "utf-32", "cp1252", "shift_jis", "utf-7"]), "replace"
    )


DAMAGES: list[Callable[[random.Random, bytes], bytes]] = [
    _flip,
    _cut,
    _drop,
    _shuffle,
    _repeat,
    _insert,
    _encode,
]


def _other_value(dice: random.Random, content: bytes) -> bytes:
    """Return JSON with something else in one of its places, or a key that stands elsewhere."""
    record = json.loads(content)
    holder = record
    while True:
        keys = list(holder) if isinstance(holder, dict) else range(len(holder))
        key = dice.choice(list(keys))
        if isinstance(holder[key], dict | list) and holder[key] and dice.random() < 0.8:
            holder = holder[key]
            continue
        if isinstance(holder, dict) and dice.random() < 0.2:
            holder[dice.choice(["", "value", "status", "date"])] = holder.pop(key)
        else:
            holder[key] = dice.choice(ODD)
        return json.dumps(record).encode()


def _other_part(dice: random.Random, content: bytes) -> bytes:
    """Return a zip in which one part is damaged."""
    whole = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as new:
        broken = dice.choice(old.namelist())
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, dice.choice(DAMAGES)(dice, data) if name == broken else data)
    return whole.getvalue()


def valid_files() -> dict[str, list[bytes]]:
    """Return files of each kind that are read as they are."""
    from .made_files import (
        as_json,
        make_bundle,
        make_case_file,
        make_observation,
        make_statement,
        make_xlsx,
    )

    heads = ["Test", date(2015, 3, 12), "12 Mar 2015", "AD 3", "03/04/2015"]
    rows = [["WBC (/uL)", 4810, "4,810", 7.5, None], ["Eo (%)", 0.279, "27.9 %", "<0.1", "12.3 H"]]
    texts = [[str(cell or "") for cell in row] for row in (heads, *rows)]
    component = [{"code": {"text": "Eo"}, "valueQuantity": {"value": 1.5, "unit": "%"}}]
    limits = [{"low": {"value": 7}, "high": {"value": 40}}]
    bundle = make_bundle(
        make_observation(referenceRange=limits, note=[{"text": "x"}]),
        make_observation(loinc="713-8", component=component),
        make_statement(dosage=[{"text": "400 mg", "route": {"text": "oral"}}]),
        {"resourceType": "Patient", "id": "p1"},
        {"resourceType": "Condition", "code": {"text": "x"}},
    )
    listed = "test,date,value,unit,lower,upper\n" + "AST,2015-03-12 08:30,38,U/L,10,40\n" * 30
    return {
        "csv": ["\n".join(sign.join(row) for row in texts).encode() for sign in ",;\t|"]
        + [listed.encode(), "Test;12.03.2015\nHämoglobin (g/dl);12,5\nLeukozyten (/µl);4.810\n".encode()],
        "xlsx": [make_xlsx(heads, *rows), make_xlsx(*[line.split(",") for line in listed.splitlines()])],
        "fhir": [as_json(bundle), as_json(make_observation())],
        "case": [
            as_json(make_case_file()),
            as_json(make_case_file(dates={"index": "2015-03-11", "basis": "relative"})),
        ],
    }


def outcome_of(content: bytes) -> str:
    """Return what becomes of a file: `read`, `refused`, or in words what must not happen."""
    from dressapp.exchange.files import read_file
    from dressapp.exchange.intakes import as_content
    from dressapp.labs.paste.parts import Choices, Known, SheetRefused
    from dressapp.labs.paste.reading import read

    start = monotonic()
    try:
        found = read_file("labs", content)
        as_content(found.sheet).encode()
        json.dumps(found.courses, default=str).encode()
        assert len({len(row) for row in found.sheet.rows}) == 1, "lines of different length"
        assert len(found.sheet.places) == len(found.sheet.rows), "a line without a place"
        read(found.sheet, Choices(), Known(TODAY))
        outcome = "read"
    except SheetRefused as refused:
        outcome = "refused" if PLACE.search(str(refused)) else f"refused without a place: {refused}"
    except Exception as problem:
        outcome = f"{type(problem).__name__}: {problem}"
    return outcome if monotonic() - start < LONGEST_SECONDS else f"slow: {monotonic() - start:.1f} s"


def run(seed: int, count: int) -> dict[str, Counter[str]]:
    """Return how often each outcome came, by kind."""
    found: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for kind, content in damaged(seed, count, valid_files()):
        found[kind][outcome_of(content)] += 1
    return found


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dressapp.config.settings_test")
    django.setup()
    started = monotonic()
    for kind, outcomes in run(20260312, int(sys.argv[1])).items():
        sys.stdout.write(f"{kind}: {sum(outcomes.values())} {dict(outcomes.most_common(12))}\n")
    sys.stdout.write(f"{monotonic() - started:.0f} s\n")
