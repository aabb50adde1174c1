"""The base of every editable row: an opaque id, a version, times, and a soft delete."""

import uuid
from typing import Any, ClassVar

from django.db import models

IDENTIFYING, CLINICAL, TECHNICAL = "identifying", "clinical", "technical"


class RecordQuerySet(models.QuerySet[Any]):
    """Rows that may have been taken away."""

    def live(self) -> "RecordQuerySet":
        """Return the rows that have not been taken away."""
        return self.filter(voided_at__isnull=True)


class Record(models.Model):
    """A row whose every save is versioned and audited by `core.services`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(editable=False)
    updated_at = models.DateTimeField(editable=False)
    voided_at = models.DateTimeField(null=True, blank=True, editable=False)

    DATA: ClassVar[dict[str, str]] = dict.fromkeys(
        ["id", "version", "created_at", "updated_at", "voided_at"], TECHNICAL
    )
    UNLOGGED: ClassVar[frozenset[str]] = frozenset()  # fields of which the audit trail keeps the size alone

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_voided(self) -> bool:
        """Tell whether the row has been taken away."""
        return self.voided_at is not None
