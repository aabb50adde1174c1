"""What a person typed and did not save, in words, with the ways to put it back or away."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from dressapp.drafts.kept import anchor_of, find_form, page_of, parts_of
from dressapp.drafts.models import Draft
from scoring.facts import show_date

NOT_WORDS = frozenset({"id", "version", "draft", "team", "analyte", "at", "result", "seen", "digest"})
LONGEST = 300
SHOWN = 1  # the newest; on a phone the score must not be pushed out of sight


@dataclass(frozen=True, slots=True)
class Offer:
    """One draft: what it is, when it was typed, and where it can be put back or away.

    `form` and `parts` let a script tell whether that form stands open: its address, followed by the values of
    these fields.
    """

    id: UUID
    title: str
    words: str
    at: str
    form: str
    parts: str
    put_back_url: str
    discard_url: str


@dataclass(frozen=True, slots=True)
class Drafts:
    """What is offered on a page, the rest of it folded; what has been put back on it, where to return to."""

    offers: tuple[Offer, ...] = ()
    more: tuple[Offer, ...] = ()
    put_back: Offer | None = None
    here: str = ""

    @property
    def more_words(self) -> str:
        """Name what is folded."""
        return f"{len(self.more)} more that you typed and did not save"


def present_drafts(drafts: Iterable[Draft], *, put_back: Draft | None, here: str) -> Drafts:
    """Return the drafts of a page; the one put back is told apart, one whose form is no more is left out."""
    known = [present_offer(draft) for draft in drafts if draft != put_back and find_form(draft.action)]
    back = present_offer(put_back) if put_back else None
    shown = 0 if back else SHOWN
    return Drafts(tuple(known[:shown]), tuple(known[shown:]), back, here)


def present_offer(draft: Draft) -> Offer:
    """Return one draft in words."""
    at, parts = timezone.localtime(draft.saved_at), parts_of(draft.action)
    return Offer(
        id=draft.pk,
        title=draft.title,
        words=draft.words or _values(draft.fields),
        at=f"{show_date(at.date())}, {at:%H:%M}",
        form="|".join((draft.action, *(draft.fields.get(name, [""])[-1] for name in parts))),
        parts=" ".join(parts),
        put_back_url=f"{page_of(draft.action)}?draft={draft.pk}#{anchor_of(draft.action)}",
        discard_url=reverse("drafts:discard", args=[draft.pk]),
    )


def _values(fields: Mapping[str, list[str]]) -> str:
    """Return what was typed, where no script has put names to it."""
    shown = (name for name in fields if name not in NOT_WORDS and not name.startswith("version_"))
    words = "; ".join(value for name in shown for value in fields[name] if value.strip())
    return words if len(words) <= LONGEST else f"{words[:LONGEST]} …"
