"""The quick score: ten items without an account, kept by nobody but the address."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dressapp.assessments.presenters import present_assessment
from dressapp.assessments.quick import assess_answers
from dressapp.workspace.presenters.quick import (
    present_course,
    present_organs,
    present_questions,
    present_shell,
)
from dressapp.workspace.quick_form import QuickForm


@login_not_required
@require_safe
def show_quick_score(request: HttpRequest) -> HttpResponse:
    """Score what the address says; an answer that there is not is named, and nothing is scored."""
    form = QuickForm(request.GET)
    context = {
        "form": form,
        "questions": present_questions(form),
        "organs": present_organs(form),
        "course": present_course(form),
    }
    if not form.is_valid():
        return render(request, "workspace/quick.html", context, status=422)
    today = timezone.localdate()
    assessment = assess_answers(form.answers, closed_on=today if form.is_over else None)
    page = present_assessment(assessment, today=today)
    context |= {"page": page, "shell": present_shell(page), "is_answered": bool(form.answers), "today": today}
    return render(request, "workspace/quick.html", context)
