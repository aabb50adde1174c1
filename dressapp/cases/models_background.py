"""What stood before the reaction, what was asked about, and how it ended: one row each a case."""

from typing import Any, ClassVar

from django.db import models

from dressapp.core.models import CLINICAL, IDENTIFYING, TECHNICAL, Record

from .choices import Answered, BaselineChoice, ChildPugh, CkdStage, OutcomeResult


def answer_field() -> Any:
    """Return the column of a three-state answer; blank is *not answered*, never *no*."""
    return models.CharField(max_length=10, choices=Answered.choices, blank=True)


class Background(Record):
    """Other illnesses, allergies, weight, and the values that were the patient's own."""

    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="background")
    cirrhosis = answer_field()
    child_pugh = models.CharField(max_length=1, choices=ChildPugh.choices, blank=True)
    hepatocellular_carcinoma = answer_field()
    ckd_stage = models.CharField(max_length=2, choices=CkdStage.choices, blank=True)
    dialysis = answer_field()
    hiv = answer_field()
    transplant_or_immunosuppression = answer_field()
    atopy = answer_field()
    parasite_risk = answer_field()
    haematological_malignancy = answer_field()
    recent_seizure = answer_field()
    pregnancy = answer_field()
    other_conditions = models.TextField(blank=True)
    known_allergies = models.TextField(blank=True)
    previous_reactions = models.TextField(blank=True)
    weight_raw = models.CharField(max_length=30, blank=True)
    weight_comparator = models.CharField(max_length=1, blank=True)
    weight_canonical = models.CharField(max_length=24, blank=True)
    weight_unit = models.CharField(max_length=10, blank=True)
    weight_on = models.DateField(null=True, blank=True)
    creatinine_baseline_choice = models.CharField(max_length=20, choices=BaselineChoice.choices, blank=True)
    creatinine_baseline_raw = models.CharField(max_length=30, blank=True)
    creatinine_baseline_comparator = models.CharField(max_length=1, blank=True)
    creatinine_baseline_canonical = models.CharField(max_length=24, blank=True)
    creatinine_baseline_unit = models.CharField(max_length=30, blank=True)
    creatinine_baseline_on = models.DateField(null=True, blank=True)
    skin_colour = models.CharField(max_length=100, blank=True)
    note = models.TextField(blank=True)
    extra = models.JSONField(default=dict, blank=True)

    CONDITIONS: ClassVar[tuple[str, ...]] = (
        "cirrhosis",
        "hepatocellular_carcinoma",
        "dialysis",
        "hiv",
        "transplant_or_immunosuppression",
        "atopy",
        "parasite_risk",
        "haematological_malignancy",
        "recent_seizure",
        "pregnancy",
    )
    DATA: ClassVar[dict[str, str]] = {"case": TECHNICAL} | dict.fromkeys(
        (
            *CONDITIONS, "child_pugh", "ckd_stage", "other_conditions", "known_allergies",
            "previous_reactions", "weight_raw", "weight_comparator", "weight_canonical", "weight_unit",
            "weight_on", "creatinine_baseline_choice", "creatinine_baseline_raw",
            "creatinine_baseline_comparator", "creatinine_baseline_canonical",
            "creatinine_baseline_unit", "creatinine_baseline_on", "skin_colour", "note", "extra",
        ),
        CLINICAL,
    )  # fmt: skip

    def __str__(self) -> str:
        """Name the row."""
        return "background"


class ExposureHistory(Record):
    """What people forget to mention: asked about or not, and who confirmed the list complete."""

    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="exposures")
    contrast = answer_field()
    over_the_counter = answer_field()
    herbal = answer_field()
    eye_drops = answer_field()
    depot = answer_field()
    dental_antibiotics = answer_field()
    gp_antibiotics = answer_field()
    vaccine = answer_field()
    perioperative = answer_field()
    note = models.TextField(blank=True)
    confirmed_complete_by = models.CharField(max_length=200, blank=True)
    confirmed_complete_at = models.DateTimeField(null=True, blank=True)

    DATA: ClassVar[dict[str, str]] = (
        {"case": TECHNICAL, "confirmed_complete_by": IDENTIFYING}
        | dict.fromkeys(
            (
                "contrast", "over_the_counter", "herbal", "eye_drops", "depot", "dental_antibiotics",
                "gp_antibiotics", "vaccine", "perioperative", "note", "confirmed_complete_at",
            ),
            CLINICAL,
        )
    )  # fmt: skip

    def __str__(self) -> str:
        """Name the row."""
        return "exposures"


class Outcome(Record):
    """How the reaction ended, how serious it was, and whether an authority has been told."""

    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="outcome")
    result = models.CharField(max_length=20, choices=OutcomeResult.choices, blank=True)
    cause_of_death = models.TextField(blank=True)
    intensive_care = answer_field()
    liver_transplant = answer_field()
    new_dialysis = answer_field()
    serious_death = answer_field()
    serious_life_threatening = answer_field()
    serious_hospitalisation = answer_field()
    serious_disability = answer_field()
    serious_congenital = answer_field()
    serious_other = answer_field()
    reporter_name = models.CharField(max_length=200, blank=True)
    reporter_qualification = models.CharField(max_length=200, blank=True)
    reported = answer_field()
    reported_on = models.DateField(null=True, blank=True)
    reported_reference = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    extra = models.JSONField(default=dict, blank=True)

    DATA: ClassVar[dict[str, str]] = (
        {"case": TECHNICAL, "reporter_name": IDENTIFYING}
        | dict.fromkeys(
            (
                "result", "cause_of_death", "intensive_care", "liver_transplant", "new_dialysis",
                "serious_death", "serious_life_threatening", "serious_hospitalisation",
                "serious_disability", "serious_congenital", "serious_other", "reporter_qualification",
                "reported", "reported_on", "reported_reference", "note", "extra",
            ),
            CLINICAL,
        )
    )  # fmt: skip

    def __str__(self) -> str:
        """Name the row."""
        return "outcome"
