"""The proof: what the program claims, every number with its source, and the published cases."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dressapp.assessments.proof import present_proof
from dressapp.assessments.proof_cases import present_agreement
from dressapp.exchange.published import list_published


@login_not_required
@require_safe
def show_proof(request: HttpRequest) -> HttpResponse:
    """Show the proof to anybody: there is no patient in it."""
    cases = list_published()
    context = {"proof": present_proof(), "cases": cases, "agreement": present_agreement(cases)}
    return render(request, "workspace/proof.html", context)
