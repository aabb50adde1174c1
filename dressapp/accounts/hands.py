"""Who had a hand in whose account, as the audit trail tells: whoever gives a password can sign in by it."""

from collections.abc import Mapping
from datetime import datetime

from dressapp.audit.models import Event

from .models import User

# What lets the one who does it act under the account, or gives the account its rights.
ACTS = ("create", "change_rights", "renew_password", "factors_reset", "activate")
Hands = Mapping[str, Event]


def list_hands(user_id: str, *, since: datetime, until: datetime | None = None) -> Hands:
    """Return, by the id of each person with a hand in an account between two times, the act that it began by.

    Who had a hand in the account of such a person before that person's act counts, too. What was done on the
    server by a command is done by nobody that the trail could name.
    """
    acts = Event.objects.filter(object_type=User._meta.label_lower, action__in=ACTS, at__gte=since)
    if until:
        acts = acts.filter(at__lte=until)
    hands: dict[str, dict[str, Event]] = {}
    for act in acts.exclude(actor_id="").order_by("seq"):
        found = {act.actor_id: act} | hands.get(act.actor_id, {})
        hands[act.object_id] = found | hands.get(act.object_id, {})
    return hands.get(user_id, {})
