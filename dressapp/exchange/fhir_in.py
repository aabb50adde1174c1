"""FHIR R4 on its way in: results as a table, drugs as courses, everything else counted."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from dressapp.labs.paste.parts import Sheet, SheetRefused

from .fhir_drugs import ADMINISTRATION, DRUGS, Course, join_doses, read_course
from .fhir_drugs import why_left_out as why_drug_left_out
from .fhir_parts import Node
from .fhir_people import Subjects
from .fhir_references import References
from .fhir_results import WRONG, is_in_utc, list_results
from .fhir_results import why_left_out as why_result_left_out
from .limits import MAX_ENTRIES
from .list_table import Line, check_count, check_texts, make_sheet
from .listed import listed

OBSERVATION, BUNDLE = "Observation", "Bundle"
SILENT = {"Patient", "Medication", "Specimen"}  # read where a result or a drug refers to them
NOTHING = "The file holds no laboratory results and no drugs that can be taken over"


@dataclass
class Taken:
    """What is gathered from the resources of a file, and what is said of the rest."""

    references: References
    subjects: Subjects
    lines: list[tuple[str, Line]] = field(default_factory=list)
    courses: list[Course] = field(default_factory=list)
    doses: list[Course] = field(default_factory=list)
    left_out: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    others: Counter[str] = field(default_factory=Counter)
    in_utc: list[str] = field(default_factory=list)


def is_fhir(value: Any) -> bool:
    """Tell whether a JSON value is a FHIR resource."""
    return isinstance(value, dict) and isinstance(value.get("resourceType"), str)


def read_fhir(value: Any) -> tuple[Sheet, tuple[Course, ...]]:
    """Return the results and drugs of a bundle, or of a single resource."""
    if value["resourceType"] != BUNDLE:
        return read_resources([("entry 1", value)])
    root = Node(value, "the bundle")
    if root.text("type") == "history":
        raise SheetRefused("The bundle is a history of its results. Export them as they are now")
    is_page = any(link.text("relation") == "next" for link in root.nodes("link"))
    said = ["The bundle is one page of several: import the others too"] if is_page else []
    return _read(list(_entries(root)), said)


def read_resources(values: Iterable[tuple[str, Any]]) -> tuple[Sheet, tuple[Course, ...]]:
    """Return the results and drugs of resources, each given with its place."""
    return _read([("", Node(value, place)) for place, value in values], [])


def _entries(root: Node) -> Iterator[tuple[str, Node]]:
    """Yield the resources of a bundle with their addresses, each in the place of its entry."""
    for number, entry in enumerate(root.nodes("entry"), start=1):
        numbered = Node(entry.value, f"entry {number}")
        resource = numbered.node("resource")
        if resource:
            yield numbered.text("fullUrl"), Node(resource.value, numbered.place)


def _read(resources: list[tuple[str, Node]], said: list[str]) -> tuple[Sheet, tuple[Course, ...]]:
    """Return what the resources hold; refuse where that is nothing, or of several patients."""
    if len(resources) > MAX_ENTRIES:
        raise SheetRefused(
            f"The file has {len(resources):,} entries; at most {MAX_ENTRIES:,} are read. Split it"
        )
    references = References(resources)
    taken = Taken(references, Subjects(references))
    for _, resource in resources:
        _take(taken, resource)
    taken.subjects.refuse_several(resource for _, resource in resources)
    courses = _once_each([*taken.courses, *join_doses(taken.doses)])
    said = [*said, *_in_words(taken)]
    if not taken.lines and not courses:
        raise SheetRefused(". ".join([NOTHING, *said]))
    return make_sheet(taken.lines, said), courses


def _once_each(courses: list[Course]) -> tuple[Course, ...]:
    """Return the courses without those that are told twice in every word."""
    for course in courses:
        check_texts(f"drug {course['name'][:80]}", course.values())
    return tuple(dict(pairs) for pairs in dict.fromkeys(tuple(course.items()) for course in courses))


def _take(taken: Taken, resource: Node) -> None:
    """Take over one resource, and the results inside a report."""
    kind = resource.text("resourceType")
    if why := _why_left_out(kind, resource):
        taken.left_out[f"{kind} {why}"].append(resource.place)
    elif kind == OBSERVATION:
        _take_results(taken, resource)
    elif kind in DRUGS:
        _take_drug(taken, kind, resource)
    else:
        for inner in _contained_results(resource):
            _take(taken, inner)
        taken.others[kind or "resource without a type"] += kind not in SILENT


def _why_left_out(kind: str, resource: Node) -> str:
    """Say why a resource is not taken over; empty where it is, or holds nothing to take over."""
    if kind not in (OBSERVATION, *DRUGS):
        return WRONG.get(resource.text("status"), "") if resource.has("contained") else ""
    if resource.has("modifierExtension") or resource.has("implicitRules"):
        return "with rules of its own that may change its meaning"
    if not Subjects.is_patient(resource):
        return "about something else than a patient"
    return why_result_left_out(resource) if kind == OBSERVATION else why_drug_left_out(resource)


def _contained_results(report: Node) -> Iterator[Node]:
    """Yield the results inside a report, about the report's patient where they name none."""
    about = {"subject": report.value.get("subject")}
    for number, inner in enumerate(report.nodes("contained"), start=1):
        if number > MAX_ENTRIES:
            raise report.refuse(f"contains more than {MAX_ENTRIES:,} others")
        if inner.text("resourceType") == OBSERVATION:
            yield Node(about | inner.value, f"{report.place}, contained {number}")


def _take_results(taken: Taken, observation: Node) -> None:
    """Take over the results of one observation."""
    taken.subjects.note(observation)
    specimen = taken.references.specimen_of(observation)
    for line in list_results(observation, specimen):
        taken.lines.append((observation.place, line))
        check_count(len(taken.lines), observation.place)
    if is_in_utc(observation):
        taken.in_utc.append(observation.place)


def _take_drug(taken: Taken, kind: str, drug: Node) -> None:
    """Take over one drug."""
    taken.subjects.note(drug)
    course = read_course(drug, taken.references.resolve)
    if course is None:
        taken.left_out[f"{kind} without a name"].append(drug.place)
    else:
        (taken.doses if kind == ADMINISTRATION else taken.courses).append(course)


def _in_words(taken: Taken) -> Iterator[str]:
    """Yield what is not taken over, counted, and what is to be known of what is."""
    for what, places in taken.left_out.items():
        yield f"{len(places)} {what} ({listed(places)})"
    others = [f"{count} {kind}" for kind, count in taken.others.items() if count]
    if others:
        yield f"{', '.join(others)} not taken over"
    if taken.in_utc:
        yield f"Times in UTC, so that the day on the ward may be another: {listed(taken.in_utc)}"
