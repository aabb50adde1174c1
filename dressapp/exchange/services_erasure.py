"""Take what this app holds of an erased case away for good."""

from uuid import UUID

from dressapp.core.services import erase_rows

from .models import Intake


def erase_case(case_id: UUID) -> dict[str, int]:
    """Delete the tables and files that were taken in of a case; return how many of each."""
    return erase_rows((Intake,), case_id=case_id)
