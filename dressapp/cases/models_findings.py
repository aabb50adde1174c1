"""What was examined, tested and given: rows that a case has many of."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from dressapp.core.models import CLINICAL, TECHNICAL, Record

from .choices import (
    Answered,
    NodeMethod,
    Precision,
    StopPrecision,
    TestResult,
    TreatmentKind,
    VirusReading,
)
from .constraints import stop_not_before_start


class Finding(Record):
    """One examined or measured fact; `finding` is an id of the catalogue, or any other word."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="findings")
    finding = models.CharField(max_length=100)
    value_raw = models.TextField(blank=True)
    value_comparator = models.CharField(max_length=1, blank=True)
    value_canonical = models.CharField(max_length=24, blank=True)
    unit = models.CharField(max_length=30, blank=True)
    seen_on = models.DateField(null=True, blank=True)
    site = models.CharField(max_length=200, blank=True)
    method = models.CharField(max_length=20, choices=NodeMethod.choices, blank=True)
    attributed = models.CharField(max_length=10, choices=Answered.choices, blank=True)
    note = models.TextField(blank=True)
    extra = models.JSONField(default=dict, blank=True)

    DATA: ClassVar[dict[str, str]] = {"case": TECHNICAL} | dict.fromkeys(
        (
            "finding", "value_raw", "value_comparator", "value_canonical", "unit", "seen_on", "site",
            "method", "attributed", "note", "extra",
        ),
        CLINICAL,
    )  # fmt: skip

    class Meta:
        ordering: ClassVar[list[str]] = ["created_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(finding=""), name="finding_is_named")
        ]

    def __str__(self) -> str:
        """Return what was looked at."""
        return self.finding


class Treatment(Record):
    """One step of what was given for the reaction; a taper is several rows."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="treatments")
    kind = models.CharField(max_length=20, choices=TreatmentKind.choices)
    name = models.CharField(max_length=200, blank=True)
    dose_raw = models.CharField(max_length=30, blank=True)
    dose_comparator = models.CharField(max_length=1, blank=True)
    dose_canonical = models.CharField(max_length=24, blank=True)
    dose_unit = models.CharField(max_length=30, blank=True)
    prednisone_equivalent_raw = models.CharField(max_length=30, blank=True)
    prednisone_equivalent_comparator = models.CharField(max_length=1, blank=True)
    prednisone_equivalent_canonical = models.CharField(max_length=24, blank=True)
    route = models.CharField(max_length=100, blank=True)
    regular = models.CharField(max_length=10, choices=Answered.choices, blank=True)
    start_on = models.DateField(null=True, blank=True)
    start_precision = models.CharField(max_length=20, choices=Precision.choices, blank=True)
    stop_on = models.DateField(null=True, blank=True)
    stop_precision = models.CharField(max_length=20, choices=StopPrecision.choices, blank=True)
    note = models.TextField(blank=True)
    extra = models.JSONField(default=dict, blank=True)

    DATA: ClassVar[dict[str, str]] = {"case": TECHNICAL} | dict.fromkeys(
        (
            "kind", "name", "dose_raw", "dose_comparator", "dose_canonical", "dose_unit",
            "prednisone_equivalent_raw", "prednisone_equivalent_comparator",
            "prednisone_equivalent_canonical", "route", "regular", "start_on", "start_precision",
            "stop_on", "stop_precision", "note", "extra",
        ),
        CLINICAL,
    )  # fmt: skip

    class Meta:
        ordering: ClassVar[list[str]] = ["start_on", "created_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            stop_not_before_start("treatment_stop_not_before_start")
        ]

    def __str__(self) -> str:
        """Return what was given."""
        return self.name or self.get_kind_display()


class VirusTest(Record):
    """One virus test and how the clinician reads it; reactivation is part of DRESS."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="virus_tests")
    virus = models.CharField(max_length=100)
    specimen = models.CharField(max_length=100, blank=True)
    method = models.CharField(max_length=100, blank=True)
    result = models.CharField(max_length=20, choices=TestResult.choices, blank=True)
    value_raw = models.CharField(max_length=60, blank=True)
    value_comparator = models.CharField(max_length=1, blank=True)
    value_canonical = models.CharField(max_length=24, blank=True)
    unit = models.CharField(max_length=30, blank=True)
    tested_on = models.DateField(null=True, blank=True)
    reading = models.CharField(max_length=20, choices=VirusReading.choices, blank=True)
    explains_reaction = models.CharField(max_length=10, choices=Answered.choices, blank=True)
    note = models.TextField(blank=True)
    extra = models.JSONField(default=dict, blank=True)

    DATA: ClassVar[dict[str, str]] = {"case": TECHNICAL} | dict.fromkeys(
        (
            "virus", "specimen", "method", "result", "value_raw", "value_comparator", "value_canonical",
            "unit", "tested_on", "reading", "explains_reaction", "note", "extra",
        ),
        CLINICAL,
    )  # fmt: skip

    class Meta:
        ordering: ClassVar[list[str]] = ["created_at", "id"]

    def __str__(self) -> str:
        """Return which virus was looked for."""
        return self.virus


class CauseTest(Record):
    """One test for another cause, with the clinician's judgement of a positive."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="cause_tests")
    test = models.CharField(max_length=100)
    result = models.CharField(max_length=20, choices=TestResult.choices, blank=True)
    tested_on = models.DateField(null=True, blank=True)
    explains_reaction = models.CharField(max_length=10, choices=Answered.choices, blank=True)
    detail = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    extra = models.JSONField(default=dict, blank=True)

    DATA: ClassVar[dict[str, str]] = {"case": TECHNICAL} | dict.fromkeys(
        ["test", "result", "tested_on", "explains_reaction", "detail", "note", "extra"], CLINICAL
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["created_at", "id"]

    def __str__(self) -> str:
        """Return which test was made."""
        return self.test
