"""How long a session lasts: so long without a click, and so long in all; the server counts."""

import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest

BEGUN, SEEN, FACTOR = "begun_at", "seen_at", "second_factor"
TOUCH = 60  # seconds between two writes of when a person was last seen
# What a page asks by itself: that keeps nobody signed in.
PASSIVE = frozenset({"session_left", "drafts:save", "workspace:intake_progress"})


def begin(session: Any, *, has_factor: bool) -> None:
    """Start counting at sign-in, and keep whether a second factor was shown."""
    now = _now()
    session[BEGUN], session[SEEN], session[FACTOR] = now, now, has_factor


def seconds_left(session: Any) -> int:
    """Return how long the session lasts if nobody does anything; 0 when it is over."""
    now = _now()
    idle = session.get(SEEN, now) + settings.SESSION_IDLE - now
    return max(0, min(idle, _longest_left(session, now)))


def time_left(session: Any) -> dict[str, Any]:
    """Return how long the session lasts, and whether a click would make it last longer."""
    left, longest = seconds_left(session), _longest_left(session, _now())
    return {"left": left, "may_stay": 0 < left < longest}


def _longest_left(session: Any, now: int) -> int:
    """Return how long the session lasts whatever anybody does."""
    return int(session.get(BEGUN, now) + settings.SESSION_LONGEST - now)


def touch(session: Any) -> None:
    """Keep that the person is there; at most once a minute, for each is a write."""
    now = _now()
    if BEGUN not in session:
        session[BEGUN] = now
    if now - session.get(SEEN, 0) >= TOUCH:
        session[SEEN] = now


def is_fresh(session: Any) -> bool:
    """Tell whether the person signed in just now."""
    return bool(_now() - session.get(BEGUN, 0) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)


def is_passive(request: HttpRequest) -> bool:
    """Tell whether a page asked by itself."""
    match = request.resolver_match
    return bool(match) and match.view_name in PASSIVE


def _now() -> int:
    """Return the seconds of the clock."""
    return int(time.time())
