"""Read the audit trail."""

from uuid import UUID

from django.db import models

from .models import Event

CHANGES = ("create", "update", "void", "restore")


def get_last_change(obj: models.Model) -> Event | None:
    """Return the newest change of a row: by whom, when and what."""
    changes = Event.objects.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk))
    return changes.filter(action__in=CHANGES).order_by("-seq").first()


def get_last_change_of_case(case_id: UUID) -> int:
    """Return the number of the newest change of anything in a case; 0 where there was none."""
    changes = Event.objects.filter(case_id=str(case_id), action__in=CHANGES)
    return changes.order_by("-seq").values_list("seq", flat=True).first() or 0
