"""The audit trail: who did what to which row, in text that outlives the row and the person."""

from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from dressapp.core.models import CLINICAL, IDENTIFYING, TECHNICAL


class Event(models.Model):
    """One thing that happened; the database refuses to change or delete it, the next event holds its hash."""

    seq = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.TextField(blank=True)
    actor_name = models.TextField()
    action = models.TextField()
    object_type = models.TextField(blank=True)
    object_id = models.TextField(blank=True)
    case_id = models.TextField(blank=True)
    version = models.PositiveIntegerField(null=True, blank=True)
    reason = models.TextField(blank=True)
    request_id = models.TextField(blank=True)
    address = models.TextField(blank=True)
    detail = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    digest = models.CharField(max_length=64)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    DATA: ClassVar[dict[str, str]] = dict.fromkeys(
        [
            "seq", "at", "actor_id", "action", "object_type", "object_id", "case_id", "version", "request_id",
            "address", "digest", "prev_hash", "hash",
        ],
        TECHNICAL,
    ) | {"actor_name": IDENTIFYING, "reason": CLINICAL, "detail": CLINICAL}  # fmt: skip

    class Meta:
        ordering: ClassVar[list[str]] = ["seq"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case_id", "seq"], name="event_by_case"),
            models.Index(fields=["object_id", "seq"], name="event_by_object"),
            models.Index(fields=["actor_id", "seq"], name="event_by_actor"),
            models.Index(fields=["at"], name="event_by_time"),
        ]

    def __str__(self) -> str:
        """Name the event in one line."""
        return f"{self.seq} {self.action} {self.object_type}"
