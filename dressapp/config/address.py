"""Which machines may reach the server."""

import os
from ipaddress import ip_address

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

HOST = os.environ.get("HOST") or "127.0.0.1"


def is_loopback(address: str) -> bool:
    """Tell whether an address is this machine's own; anything unreadable is not."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def client_address(request: HttpRequest) -> str:
    """Return the address of the client: the one that our own proxy saw, never one that a client claims."""
    near = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.BEHIND_PROXY:
        return near
    return str(request.headers.get("X-Forwarded-For", "")).rpartition(",")[2].strip() or near


def refuse_open_bind(host: str) -> None:
    """Refuse an address that other machines can reach, unless a TLS proxy protects a server for real use."""
    if is_loopback(host):
        return
    if settings.IS_DEMO:
        raise ImproperlyConfigured(
            f"The demonstration listens on this machine only, not on {host}. Use make serve for that."
        )
    if not settings.BEHIND_PROXY:
        raise ImproperlyConfigured(
            f"On {host} passwords would travel unencrypted. Put a TLS proxy before the server and set "
            "DRESSAPP_BEHIND_PROXY=yes, or leave HOST unset."
        )
