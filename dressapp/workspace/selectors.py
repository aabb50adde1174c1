"""Read what the frame of every tab shows beside the assessment itself."""

from dataclasses import dataclass

from dressapp.cases.models import Case


@dataclass(frozen=True, slots=True)
class Frame:
    """The allergies on record and the newest saved assessment of a case."""

    allergies: str
    saved_number: int | None
    saved_revision: int | None


def get_frame(case: Case) -> Frame:
    """Return the frame's facts of a case; one query."""
    columns = ("background__known_allergies", "summary__signed_number", "summary__signed_revision")
    allergies, number, revision = Case.objects.values_list(*columns).get(pk=case.pk)
    return Frame(allergies or "", number, revision)
