"""Pages that belong to no app: health, failures and refusals."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .ready import readiness

SECRET = {"csrfmiddlewaretoken", "password", "oldpassword", "password1", "password2", "code", "credential"}


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


def show_failure(request: HttpRequest) -> HttpResponse:
    """Say that something went wrong; where the records cannot be reached, give back what was typed."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return show_unavailable(request)
    return render(request, "500.html", status=500)


def show_unavailable(request: HttpRequest) -> HttpResponse:
    """Say that nothing was saved, with everything that was typed in a form that sends it again."""
    sent = request.POST.lists() if request.method == "POST" else ()
    typed = [(name, value) for name, values in sent if name not in SECRET for value in values]
    context = {"typed": typed, "token": request.POST.get("csrfmiddlewaretoken", "")}
    return render(request, "503.html", context, status=503)


def refuse_forged_post(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Explain a post without a valid form token."""
    return render(request, "403_csrf.html", status=403)
