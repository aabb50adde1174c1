"""What base.html needs on every page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from dressapp.accounts.selectors import looks_after_a_team

from .backup import state


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Return the profile and the version for the footer, and how many seconds a page may be left alone."""
    return {
        "is_demo": settings.IS_DEMO,
        "app_version": settings.APP_VERSION,
        "session_idle": settings.SESSION_IDLE,
        "backup_is_late": lambda: state.is_late() and _looks_after_a_team(request),
    }


def _looks_after_a_team(request: HttpRequest) -> bool:
    """Tell whether the page is for somebody who can see to it that backups are made."""
    return request.user.is_authenticated and looks_after_a_team(request.user)
