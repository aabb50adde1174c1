"""The frame that every tab of a case stands in, and the answers a view gives after a change."""

import time
from collections.abc import Callable, Mapping
from hashlib import blake2s
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from dressapp.accounts.rights import Right, may
from dressapp.assessments.presenters import present_assessment
from dressapp.assessments.selectors import Assessment, get_assessment
from dressapp.audit.selectors import get_last_change
from dressapp.audit.services import record_view
from dressapp.cases.access import marker
from dressapp.cases.models import Case
from dressapp.cases.selectors import get_case_for
from dressapp.core.fields import strip_control
from dressapp.core.models import Record
from dressapp.drafts.kept import sent_form
from dressapp.drugs.selectors import list_courses
from scoring.facts import ImpossibleFact

from .drafts import case_drafts
from .presenters.conflict import present_conflict
from .presenters.shell import present_notices, present_shell
from .reason_forms import LONGEST_REASON
from .selectors import FRAME, get_frame

OPENED = "opened"  # of the session: when which case was opened last
IN_VIEW = 15 * 60  # seconds for which what a page loads later is part of its view

Show = Callable[[HttpRequest, Case], HttpResponse]
Context = Mapping[str, Any] | Callable[[dict[str, Any]], Mapping[str, Any]]


def open_case(request: HttpRequest, case_id: UUID, *, write: bool = False) -> Case:
    """Return a case that the person may see; with `write`, only one that the person may change."""
    case = get_case_for(request.user, case_id, write=write, **FRAME)
    case.sent = sent_form(request)  # what was kept of this form goes when it is saved: see changing()
    return case


def render_case(
    request: HttpRequest,
    case: Case,
    *,
    tab: str,
    template: str,
    context: Context | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return one tab in its frame, and write that it was opened (see `note_view`).

    `context` is what the tab adds, or a function that makes it from the frame's own context.
    """
    note_view(request, case, tab, is_part=bool(request.htmx))
    frame = frame_context(request, case, tab=tab)
    own = context(frame) if callable(context) else context
    return render(request, template, frame | dict(own or {}), status=status)


def note_view(request: HttpRequest, case: Case, what: str, *, is_part: bool) -> None:
    """Write that a person opened something of a case; a part that a page in view loads belongs to that view.

    Whether there is one is for the session to say, for the request can claim anything. In an emergency each
    part is written: its review rests on that.
    """
    # By a digest: no page may ever take from a session whose it is.
    key = blake2s(case.pk.bytes, digest_size=8).hexdigest()
    now, opened = int(time.time()), request.session.get(OPENED, {})
    age = now - opened.get(key, 0)
    if is_part and age < IN_VIEW and not case.emergency_until:
        return
    record_view(request, case.pk, what, **marker(case))
    if age > IN_VIEW // 3:
        kept = {pk: at for pk, at in opened.items() if now - at < IN_VIEW}
        request.session[OPENED] = kept | {key: now}


def frame_context(request: HttpRequest, case: Case, *, tab: str) -> dict[str, Any]:
    """Return what banner, Now, tabs and rail show; `page` is None where the stored facts contradict."""
    today = timezone.localdate()
    frame = get_frame(case, is_changed=request.method == "POST")
    assessment, problem = _assess(case)
    page = present_assessment(assessment, today=today) if assessment else None
    shell = present_shell(
        case,
        page,
        frame,
        drugs=assessment.facts.drugs if assessment else list_courses(case),
        lab_count=len(assessment.facts.labs) if assessment else 0,
        tab=tab,
        today=today,
        problem=problem,
    )
    return {
        "case": case,
        "assessment": assessment,
        "page": page,
        "shell": shell,
        "standing": frame.standing,
        "tab": tab,
        "tab_url": reverse(f"workspace:{tab}", args=[case.pk]),
        "today": today,
        "can_write": may(case.role, Right.WRITE),
        "can_set_limits": may(case.role, Right.SET_LIMITS),
        "can_remove_case": may(case.role, Right.REMOVE_CASE),
        "can_export": case.may_export,
        "notices": present_notices(request),
        "drafts": case_drafts(request, case, tab=tab),
    }


def _assess(case: Case) -> tuple[Assessment | None, str]:
    """Return the assessment, as a change in this request has left it, or why the facts allow none."""
    try:
        return case.__dict__.pop("assessment", None) or get_assessment(case), ""
    except ImpossibleFact as impossible:
        return None, str(impossible)


def why_of(request: HttpRequest) -> str:
    """Return the reason that came with a button, or nothing."""
    return strip_control(request.POST.get("why", "")).strip()[:LONGEST_REASON]


def after_change(
    request: HttpRequest,
    case: Case,
    show: Show,
    *,
    to: str,
    at: str = "",
    message: str = "",
    undo: tuple[str, str] | None = None,
) -> HttpResponse:
    """Show the tab again: htmx gets it at once, a browser without JavaScript a redirect.

    `to` names the tab's address, `at` what follows it (`?group=kidney`, `#item-fever`); `undo` is the address
    that takes the change back, and the words on its button.
    """
    if message:
        messages.success(request, message, extra_tags=" ".join(undo or ()))
    if request.htmx:
        return show(request, case)
    return HttpResponseRedirect(reverse(f"workspace:{to}", args=[case.pk]) + at, status=303)


def not_undone(
    request: HttpRequest, case: Case, show: Show, *, to: str, at: str, current: Record
) -> HttpResponse:
    """Show the tab with who has changed a row since: an undo takes back what it names and nothing newer."""
    change = get_last_change(current)
    by = change.actor_name if change else "Somebody else"
    messages.warning(request, f"Not taken back: {by} has changed it since. It stays as it is now.")
    return after_change(request, case, show, to=to, at=at)


def conflict(
    request: HttpRequest,
    case: Case,
    *,
    tab: str,
    form: BaseForm | None,
    current: Record,
    fields: Mapping[str, str],
    posted: QueryDict | None = None,
    removes: bool = False,
) -> HttpResponse:
    """Show, after somebody else saved first, both texts of each field and both ways out; nothing is lost.

    `fields` gives, by the name of a form field, what is stored now in words;
    `posted` is what saving again sends, where it is not just what was sent; `removes` says that the row was
    to be taken away, so that there is one text alone.
    """
    page = present_conflict(posted or request.POST, form, current, fields, change=get_last_change(current))
    keep_url = reverse(f"workspace:{tab}", args=[case.pk])
    context = {"conflict": page, "keep_url": keep_url, "removes": removes}
    return render_case(
        request, case, tab=tab, template="workspace/conflict.html", context=context, status=409
    )
