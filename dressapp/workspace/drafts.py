"""Offer what was typed and not saved, and put it back into its form."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import resolve, reverse

from dressapp.accounts.rights import Right, may
from dressapp.cases.models import Case
from dressapp.core.forms import PutBack
from dressapp.drafts.kept import find_form, page_of
from dressapp.drafts.models import Draft
from dressapp.drafts.selectors import find_draft_for, list_drafts_for
from dressapp.drafts.services import OnlyPutBack

from .presenters.drafts import Drafts, present_drafts

View = Callable[..., HttpResponse]
REFUSED = 422
GONE = (
    "This cannot be put back: what it belongs to was taken away, or is no longer yours to change. "
    "What you typed stands in the notice."
)


def case_drafts(request: HttpRequest, case: Case, *, tab: str) -> Drafts:
    """Return what the person typed in a case and has not saved; who may only read has nothing to save."""
    if not may(case.role, Right.WRITE):
        return Drafts()
    here = reverse(f"workspace:{tab}", args=[case.pk])
    return present_drafts(list_drafts_for(request.user, case), put_back=_put_back_in(request), here=here)


def page_drafts(request: HttpRequest, *, of_page: bool = True) -> Drafts:
    """Return what the person typed outside of any case: on this page alone, or on any."""
    drafts = list_drafts_for(request.user, None)
    if of_page:
        drafts = [each for each in drafts if find_form(each.action) and page_of(each.action) == request.path]
    return present_drafts(drafts, put_back=_put_back_in(request), here=request.path)


def is_put_back(request: HttpRequest) -> bool:
    """Say whether a draft is shown in its form; of what was taken away meanwhile there is no form."""
    return _put_back_in(request) is not None


def _put_back_in(request: HttpRequest) -> Draft | None:
    """Return the draft that this request has put back."""
    return getattr(request, "put_back", None)


def puts_back(page: View) -> View:
    """Let `?draft=` show a page with the form that it names open and filled in, as if refused: unsaved.

    Nothing is stored: the form is never valid (core.forms.PutBack), and no change begins (drafts.saving).
    """

    @wraps(page)
    def show(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET.get("draft") if request.method == "GET" else None
        draft = find_draft_for(request.user, asked) if asked else None
        if draft is None or not find_form(draft.action) or page_of(draft.action) != request.path:
            return page(request, *args, **kwargs)
        try:
            return _put_back(request, draft)
        except (Http404, PermissionDenied, OnlyPutBack):
            messages.warning(request, GONE)
            return page(_as_asked(request), *args, **kwargs)

    return show


def _put_back(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Hand a draft to the view that its form is sent to."""
    action = urlsplit(draft.action)
    match = resolve(action.path)
    request.put_back = draft
    request.method, request.POST = "POST", PutBack.of(draft.fields)
    request.GET = QueryDict(action.query)
    response = match.func(request, *match.args, **match.kwargs)
    if response.status_code == REFUSED:
        response.status_code = 200
    return response


def _as_asked(request: HttpRequest) -> HttpRequest:
    """Return the request as the browser sent it, without the draft."""
    request.put_back = None
    request.method, request.POST, request.GET = "GET", QueryDict(), QueryDict()
    return request
