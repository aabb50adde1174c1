"""One line in the log for every request: who, which route, which status, how long."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

logger = logging.getLogger("dressapp.request")


class RequestLineMiddleware:
    """Log each request by the name of its route; its path and query may name a patient."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then write the line."""
        begun = time.monotonic()
        response = self.get_response(request)
        ms = round((time.monotonic() - begun) * 1000)
        logger.info("request", extra={"about": _about(request) | {"status": response.status_code, "ms": ms}})
        return response


def _about(request: HttpRequest) -> dict[str, Any]:
    """Return who asked for which route, without asking the database."""
    user = getattr(request, "_cached_user", None)
    route = request.resolver_match.view_name if request.resolver_match else ""
    return {"user": getattr(user, "pk", None), "method": request.method, "route": route}
