"""Pages that belong to no app: health and refusals."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .ready import readiness


@login_not_required
@require_safe
def show_health(request: HttpRequest) -> HttpResponse:
    """Answer that the process lives, without touching the database."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
def show_readiness(request: HttpRequest) -> HttpResponse:
    """Answer whether a save would be kept; what is missing stands in the log, not in front of strangers."""
    if readiness.missing():
        return HttpResponse("not ready\n", content_type="text/plain", status=503)
    return HttpResponse("ready\n", content_type="text/plain")


def refuse_forged_post(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Explain a post without a valid form token."""
    return render(request, "403_csrf.html", status=403)
