"""The pages of the workspace, tab by tab."""

from django.urls import path

from .views import cases

app_name = "workspace"

CASE = "cases/<uuid:case_id>/"

urlpatterns = [
    # The list, and a new case
    path("", cases.list_cases, name="list"),
    path("cases/new/", cases.new_case, name="new"),
    # Summary
    # Drugs
    # Labs
    # Score
    # Timeline
    # History
    # Report
]
