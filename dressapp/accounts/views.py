"""How long a session still lasts, where a person is signed in, and which devices are trusted."""

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from . import services, sessions


@require_GET
def show_session_left(request: HttpRequest) -> HttpResponse:
    """Tell a page how many seconds its session lasts; asking keeps nobody signed in."""
    return JsonResponse(sessions.time_left(request.session))


@require_POST
def stay_signed_in(request: HttpRequest) -> HttpResponse:
    """Keep a person signed in who says so."""
    request.session[sessions.SEEN] = 0
    sessions.touch(request.session)
    return JsonResponse(sessions.time_left(request.session))


@require_http_methods(["GET", "POST"])
def list_sessions(request: HttpRequest) -> HttpResponse:
    """Show where a person is signed in, and end all the other sessions when asked to."""
    if request.method == "POST":
        services.end_sessions(user=request.user, but=request.session.session_key, by=request.user)
        return _see("usersessions_list")
    found = UserSession.objects.filter(user=request.user).order_by("-created_at")
    alive = [session for session in found if session.exists()]
    return render(request, "account/sessions.html", {"sessions": alive})


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of the other sessions of a person."""
    services.end_sessions(user=request.user, but=request.session.session_key, only=pk, by=request.user)
    return _see("usersessions_list")


@require_POST
def forget_devices(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor again at the next sign-in on every device, this one and all others."""
    if services.forget_devices(user=request.user):
        messages.success(request, "No device is trusted any more.")
    response = _see("mfa_index")
    response.delete_cookie(settings.MFA_TRUST_COOKIE_NAME)
    return response


def _see(name: str) -> HttpResponse:
    """Lead to a page after something was done."""
    return HttpResponseRedirect(reverse(name), status=303)
