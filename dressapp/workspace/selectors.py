"""Read what the frame of every tab shows beside the assessment itself."""

from dataclasses import dataclass

from django.db.models import F

from dressapp.assessments.standing import COLUMNS, Standing
from dressapp.cases.models import Case

# Read together with the case; after a change they are read again.
FRAME = {"frame_allergies": F("background__known_allergies")} | {
    f"frame_{name}": F(f"summary__{column}") for name, column in COLUMNS.items()
}


@dataclass(frozen=True, slots=True)
class Frame:
    """The allergies on record, and where the case stands."""

    allergies: str
    standing: Standing


def get_frame(case: Case, *, is_changed: bool) -> Frame:
    """Return the frame's facts of a case: as they were read with it, or anew where it has changed since."""
    if is_changed or not hasattr(case, "frame_allergies"):
        allergies, *standing = Case.objects.values_list(*FRAME.values()).get(pk=case.pk)
    else:
        allergies, *standing = (getattr(case, name) for name in FRAME)
    return Frame(allergies or "", Standing(*standing))
