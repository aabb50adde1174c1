"""What was changed: the history of one row, beside its field or as a page, and all changes of a case."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from dressapp.accounts.rights import Right, may
from dressapp.audit.change_selectors import (
    list_case_changes,
    list_changers,
    list_earlier_changes,
    list_row_changes,
)
from dressapp.cases.models import Case
from dressapp.core.sealed import seal
from dressapp.workspace.changes_form import ChangesForm
from dressapp.workspace.pages import note_view, open_case, render_case
from dressapp.workspace.presenters.changes import present_changes
from dressapp.workspace.presenters.changes_kinds import KINDS, find_row, kind_of, name_of_row
from dressapp.workspace.presenters.event_pages import present_pages

ROWS = 50


@require_GET
def show_row_changes(request: HttpRequest, case_id: UUID, kind: str, row_id: UUID) -> HttpResponse:
    """Show what was done to one row, the newest first; htmx folds the list in beside the field."""
    case, found = open_case(request, case_id), kind_of(kind)
    row = find_row(found, case, row_id)
    events = list_row_changes(row._meta.label_lower, row.pk)
    context: dict[str, Any] = {
        "case": case,
        "changes": present_changes(events[::-1], events, case, only=found.only),
        "title": name_of_row(found, row, case),
        "back_url": reverse(f"workspace:{found.tab}", args=[case.pk]),
        "is_of_row": True,
    }
    if request.htmx:
        note_view(request, case, "row history", is_part=True)
        return render(request, "workspace/changes/_list.html", context)
    return render_case(request, case, tab=found.tab, template="workspace/changes/row.html", context=context)


@require_GET
def show_case_changes(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show what was done to anything of a case, page by page, narrowed by kind and person."""
    case = open_case(request, case_id)
    form = ChangesForm(request.GET, kinds=KINDS, people=list_changers(case.pk))
    asked = form.asked
    kind = KINDS.get(asked["kind"])
    labels = [kind.model._meta.label_lower] if kind else []
    narrowed = {"labels": labels, "actor_id": asked["person"], "before": form.is_before}
    events = list_case_changes(case.pk, count=ROWS + 1, **narrowed)
    shown = events[:ROWS]
    context = {
        "changes": present_changes(shown, list_earlier_changes(shown), case),
        "form": form,
        "trail_url": _trail_of(case) if may(case.role, Right.SEE_TRAIL) else "",
        "pages": present_pages(reverse("workspace:case_changes", args=[case.pk]), form, events, ROWS),
    }
    return render_case(request, case, tab="history", template="workspace/changes/case.html", context=context)


def _trail_of(case: Case) -> str:
    """Return the address of the audit trail of a case's patient."""
    return f"{reverse('workspace:trail')}?{urlencode({'patient': seal(case.patient.local_id)})}"
