"""Read the audit trail."""

from django.db import models

from .models import Event

CHANGES = ("create", "update", "void", "restore")


def get_last_change(obj: models.Model) -> Event | None:
    """Return the newest change of a row: by whom, when and what."""
    changes = Event.objects.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk))
    return changes.filter(action__in=CHANGES).order_by("-seq").first()
