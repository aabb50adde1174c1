"""Files made for tests: workbooks, FHIR bundles and case files, each valid unless a test damages it."""

import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

from openpyxl import Workbook

UCUM = "http://unitsofmeasure.org"
LOINC = "http://loinc.org"
PATIENT = {"reference": "Patient/p1"}


def make_xlsx(*rows: list[Any], change: Callable[[Workbook], None] | None = None) -> bytes:
    """Return a workbook with the rows in its first sheet, changed as the test needs it."""
    workbook = Workbook()
    workbook.active.title = "Labs"
    for row in rows:
        workbook.active.append(row)
    if change:
        change(workbook)
    return saved(workbook)


def saved(workbook: Workbook) -> bytes:
    """Return a workbook as the bytes of its file."""
    whole = BytesIO()
    workbook.save(whole)
    return whole.getvalue()


def with_parts(content: bytes, **parts: bytes | None) -> bytes:
    """Return a zip with other parts: `sheet1` stands for the first worksheet; None takes a part out."""
    whole = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as new:
        given = {NAMES.get(name, name): data for name, data in parts.items()}
        for name in old.namelist():
            data = given.pop(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
        for name, data in given.items():
            new.writestr(name, data or b"")
    return whole.getvalue()


NAMES = {"sheet1": "xl/worksheets/sheet1.xml", "styles": "xl/styles.xml", "macros": "xl/vbaProject.bin"}


def with_shared_texts(content: bytes, *texts: bytes) -> bytes:
    """Return a workbook that has a table of texts, as spreadsheet programs write it, each given as XML."""
    types = part_of(content, "[Content_Types].xml").replace(b"</Types>", SHARED_TYPE + b"</Types>")
    table = b"".join(b"<si>%s</si>" % text for text in texts)
    parts = {
        "[Content_Types].xml": types,
        "xl/sharedStrings.xml": b'<sst xmlns="%s">%s</sst>' % (MAIN, table),
    }
    return with_parts(content, **parts)


MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHARED_TYPE = (
    b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    b'spreadsheetml.sharedStrings+xml"/>'
)


def part_of(content: bytes, name: str) -> bytes:
    """Return one part of a zip."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(NAMES.get(name, name))


def make_observation(loinc: str = "1742-6", value: Any = None, **more: Any) -> dict[str, Any]:
    """Return an observation of a LOINC code with a quantity."""
    quantity = {"value": 38.5, "unit": "U/L", "system": UCUM, "code": "U/L"} if value is None else value
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": LOINC, "code": loinc, "display": "ALT"}]},
        "subject": PATIENT,
        "effectiveDateTime": "2015-03-12T08:30:00+09:00",
        "valueQuantity": quantity,
    } | more


def make_statement(name: str = "sorafenib", **more: Any) -> dict[str, Any]:
    """Return the statement that a drug was taken."""
    return {
        "resourceType": "MedicationStatement",
        "status": "completed",
        "medicationCodeableConcept": {"text": name},
        "subject": PATIENT,
        "effectivePeriod": {"start": "2015-03-01", "end": "2015-03-12"},
    } | more


def make_bundle(*resources: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a bundle of the resources."""
    entries = [{"resource": resource} for resource in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries} | more


def as_json(value: Any) -> bytes:
    """Return a value as the bytes of a JSON file."""
    return json.dumps(value).encode()


def make_case_file(**more: Any) -> dict[str, Any]:
    """Return a case file with two results and a drug."""
    return {
        "format": "dress-case/1",
        "id": "made",
        "dates": {"rash_onset": "2015-03-11"},
        "labs": [
            {"analyte": "alt", "date": "2015-03-12T08:30", "value": 38, "unit": "U/L", "upper_limit": 40},
            {
                "analyte": "temperature",
                "date": "2015-03-12",
                "value": "<36.5",
                "unit": "Cel",
                "site": "axillary",
            },
        ],
        "drugs": [{"name": "sorafenib", "atc": "L01EX02", "start": "2015-03-01", "stop": "2015-03-12"}],
    } | more
