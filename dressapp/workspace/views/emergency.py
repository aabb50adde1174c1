"""Break the glass: open a patient's case of another team for a while; its leads review that."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dressapp.accounts.rights import Right
from dressapp.accounts.selectors import teams_with
from dressapp.audit.selectors import count_actions
from dressapp.audit.services import record_view
from dressapp.cases.models import EmergencyAccess
from dressapp.cases.selectors_emergency import (
    find_in_emergency,
    get_access_to_review,
    list_open_emergencies,
    list_reviewed,
    list_to_review,
    other_teams,
    patients_of,
)
from dressapp.cases.services_emergency import (
    open_in_emergency,
    record_refused_emergency,
    review_emergency,
)
from dressapp.workspace.emergency_forms import EmergencyForm, ReviewForm
from dressapp.workspace.turns import refuse_too_many

OPENED = "emergency"
NOT_FOUND = (
    "No case can be opened so. Check the team, and the id as the team writes it. This try is recorded."
)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_emergency(request: HttpRequest) -> HttpResponse:
    """Ask for team, patient id and reason, then open that patient's case for a while."""
    is_post = request.method == "POST"
    form = EmergencyForm(request.POST if is_post else None, teams=other_teams(request.user))
    if form.is_valid():
        return refuse_too_many(request, "emergency") or _open(request, form)
    return _show(request, form)


def _open(request: HttpRequest, form: EmergencyForm) -> HttpResponse:
    """Open what was found; say the same of every id that was not."""
    said = form.cleaned_data
    cases = find_in_emergency(team=said["team"], local_id=said["local_id"])
    if not cases:
        record_refused_emergency(team=said["team"], reason=said["reason"], by=request.user)
        form.add_error("local_id", NOT_FOUND)
        return _show(request, form)
    minutes = settings.EMERGENCY_MINUTES
    open_in_emergency(cases=cases, reason=said["reason"], minutes=minutes, by=request.user)
    return HttpResponseRedirect(reverse("workspace:summary", args=[cases[0].pk]), status=303)


def _show(request: HttpRequest, form: EmergencyForm) -> HttpResponse:
    opened = list_open_emergencies(request.user)
    if opened:
        record_view(request, "", "emergency")
    context = {"form": form, "opened": opened, "minutes": settings.EMERGENCY_MINUTES}
    return render(request, "workspace/emergency/ask.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD"])
def list_emergencies(request: HttpRequest) -> HttpResponse:
    """Show a lead what waits for review, and what was reviewed last."""
    return _render_reviews(request)


def _render_reviews(
    request: HttpRequest, form: ReviewForm | None = None, access_id: UUID | None = None
) -> HttpResponse:
    if not teams_with(request.user, Right.REVIEW_ACCESS).exists():
        raise PermissionDenied("Emergency access is reviewed by the leads of a team.")
    waiting, reviewed = list_to_review(request.user), list_reviewed(request.user)
    patients = patients_of([*waiting, *reviewed])
    record_view(request, "", "emergency reviews")
    refused = {access_id: form}
    context = {
        "waiting": [_present(access, patients, refused.get(access.pk)) for access in waiting],
        "reviewed": [(access, patients.get(access.case_id, "erased")) for access in reviewed],
        "form": form,
    }
    return render(request, "workspace/emergency/review.html", context, status=422 if form else 200)


def _present(
    access: EmergencyAccess, patients: dict[UUID, str], refused: ReviewForm | None
) -> dict[str, Any]:
    """Return one access with what the person did in it, and its form."""
    done = count_actions(
        case_id=access.case_id,
        actor_id=access.person_id,
        since=access.requested_at,
        until=access.expires_at,
    )
    return {
        "access": access,
        "patient": patients.get(access.case_id, "erased"),
        "done": ", ".join(
            f"{count} × {action}" for action, count in sorted(done.items()) if action != OPENED
        ),
        "form": refused or ReviewForm(auto_id=f"id_{access.pk}_%s"),
    }


@require_http_methods(["POST"])
def review_access(request: HttpRequest, access_id: UUID) -> HttpResponse:
    """Store what a review found."""
    access = get_access_to_review(request.user, access_id)
    form = ReviewForm(request.POST, auto_id=f"id_{access.pk}_%s")
    if not form.is_valid():
        return _render_reviews(request, form, access.pk)
    review_emergency(access=access, note=form.cleaned_data["note"], by=request.user)
    messages.success(request, f"Review of {access.person_name}’s access stored.")
    return HttpResponseRedirect(reverse("workspace:emergencies"), status=303)
