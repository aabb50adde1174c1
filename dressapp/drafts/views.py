"""Keep what is typed while it is typed: no view of a patient, and it keeps nobody signed in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from dressapp.cases.models import Case
from dressapp.cases.selectors import get_case_for

from . import services
from .kept import find_form, is_too_large, key_of, page_of, typed_fields
from .selectors import get_draft_for

ABOUT = ("draft-action", "draft-title", "draft-words")
NOT_KEPT, TOO_LARGE, TOO_SOON = 204, 413, 429


@require_POST
def save_draft(request: HttpRequest) -> HttpResponse:
    """Keep one form as it stands; 204 where forms of its kind are not kept, 413 where it holds too much."""
    action, title, words = (request.POST.get(name, "") for name in ABOUT)
    fields = {name: held for name, held in typed_fields(request.POST).items() if name not in ABOUT}
    if not key_of(action, fields):
        return HttpResponse(status=NOT_KEPT)
    case = case_of(request.user, action)
    if is_too_large(fields):
        return HttpResponse(status=TOO_LARGE)
    typed = services.Typed(action, fields, title, words)
    try:
        draft = services.keep_draft(typed=typed, case=case, by=request.user)
    except services.TooSoon:
        return HttpResponse(status=TOO_SOON, headers={"Retry-After": "1"})
    return JsonResponse(
        {
            "at": f"{timezone.localtime(draft.saved_at):%H:%M}",
            "discard": reverse("drafts:discard", args=[draft.pk]),
        }
    )


def case_of(user: Any, action: str) -> Case | None:
    """Return the case that a form writes to, which the person must be allowed to change."""
    match = find_form(action)
    case_id = match.kwargs.get("case_id") if match else None
    return get_case_for(user, case_id, write=True) if case_id else None


@require_POST
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Offer a draft no longer, with the way back."""
    draft = get_draft_for(request.user, draft_id)
    services.discard_draft(draft=draft)
    undo = f"{reverse('drafts:restore', args=[draft.pk])} Undo"
    messages.success(request, f"{draft.title or 'What you typed'}: discarded.", extra_tags=undo)
    return _back(request, page_of(draft.action))


@require_POST
def restore(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Offer a discarded draft again."""
    draft = get_draft_for(request.user, draft_id)
    services.restore_draft(draft=draft)
    return _back(request, page_of(draft.action))


def _back(request: HttpRequest, page: str) -> HttpResponse:
    """Return to the page that was in view; `next` names it."""
    asked = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(asked if is_ours else page, status=303)
