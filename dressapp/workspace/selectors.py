"""Read what the frame of every tab shows beside the assessment itself."""

from dataclasses import dataclass

from django.db.models import F

from dressapp.cases.models import Case

# Read together with the case; after a change they are read again.
FRAME = {
    "frame_allergies": F("background__known_allergies"),
    "frame_saved_number": F("summary__signed_number"),
    "frame_saved_revision": F("summary__signed_revision"),
}


@dataclass(frozen=True, slots=True)
class Frame:
    """The allergies on record and the newest saved assessment of a case."""

    allergies: str
    saved_number: int | None
    saved_revision: int | None


def get_frame(case: Case, *, is_changed: bool) -> Frame:
    """Return the frame's facts of a case: as they were read with it, or anew where it has changed since."""
    if is_changed or not hasattr(case, "frame_allergies"):
        allergies, number, revision = Case.objects.values_list(*FRAME.values()).get(pk=case.pk)
    else:
        allergies, number, revision = (getattr(case, name) for name in FRAME)
    return Frame(allergies or "", number, revision)
