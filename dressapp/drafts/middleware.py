"""Keep what was typed when a form arrives after the session's time was over."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from dressapp.accounts.sessions import seconds_left

from .kept import is_too_large, key_of, typed_fields
from .services import Typed, keep_draft
from .views import case_of

GetResponse = Callable[[HttpRequest], HttpResponse]


class KeepTypedMiddleware:
    """Keep a form as a draft of the person whose session is over, before that person is signed out.

    It stands above what ends sessions: there alone it is still known who was writing. It is no record, and
    only this person, signed in anew, sees it again.
    """

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: Any) -> None:
        """Keep what a form says that is sent too late; the sign-in page tells so."""
        is_late = request.user.is_authenticated and seconds_left(request.session) == 0
        if request.method == "POST" and is_late:
            request.is_typing_kept = _keep(request)


def _keep(request: HttpRequest) -> bool:
    """Keep a form if it is of a kind that is kept; tell whether it was."""
    action, fields = request.get_full_path(), typed_fields(request.POST)
    if not key_of(action, fields) or is_too_large(fields):
        return False
    try:
        case = case_of(request.user, action)
    except (Http404, PermissionDenied):
        return False
    keep_draft(typed=Typed(action, fields), case=case, is_last=True, by=request.user)
    return True
