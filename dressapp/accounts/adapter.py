"""Fit allauth to a hospital: no sign-up, no mail, every sign-in and sign-out in the audit trail."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from dressapp.audit.services import record


class AccountAdapter(DefaultAccountAdapter):
    """The rules of signing in."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse sign-up: accounts are made by `manage.py createuser`."""
        return False

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Record who signed in."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        record(action="sign_in", by=user, obj=user)
        return response

    def logout(self, request: HttpRequest) -> None:
        """Record who signed out."""
        record(
            action="sign_out", by=request.user, object_type="accounts.user", object_id=str(request.user.pk)
        )
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record a refused sign-in, without what was typed: it may be a password."""
        record(action="sign_in_refused", by=None, detail={"from": self.get_client_ip(request)})

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: the page itself shows who is signed in."""
