"""Emergency access: somebody outside the team opened a case, for a reason and a time; it is reviewed."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from dressapp.core.models import CLINICAL, IDENTIFYING, TECHNICAL


class EmergencyAccess(models.Model):
    """One person's access to one case of a team that they are not in, until it expires."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_id = models.UUIDField()
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="emergencies")
    person_id = models.CharField(max_length=40)
    person_name = models.CharField(max_length=200)
    reason = models.CharField(max_length=500)
    requested_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    reviewed_by_id = models.CharField(max_length=40, blank=True)
    reviewed_by_name = models.CharField(max_length=200, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review_note = models.CharField(max_length=500, blank=True)

    DATA: ClassVar[dict[str, str]] = (
        dict.fromkeys(
            [
                "id", "case_id", "team", "person_id", "requested_at", "expires_at", "reviewed_by_id",
                "reviewed_at",
            ],
            TECHNICAL,
        )
        | dict.fromkeys(["person_name", "reviewed_by_name"], IDENTIFYING)
        | dict.fromkeys(["reason", "review_note"], CLINICAL)
    )  # fmt: skip

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("requested_at")), name="emergency_access_ends"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="emergency_access_has_reason"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case_id", "person_id", "expires_at"], name="emergency_of_person"),
            models.Index(fields=["team", "reviewed_at"], name="emergency_to_review"),
        ]

    def __str__(self) -> str:
        """Return an opaque name."""
        return f"emergency access to case {self.case_id}"
