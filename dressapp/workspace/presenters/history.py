"""The saved assessments in words, with what changed from one to the next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any

from dressapp.assessments.models import Snapshot
from dressapp.assessments.snapshots import is_intact
from dressapp.cases.models import Case


@dataclass(frozen=True, slots=True)
class SavedRow:
    """One saved assessment."""

    number: int
    at: datetime
    by: str
    total: str
    tone: str
    headline: str
    range_words: str
    is_newest: bool
    is_out_of_date: bool
    is_damaged: bool
    short_hash: str
    changes: tuple[str, ...]


def present_history(snapshots: Sequence[Snapshot], case: Case) -> tuple[SavedRow, ...]:
    """Return the saved assessments, the newest first, each with what changed since the one before."""
    pairs = zip_longest(snapshots, snapshots[1:])
    return tuple(
        _row(snapshot, before, case, is_newest=position == 0)
        for position, (snapshot, before) in enumerate(pairs)
    )


def _row(snapshot: Snapshot, before: Snapshot | None, case: Case, *, is_newest: bool) -> SavedRow:
    score = _score(snapshot)
    return SavedRow(
        number=snapshot.number,
        at=snapshot.at,
        by=snapshot.by_name,
        total=score["total"],
        tone=score["tone"],
        headline=score["headline"],
        range_words=score["range_words"],
        is_newest=is_newest,
        is_out_of_date=is_newest and snapshot.case_revision != case.revision,
        is_damaged=not is_intact(snapshot),
        short_hash=snapshot.sha256[:16],
        changes=tuple(_changes(_score(before), score)) if before else (),
    )


def _score(snapshot: Snapshot) -> dict[str, Any]:
    return snapshot.page["report"]["score"]


def _changes(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    """Name what changed, the total first, then item by item and drug by drug."""
    if before["total"] != after["total"]:
        yield f"Total {before['total']} → {after['total']}"
    yield from _compare(before["items"], after["items"], "id", _item)
    yield from _compare(before["drugs"], after["drugs"], "ref", _drug)


def _compare(before: list[dict], after: list[dict], key: str, words: Any) -> Iterator[str]:
    earlier = {row[key]: row for row in before}
    for row in after:
        old = earlier.pop(row[key], None)
        name = row.get("title") or row["name"]
        if old is None:
            yield f"{name}: added, {words(row)}"
        elif words(old) != words(row):
            yield f"{name}: {words(old)} → {words(row)} ({row['why']})"
    for row in earlier.values():
        yield f"{row.get('title') or row['name']}: taken away"


def _item(row: dict[str, Any]) -> str:
    return f"{row['answer_words']} ({row['points']})"


def _drug(row: dict[str, Any]) -> str:
    return f"{row['days']}, {row['verdict_words']}"
