"""Keep what is typed, and forget it when it is saved, discarded, old, or its case is erased."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from dressapp.cases.models import Case
from dressapp.core.fields import strip_control
from dressapp.core.services import erase_rows
from dressapp.core.transactions import writing

from .kept import Sent, key_of
from .models import LONGEST_TITLE, LONGEST_WORDS, Draft

MOST_OF_A_PERSON = 50
MOST_A_SECOND, SECOND = 3, timedelta(seconds=1)
UNDO = timedelta(hours=1)  # how long a discarded draft can be brought back


class TooSoon(Exception):
    """The same form was kept less than a second ago, or several others of the person were."""


class OnlyPutBack(Exception):
    """Something would be stored that a person has only put back and not saved."""


@dataclass(frozen=True, slots=True)
class Typed:
    """One form as it stands: where it is sent, its fields, and what it is in words."""

    action: str
    fields: dict[str, list[str]]
    title: str = ""
    words: str = ""


def keep_draft(*, typed: Typed, case: Case | None, is_last: bool = False, by: Any) -> Draft:
    """Keep a form as it stands in place of what was kept of it; the same again changes nothing.

    Raises TooSoon for more than a person can type, unless this is the last that a page can send.
    """
    key, now = key_of(typed.action, typed.fields), timezone.now()
    kept = Draft.objects.filter(user=by, key=key).first()
    if kept and kept.fields == typed.fields and not kept.discarded_at:
        return kept
    if not is_last:
        _refuse_haste(key, by, now)
    values = {
        "case": case,
        "action": typed.action,
        "title": strip_control(typed.title)[:LONGEST_TITLE],
        "words": strip_control(typed.words)[:LONGEST_WORDS],
        "fields": typed.fields,
        "saved_at": now,
        "discarded_at": None,
    }
    with writing():
        draft, _ = Draft.objects.update_or_create(user=by, key=key, defaults=values)
        _sweep(by, now)
    return draft


def _refuse_haste(key: str, by: Any, now: datetime) -> None:
    """Refuse more than a person can type."""
    recent = set(Draft.objects.filter(user=by, saved_at__gt=now - SECOND).values_list("key", flat=True))
    if key in recent or len(recent) >= MOST_A_SECOND:
        raise TooSoon


def _sweep(by: Any, now: datetime) -> None:
    """Delete what is too old, what was discarded a while ago, and the oldest of too many."""
    Draft.objects.filter(saved_at__lt=now - timedelta(days=settings.DRAFT_DAYS)).delete()
    Draft.objects.filter(discarded_at__lt=now - UNDO).delete()
    newest = Draft.objects.filter(user=by).order_by("-saved_at").values_list("pk", flat=True)
    Draft.objects.filter(pk__in=list(newest[MOST_OF_A_PERSON:])).delete()


@contextmanager
def saving(sent: Sent | None) -> Iterator[None]:
    """Run the change that a form asks for; what was kept of the form goes in the same transaction."""
    if sent and sent.is_put_back:
        raise OnlyPutBack
    with writing():
        yield
        if sent:
            Draft.objects.filter(user_id=sent.user_id, key=sent.key).delete()


def discard_draft(*, draft: Draft) -> None:
    """Offer a draft no longer; for a while it can be brought back."""
    with writing():
        Draft.objects.filter(pk=draft.pk).update(discarded_at=timezone.now())


def restore_draft(*, draft: Draft) -> None:
    """Offer a discarded draft again."""
    with writing():
        Draft.objects.filter(pk=draft.pk).update(discarded_at=None)


def erase_case(case_id: UUID) -> dict[str, int]:
    """Delete all that anybody has typed in a case and not saved; return how many drafts that were."""
    return erase_rows((Draft,), case_id=case_id)


def erase_new_cases(*, local_id: str, team_id: int) -> int:
    """Delete what people of a team typed of a patient into the form of a new case; return how many drafts."""
    typed = Draft.objects.filter(case__isnull=True, user__memberships__team_id=team_id)
    wanted = _one_spelling(local_id)
    found = [each.pk for each in typed if wanted in map(_one_spelling, each.fields.get("local_id", ()))]
    return Draft.objects.filter(pk__in=found).delete()[0]


def _one_spelling(local_id: str) -> str:
    return " ".join(local_id.split()).casefold()
