"""What a person has typed into a form and not saved yet: no record, never scored, seen by nobody else."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from dressapp.cases.models import Case
from dressapp.core.models import IDENTIFYING, TECHNICAL

LONGEST_TITLE, LONGEST_WORDS = 200, 1000


class Draft(models.Model):
    """The fields of one form as they stood when they were kept last; `key` tells which form of which row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, null=True, blank=True, related_name="drafts")
    key = models.CharField(max_length=64)
    action = models.CharField(max_length=500)
    title = models.CharField(max_length=LONGEST_TITLE, blank=True)
    words = models.CharField(max_length=LONGEST_WORDS, blank=True)
    fields = models.JSONField()
    saved_at = models.DateTimeField(db_index=True)
    discarded_at = models.DateTimeField(null=True, blank=True)

    DATA: ClassVar[dict[str, str]] = dict.fromkeys(
        ["id", "user", "case", "key", "action", "saved_at", "discarded_at"], TECHNICAL
    ) | dict.fromkeys(["title", "words", "fields"], IDENTIFYING)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "key"], name="one_draft_a_form")
        ]

    def __str__(self) -> str:
        """Name the draft without a word of what was typed."""
        return f"Draft {self.pk}"
