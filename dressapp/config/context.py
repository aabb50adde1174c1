"""What base.html needs on every page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Return the profile and the version for the footer, and how many seconds a page may be left alone."""
    return {
        "is_demo": settings.IS_DEMO,
        "app_version": settings.APP_VERSION,
        "session_idle": settings.SESSION_IDLE,
    }
