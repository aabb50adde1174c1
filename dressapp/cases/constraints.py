"""What the database itself refuses: days in an impossible order."""

from django.db.models import CheckConstraint, F, Q
from django.db.models.functions import Coalesce

INDEX_DAY = Coalesce("index_on", "rash_onset_on", "fever_onset_on", "first_symptom_on")


def not_before_index_day(field: str) -> CheckConstraint:
    """Return the constraint that a day does not lie before the index day."""
    condition = Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": INDEX_DAY})
    return CheckConstraint(condition=condition, name=f"{field}_not_before_index_day")


def stop_not_before_start(name: str) -> CheckConstraint:
    """Return the constraint that a course known to the day does not stop before it starts."""
    both_known = Q(start_precision="day", stop_precision="day")
    return CheckConstraint(condition=~both_known | Q(stop_on__gte=F("start_on")), name=name)
