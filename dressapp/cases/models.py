"""Who the patient is, and the days of one reaction; the rest stands in the files beside this one."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from dressapp.core.models import CLINICAL, IDENTIFYING, TECHNICAL, Record

from .choices import Basis, Sex
from .constraints import not_before_index_day
from .models_background import Background, ExposureHistory, Outcome
from .models_emergency import EmergencyAccess
from .models_erasure import Erasure
from .models_findings import CauseTest, Finding, Treatment, VirusTest

__all__ = [
    "Background",
    "Case",
    "CauseTest",
    "EmergencyAccess",
    "Erasure",
    "ExposureHistory",
    "Finding",
    "Outcome",
    "Patient",
    "Treatment",
    "VirusTest",
]

# A relative case without any onset yet counts its days from here; people never see this date.
ANCHOR = date(2000, 1, 1)


class Patient(Record):
    """One person in one team, known by the team's own number."""

    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="patients")
    local_id = models.CharField(max_length=64)
    name = models.CharField(max_length=200, blank=True)
    sex = models.CharField(max_length=10, choices=Sex.choices, blank=True)
    birth_on = models.DateField(null=True, blank=True)
    search_text = models.CharField(max_length=300, blank=True, editable=False)

    DATA: ClassVar[dict[str, str]] = {
        "team": TECHNICAL,
        "local_id": IDENTIFYING,
        "name": IDENTIFYING,
        "sex": CLINICAL,
        "birth_on": IDENTIFYING,
        "search_text": IDENTIFYING,
    }

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["team", "local_id"], name="one_patient_a_local_id"),
            models.CheckConstraint(condition=~Q(local_id=""), name="patient_has_local_id"),
        ]

    def __str__(self) -> str:
        """Return the id that the team knows the patient by."""
        return self.local_id


class Case(Record):
    """One reaction of one patient."""

    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="cases", db_index=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="cases")
    revision = models.PositiveIntegerField(default=0, editable=False)
    basis = models.CharField(max_length=10, choices=Basis.choices, default=Basis.CALENDAR)
    age_years = models.PositiveSmallIntegerField(null=True, blank=True)
    first_symptom_on = models.DateField(null=True, blank=True)
    first_symptom_what = models.CharField(max_length=200, blank=True)
    fever_onset_on = models.DateField(null=True, blank=True)
    rash_onset_on = models.DateField(null=True, blank=True)
    index_on = models.DateField(null=True, blank=True)
    index_reason = models.CharField(max_length=500, blank=True)
    admission_on = models.DateField(null=True, blank=True)
    discharge_on = models.DateField(null=True, blank=True)
    still_ill_on = models.DateField(null=True, blank=True)
    resolution_on = models.DateField(null=True, blank=True)
    skin_resolution_on = models.DateField(null=True, blank=True)
    organ_resolution_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    died_on = models.DateField(null=True, blank=True)
    conclusion = models.TextField(blank=True)
    conclusion_by = models.CharField(max_length=200, blank=True)
    conclusion_at = models.DateTimeField(null=True, blank=True)
    expert_diagnosis = models.TextField(blank=True)
    note = models.TextField(blank=True)
    source = models.TextField(blank=True)
    external_id = models.CharField(max_length=200, blank=True, db_index=True)
    extra = models.JSONField(default=dict, blank=True)

    DATA: ClassVar[dict[str, str]] = (
        dict.fromkeys(["team", "patient", "revision", "basis", "external_id"], TECHNICAL)
        | dict.fromkeys(
            (
                "age_years", "first_symptom_on", "first_symptom_what", "fever_onset_on", "rash_onset_on",
                "index_on", "index_reason", "admission_on", "discharge_on", "still_ill_on", "resolution_on",
                "skin_resolution_on", "organ_resolution_on", "closed_on", "died_on", "conclusion",
                "conclusion_at", "expert_diagnosis", "note", "source", "extra",
            ),
            CLINICAL,
        )
        | {"conclusion_by": IDENTIFYING}
    )  # fmt: skip

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            not_before_index_day("resolution_on"),
            not_before_index_day("closed_on"),
            not_before_index_day("died_on"),
            models.CheckConstraint(
                condition=Q(discharge_on__isnull=True) | Q(discharge_on__gte=F("admission_on")),
                name="discharge_not_before_admission",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["team", "voided_at", "-updated_at", "id"], name="case_list"),
        ]

    def __str__(self) -> str:
        """Return an opaque name: patient data belong on pages, not in logs."""
        return f"case {self.pk}"

    @property
    def index_day(self) -> date | None:
        """Day 0: the index day if given, else rash, else fever, else first symptom."""
        return self.index_on or self.rash_onset_on or self.fever_onset_on or self.first_symptom_on

    @property
    def is_relative(self) -> bool:
        """Tell whether only days are known, so that no date may be shown."""
        return self.basis == Basis.RELATIVE

    @property
    def day_zero(self) -> date | None:
        """The day that `day n` is counted from where only days are known; None where dates are dates."""
        return (self.index_day or ANCHOR) if self.is_relative else None

    @property
    def is_closed(self) -> bool:
        """Tell whether the course is closed: closed, resolved or died."""
        return bool(self.closed_on or self.resolution_on or self.died_on)
