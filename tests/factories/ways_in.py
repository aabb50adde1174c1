"""The ways by which a value or a day comes into a case: the form, a pasted table, a case file."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from dressapp.cases.models import Case
from dressapp.exchange import services as exchange
from dressapp.exchange.checks import CaseFileError
from dressapp.exchange.files import read_case_file
from dressapp.exchange.intakes import digest_of, read_intake
from dressapp.labs import services as labs
from dressapp.labs.models import LabResult
from dressapp.labs.paste.parts import SheetRefused
from dressapp.workspace.services import changing, open_record

SAVED, REFUSED = 303, 422


@contextmanager
def undone() -> Iterator[None]:
    """Run the block, then take back whatever it wrote."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def type_value(client: Any, case: Case, text: str, *, analyte: str, unit: str, at: str) -> bool:
    """Type a number into a cell of the grid, and say that it is right; tell whether it was taken."""
    if not case.lab_rows.filter(analyte=analyte).exists():
        labs.set_row(case=case, analyte=analyte, unit=unit, by=None)
    data = {"analyte": analyte, "at": at, "value": text, "version": "0", "confirm": "on"}
    return _is_taken(client.post(reverse("workspace:save_lab_value", args=[case.pk]), data))


def type_day(client: Any, case: Case, name: str, text: str) -> bool:
    """Type a day of the course on the summary; tell whether it was taken."""
    url = reverse("workspace:save_section", args=[case.pk, "course"])
    return _is_taken(client.post(url, {"version": case.version, name: text}))


def _is_taken(response: Any) -> bool:
    """Tell whether a form was saved; anything but a saving and a refusal is a failure."""
    assert response.status_code in (SAVED, REFUSED), response.status_code
    return response.status_code == SAVED


def paste(case: Case, table: str, by: Any) -> bool:
    """Paste a table and confirm what was read without a question; tell whether it went in."""
    today = timezone.localdate()
    try:
        intake = exchange.start_paste(case=case, text=table, by=by)
    except SheetRefused:
        return False
    reading = read_intake(intake, case=case, today=today)
    if not reading.is_ready:
        return False
    with changing(case):
        exchange.confirm(
            case=case, intake=intake, version=intake.version, digest=digest_of(reading), today=today, by=by
        )
    return True


def open_file(team: Any, by: Any, **keys: Any) -> Case | None:
    """Open a case file of these keys as a new case, as its text; None where it is refused."""
    record = {"format": "dress-case/1", "id": "made", "patient": {"local_id": f"W-{uuid4()}"}} | keys
    return open_text(team, by, json.dumps(record))


def open_text(team: Any, by: Any, text: str) -> Case | None:
    """Open the text of a case file as a new case; None where it is refused."""
    try:
        found = read_case_file(text.encode())
        return open_record(
            found, team=team, id=uuid4(), local_id="", today=timezone.localdate(), sha256="", by=by
        )
    except (SheetRefused, CaseFileError):
        return None


def only_result(case: Case) -> LabResult | None:
    """Return the one result of a case, or None where there is none."""
    return LabResult.objects.live().filter(case=case).first()
