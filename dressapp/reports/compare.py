"""What differs between two versions of an assessment, part by part: plain pages in, plain words out."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .compare_entries import Content, Entry, read_parts

ADDED, CHANGED, TAKEN_AWAY = "Added", "Changed", "Taken away"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is said of something: before, and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that was added, taken away or changed, and in what."""

    what: str
    kind: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Same:
    """Something that reads the same in both versions."""

    what: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the page: what differs in it, and what does not."""

    title: str
    differences: tuple[Difference, ...]
    same: tuple[Same, ...]


def compare(before: Content, after: Content) -> tuple[Part, ...]:
    """Return every part of two versions that has something in it, with what differs."""
    old, new = read_parts(before), read_parts(after)
    parts = (_part(title, old.get(title, ()), new.get(title, ())) for title in old | new)
    return tuple(part for part in parts if part.differences or part.same)


def _part(title: str, old: Iterable[Entry], new: Iterable[Entry]) -> Part:
    differences, same = [], []
    for before, after in _pairs(list(old), list(new)):
        if before and after and _said(before) == _said(after):
            same.append(Same(after.what, "; ".join(filter(None, after.fields.values()))))
        else:
            differences.append(_difference(before, after))
    return Part(title, tuple(differences), tuple(same))


def _said(entry: Entry) -> tuple[str, Mapping[str, str]]:
    return entry.what, entry.fields


def _pairs(old: list[Entry], new: list[Entry]) -> Iterator[tuple[Entry | None, Entry | None]]:
    """Return what belongs together: by what it is known by, else by what it is alike in, in order."""
    partner: dict[Entry, Entry] = {}
    for name in ("key", "alike"):
        taken = set(partner.values())
        by_key = dict(_numbered((entry for entry in old if entry not in taken), name))
        for key, entry in _numbered([entry for entry in new if entry not in partner], name):
            if key in by_key:
                partner[entry] = by_key[key]
    yield from ((partner.get(entry), entry) for entry in new)
    taken = set(partner.values())
    yield from ((entry, None) for entry in old if entry not in taken)


def _numbered(entries: Iterable[Entry], name: str) -> Iterator[tuple[tuple[str, int], Entry]]:
    """Return entries by a key each, the second of the same key as its second."""
    counts: Counter[str] = Counter()
    for entry in entries:
        key = getattr(entry, name)
        counts[key] += 1
        yield (key, counts[key]), entry


def _difference(old: Entry | None, new: Entry | None) -> Difference:
    if old and new:
        return Difference(new.what, CHANGED, tuple(_changed(old, new)))
    if new:
        added = (Field(label, "", text) for label, text in new.fields.items() if text)
        return Difference(new.what, ADDED, tuple(added))
    gone = (Field(label, text, "") for label, text in old.fields.items() if text) if old else ()
    return Difference(old.what if old else "", TAKEN_AWAY, tuple(gone))


def _changed(old: Entry, new: Entry) -> Iterator[Field]:
    """Return what is said otherwise, another name first."""
    if old.what != new.what:
        yield Field("", old.what, new.what)
    for label in old.fields | new.fields:
        before, after = old.fields.get(label, ""), new.fields.get(label, "")
        if before != after:
            yield Field(label, before, after)
