"""Drugs of a FHIR bundle as courses of a case file; what is planned, refused or undone is none."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from dressapp.drugs.models import DrugCourse
from scoring.facts import show_date

from .case_file import parse_case
from .case_keys import FORMAT
from .checks import CaseFileError
from .fhir_parts import ATC, Moment, Node, codes_of, concept_text, join_texts, read_moment

STATEMENT, REQUEST, ADMINISTRATION = "MedicationStatement", "MedicationRequest", "MedicationAdministration"
DRUGS = (STATEMENT, REQUEST, ADMINISTRATION)
DOSES = {STATEMENT: "dosage", REQUEST: "dosageInstruction"}
WRONG = {"entered-in-error": "entered in error"}
# No intake, as far as the source says, by kind of resource and status or intent.
NOT_TAKEN = {
    STATEMENT: WRONG | {"not-taken": "not taken", "intended": "only intended"},
    REQUEST: WRONG
    | {
        "cancelled": "cancelled",
        "draft": "only a draft",
        "proposal": "only proposed",
        "plan": "only planned",
    },
    ADMINISTRATION: WRONG | {"not-done": "not given", "on-hold": "on hold"},
}
GOES_ON = {"active", "in-progress"}
WITHOUT_WORDS = GOES_ON | {"completed", ""}
COLUMNS = ("name", "indication", "dose", "frequency", "route", "stop_reason")
NOT_KNOWN = {"start_precision": "unknown", "stop_precision": "unknown"}

Course = dict[str, Any]
Resolve = Callable[[Node], Node]
Span = tuple[Course, str]


def why_left_out(drug: Node) -> str:
    """Say why a drug is not taken over, in words that follow a count; empty where it is."""
    if drug.is_true("doNotPerform"):
        return "asked not to be given"
    reasons = NOT_TAKEN[drug.text("resourceType")]
    return reasons.get(drug.text("status")) or reasons.get(drug.text("intent"), "")


def read_course(drug: Node, resolve: Resolve) -> Course | None:
    """Return a drug as a course of a case file, or None where it has no name; its role is the clinician's."""
    kind, medication = drug.text("resourceType"), _medication(drug, resolve)
    doses = [drug.node("dosage")] if kind == ADMINISTRATION else list(drug.nodes(DOSES[kind]))
    span, said = SPANS[kind](drug)
    status = drug.text("status")
    course = {
        "name": concept_text(medication),
        "atc": next((code for code in codes_of(medication, ATC) if len(code) <= 10), ""),
        "role": "concomitant",
        "indication": join_texts(*map(concept_text, drug.nodes("reasonCode"))),
        "dose": join_texts(*map(_dose, doses)),
        "frequency": join_texts(*map(_frequency, doses)),
        "route": join_texts(*(concept_text(dose.node("route")) for dose in doses)),
        "stop_reason": join_texts(*_stop_reasons(drug)),
        "note": join_texts(
            "" if status in WITHOUT_WORDS else f"status {status}",
            said,
            *(note.text("text") for note in drug.nodes("note")),
        ),
        **span,
    }
    return _possible(_within_columns(course)) if course["name"] else None


def _medication(drug: Node, resolve: Resolve) -> Node:
    """Return the concept of a drug: its own, or that of the medication it refers to."""
    own, reference = drug.node("medicationCodeableConcept"), drug.node("medicationReference")
    if own or not reference:
        return own
    return resolve(reference).node("code") or Node({"text": reference.text("display")}, drug.place)


def _dose(dose: Node) -> str:
    """Return a dose in the words of the source, else its amount."""
    rates = [rate.node("doseQuantity") for rate in dose.nodes("doseAndRate")] or [dose.node("dose")]
    amounts = (f"{rate.number('value')} {rate.text('unit') or rate.text('code')}".strip() for rate in rates)
    return dose.text("text") or join_texts(*amounts)


def _frequency(dose: Node) -> str:
    """Return how often a dose is given."""
    timing = dose.node("timing")
    repeat = timing.node("repeat")
    times, period = repeat.number("frequency"), repeat.number("period")
    rhythm = f"{times} in {period} {repeat.text('periodUnit')}".strip() if times and period else ""
    return concept_text(timing.node("code")) or rhythm


def _stop_reasons(drug: Node) -> Iterator[str]:
    """Yield why a drug is no longer taken: a list of reasons in a statement, one in a request."""
    if drug.text("resourceType") == REQUEST:
        yield concept_text(drug.node("statusReason"))
    else:
        yield from map(concept_text, drug.nodes("statusReason"))


