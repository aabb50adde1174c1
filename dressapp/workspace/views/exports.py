"""Downloads: the results as CSV, XLSX or FHIR, and the whole case as a case file; each leaves an event."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from dressapp.audit.services import record
from dressapp.cases.models import Case
from dressapp.exchange.case_out import case_record
from dressapp.exchange.fhir_out import OnlyDaysKnown, bundle_json
from dressapp.exchange.grid_out import list_csv
from dressapp.exchange.json_text import dumps
from dressapp.exchange.xlsx_out import list_xlsx
from dressapp.workspace.pages import open_case

CSV, XLSX, FHIR, CASE_FILE = "csv", "xlsx", "fhir", "case_file"
TYPES = {
    CSV: ("csv", "text/csv; charset=utf-8"),
    XLSX: ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    FHIR: ("fhir.json", "application/fhir+json"),
    CASE_FILE: ("json", "application/json"),
}
TABLES: dict[str, Callable[[Case], bytes]] = {CSV: list_csv, XLSX: list_xlsx}


@require_GET
def export_labs(request: HttpRequest, case_id: UUID, kind: str) -> HttpResponse:
    """Send the results in one of three formats; `?patient_id=yes` puts the team's id into the FHIR bundle."""
    case = open_case(request, case_id)
    if kind in TABLES:
        return _send(request, case, TABLES[kind](case), kind=kind, what="labs")
    if kind != FHIR:
        raise Http404("Results leave as csv, xlsx or fhir.")
    named = request.GET.get("patient_id") == "yes"
    try:
        content = bundle_json(case, with_patient_id=named)
    except OnlyDaysKnown as refused:
        context = {"case": case, "problem": str(refused)}
        return render(request, "workspace/exports/cannot.html", context, status=409)
    return _send(request, case, content, kind=FHIR, what="labs", patient_id=named)


@require_GET
def export_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Send the whole case as a case file, from which the same record can be opened again."""
    case = open_case(request, case_id)
    return _send(request, case, dumps(case_record(case)).encode(), kind=CASE_FILE, what="case")


def _send(
    request: HttpRequest, case: Case, content: bytes, *, kind: str, what: str, **said: Any
) -> HttpResponse:
    """Send a file under a name that names nobody, and write that it left."""
    count = case.lab_results.live().count()
    record(
        action="export",
        by=request.user,
        case_id=case.pk,
        detail={"what": what, "format": kind, "results": count, "bytes": len(content), **said},
    )
    ending, content_type = TYPES[kind]
    name = f"dress-{what}-{timezone.localdate().isoformat()}.{ending}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)
