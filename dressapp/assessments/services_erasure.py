"""Take what this app holds of an erased case away for good."""

from uuid import UUID

from dressapp.core.services import erase_rows

from .models import CaseSummary, ItemAnswer, Snapshot


def erase_case(case_id: UUID) -> dict[str, int]:
    """Delete the answers, summary and saved assessments of a case; return how many of each."""
    return erase_rows((CaseSummary, ItemAnswer, Snapshot), case_id=case_id)
