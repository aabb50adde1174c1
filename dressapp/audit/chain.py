"""The chain of the audit trail: each event holds the hash of the one before it, so that a change shows.

A chain says nothing of a tail that was cut off, or of a trail written anew from end to end. For that the
newest hash is kept outside the database too: `anchors.py`.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from .models import Event

BOUND = (
    "seq", "actor_id", "actor_name", "action", "object_type", "object_id", "case_id", "version",
    "request_id", "address", "digest", "prev_hash",
)  # fmt: skip
GENESIS = "0" * 64  # what the first event holds in place of a hash before it
ERASED = {"erased": True}  # the detail of an event whose words were erased with its patient
ERASE = "erase"  # the event that says so
AT_ONCE = 5_000  # events read in one query


@dataclass(frozen=True, slots=True)
class Head:
    """Where the trail ends: the number and the hash of its newest event."""

    seq: int = 0
    hash: str = GENESIS


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and at which event."""

    seq: int
    words: str


@dataclass(slots=True)
class Report:
    """What a check of the trail found."""

    count: int = 0
    head: Head = field(default_factory=Head)
    problems: list[Problem] = field(default_factory=list)
    clock_went_back: list[int] = field(default_factory=list)  # the order is that of the numbers all the same

    @property
    def is_intact(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.problems


def plain(detail: Mapping[str, Any]) -> Any:
    """Return a detail as it comes back from the database."""
    return json.loads(json.dumps(detail, cls=DjangoJSONEncoder))


def digest_of(event: Event) -> str:
    """Return the hash of an event's words: they can be erased later, and the chain still holds."""
    return _sha256({"detail": event.detail, "reason": event.reason})


def hash_of(event: Event) -> str:
    """Return the hash over all that an event says, its words by their digest, and the hash before it."""
    content = {name: getattr(event, name) for name in BOUND}
    return _sha256(content | {"at": _stamp(event.at)})


def _sha256(content: Any) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _stamp(at: datetime) -> str:
    """Return a time in one form, whatever the zone it was read in."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def head() -> Head:
    """Return where the trail ends now."""
    found = Event.objects.order_by("-seq").values_list("seq", "hash").first()
    return Head(*found) if found else Head()


def link(events: Iterable[Event], last: Head) -> None:
    """Number new events after `last` and bind each to the one before it."""
    for event in events:
        event.detail = plain(event.detail)
        event.seq = last.seq + 1
        last = bind(event, last)


def bind(event: Event, last: Head) -> Head:
    """Bind a numbered event to the one before it, and return where the trail ends with it."""
    event.prev_hash, event.digest = last.hash, digest_of(event)
    event.hash = hash_of(event)
    return Head(event.seq, event.hash)


def verify(anchors: Sequence[Head] = ()) -> Report:
    """Read the whole trail and report every event that is not what was written.

    `anchors` are numbers and hashes that were kept elsewhere.
    """
    report, known = Report(), {anchor.seq: anchor for anchor in anchors}
    erased = set(Event.objects.filter(action=ERASE).values_list("case_id", flat=True))
    last: Event | None = None
    for event in _every_event():
        words = [*_broken_links(event, last), *_changed_content(event, erased)]
        words += _denied_by(known.get(event.seq), event)
        report.problems += [Problem(event.seq, text) for text in words]
        if last and event.at < last.at:
            report.clock_went_back.append(event.seq)
        report.count, last = report.count + 1, event
    report.head = Head(last.seq, last.hash) if last else Head()
    report.problems += _cut_off(report.head, known.values())
    return report


def _every_event() -> Iterator[Event]:
    """Yield the trail in its order, some thousand events at a time."""
    after = 0
    while chunk := list(Event.objects.filter(seq__gt=after).order_by("seq")[:AT_ONCE]):
        yield from chunk
        after = chunk[-1].seq


def _broken_links(event: Event, last: Event | None) -> Iterator[str]:
    """Say where an event does not follow the one before it."""
    seq, before = (last.seq, last.hash) if last else (0, GENESIS)
    if event.prev_hash != before:
        missing = f": event {seq + 1} is missing" if event.seq != seq + 1 else ""
        yield f"it does not follow the event that stands before it{missing}"


def _changed_content(event: Event, erased: set[str]) -> Iterator[str]:
    """Say where an event is not what was written."""
    if event.hash != hash_of(event):
        yield "it was changed: its content does not match its hash"
    if event.detail == ERASED and not event.reason and event.case_id in erased:
        return
    if event.digest != digest_of(event):
        yield "its words were changed"


def _denied_by(anchor: Head | None, event: Event) -> Iterator[str]:
    """Say where an anchor kept elsewhere knows another event of this number."""
    if anchor and anchor.hash != event.hash:
        yield "an anchor kept outside the database knows another event of this number"


def _cut_off(end: Head, anchors: Iterable[Head]) -> list[Problem]:
    """Say which anchors know of events behind the end of the trail."""
    beyond = sorted(anchor.seq for anchor in anchors if anchor.seq > end.seq)
    words = "the trail was cut off: an anchor kept outside the database knows this event"
    return [Problem(seq, words) for seq in beyond]
