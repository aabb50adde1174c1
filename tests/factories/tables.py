"""What the tables hold of a case, without what every copy has of its own."""

from dressapp.assessments.models import ItemAnswer
from dressapp.cases.models import (
    Background,
    CauseTest,
    ExposureHistory,
    Finding,
    Outcome,
    Patient,
    Treatment,
    VirusTest,
)
from dressapp.drugs.models import DrugCourse
from dressapp.labs.models import LabResult, LabRow

OF_A_CASE = (
    DrugCourse, LabResult, LabRow, Finding, Treatment, CauseTest, VirusTest, Background, Outcome,
    ExposureHistory, ItemAnswer,
)  # fmt: skip
# Ids, versions and times; the order, which is compared as such; who answered here and when.
OWN = {
    "id", "version", "created_at", "updated_at", "voided_at", "case", "patient", "team", "revision",
    "position", "intake", "external_id", "search_text", "answered_by", "answered_at",
    "confirmed_complete_by", "confirmed_complete_at",
}  # fmt: skip
IN_ORDER = (DrugCourse, Finding, CauseTest, VirusTest)


def tables_of(case):
    """Return every column of every live row of a case, table by table."""
    found = [
        ("patient", columns_of(Patient.objects.get(pk=case.patient_id), "name")),
        ("case", columns_of(case)),
    ]
    for model in OF_A_CASE:
        rows = [columns_of(row) for row in model._default_manager.live().filter(case=case)]
        found.append((model.__name__, rows if model in IN_ORDER else sorted(rows, key=repr)))
    return found


def columns_of(row, *but):
    names = [f.name for f in row._meta.concrete_fields if f.name not in OWN and f.name not in but]
    return {name: getattr(row, name) for name in names}
