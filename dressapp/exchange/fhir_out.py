"""The results and drugs of a case as a FHIR R4 bundle: codes that others read, exact numbers, no name.

The bundle is a copy of facts: how a drug is suspected and what was concluded stays in the case file.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import uuid5

from django.utils import timezone

from dressapp.cases.models import Case
from dressapp.core.dates import show_partial
from dressapp.drugs.models import DrugCourse
from dressapp.drugs.selectors import list_courses
from dressapp.labs.models import LabResult
from dressapp.labs.selectors import moment_of
from scoring.analytes import ANALYTES
from scoring.kernel import units

from .case_out import filled
from .fhir_parts import ATC, LOINC, UCUM
from .grid_out import list_in_order
from .json_text import dumps
from .number_columns import number_in

Json = dict[str, Any]
CATALOGUE = "urn:dressapp:analyte"  # our own ids, beside LOINC or where it has no code here
CATEGORIES = "http://terminology.hl7.org/CodeSystem/observation-category"
DAYS_ONLY = (
    "This case knows only days, and FHIR has nothing but dates. Download CSV, XLSX or the case file, which "
    "keep the days"
)
# A code stands for an amount in mass or in moles: where the unit is not that of the first code, the other.
CODES = {
    ("creatinine", "umol/L"): "14682-9",
    ("urea", "mmol/L"): "22664-7",
    ("bilirubin_total", "umol/L"): "14631-6",
    ("bilirubin_direct", "umol/L"): "14629-0",
    ("urine_protein_creatinine_ratio", "mg/mmol"): "34366-5",
}
AS_DATES = {"day": 10, "month": 7, "year": 4}


class OnlyDaysKnown(ValueError):
    """A case without dates cannot be written as FHIR; the message says what can."""


def bundle(case: Case, *, with_patient_id: bool = False) -> Json:
    """Return the results and drugs as one bundle; raise OnlyDaysKnown for a case that knows only days."""
    if case.is_relative:
        raise OnlyDaysKnown(DAYS_ONLY)
    patient = f"urn:uuid:{uuid5(case.pk, 'patient')}"
    entries = [(patient, _patient(case, with_patient_id=with_patient_id))]
    entries += [(f"urn:uuid:{row.pk}", _observation(row, patient)) for row in list_in_order(case)]
    entries += [(f"urn:uuid:{row.pk}", _statement(row, patient)) for row in list_courses(case)]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"fullUrl": address, "resource": resource} for address, resource in entries],
    }


def bundle_json(case: Case, *, with_patient_id: bool = False) -> bytes:
    """Return the bundle as JSON on one line, so that 5,000 results fit into what is read."""
    return dumps(bundle(case, with_patient_id=with_patient_id), on_one_line=True).encode()


def _patient(case: Case, *, with_patient_id: bool) -> Json:
    """Return a patient who is nobody: the team's own id only where it was asked for, never the name."""
    identifier = [{"value": case.patient.local_id}] if with_patient_id else []
    return filled({"resourceType": "Patient", "identifier": identifier, "gender": case.patient.sex})


def _observation(result: LabResult, patient: str) -> Json:
    """Return one result."""
    number = number_in(result)
    comparator = result.value_comparator
    value = Decimal(str(number).removeprefix(comparator))
    return filled(
        {
            "resourceType": "Observation",
            "status": "final",
            "category": [_concept(CATEGORIES, _category(result.analyte))],
            "code": _code(result),
            "subject": {"reference": patient},
            "effectiveDateTime": _moment(result),
            "valueQuantity": filled({"value": value, "comparator": comparator}) | _unit(result.unit),
            "note": _note(result.note),
            "bodySite": filled({"text": result.site}),
            "referenceRange": _limits(result),
        }
    )


def _category(analyte: str) -> str:
    return "vital-signs" if analyte == "temperature" else "laboratory"


def _concept(system: str, code: str) -> Json:
    return {"coding": [{"system": system, "code": code}]}


