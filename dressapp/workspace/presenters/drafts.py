"""What a person typed and did not save, in words, with the ways to put it back or away."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from dressapp.drafts.kept import anchor_of, find_form, page_of
from dressapp.drafts.models import Draft
from scoring.facts import show_date

NOT_WORDS = frozenset({"id", "version", "draft", "team", "analyte", "at", "result", "seen", "digest"})
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Offer:
    """One draft: what it is, when it was typed, and where it can be put back or away."""

    id: UUID
    title: str
    words: str
    at: str
    action: str
    put_back_url: str
    discard_url: str


@dataclass(frozen=True, slots=True)
class Drafts:
    """What is offered on a page, what has been put back on it, and where to return to."""

    offers: tuple[Offer, ...] = ()
    put_back: Offer | None = None
    here: str = ""


def present_drafts(drafts: Iterable[Draft], *, put_back: Draft | None, here: str) -> Drafts:
    """Return the drafts of a page; the one put back is told apart, one whose form is no more is left out."""
    offers = (present_offer(draft) for draft in drafts if draft != put_back and find_form(draft.action))
    return Drafts(tuple(offers), present_offer(put_back) if put_back else None, here)


def present_offer(draft: Draft) -> Offer:
    """Return one draft in words."""
    at = timezone.localtime(draft.saved_at)
    return Offer(
        id=draft.pk,
        title=draft.title,
        words=draft.words or _values(draft.fields),
        at=f"{show_date(at.date())}, {at:%H:%M}",
        action=draft.action,
        put_back_url=f"{page_of(draft.action)}?draft={draft.pk}#{anchor_of(draft.action)}",
        discard_url=reverse("drafts:discard", args=[draft.pk]),
    )


def _values(fields: Mapping[str, list[str]]) -> str:
    """Return what was typed, where no script has put names to it."""
    shown = (name for name in fields if name not in NOT_WORDS and not name.startswith("version_"))
    words = "; ".join(value for name in shown for value in fields[name] if value.strip())
    return words if len(words) <= LONGEST else f"{words[:LONGEST]} …"
