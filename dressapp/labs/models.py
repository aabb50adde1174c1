"""Laboratory results, kept as they were entered, and the unit and limits of each row of the grid."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from dressapp.core.models import CLINICAL, TECHNICAL, Record


class LabRow(Record):
    """One row of a case's grid: the unit and the laboratory's own limits that new values take."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="lab_rows")
    analyte = models.CharField(max_length=40)
    unit = models.CharField(max_length=30)
    lower_limit = models.CharField(max_length=24, blank=True)
    upper_limit = models.CharField(max_length=24, blank=True)

    DATA: ClassVar[dict[str, str]] = {"case": TECHNICAL} | dict.fromkeys(
        ["analyte", "unit", "lower_limit", "upper_limit"], CLINICAL
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "analyte"], name="one_lab_row_an_analyte"),
            models.CheckConstraint(condition=~Q(unit=""), name="lab_row_has_unit"),
        ]

    def __str__(self) -> str:
        """Return the test of the row."""
        return self.analyte


class LabResult(Record):
    """One result with its unit and limits; results of equal date and time are one sample."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="lab_results")
    analyte = models.CharField(max_length=40)
    taken_on = models.DateField()
    taken_time = models.TimeField(null=True, blank=True)
    value_raw = models.CharField(max_length=30)
    value_comparator = models.CharField(max_length=1, blank=True)
    value_canonical = models.CharField(max_length=24)
    unit = models.CharField(max_length=30)
    lower_limit = models.CharField(max_length=24, blank=True)
    upper_limit = models.CharField(max_length=24, blank=True)
    site = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=200, blank=True)
    extra = models.JSONField(default=dict, blank=True)

    DATA: ClassVar[dict[str, str]] = {"case": TECHNICAL, "source": TECHNICAL} | dict.fromkeys(
        (
            "analyte", "taken_on", "taken_time", "value_raw", "value_comparator", "value_canonical",
            "unit", "lower_limit", "upper_limit", "site", "note", "extra",
        ),
        CLINICAL,
    )  # fmt: skip

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(value_canonical="") & ~Q(unit=""), name="lab_result_is_measured"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "analyte", "taken_on"], name="lab_result_by_cell"),
        ]

    def __str__(self) -> str:
        """Return the test of the result."""
        return self.analyte
