"""One version of an assessment in words: whether it still holds, and who has signed it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from dressapp.cases.models import Case
from dressapp.core.dates import show_date
from scoring.regiscar.ruleset import RULESET

from .models import Signature, Snapshot
from .signatures import is_valid
from .snapshots import is_intact
from .standing import Standing

SHORT = 16  # signs of a hash that people are shown
CONTENT_CHANGED = "The content does not match its hash: do not rely on this record."
SIGNATURE_CHANGED = "A signature does not match its hash: do not rely on this record."
CASE_CHANGED = "The case has changed since this assessment was completed."
RULES_CHANGED = "The rules have changed since this assessment was completed."


@dataclass(frozen=True, slots=True)
class State:
    """Whether a version holds: the chip's words and tone, a warning, and what is printed across the sheet.

    `is_standing` says that nothing has changed since it was completed: it can be signed.
    """

    words: str
    tone: str
    warning: str = ""
    stamp: str = ""
    is_standing: bool = False


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One signature: who, when, what it means, its hash, and where the audit trail ended."""

    by: str
    at: str
    meaning: str
    short_hash: str
    audit: str
    is_valid: bool


@dataclass(frozen=True, slots=True)
class Version:
    """One version with its state and its signatures."""

    number: int
    state: State
    amends: str
    signatures: tuple[SignatureLine, ...]


def present_version(snapshot: Snapshot, standing: Standing, case: Case) -> Version:
    """Return one version as the case stands now."""
    signatures = tuple(_line(signature, snapshot) for signature in snapshot.signatures.all())
    return Version(
        number=snapshot.number,
        state=_state(snapshot, standing, case, signatures),
        amends=f"Amends assessment {snapshot.amends}: {snapshot.reason}" if snapshot.amends else "",
        signatures=signatures,
    )


def _line(signature: Signature, snapshot: Snapshot) -> SignatureLine:
    return SignatureLine(
        by=signature.by_name,
        at=show_utc(signature.at),
        meaning=signature.meaning,
        short_hash=signature.sha256[:SHORT],
        audit=f"event {signature.audit_seq}, {signature.audit_hash[:SHORT]}",
        is_valid=is_valid(signature, snapshot),
    )


def show_utc(at: datetime) -> str:
    """Return a moment in UTC, with the month in letters."""
    utc = at.astimezone(UTC)
    return f"{show_date(utc.date())}, {utc:%H:%M} UTC"


def _state(
    snapshot: Snapshot, standing: Standing, case: Case, signatures: tuple[SignatureLine, ...]
) -> State:
    """Return what is wrong with a version before anything else, then its place among the others."""
    if not is_intact(snapshot):
        return State("Signature invalid" if signatures else "Damaged", "warn", CONTENT_CHANGED, "INVALID")
    if not all(line.is_valid for line in signatures):
        return State("Signature invalid", "warn", SIGNATURE_CHANGED, "INVALID")
    if snapshot.number < (standing.number or 0):
        return _older(snapshot, standing, is_signed=bool(signatures))
    return _newest(snapshot, case, is_signed=bool(signatures))


def _older(snapshot: Snapshot, standing: Standing, *, is_signed: bool) -> State:
    """Return the state of a version after which another one was completed."""
    if is_signed and (standing.signed or 0) > snapshot.number:
        words = f"Amended by assessment {standing.signed}"
        return State(words, "none", f"{words}.", "AMENDED")
    warning = f"Assessment {standing.number} of this case has been completed since."
    if is_signed:
        return State("Signed, newer one not signed", "warn", f"{warning} It is not signed yet.", "SUPERSEDED")
    return State("Superseded, not signed", "none", warning, "SUPERSEDED")


def _newest(snapshot: Snapshot, case: Case, *, is_signed: bool) -> State:
    """Return the state of the newest version."""
    if snapshot.case_revision != case.revision:
        return State(_outdated(is_signed), "warn", CASE_CHANGED, "OUT OF DATE")
    if snapshot.ruleset != RULESET:
        return State(_outdated(is_signed), "warn", RULES_CHANGED, "OUT OF DATE")
    words, tone = ("Signed", "data") if is_signed else ("Complete, not signed", "clinician")
    return State(words, tone, is_standing=True)


def _outdated(is_signed: bool) -> str:
    return "Out of date, signed" if is_signed else "Out of date, not signed"