def _day(end: str, moment: Moment) -> Course:
    """Return the first or last day of a course, with how well it is known."""
    if not moment.first_day:
        return {f"{end}_precision": "unknown"}
    return {end: moment.first_day, f"{end}_precision": moment.precision}


def _period(period: Node, status: str) -> Course:
    """Return the days of a period; one without an end goes on where the source says that it does."""
    stop = _day("stop", read_moment(period.text("end")))
    if "stop" not in stop and status in GOES_ON:
        stop = {"stop_precision": "ongoing"}
    return _day("start", read_moment(period.text("start"))) | stop


def _statement_span(drug: Node) -> Span:
    """Return when a drug was taken; taken on one day says that it was begun by then."""
    status, on = drug.text("status"), read_moment(drug.text("effectiveDateTime"))
    course = _period(drug.node("effectivePeriod"), status)
    asserted = read_moment(drug.text("dateAsserted"))
    if course["stop_precision"] == "ongoing" and asserted.precision == "day":
        course["still_taken_on"] = asserted.first_day
    if not on.last_day:
        return course, ""
    words = f"recorded as taken on {on.words}, first day not given"
    return course | {"start": on.last_day, "start_precision": "on_or_before"}, words


def _request_span(drug: Node) -> Span:
    """Return when a drug was to be taken; the day of the prescription is not the day of intake."""
    written = read_moment(drug.text("authoredOn")).words
    said = (
        f"prescribed on {written}; intake is not recorded"
        if written
        else "prescribed; intake is not recorded"
    )
    days = [
        dose.node("timing").node("repeat").node("boundsPeriod") for dose in drug.nodes("dosageInstruction")
    ]
    known = next((period for period in days if period), Node(None, drug.place))
    return _period(known, ""), said


def _administration_span(drug: Node) -> Span:
    """Return when a drug was given."""
    on = read_moment(drug.text("effectiveDateTime"))
    if on.day:
        return _day("start", on) | _day("stop", on), ""
    return _period(drug.node("effectivePeriod"), drug.text("status")), ""


SPANS: dict[str, Callable[[Node], Span]] = {
    STATEMENT: _statement_span,
    REQUEST: _request_span,
    ADMINISTRATION: _administration_span,
}


def _within_columns(course: Course) -> Course:
    """Return a course whose texts fit their columns; a longer one stands whole in the note."""
    for name in COLUMNS:
        longest = DrugCourse._meta.get_field(name).max_length
        if len(course[name]) > longest:
            whole = f"{name.replace('_', ' ')}: {course[name]}"
            course |= {name: f"{course[name][: longest - 1]}…", "note": join_texts(course["note"], whole)}
    return course


def _possible(course: Course) -> Course:
    """Return a course, its days told in the note alone where no course can have them."""
    try:
        parse_case({"format": FORMAT, "id": "course", "drugs": [course]})
    except CaseFileError:
        days = f"days not possible as given: {course.get('start', '?')} to {course.get('stop', '?')}"
        bare = {name: course[name] for name in (*COLUMNS, "atc", "role")}
        return bare | NOT_KNOWN | {"note": join_texts(course["note"], days)}
    return course


def join_doses(courses: Iterable[Course]) -> list[Course]:
    """Return single administrations as courses: those of one drug on days that follow one another are one."""
    joined: list[list[Course]] = []
    last: date | None = None
    for course in sorted(courses, key=_drug_and_start):
        start, stop = (_exact_day(course, end) for end in ("start", "stop"))
        is_next = last and start and stop and start <= last + timedelta(days=1)
        if is_next and _drug_and_start(joined[-1][0])[:2] == _drug_and_start(course)[:2]:
            joined[-1].append(course)
            last = max(last, stop)
        else:
            joined.append([course])
            last = stop if start else None
    return [_joined(parts) if len(parts) > 1 else parts[0] for parts in joined]


def _drug_and_start(course: Course) -> tuple[str, str, str]:
    return course["name"].casefold(), course["atc"], course.get("start", "")


def _exact_day(course: Course, end: str) -> date | None:
    """Return the first or last day of a course where it is known to the day."""
    return date.fromisoformat(course[end]) if course[f"{end}_precision"] == "day" else None


def _joined(parts: list[Course]) -> Course:
    """Return administrations as one course."""
    start, stop = parts[0]["start"], max(part["stop"] for part in parts)
    shown = [show_date(date.fromisoformat(day)) for day in (start, stop)]
    texts = {
        name: join_texts(*(part[name] for part in parts)) for name in (*COLUMNS, "note") if name != "name"
    }
    said = f"{len(parts)} administrations recorded, {shown[0]} to {shown[1]}"
    whole = parts[0] | texts | {"stop": stop, "note": join_texts(said, texts["note"])}
    return _within_columns(whole)
