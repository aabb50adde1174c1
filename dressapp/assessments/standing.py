"""Where a case stands: a draft, completed, signed, amended, or changed since it was completed."""

from dataclasses import dataclass

from django.db.models import F, Q

from scoring.regiscar.ruleset import RULESET

DRAFT, COMPLETE, SIGNED, AMENDED, OUT_OF_DATE = "draft", "complete", "signed", "amended", "out_of_date"
# Each with the tone of its chip.
STATE_WORDS = {
    DRAFT: ("Draft", "missing"),
    COMPLETE: ("Complete, not signed", "clinician"),
    SIGNED: ("Signed", "data"),
    AMENDED: ("Signed, amended", "data"),
    OUT_OF_DATE: ("Out of date", "warn"),
}
# The columns of a case's summary that a standing is made of.
COLUMNS = {
    "number": "complete_number",
    "revision": "complete_revision",
    "ruleset": "complete_ruleset",
    "amends": "amends_number",
    "signed": "signed_number",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest version of a case's assessment, what it was made of and amends, and the newest signed."""

    number: int | None = None
    revision: int | None = None
    ruleset: str | None = ""
    amends: int | None = None
    signed: int | None = None

    @property
    def is_signed(self) -> bool:
        """Tell whether somebody has signed the newest version."""
        return self.number is not None and self.number == self.signed

    def is_current(self, revision: int) -> bool:
        """Tell whether the newest version is of the case as it stands, and of the rules of today."""
        return self.number is not None and (self.revision, self.ruleset) == (revision, RULESET)

    def state(self, revision: int) -> str:
        """Return the step that a case of this revision has reached."""
        if self.number is None:
            return DRAFT
        if not self.is_current(revision):
            return OUT_OF_DATE
        if not self.is_signed:
            return COMPLETE
        return SIGNED if self.amends is None else AMENDED


def state_condition(state: str) -> Q:
    """Return the condition on cases of a state; a word that is none finds nothing."""
    is_draft = Q(summary__complete_number__isnull=True)
    is_current = Q(summary__complete_revision=F("revision"), summary__complete_ruleset=RULESET)
    is_signed = Q(summary__signed_number=F("summary__complete_number"))
    is_amended = Q(summary__amends_number__isnull=False)
    return {
        DRAFT: is_draft,
        COMPLETE: is_current & ~is_signed,
        SIGNED: is_current & is_signed & ~is_amended,
        AMENDED: is_current & is_signed & is_amended,
        OUT_OF_DATE: ~is_draft & ~is_current,
    }.get(state, Q(pk__isnull=True))
