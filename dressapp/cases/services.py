"""Write patients, cases and what is recorded of them; every function runs in the caller's transaction."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone

from dressapp.core.chunks import chunked
from dressapp.core.errors import EditConflict, NotYours
from dressapp.core.services import create_record, restore_record, update_record, void_record
from dressapp.core.transactions import writing

from .models import Background, Case, CauseTest, ExposureHistory, Finding, Outcome, Patient
from .rows import add_row, own_id, restore_row, save_only_row, update_row, void_row

__all__ = [
    "add_row",
    "add_test",
    "create_case",
    "outdate",
    "own_id",
    "restore_case",
    "restore_row",
    "save_background",
    "save_conclusion",
    "save_exposures",
    "save_only_row",
    "save_outcome",
    "set_dates",
    "set_finding",
    "set_list_complete",
    "test_id",
    "touch",
    "update_case",
    "update_patient",
    "update_row",
    "void_case",
    "void_row",
]


def create_case(
    *,
    team: Any,
    local_id: str,
    id: UUID | None = None,
    name: str = "",
    sex: str = "",
    birth_on: date | None = None,
    by: Any,
    **values: Any,
) -> Case:
    """Add a case; a patient whose id the team knows gets one more case, never a second record."""
    case_id = id or uuid4()
    known = {"name": name, "sex": sex, "birth_on": birth_on}
    patient = _patient(team=team, local_id=local_id, case_id=case_id, by=by, known=known)
    case, is_new = create_record(
        Case, by=by, case_id=case_id, id=case_id, team=team, patient=patient, **values
    )
    if not is_new and case.patient_id != patient.pk:
        raise NotYours
    return case


def _patient(*, team: Any, local_id: str, case_id: UUID, by: Any, known: dict[str, Any]) -> Patient:
    """Return the team's patient of this id, with blanks filled in, or add one."""
    patient = Patient.objects.filter(team=team, local_id=local_id).first()
    if patient is None:
        patient = _add_patient(team=team, local_id=local_id, case_id=case_id, by=by, known=known)
    missing = {field: value for field, value in known.items() if value and not getattr(patient, field)}
    if missing:  # the patient's other cases rest on who the patient is
        outdate(case_ids=patient.cases.values_list("pk", flat=True))
    return _save_patient(patient, version=patient.version, by=by, case_id=case_id, values=missing)


def _add_patient(*, team: Any, local_id: str, case_id: UUID, by: Any, known: dict[str, Any]) -> Patient:
    """Add a patient, or return the one that somebody else added at the same moment."""
    values = {"team": team, "local_id": local_id, "search_text": search_text(local_id, known["name"])}
    try:
        with writing():
            return create_record(Patient, by=by, case_id=case_id, **values, **known)[0]
    except IntegrityError:
        return Patient.objects.get(team=team, local_id=local_id)


def search_text(local_id: str, name: str) -> str:
    """Return what a patient is searched by, the same in any case of letters."""
    return f"{local_id}\n{name}".casefold()


def _save_patient(
    patient: Patient, *, version: int, by: Any, case_id: UUID, values: dict[str, Any]
) -> Patient:
    """Save a patient's values together with what the patient is found by."""
    merged = {"local_id": patient.local_id, "name": patient.name} | values
    text = search_text(merged["local_id"], merged["name"])
    return update_record(patient, by=by, case_id=case_id, version=version, search_text=text, **values)


def update_patient(*, case: Case, version: int, by: Any, **values: Any) -> Patient:
    """Change who the patient of a case is recorded to be; this holds for all cases of the patient."""
    case.patient = _save_patient(case.patient, version=version, by=by, case_id=case.pk, values=values)
    return case.patient


def update_case(*, case: Case, version: int, by: Any, **values: Any) -> Case:
    """Change a case's own values, and bring the object at hand up to date."""
    stored = update_record(case, by=by, case_id=case.pk, version=version, **values)
    for name in ("version", "updated_at", *values):
        setattr(case, name, getattr(stored, name))
    return case


def set_dates(*, case: Case, version: int, by: Any, **days: Any) -> Case:
    """Change the days of the course."""
    return update_case(case=case, version=version, by=by, **days)


def save_conclusion(
    *,
    case: Case,
    version: int,
    conclusion: str | None = None,
    expert_diagnosis: str | None = None,
    by: Any,
) -> Case:
    """Write the clinician's own conclusion with its author and time; a blank one has neither.

    What is left out stays as stored.
    """
    conclusion = case.conclusion if conclusion is None else conclusion
    expert_diagnosis = case.expert_diagnosis if expert_diagnosis is None else expert_diagnosis
    values: dict[str, Any] = {"conclusion": conclusion, "expert_diagnosis": expert_diagnosis}
    if (conclusion, expert_diagnosis) != (case.conclusion, case.expert_diagnosis):
        is_given = bool(conclusion or expert_diagnosis)
        values["conclusion_by"] = by.get_full_name() if is_given else ""
        values["conclusion_at"] = timezone.now() if is_given else None
    return update_case(case=case, version=version, by=by, **values)


