"""A FHIR resource as a tree that knows its place: a part is of its kind, or refused with where it stands."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dressapp.labs.paste.parts import SheetRefused

from .json_text import digits

UCUM, LOINC, ATC = "http://unitsofmeasure.org", "http://loinc.org", "http://www.whocc.no/atc"
MOST_DIGITS = 40
MOMENT = re.compile(
    r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d{2})(?:T(\d{2}:\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?)?)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Node:
    """One part of a resource; a part that is not there is a node without a value."""

    value: Any
    place: str
    path: str = ""

    def __bool__(self) -> bool:
        """Tell whether the part is there."""
        return self.value not in (None, {}, [], "")

    def refuse(self, what: str) -> SheetRefused:
        """Return the refusal of this part."""
        return SheetRefused(f"{self.place}: {self.path or 'the resource'} {what}. Export it again")

    def node(self, key: str) -> "Node":
        """Return the object under a key."""
        return Node(self._under(key, dict, "must be an object"), self.place, self._path(key))

    def nodes(self, key: str) -> Iterator["Node"]:
        """Yield the objects of the list under a key."""
        for number, part in enumerate(self._under(key, list, "must be a list") or (), start=1):
            item = Node(part, self.place, f"{self._path(key)}[{number}]")
            if not isinstance(part, dict):
                raise item.refuse("must be an object")
            yield item

    def text(self, key: str) -> str:
        """Return the text under a key, on one line; empty where there is none."""
        found = self._under(key, str, "must be a text")
        return " ".join(found.split()) if found else ""

    def number(self, key: str) -> str:
        """Return the number under a key with the digits it was given with; empty where there is none."""
        found = self._under(key, int | Decimal, "must be a number")
        if found is None:
            return ""
        written = digits(Decimal(found))
        if isinstance(found, bool) or "E" in written or len(written) > MOST_DIGITS:
            raise self._at(key).refuse("is not a number that a laboratory reports")
        return written

    def is_true(self, key: str) -> bool:
        """Tell whether the answer under a key is true."""
        return bool(self._under(key, bool, "must be true or false"))

    def has(self, key: str) -> bool:
        """Tell whether there is anything under a key."""
        return bool(self.value) and bool(self._at(key))

    def _under(self, key: str, kind: Any, otherwise: str) -> Any:
        """Return what stands under a key, None where nothing does; refuse what is of another kind."""
        found = self.value.get(key) if self.value else None
        if found is not None and not isinstance(found, kind):
            raise self._at(key).refuse(otherwise)
        return found

    def _at(self, key: str) -> "Node":
        return Node(self.value.get(key), self.place, self._path(key))

    def _path(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as written: its day or what is known of it, its time, and whether that is UTC."""

    day: str = ""  # 2015, 2015-03 or 2015-03-12
    time: str = ""
    is_utc: bool = False

    @property
    def words(self) -> str:
        """The day, and the time of the clock on the wall."""
        return f"{self.day} {self.time}".strip()

    @property
    def precision(self) -> str:
        """How well the day is known."""
        return {0: "", 4: "year", 7: "month"}.get(len(self.day), "day")

    @property
    def first_day(self) -> str | None:
        """The first day that it may be."""
        return f"{self.day}-01-01"[:10] if self._is_day else None

    @property
    def last_day(self) -> str | None:
        """The last day that it may be."""
        if self.precision != "month":
            return f"{self.day}-12-31"[:10] if self._is_day else None
        year, month = map(int, self.day.split("-"))
        return f"{self.day}-{monthrange(year, month)[1]}"

    @property
    def _is_day(self) -> bool:
        """Tell whether it is written as FHIR writes days; anything else is only shown."""
        return MOMENT.fullmatch(self.day) is not None


def read_moment(text: str) -> Moment:
    """Return a day and time as they were written; what is none stays as it is, to be asked about."""
    found = MOMENT.fullmatch(text)
    if not found:
        return Moment(text)
    day, _, clock = text.partition("T")
    time = (found[4] or "") + (f":{found[5]}" if found[5] not in (None, "00") else "")
    return Moment(day, time if clock else "", found[6] == "Z")


def concept_text(concept: Node) -> str:
    """Return the words of a concept: its own, else those of a coding, else a code."""
    codings = list(concept.nodes("coding"))
    words = [concept.text("text"), *(c.text("display") for c in codings), *(c.text("code") for c in codings)]
    return next(filter(None, words), "")


def codes_of(concept: Node, *systems: str) -> list[str]:
    """Return the codes that a concept has in a system."""
    return [
        coding.text("code")
        for coding in concept.nodes("coding")
        if coding.text("system") in systems and coding.text("code")
    ]


def unit_of(quantity: Node) -> str:
    """Return the UCUM code of a quantity, else its unit in words."""
    code, unit = quantity.text("code"), quantity.text("unit")
    return code if code and quantity.text("system") == UCUM else unit or code


def join_texts(*texts: str) -> str:
    """Return the texts that say something, once each."""
    return "; ".join(dict.fromkeys(filter(None, texts)))
