"""The Score tab: ten items and six organs, each answered with one click beside what the data say."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dressapp.assessments.forms import AnswerForm
from dressapp.assessments.models import ItemAnswer, OtherExplanation
from dressapp.assessments.selectors import Assessment, list_answers
from dressapp.assessments.services import set_answer, take_over_measured
from dressapp.cases.models import Case
from dressapp.cases.selectors import get_row_for
from dressapp.cases.services import restore_row, void_row
from dressapp.workspace.drafts import puts_back
from dressapp.workspace.forms_score import VersionForm
from dressapp.workspace.pages import Show, after_change, open_case
from dressapp.workspace.presenters.asking import is_contradicted
from dressapp.workspace.presenters.score import Draft, anchor_of, show_since

from .score_page import Change, Unsaved, render_answered, render_score, store

KEPT = ("reason", "explanation", "other_explanation", "since_on")
WRITE_WHY = "Write why your answer stands against the data."
EXPLAINED_BY = (OtherExplanation.POSSIBLE, OtherExplanation.LIKELY)


@require_safe
@puts_back
def show_score(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the items with what the data say and what the clinician answered."""
    return render_score(request, open_case(request, case_id))


@require_POST
def save_answer(request: HttpRequest, case_id: UUID, item: str) -> HttpResponse:
    """Store one answer; one that the data contradict is stored only together with its reason."""
    case = open_case(request, case_id, write=True)
    answers = list_answers(case)
    days = {"today": timezone.localdate(), "day_zero": case.day_zero}
    stored, auto_id = answers.get(item), f"{anchor_of(item)}-%s"
    form = AnswerForm(request.POST, item=item, stored=stored, auto_id=auto_id, **days)
    if not form.is_valid():
        return _refuse(request, case, item, form, is_asked=False)
    values = _keep_stored(form, stored)
    is_explained = bool(values["explanation"]) or _is_judged(values)

    def save() -> ItemAnswer:
        answers[item] = set_answer(case=case, item=item, by=request.user, **values)
        return answers[item]

    def may_stand(assessment: Assessment | None) -> bool:
        return is_explained or assessment is None or not is_contradicted(assessment, item)

    change = Change(
        save, words=answer_words, anchor=anchor_of(item), show=_show(item, answers), may_stand=may_stand
    )
    done = store(request, case, change, form=form)
    return done or _refuse(request, open_case(request, case_id, write=True), item, form, is_asked=True)


def _keep_stored(form: AnswerForm, stored: ItemAnswer | None) -> dict[str, Any]:
    """Return what to store: the same answer clicked again keeps its reason and explanation."""
    values = dict(form.cleaned_data)
    if stored and stored.answer == values["answer"]:
        values |= {name: getattr(stored, name) for name in KEPT if name not in form.data}
    return values


def _is_judged(values: dict[str, Any]) -> bool:
    """Say whether a *no* to an organ names another explanation, with or without its words."""
    return values["answer"] == "no" and values["other_explanation"] in EXPLAINED_BY


def _refuse(request: HttpRequest, case: Case, item: str, form: AnswerForm, *, is_asked: bool) -> HttpResponse:
    """Store nothing: ask why an answer stands against the data, or say what is wrong."""
    if is_asked and "explanation" in form.data:
        form.add_error("explanation", WRITE_WHY)
    draft = Draft(
        key=item,
        answer=form.cleaned_data.get("answer", ""),
        text=None if "since_on" in form.data else form.data.get("explanation", ""),
        error=" ".join(form.errors.get("explanation", [])),
        since=form.data.get("since_on"),
        since_error=" ".join(form.errors.get("since_on", [])),
        asks=is_asked or "since_on" not in form.data,
    )
    unsaved = Unsaved(form=form, draft=draft)
    return _show(item, list_answers(case), unsaved=unsaved, status=422)(request, case)


def _show(
    item: str, answers: dict[str, ItemAnswer], *, unsaved: Unsaved | None = None, status: int = 200
) -> Show:
    """Return a function that shows a saved answer: its row where htmx asks for no more, else the tab."""

    def show(request: HttpRequest, case: Case) -> HttpResponse:
        if request.htmx and request.htmx.target != "tab":
            return render_answered(request, case, item, answers, unsaved=unsaved, status=status)
        return render_score(request, case, unsaved=unsaved, status=status)

    return show


def answer_words(row: ItemAnswer) -> dict[str, str]:
    """Return a stored answer in words, by the names of its form."""
    return {
        "answer": dict(AnswerForm(item=row.item).fields["answer"].choices).get(row.answer, row.answer),
        "reason": row.get_reason_display(),
        "other_explanation": row.get_other_explanation_display(),
        "explanation": row.explanation,
        "since_on": show_since(row.case, row),
    }


@require_POST
def remove_answer(request: HttpRequest, case_id: UUID, item: str) -> HttpResponse:
    """Take the clinician's answer back, so that the data speak again; it can be brought back."""
    case = open_case(request, case_id, write=True)
    form = VersionForm(request.POST)
    answers = list_answers(case)
    stored = answers.pop(item, None)
    if not form.is_valid():
        return render_score(request, case, unsaved=Unsaved(form=form), status=422)
    if stored is None:
        return after_change(request, case, _show(item, answers), to="score")
    change = Change(
        lambda: void_row(case=case, row=stored, by=request.user, **form.cleaned_data),
        words=answer_words,
        anchor=anchor_of(item),
        show=_show(item, answers),
        message="Your answer is cleared; the data speak again.",
        undo=lambda row: (reverse("workspace:score_restore_answer", args=[case.pk, row.pk]), "Undo"),
    )
    return store(request, case, change)


@require_POST
def restore_answer(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    """Bring a cleared answer back, unless the item has been answered again since."""
    case = open_case(request, case_id, write=True)
    row = get_row_for(case, ItemAnswer, row_id, voided=True)
    if row.item in list_answers(case):
        return after_change(request, case, render_score, to="score", at=f"#{anchor_of(row.item)}")
    change = Change(
        lambda: restore_row(case=case, row=row, by=request.user),
        words=answer_words,
        anchor=anchor_of(row.item),
    )
    return store(request, case, change)


@require_POST
def take_over(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Answer fever, eosinophils and duration as measured; organs wait for the clinician's judgement."""
    case = open_case(request, case_id, write=True)
    change = Change(
        lambda: take_over_measured(case=case, by=request.user),
        words=answer_words,
        message="Measured values are taken over. Organs need your judgement.",
    )
    return store(request, case, change)
