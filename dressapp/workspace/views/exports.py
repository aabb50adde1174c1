"""Downloads: the results as CSV, XLSX or FHIR, and the whole case as a case file.

Each needs the right to export, a reason and a confirmation, and leaves an event; a patient is named only on
demand.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dressapp.audit.services import record, record_view
from dressapp.cases.models import Case
from dressapp.exchange.case_out import case_record
from dressapp.exchange.fhir_out import DAYS_ONLY, bundle_json
from dressapp.exchange.grid_out import list_csv
from dressapp.exchange.json_text import dumps
from dressapp.exchange.xlsx_out import list_xlsx
from dressapp.workspace.pages import open_case
from dressapp.workspace.reason_forms import ExportForm
from dressapp.workspace.turns import refuse_too_many

Write = Callable[[Case, bool], bytes]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: its name, what stands in it, how it is written, and how a patient would be named."""

    name: str
    what: str
    title: str
    ending: str
    content_type: str
    write: Write
    patient_label: str = ""


def _case_file(case: Case, named: bool) -> bytes:
    return dumps(case_record(case, with_patient_id=named)).encode()


XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LABS = {
    "csv": Kind("csv", "labs", "Results as CSV", "csv", "text/csv; charset=utf-8",
                lambda case, named: list_csv(case)),
    "xlsx": Kind("xlsx", "labs", "Results as XLSX", "xlsx", XLSX_TYPE, lambda case, named: list_xlsx(case)),
    "fhir": Kind("fhir", "labs", "Results and drugs as FHIR", "fhir.json", "application/fhir+json",
                 lambda case, named: bundle_json(case, with_patient_id=named), "With the patient id"),
}  # fmt: skip
CASE_FILE = Kind("case_file", "case", "Whole case as case file", "json", "application/json", _case_file,
                 "With the patient id and the birth date")  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def export_labs(request: HttpRequest, case_id: UUID, kind: str) -> HttpResponse:
    """Ask for a reason, then send the results in one of three formats."""
    case = _open(request, case_id)
    if kind not in LABS:
        raise Http404("Results leave as csv, xlsx or fhir.")
    return _export(request, case, LABS[kind])


@require_http_methods(["GET", "HEAD", "POST"])
def export_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask for a reason, then send the whole case, from which the same record can be opened again."""
    return _export(request, _open(request, case_id), CASE_FILE)


def _open(request: HttpRequest, case_id: UUID) -> Case:
    """Return a case that the person may take out of dressapp."""
    case = open_case(request, case_id)
    if not case.may_export:
        raise PermissionDenied("Exporting is a right of its own in this team.")
    return case


def _export(request: HttpRequest, case: Case, kind: Kind) -> HttpResponse:
    """Show the form, or send the file that was confirmed."""
    if kind.name == "fhir" and case.is_relative:
        context = {"case": case, "problem": DAYS_ONLY}
        return render(request, "workspace/exports/cannot.html", context, status=409)
    count = case.lab_results.live().count()
    what = f"{count} result{'s' if count != 1 else ''} of patient {case.patient.local_id}"
    sent = request.POST if request.method == "POST" else None
    form = ExportForm(sent, count=count, patient_label=kind.patient_label, what=what)
    if not form.is_valid():
        return _ask(request, case, kind, form)
    return refuse_too_many(request, "export") or _send(request, case, kind, form)


def _ask(request: HttpRequest, case: Case, kind: Kind, form: ExportForm) -> HttpResponse:
    """Show what would leave, and ask why."""
    record_view(request, case.pk, "export")
    context = {"case": case, "kind": kind, "form": form}
    return render(request, "workspace/exports/ask.html", context, status=422 if form.errors else 200)


def _send(request: HttpRequest, case: Case, kind: Kind, form: ExportForm) -> HttpResponse:
    """Send a file under a name that names nobody, and write that it left and why."""
    said = form.cleaned_data
    named = said.get("with_patient", False)
    content = kind.write(case, named)
    detail = {"what": kind.what, "format": kind.name, "results": form.count, "bytes": len(content)}
    record(
        action="export",
        by=request.user,
        case_id=case.pk,
        reason=said["reason"],
        detail=detail | {"patient_id": named},
    )
    name = f"dress-{kind.what}-{timezone.localdate().isoformat()}.{kind.ending}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=kind.content_type, headers=headers)
