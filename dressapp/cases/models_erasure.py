"""The erasure of a patient: who asked for it and why, and who carried it out; no patient data stand here."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from dressapp.core.models import IDENTIFYING, TECHNICAL


class Erasure(models.Model):
    """One case of a patient to be erased; the cases of one request share its number.

    People and case are kept as text and id, for the row outlives both. The guards of the audit trail and of
    the saved assessments let a case go where `executed_at` is set.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request_id = models.UUIDField(db_index=True)
    case_id = models.UUIDField(db_index=True)
    patient_id = models.UUIDField()
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="erasures")
    requested_by_id = models.CharField(max_length=40)
    requested_by_name = models.CharField(max_length=200)
    requested_at = models.DateTimeField()
    reason = models.CharField(max_length=500)
    approved_by_id = models.CharField(max_length=40, blank=True)
    approved_by_name = models.CharField(max_length=200, blank=True)
    executed_at = models.DateTimeField(null=True, blank=True)
    closed_by_id = models.CharField(max_length=40, blank=True)
    closed_by_name = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    DATA: ClassVar[dict[str, str]] = dict.fromkeys(
        [
            "id", "request_id", "case_id", "patient_id", "team", "requested_by_id", "requested_at", "reason",
            "approved_by_id", "executed_at", "closed_by_id", "closed_at",
        ],
        TECHNICAL,
    ) | dict.fromkeys(["requested_by_name", "approved_by_name", "closed_by_name"], IDENTIFYING)  # fmt: skip

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case_id"], condition=Q(closed_at__isnull=True), name="one_open_erasure_a_case"
            ),
            models.CheckConstraint(
                condition=Q(executed_at__isnull=True)
                | (~Q(approved_by_id="") & ~Q(approved_by_id=F("requested_by_id"))),
                name="erasure_takes_two_people",
            ),
            models.CheckConstraint(
                condition=Q(executed_at__isnull=True) | Q(closed_at__isnull=True),
                name="erasure_is_executed_or_closed",
            ),
        ]

    def __str__(self) -> str:
        """Return an opaque name."""
        return f"erasure of case {self.case_id}"
