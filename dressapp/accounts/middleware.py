"""Close every page to people who have not signed in."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import urlencode

READS = ("GET", "HEAD", "OPTIONS")


class SignInMiddleware(LoginRequiredMiddleware):
    """Send strangers to sign in; tell htmx to load that page whole instead of putting it into a fragment.

    Who was writing is told that it was not saved, and comes back to the page that was written on.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:
        """Answer a signed-out request."""
        is_read = request.method in READS
        if is_read and not request.htmx:
            return super().handle_no_permission(request, view_func)
        asked = {"next": _page_in_view(request)} | ({} if is_read else {"unsaved": "1"})
        sign_in = f"{resolve_url(self.get_login_url(view_func))}?{urlencode(asked)}"
        if request.htmx:
            return HttpResponse(status=401, headers={"HX-Redirect": sign_in})
        return HttpResponseRedirect(sign_in)


def _page_in_view(request: HttpRequest) -> str:
    """Return the page of ours that the request was sent from, or the list."""
    if request.htmx:
        return request.htmx.current_url_abs_path or "/"
    page = urlsplit(request.headers.get("Referer", ""))
    return page._replace(scheme="", netloc="").geturl() if page.netloc == request.get_host() else "/"
