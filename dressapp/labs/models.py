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
    as_given = models.CharField(max_length=120, blank=True)
    intake = models.UUIDField(null=True, blank=True, editable=False)
    extra = models.JSONField(default=dict, blank=True)

    DATA: ClassVar[dict[str, str]] = dict.fromkeys(["case", "source", "intake"], TECHNICAL) | dict.fromkeys(
        (
            "analyte", "taken_on", "taken_time", "value_raw", "value_comparator", "value_canonical",
            "unit", "lower_limit", "upper_limit", "site", "note", "extra",
            "as_given",
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
            models.Index(fields=["intake"], name="lab_result_by_intake"),
        ]

    def __str__(self) -> str:
        """Return the test of the result."""
        return self.analyte


class TeamTestName(Record):
    """A team's own name of a test, remembered once somebody confirmed what it stands for."""

    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="test_names")
    text = models.CharField(max_length=120)
    folded = models.CharField(max_length=120)
    analyte = models.CharField(max_length=40)

    DATA: ClassVar[dict[str, str]] = dict.fromkeys(["team", "text", "folded", "analyte"], TECHNICAL)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["team", "folded"], name="one_meaning_a_team_test_name"),
        ]

    def __str__(self) -> str:
        """Return the name as it was written."""
        return self.text


class SiteLimit(Record):
    """A site's own limits of a test by sex and age, with their source; used where a value has none."""

    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="site_limits")
    analyte = models.CharField(max_length=40)
    unit = models.CharField(max_length=30)
    lower_limit = models.CharField(max_length=24, blank=True)
    upper_limit = models.CharField(max_length=24, blank=True)
    sex = models.CharField(max_length=10, blank=True)
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=200)

    DATA: ClassVar[dict[str, str]] = dict.fromkeys(
        ["team", "analyte", "unit", "lower_limit", "upper_limit", "sex", "age_from", "age_to", "source"],
        TECHNICAL,
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(unit="") & ~Q(source=""), name="site_limit_is_sourced"),
            models.CheckConstraint(
                condition=~Q(lower_limit="") | ~Q(upper_limit=""), name="site_limit_has_a_limit"
            ),
        ]

    def __str__(self) -> str:
        """Return the test of the limits."""
        return self.analyte
