"""Take what this app holds of an erased case away for good."""

from uuid import UUID

from dressapp.core.services import erase_rows

from .models import CaseSummary, ItemAnswer, Signature, Snapshot


def erase_case(case_id: UUID) -> dict[str, int]:
    """Delete the answers, summary, signatures and versions of a case; return how many of each."""
    return erase_rows((CaseSummary, ItemAnswer, Signature, Snapshot), case_id=case_id)