def _code(result: LabResult) -> Json:
    """Return a test by its LOINC code, where there is one, and by our own id."""
    analyte = ANALYTES[result.analyte]
    code = CODES.get((result.analyte, result.unit)) or next(iter(analyte.loinc), "")
    loinc = [{"system": LOINC, "code": code}] if code else []
    return {"coding": [*loinc, {"system": CATALOGUE, "code": analyte.id}], "text": analyte.full_name}


def _moment(result: LabResult) -> str:
    """Return when the sample was taken; a time stands in this site's zone, as FHIR asks for one."""
    moment = moment_of(result)
    if not moment.has_time:
        return moment.on.isoformat()
    return timezone.make_aware(datetime.combine(moment.on, moment.at)).isoformat()


def _unit(unit: str) -> Json:
    return {"unit": units.label(unit) or unit, "system": UCUM, "code": unit}


def _limits(result: LabResult) -> list[Json]:
    """Return the laboratory's own limits."""
    limits = {"low": result.lower_limit, "high": result.upper_limit}
    given = {end: {"value": Decimal(limit)} | _unit(result.unit) for end, limit in limits.items() if limit}
    return [given] if given else []


def _note(text: str) -> list[Json]:
    return [{"text": text}] if text.strip() else []


def _statement(course: DrugCourse, patient: str) -> Json:
    """Return one course of a drug; what FHIR's dates cannot say of its days stands in the note."""
    coding = [{"system": ATC, "code": course.atc}] if course.atc else []
    said = [course.note, *_days_in_words(course)]
    return filled(
        {
            "resourceType": "MedicationStatement",
            "status": _status(course),
            "statusReason": _texts(course.stop_reason),
            "medicationCodeableConcept": filled({"coding": coding, "text": course.name}),
            "subject": {"reference": patient},
            **_effective(course),
            "dateAsserted": _iso(course.still_taken_on) if _status(course) == "active" else "",
            "reasonCode": _texts(course.indication),
            "note": [note for text in said for note in _note(text)],
            "dosage": _dosage(course),
        }
    )


def _texts(text: str) -> list[Json]:
    return [{"text": text}] if text else []


def _status(course: DrugCourse) -> str:
    return {"yes": "active", "no": "completed"}.get(course.still_taken, "unknown")


def _iso(on: Any) -> str:
    return on.isoformat() if on else ""


def _effective(course: DrugCourse) -> Json:
    """Return when the drug was taken; one taken on a day or before has that day as one of its days."""
    start = _partial(course.start_on, course.start_precision or "day")
    stop = _partial(course.stop_on, course.stop_precision or "day")
    if course.start_precision == "on_or_before" and not stop:
        return {"effectiveDateTime": _iso(course.start_on)}
    return {"effectivePeriod": filled({"start": start, "end": stop})}


def _partial(on: Any, precision: str) -> str:
    """Return as much of a day as is known of it."""
    return _iso(on)[: AS_DATES.get(precision, 0)]


def _days_in_words(course: DrugCourse) -> list[str]:
    """Return the ends that no date of FHIR says."""
    ends = {
        "First day": (course.start_on, course.start_precision),
        "Last day": (course.stop_on, course.stop_precision),
    }
    return [
        f"{end}: {show_partial(on, precision)}"
        for end, (on, precision) in ends.items()
        if precision == "on_or_before"
    ]


def _dosage(course: DrugCourse) -> list[Json]:
    amount = number_in(course, "dose_amount")
    quantity = filled({"value": amount, "unit": course.dose_unit}) if isinstance(amount, Decimal) else {}
    dosage = filled(
        {
            "text": course.dose or (f"{amount} {course.dose_unit}" if isinstance(amount, str) else ""),
            "timing": filled({"code": filled({"text": course.frequency})}),
            "route": filled({"text": course.route}),
            "doseAndRate": [{"doseQuantity": quantity}] if quantity else [],
        }
    )
    return [dosage] if dosage else []