def void_case(*, case: Case, version: int, revision: int, why: str, by: Any) -> Case:
    """Take a case off the list for a reason; nothing of it is deleted.

    Raises EditConflict where the case or anything in it has changed since it was seen.
    """
    with writing():
        _refuse_unseen(case, revision)
        return void_record(case, by=by, case_id=case.pk, version=version, why=why)


def restore_case(*, case: Case, version: int, revision: int, why: str, by: Any) -> Case:
    """Bring a case back to the list for a reason; raises EditConflict where it changed since it was seen."""
    with writing():
        current = _refuse_unseen(case, revision)
        if current.is_voided and current.version != version:
            raise EditConflict(current=current)
        return restore_record(case, by=by, case_id=case.pk, why=why)


def _refuse_unseen(case: Case, revision: int) -> Case:
    """Return the case as it is stored, locked; raise EditConflict where it is another than at `revision`."""
    current = Case.objects.select_for_update().get(pk=case.pk)
    if current.revision != revision:
        raise EditConflict(current=current)
    return current


def touch(*, case: Case) -> None:
    """Raise the case's revision: something in it has changed."""
    now = timezone.now()
    Case.objects.filter(pk=case.pk).update(revision=F("revision") + 1, updated_at=now)
    case.refresh_from_db(fields=["revision", "updated_at"])


def outdate(*, case_ids: Iterable[UUID]) -> None:
    """Raise the revision of cases for which a fact outside them has changed; nobody has changed them."""
    for chunk in chunked(case_ids):
        Case.objects.filter(pk__in=chunk).update(revision=F("revision") + 1)


def save_background(*, case: Case, version: int, by: Any, **values: Any) -> Background:
    """Write what stood before the reaction; `version` is 0 where nothing was recorded yet."""
    return save_only_row(
        model=Background, case=case, id=own_id(case, "background"), version=version, by=by, **values
    )


def save_outcome(*, case: Case, version: int, by: Any, **values: Any) -> Outcome:
    """Write how the reaction ended; `version` is 0 where nothing was recorded yet."""
    return save_only_row(
        model=Outcome, case=case, id=own_id(case, "outcome"), version=version, by=by, **values
    )


def save_exposures(*, case: Case, version: int, by: Any, **values: Any) -> ExposureHistory:
    """Write what was asked about exposures; `version` is 0 where nothing was recorded yet."""
    return save_only_row(
        model=ExposureHistory, case=case, id=own_id(case, "exposures"), version=version, by=by, **values
    )


def set_list_complete(*, case: Case, version: int, is_complete: bool, by: Any) -> ExposureHistory:
    """Write who confirmed the drug list complete and when, or take that back."""
    stored = ExposureHistory.objects.filter(case=case).first()
    if stored and bool(stored.confirmed_complete_at) is is_complete:
        return stored
    return save_exposures(
        case=case,
        version=version,
        confirmed_complete_by=by.get_full_name() if is_complete else "",
        confirmed_complete_at=timezone.now() if is_complete else None,
        by=by,
    )


def add_test(*, case: Case, id: UUID, by: Any, **values: Any) -> CauseTest:
    """Add a test for another cause; of a usual one the first row's id is fixed, so that two people make one.

    What the page showed was no row: a result that somebody else has recorded since stands in the way.
    """
    if id != test_id(case, values["test"]):
        return add_row(model=CauseTest, case=case, id=id, by=by, **values)
    row_id = _free_test_id(case, id, values["test"])
    return save_only_row(model=CauseTest, case=case, id=row_id, version=0, by=by, **values)


def test_id(case: Case, test: str) -> UUID:
    """Return the id of the first row of a usual test."""
    return own_id(case, "test", test)


def _free_test_id(case: Case, row_id: UUID, test: str) -> UUID:
    """Return the id, or another one where its row was changed to another test."""
    stored = CauseTest.objects.filter(pk=row_id).first()
    if stored is None or stored.test == test:
        return row_id
    return _free_test_id(case, own_id(case, "test", str(row_id)), test)


def set_finding(
    *, case: Case, finding: str, answer: str, version: int = 0, by: Any, **values: Any
) -> Finding | None:
    """Replace the answer of a named finding; a blank answer takes it away."""
    row = case.findings.live().filter(finding=finding).order_by("-created_at").first()
    if not answer:
        return void_row(case=case, row=row, version=version, by=by) if row else None
    if row is None and version:  # the page shows an answer that somebody has taken away since
        row = case.findings.filter(finding=finding, voided_at__isnull=False).order_by("-voided_at").first()
    row_id = row.pk if row else own_id(case, "finding", finding)
    return save_only_row(
        model=Finding,
        case=case,
        id=row_id,
        version=version,
        by=by,
        finding=finding,
        value_raw=answer,
        **values,
    )
