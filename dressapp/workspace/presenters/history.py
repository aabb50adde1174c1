"""The versions of an assessment in words, with what changed from one to the next."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any

from dressapp.assessments.models import Snapshot
from dressapp.assessments.standing import Standing
from dressapp.assessments.versions import SHORT, Version, present_version
from dressapp.cases.models import Case

DATA = {
    "labs": "Results",
    "findings": "Findings",
    "cause_tests": "Tests for other causes",
    "virus_tests": "Virus tests",
}
Kept = dict[str, Any]
UNREADABLE: Kept = {
    "total": "?",
    "tone": "early",
    "headline": "This assessment cannot be read",
    "range_words": "its content was damaged",
    "items": (),
    "drugs": (),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two saved assessments, and why it is so now."""

    what: str
    words: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since the assessment before: the total, what moved it, and the rest."""

    since: int
    total: str
    moved: tuple[Change, ...]
    others: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class SavedRow:
    """One version; `may_sign` says whether the person who looks can still put a name under it."""

    number: int
    at: datetime
    by: str
    total: str
    tone: str
    headline: str
    range_words: str
    version: Version
    short_hash: str
    may_sign: bool
    changes: Changes | None


def present_history(
    snapshots: Sequence[Snapshot], standing: Standing, case: Case, *, user: Any
) -> tuple[SavedRow, ...]:
    """Return the versions, the newest first, each with what changed since the one before."""
    pairs = zip_longest(snapshots, snapshots[1:])
    return tuple(_row(snapshot, before, standing, case, user) for snapshot, before in pairs)


def _row(snapshot: Snapshot, before: Snapshot | None, standing: Standing, case: Case, user: Any) -> SavedRow:
    score = _score(snapshot)
    version = present_version(snapshot, standing, case)
    return SavedRow(
        number=snapshot.number,
        at=snapshot.at,
        by=snapshot.by_name,
        total=score["total"],
        tone=score["tone"],
        headline=score["headline"],
        range_words=score["range_words"],
        version=version,
        short_hash=snapshot.sha256[:SHORT],
        may_sign=version.state.is_standing and not has_signed(snapshot, user),
        changes=_compare(before, snapshot) if before else None,
    )


def has_signed(snapshot: Snapshot, user: Any) -> bool:
    """Tell whether a person's name stands under a version."""
    return any(signature.by_id == str(user.pk) for signature in snapshot.signatures.all())


def is_readable(snapshot: Snapshot) -> bool:
    """Say whether a saved assessment still has a page to show."""
    return _score(snapshot) is not UNREADABLE


def _score(snapshot: Snapshot) -> Kept:
    """Return the score that was saved; of an assessment that no longer holds any, that it cannot be read."""
    try:
        score: Kept = snapshot.page["report"]["score"]
    except (KeyError, TypeError):
        return UNREADABLE
    return score


def _compare(before: Snapshot, after: Snapshot) -> Changes:
    """Return what differs between two assessments, what moved the total apart from the rest."""
    old, new = _score(before), _score(after)
    old_points = {row["id"]: row["points"] for row in old["items"]}
    moved, others = [], []
    for row, change in _changed(old["items"], new["items"], "id", "title", _item):
        (moved if row["points"] != old_points.get(row["id"]) else others).append(change)
    others += [change for _, change in _changed(old["drugs"], new["drugs"], "ref", "name", _drug)]
    others += _data_changes(before.facts, after.facts)
    total = f"{old['total']} → {new['total']}" if old["total"] != new["total"] else f"still {new['total']}"
    return Changes(before.number, total, tuple(moved), tuple(others))


def _changed(
    before: list[Kept], after: list[Kept], key: str, name: str, words: Callable[[Kept], str]
) -> Iterator[tuple[Kept, Change]]:
    """Return each row that was added, taken away, or reads another way than before."""
    earlier = {row[key]: row for row in before}
    for row in after:
        old = earlier.pop(row[key], None)
        if old is None:
            yield row, Change(row[name], f"added, {words(row)}", row["why"])
        elif words(old) != words(row):
            yield row, Change(row[name], f"{words(old)} → {words(row)}", row["why"])
    for row in earlier.values():
        yield row, Change(row[name], "taken away")


def _item(row: Kept) -> str:
    return f"{row['answer_words']} ({row['points']})"


def _drug(row: Kept) -> str:
    concluded = f", {row['conclusion_words']}" if row["conclusion_words"] else ""
    return f"{row['days']}, {row['verdict_words']}{concluded}"


def _data_changes(before: Kept, after: Kept) -> Iterator[Change]:
    """Count what was added, changed and taken away of results, findings and tests."""
    for kind, words in DATA.items():
        old, new = _by_ref(before[kind]), _by_ref(after[kind])
        counts = {
            "added": len(new.keys() - old.keys()),
            "changed": sum(old[ref] != new[ref] for ref in old.keys() & new.keys()),
            "taken away": len(old.keys() - new.keys()),
        }
        said = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
        if said:
            yield Change(words, said)


def _by_ref(rows: list[Kept]) -> dict[str, Kept]:
    """Return rows by what they are known by; a test has nothing but itself."""
    return {row.get("ref") or json.dumps(row, sort_keys=True): row for row in rows}
