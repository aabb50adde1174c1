"""The words that cases are recorded in; a blank means that nobody has answered yet."""

from django.db.models import TextChoices


class Answered(TextChoices):
    """A three-state answer; *unknown* is an answer, a blank is none."""

    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "Unknown"


class Sex(TextChoices):
    """The patient's sex."""

    FEMALE = "female", "Female"
    MALE = "male", "Male"
    OTHER = "other", "Other"
    UNKNOWN = "unknown", "Unknown"


class Basis(TextChoices):
    """Whether dates are dates, or only carry the days that a report gives."""

    CALENDAR = "calendar", "Calendar dates"
    RELATIVE = "relative", "Days only"


class Precision(TextChoices):
    """How well a first day is known."""

    DAY = "day", "to the day"
    MONTH = "month", "to the month"
    YEAR = "year", "to the year"
    ON_OR_BEFORE = "on_or_before", "on or before"
    UNKNOWN = "unknown", "not known"


class StopPrecision(TextChoices):
    """How well a last day is known, or that there is none yet."""

    DAY = "day", "to the day"
    MONTH = "month", "to the month"
    YEAR = "year", "to the year"
    ON_OR_BEFORE = "on_or_before", "on or before"
    UNKNOWN = "unknown", "not known"
    ONGOING = "ongoing", "ongoing"


class OutcomeResult(TextChoices):
    """How the reaction ended."""

    RECOVERED = "recovered", "Recovered"
    RECOVERING = "recovering", "Recovering"
    NOT_RECOVERED = "not_recovered", "Not recovered"
    WITH_SEQUELAE = "with_sequelae", "Recovered with sequelae"
    FATAL = "fatal", "Fatal"
    UNKNOWN = "unknown", "Unknown"


class BaselineChoice(TextChoices):
    """Which creatinine counts as the patient's own."""

    LAST_BEFORE = "last_before", "Last value before the reaction"
    LOWEST_IN_YEAR = "lowest_in_year", "Lowest in the year before the reaction"
    LOWEST_AFTER = "lowest_after", "Lowest after the reaction"
    ENTERED = "entered", "A value entered here"


class ChildPugh(TextChoices):
    """The class of a cirrhosis."""

    A = "A", "A"
    B = "B", "B"
    C = "C", "C"


class CkdStage(TextChoices):
    """The stage of a chronic kidney disease."""

    G1 = "1", "1"
    G2 = "2", "2"
    G3A = "3a", "3a"
    G3B = "3b", "3b"
    G4 = "4", "4"
    G5 = "5", "5"


class TreatmentKind(TextChoices):
    """What was given for the reaction."""

    SYSTEMIC_STEROID = "systemic_steroid", "Systemic steroid"
    TOPICAL_STEROID = "topical_steroid", "Topical steroid"
    CICLOSPORIN = "ciclosporin", "Ciclosporin"
    IVIG = "ivig", "Intravenous immunoglobulin"
    ANTI_IL5 = "anti_il5", "Anti-IL-5"
    ANTIVIRAL = "antiviral", "Antiviral"
    ANTIPYRETIC = "antipyretic", "Antipyretic"
    OTHER = "other", "Other"


class TestResult(TextChoices):
    """The result of a test for a virus or another cause."""

    NEGATIVE = "negative", "Negative"
    POSITIVE = "positive", "Positive"
    PENDING = "pending", "Pending"
    NOT_DONE = "not_done", "Not done"


class VirusReading(TextChoices):
    """How the clinician reads a virus test."""

    REACTIVATION = "reactivation", "Reactivation"
    PRIMARY = "primary", "Primary infection"
    PAST = "past", "Past infection"
    UNKNOWN = "unknown", "Cannot tell"


class NodeMethod(TextChoices):
    """How a lymph node was measured."""

    CLINICAL = "clinical", "Examined"
    IMAGING = "imaging", "Imaging"


CAUSE_TESTS = {
    "ana": "ANA",
    "blood_culture": "Blood culture",
    "hepatitis_a": "Hepatitis A",
    "hepatitis_b": "Hepatitis B",
    "hepatitis_c": "Hepatitis C",
    "mycoplasma": "Mycoplasma",
    "chlamydia": "Chlamydia",
    "hiv": "HIV",
    "syphilis": "Syphilis",
    "strongyloides": "Strongyloides",
}
VIRUSES = {"hhv6": "HHV-6", "hhv7": "HHV-7", "ebv": "EBV", "cmv": "CMV", "hsv": "HSV"}
EXPOSURES = {
    "contrast": "Contrast agents",
    "over_the_counter": "Medicines without prescription",
    "herbal": "Herbal or traditional remedies, supplements",
    "eye_drops": "Eye drops",
    "depot": "Depot injections, implants",
    "dental_antibiotics": "Antibiotics from the dentist",
    "gp_antibiotics": "Antibiotics from the family doctor",
    "vaccine": "Vaccines",
    "perioperative": "Drugs around an operation",
}
