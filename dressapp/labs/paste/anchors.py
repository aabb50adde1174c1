"""Say from which day a table counts its days: the case's own, one that was chosen, or nobody knows yet."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from dressapp.core.dates import show_day

from .counted import AD, ADMISSION, BA, DC, DISCHARGE, EVENTS, HD, WEEK, Counted
from .parts import Anchor, Choices, Known, Option, Question

TYPED, DAY_ZERO = "date", "day_zero"
NOUNS = {
    "admission_on": "admission",
    "rash_onset_on": "the onset of the rash",
    "first_dose_on": "the first dose",
    "first_symptom_on": "the first symptom",
    "fever_onset_on": "the onset of fever",
    "discharge_on": "discharge",
    "index_on": "the index day",
    DAY_ZERO: "the case's day 0",
}
# What some kinds say by themselves: the day they count from, and the number of that day.
USUAL = {
    AD: ("admission_on", 1),
    HD: ("admission_on", 1),
    BA: ("admission_on", 0),
    DC: ("discharge_on", 0),
    ADMISSION: ("admission_on", 0),
    DISCHARGE: ("discharge_on", 0),
}
WORDS = "no one two three four five six seven eight nine ten eleven twelve".split()

Heads = Sequence[tuple[str, Counted]]


def find_anchors(
    heads: Heads, choices: Choices, known: Known, declared: Mapping[str, str]
) -> tuple[dict[str, Anchor], list[Question]]:
    """Return the anchor of each kind of counted day, as far as there is one, and the questions to show."""
    anchors, questions = {}, []
    for kind in dict.fromkeys(counted.kind for _, counted in heads):
        of_kind = [(text, counted) for text, counted in heads if counted.kind == kind]
        settled = _declared(declared.get(f"anchor-{kind}", ""), known)
        anchor = settled or _chosen(choices.anchors.get(kind), known) or _usual(of_kind, known)
        if anchor:
            anchors[kind] = anchor
        if not settled:
            questions.append(_question(of_kind, anchor, is_chosen=kind in choices.anchors, known=known))
    return anchors, questions


def count_from(anchor: Anchor, counted: Counted) -> date:
    """Return the day that a counted day is; OverflowError where the calendar has none."""
    return anchor.on + timedelta(days=_distance(anchor, counted))


def say_distance(anchor: Anchor, counted: Counted, known: Known) -> str:
    """Say in words how far a counted day is from its anchor."""
    days = _distance(anchor, counted)
    noun = NOUNS.get(anchor.event) or show_day(anchor.on, known)
    if not days:
        return noun if anchor.event in (TYPED, DAY_ZERO, "index_on") else f"the day of {noun}"
    unit, many = ("week", abs(days) // 7) if counted.kind == WEEK else ("day", abs(days))
    number = WORDS[many] if many < len(WORDS) else f"{many}"
    return f"{number} {unit}{'s' * (many != 1)} {'after' if days > 0 else 'before'} {noun}"


def _distance(anchor: Anchor, counted: Counted) -> int:
    """Return how many days a counted day lies after its anchor."""
    steps = counted.number - anchor.first
    return steps * {BA: -1, WEEK: 7}.get(counted.kind, 1)


def _days(known: Known) -> dict[str, date]:
    """Return the days of the case that days can be counted from, the usual ones first."""
    own = {DAY_ZERO: known.day_zero} if known.day_zero else {}
    every = {**known.events, **own}
    return {event: every[event] for event in NOUNS if every.get(event)}


def _declared(words: str, known: Known) -> Anchor | None:
    """Return the anchor that the source's own format names as `day_zero:0`."""
    event, _, first = words.partition(":")
    on = _days(known).get(event)
    return Anchor(event, on, int(first == "1")) if on else None


def _chosen(anchor: Anchor | None, known: Known) -> Anchor | None:
    """Return the anchor that was chosen, on the day that the case has now."""
    if not anchor:
        return None
    return Anchor(anchor.event, _days(known).get(anchor.event, anchor.on), anchor.first)


def _usual(heads: Heads, known: Known) -> Anchor | None:
    """Return the anchor that a kind names itself, unless one of its numbers speaks against it."""
    kind = heads[0][1].kind
    event, first = USUAL.get(kind, ("", 0))
    on = known.events.get(event)
    if not on or any(counted.number < first for _, counted in heads):
        return None
    return Anchor(event, on, first)


def _question(heads: Heads, anchor: Anchor | None, *, is_chosen: bool, known: Known) -> Question:
    """Return the question from which day a kind counts, with its answer where there is one."""
    example, kind = _example(heads), heads[0][1].kind
    firsts = (0,) if kind in (BA, DC, *EVENTS) else (1, 0)
    anchors = [Anchor(event, on, first) for event, on in _days(known).items() for first in firsts]
    options = [_option(one, *example, known=known) for one in anchors]
    options += [_typed_option(kind, one, anchor, known) for one in firsts]
    return Question(
        name=f"anchor-{kind}",
        title=f"Which day is {example[0]}?" if kind in EVENTS else f"From which day does {example[0]} count?",
        options=tuple(options),
        answer=f"{anchor.event}:{anchor.first}" if anchor else "",
        why="" if is_chosen else _why(heads, anchor, known),
    )


def _typed_option(kind: str, first: int, anchor: Anchor | None, known: Known) -> Option:
    """Return the way of counting from a day that is typed, with that day once it is."""
    words, value = f"{_name(kind, first)} is another day", f"{TYPED}:{first}"
    if anchor and (anchor.event, anchor.first) == (TYPED, first):
        return Option(value, f"{words}, {show_day(anchor.on, known)}")
    return Option(value, f"{words}: type it")


def _name(kind: str, first: int) -> str:
    """Name the day that a kind counts from, such as AD 1."""
    return kind if kind in EVENTS else f"{kind} {first}"


def _example(heads: Heads) -> tuple[str, Counted]:
    """Return the head that shows best what a way of counting makes of the table."""
    return next((head for head in heads if head[1].number > 1), heads[0])


def _option(anchor: Anchor, text: str, counted: Counted, *, known: Known) -> Option:
    """Return one way of counting, with what it makes of a head of the table."""
    words = f"{_name(counted.kind, anchor.first)} is {_day_of(anchor, known)}"
    try:
        example = f"{text} is {show_day(count_from(anchor, counted), known)}"
    except OverflowError:
        example = ""
    return Option(f"{anchor.event}:{anchor.first}", words, example)


def _day_of(anchor: Anchor, known: Known) -> str:
    """Name the anchor's day with its date."""
    noun = NOUNS[anchor.event]
    name = noun if anchor.event in (DAY_ZERO, "index_on") else f"the day of {noun}"
    return name if anchor.event == DAY_ZERO else f"{name}, {show_day(anchor.on, known)}"


def _why(heads: Heads, anchor: Anchor | None, known: Known) -> str:
    """Say why days are counted from an anchor that nobody chose, or why nobody can tell."""
    kind = heads[0][1].kind
    if anchor:
        return f"{_name(kind, anchor.first)} is {_day_of(anchor, known)}"
    event, first = USUAL.get(kind, ("", 0))
    if event and event not in known.events:
        return f"The day of {NOUNS[event]} is not on record"
    unusual = next((text for text, counted in heads if event and counted.number < first), "")
    return f"{unusual} cannot be if {kind} {first} is the day of {NOUNS[event]}" if unusual else ""
