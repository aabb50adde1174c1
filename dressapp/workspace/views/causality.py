"""The page on which a clinician answers the questions about one drug's part in the reaction."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from dressapp.assessments.causality_form import CausalityForm, QuestionsForm, field_of
from dressapp.assessments.causality_page import CausalityPage, present_causality
from dressapp.cases.models import Case
from dressapp.core.errors import EditConflict
from dressapp.drugs import services
from dressapp.drugs.models import DrugCourse
from dressapp.drugs.selectors import get_course_for
from dressapp.workspace.drafts import is_put_back, puts_back
from dressapp.workspace.pages import after_change, open_case, render_case
from dressapp.workspace.services import changing

from .drugs import drug_conflict, render_drugs


@require_http_methods(["GET", "HEAD", "POST"])
@puts_back
def judge_drug(request: HttpRequest, case_id: UUID, course_id: UUID) -> HttpResponse:
    """Show the questions about a drug with what the record says, and store the clinician's answers."""
    is_post = request.method == "POST"
    case = open_case(request, case_id, write=is_post)
    course = get_course_for(case, course_id, voided=is_post and not is_put_back(request))
    if not is_post:
        return _render(request, case, course, CausalityForm(case=case, row=course))
    form = CausalityForm(request.POST, case=case, row=course)
    if not form.is_valid():
        return _render(request, case, course, form, status=422)
    try:
        with changing(case):
            services.update_course(
                case=case, course=course, version=form.seen_version, by=request.user, **form.values
            )
            services.restore_course(case=case, course=course, by=request.user)
    except EditConflict as stale:
        return drug_conflict(request, case, form, stale.current)
    message = f"Answers on {course.name} saved."
    return after_change(request, case, render_drugs, to="drugs", at="#culprits", message=message)


def _render(
    request: HttpRequest, case: Case, course: DrugCourse, form: QuestionsForm, *, status: int = 200
) -> HttpResponse:
    """Return the page; where the stored facts contradict each other there is nothing to set beside."""

    def context(frame: dict[str, Any]) -> dict[str, Any]:
        assessment = frame["assessment"]
        page = present_causality(assessment, str(course.pk)) if assessment else None
        return {"course": course, "form": form, "causality": page, "parts": _parts(page, form)}

    template = "workspace/drugs/causality.html"
    return render_case(request, case, tab="drugs", template=template, context=context, status=status)


def _parts(page: CausalityPage | None, form: QuestionsForm) -> list[tuple[Any, list[tuple[Any, Any]]]]:
    """Return each part with its questions, each beside its field."""
    parts = page.parts if page else ()
    return [(part, [(asked, form[field_of(asked.id)]) for asked in part.questions]) for part in parts]
