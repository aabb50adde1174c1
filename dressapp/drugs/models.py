"""The drugs a patient took, course by course."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q, TextChoices

from dressapp.cases.choices import Answered, Precision, StopPrecision
from dressapp.cases.constraints import stop_not_before_start
from dressapp.core.models import CLINICAL, IDENTIFYING, TECHNICAL, Record


class Role(TextChoices):
    """Why a drug is in the list; none of these says that it is innocent."""

    SUSPECT = "suspect", "Suspect"
    CONCOMITANT = "concomitant", "Other drug"
    TREATMENT = "treatment", "Given for this reaction"


class PreviousExposure(TextChoices):
    """What happened when the patient had the drug before."""

    NEVER = "never", "Never taken before"
    TOLERATED = "tolerated", "Taken before, tolerated"
    REACTED = "reacted", "Taken before, reacted"
    UNKNOWN = "unknown", "Unknown"


class ActionTaken(TextChoices):
    """What was done with the drug because of the reaction."""

    WITHDRAWN = "withdrawn", "Withdrawn"
    DOSE_REDUCED = "dose_reduced", "Dose reduced"
    DOSE_INCREASED = "dose_increased", "Dose increased"
    NOT_CHANGED = "not_changed", "Dose not changed"
    NOT_APPLICABLE = "not_applicable", "Not applicable"
    UNKNOWN = "unknown", "Unknown"


class SinceOnset(TextChoices):
    """How a drug started after onset was borne."""

    TOLERATED = "tolerated", "Tolerated"
    FLARE = "flare", "Flare"
    UNKNOWN = "unknown", "Unknown"


class Conclusion(TextChoices):
    """The clinician's own conclusion about one drug."""

    CULPRIT = "culprit", "Culprit"
    POSSIBLE = "possible", "Possible"
    UNLIKELY = "unlikely", "Unlikely"
    TOLERATED_AGAIN = "tolerated_again", "Tolerated again"
    NONE = "none", "No conclusion possible"


class DrugCourse(Record):
    """One course of one drug, from a first to a last day that may be known only roughly.

    `causality` has the clinician's answers about its part in the reaction, by the id of the question.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="drug_courses")
    position = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=200)
    atc = models.CharField(max_length=10, blank=True)
    role = models.CharField(max_length=20, choices=Role.choices)
    brand = models.CharField(max_length=200, blank=True)
    indication = models.CharField(max_length=300, blank=True)
    dose = models.CharField(max_length=200, blank=True)
    dose_amount_raw = models.CharField(max_length=30, blank=True)
    dose_amount_comparator = models.CharField(max_length=1, blank=True)
    dose_amount_canonical = models.CharField(max_length=24, blank=True)
    dose_unit = models.CharField(max_length=30, blank=True)
    frequency = models.CharField(max_length=100, blank=True)
    route = models.CharField(max_length=100, blank=True)
    batch = models.CharField(max_length=100, blank=True)
    start_on = models.DateField(null=True, blank=True)
    start_precision = models.CharField(max_length=20, choices=Precision.choices, blank=True)
    stop_on = models.DateField(null=True, blank=True)
    stop_precision = models.CharField(max_length=20, choices=StopPrecision.choices, blank=True)
    single_dose = models.CharField(max_length=10, choices=Answered.choices, blank=True)
    previous_exposure = models.CharField(max_length=20, choices=PreviousExposure.choices, blank=True)
    previous_exposure_note = models.CharField(max_length=500, blank=True)
    later_tolerated = models.CharField(max_length=10, choices=Answered.choices, blank=True)
    still_taken_on = models.DateField(null=True, blank=True)
    stop_reason = models.CharField(max_length=300, blank=True)
    action_taken = models.CharField(max_length=20, choices=ActionTaken.choices, blank=True)
    after_stop = models.CharField(max_length=500, blank=True)
    dose_changes = models.TextField(blank=True)
    since_onset = models.CharField(max_length=20, choices=SinceOnset.choices, blank=True)
    conclusion = models.CharField(max_length=20, choices=Conclusion.choices, blank=True)
    conclusion_basis = models.TextField(blank=True)
    conclusion_by = models.CharField(max_length=200, blank=True)
    conclusion_at = models.DateTimeField(null=True, blank=True)
    causality = models.JSONField(default=dict, blank=True)
    note = models.TextField(blank=True)
    intake = models.UUIDField(null=True, blank=True, editable=False)
    extra = models.JSONField(default=dict, blank=True)

    DATA: ClassVar[dict[str, str]] = (
        dict.fromkeys(["case", "position", "intake"], TECHNICAL)
        | dict.fromkeys(
            (
                "name", "atc", "role", "brand", "indication", "dose", "dose_amount_raw",
                "dose_amount_comparator", "dose_amount_canonical", "dose_unit", "frequency", "route",
                "batch", "start_on", "start_precision", "stop_on", "stop_precision", "single_dose",
                "previous_exposure", "previous_exposure_note", "later_tolerated", "still_taken_on",
                "stop_reason", "action_taken", "after_stop", "dose_changes", "since_onset", "conclusion",
                "conclusion_basis", "conclusion_at", "causality", "note", "extra",
            ),
            CLINICAL,
        )
        | {"conclusion_by": IDENTIFYING}
    )  # fmt: skip

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "created_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            stop_not_before_start("drug_stop_not_before_start"),
            models.CheckConstraint(condition=~Q(name=""), name="drug_is_named"),
        ]

    def __str__(self) -> str:
        """Return the drug's name."""
        return self.name

    @property
    def is_suspect(self) -> bool:
        """Tell whether a clinician has put the drug under suspicion."""
        return self.role == Role.SUSPECT

    @property
    def still_taken(self) -> str:
        """Say whether the drug is still taken as far as is recorded: yes, no or unknown."""
        return still_taken(self.stop_precision, self.still_taken_on)


def still_taken(stop_precision: str, still_taken_on: date | None) -> str:
    """Say whether a course goes on as far as is recorded; an end of which nothing is known says nothing."""
    if stop_precision in ("day", "month", "year", "on_or_before"):
        return "no"
    return "yes" if stop_precision == StopPrecision.ONGOING or still_taken_on else "unknown"
