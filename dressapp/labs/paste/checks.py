"""Hold the values of a table against what can be, against each other, and against what is stored."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from decimal import Decimal

from dressapp.core.numbers import Number
from dressapp.labs.plausibility import Sample, doubt_of, refusal_of
from scoring.analytes import ANALYTES

from .drafts import BOTH, KEEP, TAKE, Draft
from .parts import CONFLICT, DUPLICATE, REFUSED, SKIPPED, VALUE, Choices, Known, Sheet, Stored

Place = tuple[str, date, time | None]
Placed = Sequence[tuple[Place, Draft]]
COUNTS = ("wbc", "eosinophils_abs")
NAMED = 3  # other values named in a conflict
TWICE = "The table has another value for this test and time"
STORED_DIFFERS = "Another value is stored for this test and time. Keep it, take this one, or keep both."


class Doubts:
    """Say of the values of one test what cannot be and what is unusual, equal values once."""

    def __init__(self, analyte: str) -> None:
        """Take the test."""
        self.analyte = ANALYTES[analyte]
        self._found: dict[tuple[str, str], tuple[str, str]] = {}

    def of(self, draft: Draft) -> tuple[str, str]:
        """Say why a value cannot be, and what is unusual about it."""
        name = (draft.number.raw, draft.unit)
        if name not in self._found:
            refusal = refusal_of(self.analyte, draft.number, draft.unit, {})
            self._found[name] = refusal, refusal or doubt_of(self.analyte, draft.number, draft.unit)
        return self._found[name]


def check_values(analyte: str, drafts: Sequence[Draft]) -> list[tuple[Draft, str]]:
    """Refuse what cannot be, and return the values that are unusual and not yet confirmed, with why."""
    doubts = Doubts(analyte)
    odd = []
    for draft in drafts:
        refusal, doubt = doubts.of(draft)
        if refusal:
            draft.settle(REFUSED, refusal)
        elif doubt and not draft.is_seen:
            odd.append((draft, doubt))
    return odd


def check_samples(placed: Placed, known: Known) -> None:
    """Refuse eosinophils above the white cells of the same sample, and those white cells."""
    samples: dict[tuple[date, time | None], dict[str, Draft]] = {}
    for (analyte, on, at), draft in placed:
        if analyte in COUNTS and draft.state == VALUE:
            samples.setdefault((on, at), {}).setdefault(analyte, draft)
    for moment, drafts in samples.items():
        sample = _stored_sample(moment, known) | {
            analyte: (draft.number, draft.unit) for analyte, draft in drafts.items()
        }
        for analyte, draft in drafts.items():
            number, unit = sample[analyte]
            if refusal := refusal_of(ANALYTES[analyte], number, unit, sample):
                draft.settle(REFUSED, refusal)


def _stored_sample(moment: tuple[date, time | None], known: Known) -> Sample:
    """Return the counts that are stored of a sample, each where there is one."""
    found = {}
    for analyte in COUNTS:
        stored = known.stored.get((analyte, *moment), ())
        if len(stored) == 1 and stored[0].unit in ANALYTES[analyte].family:
            [one] = stored
            value = Decimal(one.canonical)
            found[analyte] = (Number(one.raw, one.comparator, value, one.canonical), one.unit)
    return found


def check_places(placed: Placed, choices: Choices, known: Known, sheet: Sheet) -> None:
    """Find values that stand there twice, differ from each other, or are stored already."""
    by_place: dict[Place, list[Draft]] = {}
    for place, draft in placed:
        if draft.state == VALUE:
            by_place.setdefault(place, []).append(draft)
    for place, drafts in by_place.items():
        stored = known.stored.get(place, ())
        new = [draft for draft in drafts if not _is_stored(place[0], draft, stored)]
        if len(drafts) > 1:
            new = _without_repeats(place[0], new)
            new = _decide_between(new, choices, sheet)
        if stored:
            _decide_against(new, stored, choices)


def _is_stored(analyte: str, draft: Draft, stored: Sequence[Stored]) -> bool:
    """Mark a value that is stored already."""
    for one in stored:
        if _is_equal(analyte, draft, one.canonical, one.comparator, one.unit):
            draft.settle(DUPLICATE)
            draft.stored = (one,)
            return True
    return False


def _is_equal(analyte: str, draft: Draft, canonical: str, comparator: str, unit: str) -> bool:
    """Tell whether two values of a test are the same amount."""
    if draft.number.comparator != comparator:
        return False
    if draft.unit == unit:
        return draft.number.canonical == canonical
    family = ANALYTES[analyte]
    if unit not in family.family:
        return False
    return family.canonical(draft.number.value, draft.unit) == family.canonical(Decimal(canonical), unit)


def _without_repeats(analyte: str, drafts: list[Draft]) -> list[Draft]:
    """Return the different values of one place; a value that stands there again is a duplicate."""
    family = ANALYTES[analyte]
    kept: dict[tuple[str, Decimal], Draft] = {}
    for draft in drafts:
        amount = draft.number.comparator, family.canonical(draft.number.value, draft.unit)
        if amount in kept:
            draft.settle(DUPLICATE)
        else:
            kept[amount] = draft
    return list(kept.values())


def _decide_between(drafts: list[Draft], choices: Choices, sheet: Sheet) -> list[Draft]:
    """Return the values of one place that go on, as was said of each; the others are a conflict."""
    for draft in drafts:
        if KEEP in draft.said:
            draft.settle(SKIPPED)
    left = [draft for draft in drafts if draft.state == VALUE]
    taken = [draft for draft in left if TAKE in draft.said]
    if len(taken) == 1 and not any(BOTH in draft.said for draft in left):
        for draft in left:
            if draft is not taken[0]:
                draft.settle(SKIPPED)
        return taken
    if len(left) < 2 or all(_is_kept_beside(draft, choices) for draft in left):
        return left
    for draft in left:
        others = [one for one in left[: NAMED + 1] if one is not draft][:NAMED]
        named = [f"{one.text} in {sheet.places[one.slot.row]}" for one in others]
        more = [f"and {len(left) - 1 - NAMED:,} more"] if len(left) - 1 > NAMED else []
        draft.settle(CONFLICT, f"{TWICE}: {', '.join(named + more)}.")
    return []


def _is_kept_beside(draft: Draft, choices: Choices) -> bool:
    """Tell whether a value goes in beside another one of its place."""
    return not draft.said.isdisjoint((BOTH, TAKE)) or choices.conflicts == BOTH


def _decide_against(drafts: list[Draft], stored: tuple[Stored, ...], choices: Choices) -> None:
    """Decide on values that differ from what is stored in their place, or show both."""
    for draft in drafts:
        draft.stored = stored
        said = next((word for word in (KEEP, TAKE, BOTH) if word in draft.said), choices.conflicts)
        if said == KEEP:
            draft.settle(SKIPPED)
        elif said not in (TAKE, BOTH):
            draft.settle(CONFLICT, STORED_DIFFERS)


def list_placed(
    drafts: Iterable[Draft], analytes: Sequence[str], moments: Mapping[int, tuple[date, time | None]]
) -> list[tuple[Place, Draft]]:
    """Return the values whose test, unit and moment are known, each with its place."""
    return [
        ((analytes[draft.slot.test], *moments[draft.slot.date]), draft)
        for draft in drafts
        if draft.state == VALUE and draft.unit and draft.slot.date in moments
    ]
