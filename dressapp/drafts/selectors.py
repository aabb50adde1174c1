"""Read drafts: each by its own person alone."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404
from django.utils import timezone

from dressapp.cases.models import Case

from .models import Draft

MOST_SHOWN = 20


def list_drafts_for(user: Any, case: Case | None) -> list[Draft]:
    """Return what a person typed in a case, or outside of any, and has not saved; the newest first."""
    oldest = timezone.now() - timedelta(days=settings.DRAFT_DAYS)
    drafts = Draft.objects.filter(user=user, case=case, discarded_at__isnull=True, saved_at__gte=oldest)
    return list(drafts.order_by("-saved_at")[:MOST_SHOWN])


def find_draft_for(user: Any, draft_id: str) -> Draft | None:
    """Return a person's draft that an address names, if there is one."""
    try:
        return Draft.objects.filter(user=user, pk=UUID(draft_id), discarded_at__isnull=True).first()
    except ValueError:
        return None


def get_draft_for(user: Any, draft_id: UUID) -> Draft:
    """Return a person's draft, discarded or not; somebody else's is not found."""
    draft = Draft.objects.filter(user=user, pk=draft_id).first()
    if draft is None:
        raise Http404("There is no such draft of yours.")
    return draft
