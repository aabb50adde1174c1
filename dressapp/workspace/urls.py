"""The pages of the workspace, tab by tab."""

from django.urls import path

from .views import cases, history, labs, report, timeline

app_name = "workspace"

CASE = "cases/<uuid:case_id>/"

urlpatterns = [
    # The list, and a new case
    path("", cases.list_cases, name="list"),
    path("example/", cases.load_example, name="example"),
    path("cases/new/", cases.new_case, name="new"),
    # Summary
    # Drugs
    # Labs
    path(CASE + "labs/", labs.show_labs, name="labs"),
    path(CASE + "labs/save/", labs.save_lab, name="save_lab"),
    # Score
    # Timeline
    path(CASE + "timeline/", timeline.show_timeline, name="timeline"),
    # History
    path(CASE + "history/", history.show_history, name="history"),
    path(CASE + "history/save/", history.save_assessment, name="save_assessment"),
    path(CASE + "history/<int:number>/", history.show_snapshot, name="snapshot"),
    path(CASE + "history/<int:number>/report.pdf", history.snapshot_pdf, name="snapshot_pdf"),
    path(CASE + "history/<int:number>/timeline.svg", history.snapshot_figure, name="snapshot_figure"),
    # Report
    path(CASE + "report/", report.show_report, name="report"),
    path(CASE + "report/report.pdf", report.report_pdf, name="report_pdf"),
    path(CASE + "report/timeline.svg", report.report_figure, name="report_figure"),
]
