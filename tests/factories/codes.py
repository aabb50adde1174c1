"""The six figures of an authenticator app, worked out as RFC 6238 says and not as the product does."""

import base64
import hmac
import time

PERIOD = 30


def code_of(secret: str, *, later: int = 0) -> str:
    """Return what an app with this secret shows now, or so many seconds later."""
    counter = (int(time.time()) + later) // PERIOD
    digest = hmac.digest(
        base64.b32decode(secret + "=" * (-len(secret) % 8)), counter.to_bytes(8, "big"), "sha1"
    )
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFF_FFFF
    return f"{number % 1_000_000:06d}"
