"""The saved assessments in words, with what changed from one to the next."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any

from dressapp.assessments.models import Snapshot
from dressapp.assessments.snapshots import is_intact
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
class State:
    """Whether a saved assessment still holds: the chip's words and tone, and a warning in a sentence."""

    words: str
    tone: str
    warning: str = ""


CURRENT = State("Current", "data")
SUPERSEDED = State("Superseded", "none", "A newer assessment of this case has been saved.")
OUT_OF_DATE = State("Out of date", "warn", "The case has changed since this assessment was saved.")
DAMAGED = State("Damaged", "warn", "The content does not match its hash: do not rely on this record.")


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
    """One saved assessment."""

    number: int
    at: datetime
    by: str
    total: str
    tone: str
    headline: str
    range_words: str
    state: str
    state_tone: str
    warning: str
    short_hash: str
    changes: Changes | None


def present_history(snapshots: Sequence[Snapshot], case: Case) -> tuple[SavedRow, ...]:
    """Return the saved assessments, the newest first, each with what changed since the one before."""
    pairs = zip_longest(snapshots, snapshots[1:])
    return tuple(
        _row(snapshot, before, case, is_newest=position == 0)
        for position, (snapshot, before) in enumerate(pairs)
    )


def _row(snapshot: Snapshot, before: Snapshot | None, case: Case, *, is_newest: bool) -> SavedRow:
    score = _score(snapshot)
    state = present_state(snapshot, case, is_newest=is_newest)
    return SavedRow(
        number=snapshot.number,
        at=snapshot.at,
        by=snapshot.by_name,
        total=score["total"],
        tone=score["tone"],
        headline=score["headline"],
        range_words=score["range_words"],
        state=state.words,
        state_tone=state.tone,
        warning=state.warning if is_newest or state is DAMAGED else "",
        short_hash=snapshot.sha256[:16],
        changes=_compare(before, snapshot) if before else None,
    )


def present_state(snapshot: Snapshot, case: Case, *, is_newest: bool) -> State:
    """Return whether a saved assessment still holds."""
    if not is_intact(snapshot):
        return DAMAGED
    if not is_newest:
        return SUPERSEDED
    return CURRENT if snapshot.case_revision == case.revision else OUT_OF_DATE


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
