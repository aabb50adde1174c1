"""Observations of a FHIR bundle as results: value and unit as written, the wall clock's time, own limits."""

from collections.abc import Iterator
from decimal import Decimal

from scoring.analytes import ANALYTES

from .fhir_parts import LOINC, Moment, Node, codes_of, concept_text, join_texts, read_moment, unit_of
from .list_table import Line

LOINC_SYSTEMS = (LOINC, "urn:oid:2.16.840.1.113883.6.1")
ANALYTE_OF = {code: analyte.id for analyte in ANALYTES.values() for code in analyte.loinc}
# Kinds of observations that hold no laboratory result and no vital sign.
OTHER_KINDS = {"social-history", "survey", "imaging", "procedure", "therapy", "activity", "exam"}
WITHOUT_WORDS = {"final", "amended", "corrected", ""}
WRONG = {"entered-in-error": "entered in error", "cancelled": "cancelled"}
UNREAD_VALUES = ("valueSampledData", "valueTime", "valueDateTime", "valuePeriod")


def list_results(observation: Node, specimen: str = "") -> Iterator[Line]:
    """Yield the results of one observation: its own, and those of a panel's components."""
    when, notes = _when(observation), _notes(observation)
    parts = list(observation.nodes("component"))
    if any(key.startswith("value") and observation.has(key) for key in observation.value) or not parts:
        yield _line(observation, when, notes, specimen)
    for part in parts:
        yield _line(part, when, notes, specimen)


def why_left_out(observation: Node) -> str:
    """Say why an observation is not taken over, in words that follow a count; empty where it is."""
    if reason := WRONG.get(observation.text("status")):
        return reason
    if observation.has("focus"):
        return "about somebody or something else than the patient"
    kinds = {code for kind in observation.nodes("category") for code in _all_codes(kind)}
    is_known = any(code in ANALYTE_OF for code in codes_of(observation.node("code"), *LOINC_SYSTEMS))
    if kinds & OTHER_KINDS and not is_known:
        return f"of the kind {min(kinds & OTHER_KINDS)}"
    unread = next((key for key in UNREAD_VALUES if observation.has(key)), "")
    return f"with a value that is no number or text ({unread})" if unread else ""


def _all_codes(concept: Node) -> list[str]:
    return [coding.text("code") for coding in concept.nodes("coding")]


def is_in_utc(observation: Node) -> bool:
    """Tell whether the time of an observation is given in UTC, so that the ward's day may be another."""
    return _when(observation).is_utc


def _when(observation: Node) -> Moment:
    """Return when the sample was taken; when it was reported says nothing of that."""
    written = (
        observation.text("effectiveDateTime")
        or observation.text("effectiveInstant")
        or observation.node("effectivePeriod").text("start")
    )
    return read_moment(written)


def _notes(observation: Node) -> str:
    """Return what is said beside the values of an observation."""
    status = observation.text("status")
    said = "" if status in WITHOUT_WORDS else f"status {status}"
    issued = "" if _when(observation).day else read_moment(observation.text("issued")).words
    reported = f"reported {issued}, sampling time not given" if issued else ""
    return join_texts(said, reported, *(note.text("text") for note in observation.nodes("note")))


def _line(part: Node, when: Moment, notes: str, specimen: str) -> Line:
    """Return one value with its name, unit, limits and notes."""
    value, unit = _value(part)
    lower, upper, said = _limits(part)
    absent = concept_text(part.node("dataAbsentReason"))
    return Line(
        test=_name(part.node("code"), specimen),
        date=when.words,
        value=value,
        unit=unit,
        lower=lower,
        upper=upper,
        site=concept_text(part.node("bodySite")),
        note=join_texts(notes, said, f"no value: {absent}" if absent else ""),
    )


def _name(concept: Node, specimen: str) -> str:
    """Return the name of a test with its LOINC codes, which alone decide; without one, with the specimen."""
    codes = list(dict.fromkeys(codes_of(concept, *LOINC_SYSTEMS)))
    name = concept_text(concept)
    tests = {ANALYTE_OF.get(code, code) for code in codes}
    if len(tests) == 1:
        return f"{name} (LOINC {codes[0]})"
    if codes:
        return f"{name} (LOINC {' and '.join(codes)})"
    return f"{name}, {specimen}" if specimen else name or "not named"


def _value(part: Node) -> tuple[str, str]:
    """Return a value as the text of a cell, and its unit."""
    quantity, span, ratio = part.node("valueQuantity"), part.node("valueRange"), part.node("valueRatio")
    if quantity:
        number = quantity.number("value")
        return (f"{quantity.text('comparator')}{number}" if number else ""), unit_of(quantity)
    if span:
        return f"{span.node('low').number('value')} - {span.node('high').number('value')}", unit_of(
            span.node("high")
        )
    if ratio:
        parts = [ratio.node(key).number("value") for key in ("numerator", "denominator")]
        return ":".join(parts), ""
    if part.has("valueBoolean"):
        return ("yes" if part.is_true("valueBoolean") else "no"), ""
    words = part.text("valueString") or concept_text(part.node("valueCodeableConcept"))
    return words or part.number("valueInteger"), ""


def _limits(part: Node) -> tuple[str, str, str]:
    """Return the laboratory's own limits, and what is said of those that cannot be compared."""
    ranges = list(part.nodes("referenceRange"))
    own = next((each for each in ranges if _is_normal(each)), None)
    if own is None:
        return "", "", "limits for other groups are not taken over" if ranges else ""
    low, high = own.node("low"), own.node("high")
    written = own.text("text")
    numbers = [low.number("value"), high.number("value")]
    if not any(numbers):
        return "", "", f"limits: {written}" if written else ""
    shown = f"limits {numbers[0]} to {numbers[1]} {unit_of(high) or unit_of(low)}".strip()
    if not all(_has_unit_of(limit, part.node("valueQuantity")) for limit in (low, high)):
        return "", "", f"{shown}: not in the unit of the value"
    if low.has("comparator") or high.has("comparator") or _is_upside_down(*numbers):
        return "", "", f"{shown}: not taken over"
    return numbers[0], numbers[1], ""


def _has_unit_of(limit: Node, quantity: Node) -> bool:
    """Tell whether a limit is in the unit of the value, by code or by word; one without a unit is."""
    own, other = ({each.text("code"), each.text("unit")} - {""} for each in (limit, quantity))
    return not own or bool(own & other)


def _is_normal(limits: Node) -> bool:
    """Tell whether limits are the usual ones, for nobody in particular."""
    codes = _all_codes(limits.node("type"))
    is_usual = not codes or "normal" in codes
    return is_usual and not limits.has("age") and not limits.has("appliesTo")


def _is_upside_down(lower: str, upper: str) -> bool:
    return bool(lower and upper) and Decimal(lower) > Decimal(upper)
