"""How long a session still lasts, who is signed in where, and whether this device is trusted."""

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from . import sessions
from .services import end_sessions


@require_GET
def show_session_left(request: HttpRequest) -> HttpResponse:
    """Tell a page how many seconds its session lasts; asking keeps nobody signed in."""
    return JsonResponse({"left": sessions.seconds_left(request.session)})


@require_POST
def stay_signed_in(request: HttpRequest) -> HttpResponse:
    """Keep a person signed in who says so."""
    request.session[sessions.SEEN] = 0
    sessions.touch(request.session)
    return JsonResponse({"left": sessions.seconds_left(request.session)})


@require_http_methods(["GET", "POST"])
def list_sessions(request: HttpRequest) -> HttpResponse:
    """Show where a person is signed in, and end all the other sessions when asked to."""
    if request.method == "POST":
        end_sessions(user=request.user, but=request.session.session_key, by=request.user)
        return HttpResponseRedirect(reverse("usersessions_list"), status=303)
    found = UserSession.objects.filter(user=request.user).order_by("-created_at")
    alive = [session for session in found if session.exists()]
    return render(request, "account/sessions.html", {"sessions": alive})


@require_POST
def forget_device(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor again at the next sign-in on this device."""
    response = HttpResponseRedirect(reverse("mfa_index"), status=303)
    response.delete_cookie(settings.MFA_TRUST_COOKIE_NAME)
    return response
