"""What base.html needs on every page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from dressapp.accounts import sessions
from dressapp.accounts.middleware import page_in_view
from dressapp.accounts.selectors import looks_after_a_team

from .backup import state


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Return the profile and the version for the footer, and when the session ends, to come back where."""
    return {
        "is_demo": settings.IS_DEMO,
        "app_version": settings.APP_VERSION,
        "session_left": lambda: sessions.seconds_left(request.session),
        "session_page": lambda: "" if request.method == "GET" else page_in_view(request),
        "backup_is_late": lambda: state.is_late() and _looks_after_a_team(request),
    }


def _looks_after_a_team(request: HttpRequest) -> bool:
    """Tell whether the page is for somebody who can see to it that backups are made."""
    return request.user.is_authenticated and looks_after_a_team(request.user)
