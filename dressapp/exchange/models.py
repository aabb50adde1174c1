"""Tables and files taken in: kept while they are looked at, and as the record of what came."""

from typing import ClassVar

from django.db import models

from dressapp.core.models import CLINICAL, TECHNICAL, Record


class IntakeKind(models.TextChoices):
    """What an intake came as."""

    PASTE = "paste", "Pasted table"
    CSV = "csv", "CSV file"
    XLSX = "xlsx", "XLSX file"
    FHIR = "fhir", "FHIR bundle"
    CASE_FILE = "case_file", "Case file"


class IntakeState(models.TextChoices):
    """How far an intake has come; only one in state `stored` has values in the case."""

    PENDING = "pending", "Not confirmed"
    STORED = "stored", "Stored"
    UNDONE = "undone", "Undone"
    CANCELLED = "cancelled", "Cancelled"


class Intake(Record):
    """One pasted table or file of a case: its text, what was declared of it, and what came of it.

    `content` is the table as JSON: `{"text": ...}` of a paste, the fields of a `Sheet` of a file; `courses`
    the drug courses a file named. Nothing in here is ever scored.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="intakes")
    kind = models.CharField(max_length=12, choices=IntakeKind.choices)
    name = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64)
    content = models.TextField()
    courses = models.JSONField(default=list, blank=True)
    choices = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=IntakeState.choices, default=IntakeState.PENDING)
    aside = models.JSONField(default=list, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    stored_at = models.DateTimeField(null=True, blank=True)

    DATA: ClassVar[dict[str, str]] = (
        dict.fromkeys(["case", "kind", "digest", "choices", "state", "counts", "stored_at"], TECHNICAL)
        | dict.fromkeys(["content", "courses", "aside"], CLINICAL)
        | {"name": TECHNICAL}
    )

    UNLOGGED: ClassVar[frozenset[str]] = frozenset(["content", "courses", "choices", "aside"])

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "state"], name="intake_by_case_and_state"),
        ]

    def __str__(self) -> str:
        """Return what the intake came as."""
        return str(self.get_kind_display())
