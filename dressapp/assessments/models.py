"""The clinician's answers, each case's last computed score, and the assessments completed and signed."""

from typing import ClassVar
from uuid import uuid4

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q, TextChoices

from dressapp.core.models import CLINICAL, IDENTIFYING, TECHNICAL, Record


class Reason(TextChoices):
    """Why an answer is *unknown*."""

    NOT_EXAMINED = "not_examined", "Not examined"
    NOT_DONE = "not_done", "Not done"
    PENDING = "pending", "Pending"
    NOT_DOCUMENTED = "not_documented", "Not documented"
    NOT_ASSESSABLE = "not_assessable", "Not assessable"


class OtherExplanation(TextChoices):
    """Whether something else than the reaction explains an organ's values."""

    NONE_FOUND = "none_found", "None found"
    POSSIBLE = "possible", "Possible"
    LIKELY = "likely", "Likely"


class ItemAnswer(Record):
    """A clinician's answer to one item, or to one organ as `organs.liver`; no live row is *not answered*."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="item_answers")
    item = models.CharField(max_length=40)
    answer = models.CharField(max_length=20)
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    explanation = models.TextField(blank=True)
    other_explanation = models.CharField(max_length=20, choices=OtherExplanation.choices, blank=True)
    since_on = models.DateField(null=True, blank=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    extra = models.JSONField(default=dict, blank=True)

    DATA: ClassVar[dict[str, str]] = {
        "case": TECHNICAL,
        "item": CLINICAL,
        "answer": CLINICAL,
        "reason": CLINICAL,
        "explanation": CLINICAL,
        "other_explanation": CLINICAL,
        "since_on": CLINICAL,
        "answered_by": IDENTIFYING,
        "answered_at": CLINICAL,
        "extra": CLINICAL,
    }

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "item"], condition=Q(voided_at__isnull=True), name="one_answer_an_item"
            ),
            models.CheckConstraint(condition=~Q(item="") & ~Q(answer=""), name="answer_is_given"),
        ]

    def __str__(self) -> str:
        """Return the item and its answer."""
        return f"{self.item}: {self.answer}"


class CaseSummary(models.Model):
    """What the case list shows of one case, computed at `revision`; at another one it is out of date."""

    case = models.OneToOneField(
        "cases.Case", on_delete=models.CASCADE, primary_key=True, related_name="summary"
    )
    revision = models.PositiveIntegerField()
    ruleset = models.CharField(max_length=40)
    course = models.CharField(max_length=10)
    total = models.SmallIntegerField(null=True)
    category = models.CharField(max_length=10, blank=True)
    lowest_total = models.SmallIntegerField(null=True)
    lowest_category = models.CharField(max_length=10, blank=True)
    highest_total = models.SmallIntegerField(null=True)
    highest_category = models.CharField(max_length=10, blank=True)
    goes_on_total = models.SmallIntegerField(null=True)
    goes_on_category = models.CharField(max_length=10, blank=True)
    suspects = models.JSONField(default=list)
    suspect_count = models.PositiveSmallIntegerField(default=0)
    still_taken_count = models.PositiveSmallIntegerField(default=0)
    drug_names = models.TextField(blank=True)
    complete_number = models.PositiveIntegerField(null=True)
    complete_revision = models.PositiveIntegerField(null=True)
    complete_ruleset = models.CharField(max_length=40, blank=True)
    amends_number = models.PositiveIntegerField(null=True)
    signed_number = models.PositiveIntegerField(null=True)
    problem = models.TextField(blank=True)
    computed_at = models.DateTimeField()

    DATA: ClassVar[dict[str, str]] = (
        dict.fromkeys(
            [
                "case", "revision", "ruleset", "complete_number", "complete_revision", "complete_ruleset",
                "amends_number", "signed_number", "computed_at",
            ],
            TECHNICAL,
        )
        | dict.fromkeys(
            [
                "course", "total", "category", "lowest_total", "lowest_category", "highest_total",
                "highest_category", "goes_on_total", "goes_on_category", "suspects", "suspect_count",
                "still_taken_count", "drug_names", "problem",
            ],
            CLINICAL,
        )
    )  # fmt: skip

    def __str__(self) -> str:
        """Return an opaque name."""
        return f"summary of case {self.case_id}"


class Snapshot(models.Model):
    """One version of a case's assessment as it was completed, with a hash over all of it; never changed.

    Where an earlier version was signed this one `amends` it, for a `reason`.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="snapshots")
    number = models.PositiveIntegerField()
    facts = models.JSONField(encoder=DjangoJSONEncoder)
    result = models.JSONField(encoder=DjangoJSONEncoder)
    page = models.JSONField(encoder=DjangoJSONEncoder)
    ruleset = models.CharField(max_length=40)
    app_version = models.CharField(max_length=40)
    by_id = models.CharField(max_length=40)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    case_revision = models.PositiveIntegerField()
    amends = models.PositiveIntegerField(null=True)
    reason = models.TextField(blank=True)

    DATA: ClassVar[dict[str, str]] = (
        dict.fromkeys(
            [
                "id", "case", "number", "ruleset", "app_version", "by_id", "at", "sha256", "case_revision",
                "amends",
            ],
            TECHNICAL,
        )
        | dict.fromkeys(["facts", "result", "reason"], CLINICAL)
        | dict.fromkeys(["page", "by_name"], IDENTIFYING)
    )  # fmt: skip

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "number"], name="one_snapshot_a_number")
        ]

    def __str__(self) -> str:
        """Return the number of the assessment."""
        return f"assessment {self.number}"


class Meaning(TextChoices):
    """What a signature says; the sentence stands on the signature itself."""

    AUTHOR = "author", "I assessed this patient and the entries are mine to answer for"
    REVIEWER = "reviewer", "I reviewed this assessment and the entries that it rests on"
    READER = "reader", "I have read this assessment"


class Signature(models.Model):
    """One person's name under one version: when, what it means, and the content's hash; never changed.

    Names and meaning are text, so that they outlive the account and a change of words. `audit_seq` and
    `audit_hash` are where the audit trail ended before the event of this signature.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="signatures")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="signatures")
    by_id = models.CharField(max_length=40)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    meaning = models.CharField(max_length=200)
    snapshot_sha256 = models.CharField(max_length=64)
    audit_seq = models.PositiveBigIntegerField()
    audit_hash = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)

    DATA: ClassVar[dict[str, str]] = dict.fromkeys(
        ["id", "case", "snapshot", "by_id", "at", "snapshot_sha256", "audit_seq", "audit_hash", "sha256"],
        TECHNICAL,
    ) | {"by_name": IDENTIFYING, "meaning": CLINICAL}

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["snapshot", "by_id"], name="one_signature_a_person")
        ]

    def __str__(self) -> str:
        """Return an opaque name."""
        return f"signature of snapshot {self.snapshot_id}"
