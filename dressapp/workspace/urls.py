"""The pages of the workspace, tab by tab."""

from django.urls import URLPattern, path

from .views import (
    case_files,
    cases,
    causality,
    changes,
    compare,
    criteria,
    drug_answers,
    drugs,
    emergency,
    erasures,
    exports,
    history,
    hla,
    intake_steps,
    intakes,
    lab_dates,
    lab_rows,
    lab_values,
    labs,
    people,
    proof,
    quick,
    removal,
    report,
    score,
    score_rows,
    sign,
    site_limits,
    summary,
    timeline,
    tracker,
    trail,
)

app_name = "workspace"

CASE = "cases/<uuid:case_id>/"
INTAKE = CASE + "labs/intakes/<uuid:intake_id>/"


def finding_paths(tab: str) -> list[URLPattern]:
    """Return the addresses of what is examined and tested, on the tab that they lead back to."""
    row, on = CASE + f"{tab}/rows/<str:kind>/", {"tab": tab}
    one = row + "<uuid:row_id>/"
    return [
        path(CASE + f"{tab}/findings/<str:finding>/", score_rows.tap_finding, on, name=f"{tab}_finding"),
        path(row, score_rows.save_row, on, name=f"{tab}_save_row"),
        path(one + "remove/", score_rows.remove_row, on, name=f"{tab}_remove_row"),
        path(one + "restore/", score_rows.restore_removed_row, on, name=f"{tab}_restore_row"),
    ]


urlpatterns = [
    # The list, and a new case
    path("", cases.list_cases, name="list"),
    path("search/", cases.search_cases, name="search"),
    path("example/", cases.load_example, name="example"),
    path("cases/new/", cases.new_case, name="new"),
    path("cases/known/", cases.look_up_patient, name="known"),
    path("cases/open/", case_files.open_case_file, name="open_file"),
    path("score/", quick.show_quick_score, name="quick"),
    path("proof/", proof.show_proof, name="proof"),
    path("paper-form.pdf", report.paper_form, name="paper_form"),
    # Emergency access
    path("emergency/", emergency.ask_emergency, name="emergency"),
    path("emergency/review/", emergency.list_emergencies, name="emergencies"),
    path("emergency/review/<uuid:access_id>/", emergency.review_access, name="review_emergency"),
    # Removed cases
    path("removed/", removal.list_removed, name="removed"),
    path("removed/<uuid:case_id>/", removal.restore_removed, name="restore_case"),
    path(CASE + "remove/", removal.remove_case, name="remove_case"),
    # Erasures
    path("erasures/", erasures.list_erasures, name="erasures"),
    path("erasures/<uuid:request_id>/", erasures.show_erasure, name="erasure"),
    path("erasures/<uuid:request_id>/approve/", erasures.approve_erasure, name="approve_erasure"),
    path("erasures/<uuid:request_id>/close/", erasures.close_request, name="close_erasure"),
    path(CASE + "erase/", erasures.ask_erasure, name="ask_erasure"),
    # Teams and people
    path("teams/", people.show_teams, name="teams"),
    path("people/", people.list_people, name="people"),
    path("people/add/", people.add_person, name="add_person"),
    path("people/<int:membership_id>/", people.change_person, name="change_person"),
    path("people/<int:membership_id>/password/", people.renew_password, name="renew_password"),
    path("people/<int:membership_id>/active/", people.set_active, name="set_active"),
    # Summary
    path(CASE, summary.show_summary, name="summary"),
    path(CASE + "summary/<slug:name>/", summary.save_section, name="save_section"),
    path(CASE + "treatment/", summary.save_step, name="add_step"),
    path(CASE + "treatment/<uuid:step_id>/", summary.save_step, name="change_step"),
    path(CASE + "treatment/<uuid:step_id>/remove/", summary.void_step, name="void_step"),
    path(CASE + "treatment/<uuid:step_id>/restore/", summary.restore_step, name="restore_step"),
    # Drugs
    path(CASE + "drugs/", drugs.show_drugs, name="drugs"),
    path(CASE + "drugs/add/", drugs.add_drug, name="add_drug"),
    path(CASE + "drugs/complete/", drug_answers.confirm_list, name="confirm_list"),
    path(CASE + "drugs/asked/<slug:kind>/", drug_answers.answer_exposure, name="exposure"),
    path(CASE + "drugs/<uuid:course_id>/edit/", drugs.edit_drug, name="edit_drug"),
    path(CASE + "drugs/<uuid:course_id>/remove/", drugs.remove_drug, name="remove_drug"),
    path(CASE + "drugs/<uuid:course_id>/restore/", drugs.restore_drug, name="restore_drug"),
    path(CASE + "drugs/<uuid:course_id>/move/", drugs.move_drug, name="move_drug"),
    path(CASE + "drugs/<uuid:course_id>/still-taken/", drug_answers.set_still_taken, name="still_taken"),
    path(CASE + "drugs/<uuid:course_id>/last-day/", drug_answers.set_last_day, name="last_day"),
    path(CASE + "drugs/<uuid:course_id>/conclusion/", drug_answers.conclude_drug, name="conclude_drug"),
    path(CASE + "drugs/<uuid:course_id>/code/", drug_answers.use_code, name="drug_code"),
    path(CASE + "drugs/<uuid:course_id>/name/", drug_answers.use_name, name="drug_name"),
    path(CASE + "drugs/<uuid:course_id>/name/back/", drug_answers.take_name_back, name="drug_name_back"),
    path(CASE + "drugs/<uuid:course_id>/causality/", causality.judge_drug, name="causality"),
    path(CASE + "drugs/hla/", hla.save_hla, name="save_hla"),
    path(CASE + "drugs/hla/<uuid:row_id>/remove/", hla.remove_hla, name="remove_hla"),
    path(CASE + "drugs/hla/<uuid:row_id>/restore/", hla.restore_hla, name="restore_hla"),
    # Labs
    path(CASE + "labs/", labs.show_labs, name="labs"),
    path(CASE + "labs/value/", lab_values.save_value, name="save_lab_value"),
    path(CASE + "labs/value/<uuid:result_id>/delete/", lab_values.delete_value, name="delete_lab_value"),
    path(CASE + "labs/value/<uuid:result_id>/restore/", lab_values.restore_value, name="restore_lab_value"),
    path(CASE + "labs/value/<uuid:result_id>/revert/", lab_values.revert_value, name="revert_lab_value"),
    path(CASE + "labs/date/", lab_dates.save_date, name="save_lab_date"),
    path(CASE + "labs/date/<str:key>/delete/", lab_dates.delete_date, name="delete_lab_date"),
    path(CASE + "labs/date/<str:key>/restore/", lab_dates.restore_date, name="restore_lab_date"),
    path(CASE + "labs/row/<slug:analyte>/", lab_rows.save_row, name="save_lab_row"),
    path(CASE + "labs/row/<slug:analyte>/remove/", lab_rows.remove_row, name="remove_lab_row"),
    path(CASE + "labs/row/<slug:analyte>/restore/", lab_rows.restore_lab_row, name="restore_lab_row"),
    path(CASE + "labs/row/<slug:analyte>/undo/", lab_rows.undo_row_limits, name="undo_row_limits"),
    path(CASE + "labs/paste/", intakes.paste_table, name="paste_labs"),
    path(INTAKE, intakes.show_intake, name="intake"),
    path(INTAKE + "confirm/", intake_steps.confirm_intake, name="confirm_intake"),
    path(INTAKE + "progress/", intake_steps.show_progress, name="intake_progress"),
    path(INTAKE + "stop/", intake_steps.stop_intake, name="stop_intake"),
    path(INTAKE + "undo/", intake_steps.undo_intake, name="undo_intake"),
    path(INTAKE + "reopen/", intake_steps.reopen_intake, name="reopen_intake"),
    path(INTAKE + "cancel/", intake_steps.cancel_intake, name="cancel_intake"),
    path("labs/meaning/<slug:analyte>/", lab_values.show_meaning, name="lab_meaning"),
    # Site's limits
    path("limits/", site_limits.show_limits, name="limits"),
    path("limits/add/", site_limits.add_limit, name="add_limit"),
    path("limits/<uuid:limit_id>/", site_limits.change_limit, name="change_limit"),
    path("limits/<uuid:limit_id>/undo/", site_limits.undo_limit, name="undo_limit"),
    path("limits/<uuid:limit_id>/remove/", site_limits.remove_limit, name="remove_limit"),
    path("limits/<uuid:limit_id>/restore/", site_limits.restore_limit, name="restore_limit"),
    path(CASE + "labs/export/<slug:kind>", exports.export_labs, name="export_labs"),
    path(CASE + "case.json", exports.export_case, name="export_case"),
    # Score
    path(CASE + "score/", score.show_score, name="score"),
    path(CASE + "score/measured/", score.take_over, name="score_take_over"),
    path(CASE + "score/answers/<str:item>/", score.save_answer, name="score_answer"),
    path(CASE + "score/answers/<str:item>/clear/", score.remove_answer, name="score_clear"),
    path(CASE + "score/answers/<uuid:row_id>/restore/", score.restore_answer, name="score_restore_answer"),
    *finding_paths("score"),
    path(CASE + "score/rows/<str:kind>/<uuid:row_id>/judge/", score_rows.judge_test, name="score_explains"),
    # Criteria
    path(CASE + "criteria/", criteria.show_criteria, name="criteria"),
    path(CASE + "criteria/tests/", tracker.save_tracked, name="save_tracked"),
    *finding_paths("criteria"),
    # Timeline
    path(CASE + "timeline/", timeline.show_timeline, name="timeline"),
    # History
    path(CASE + "history/", history.show_history, name="history"),
    path(CASE + "history/complete/", history.complete_assessment, name="complete_assessment"),
    path(CASE + "history/compare/", compare.compare_versions, name="compare"),
    path(CASE + "history/<int:number>/", history.show_snapshot, name="snapshot"),
    path(CASE + "history/<int:number>/sign/", sign.sign_assessment, name="sign_assessment"),
    path(CASE + "history/<int:number>/report.pdf", history.snapshot_pdf, name="snapshot_pdf"),
    path(CASE + "history/<int:number>/timeline.svg", history.snapshot_figure, name="snapshot_figure"),
    # Changes, and the audit trail of a team
    path("audit/", trail.show_trail, name="trail"),
    path("audit/search/", trail.search_trail, name="search_trail"),
    path(CASE + "changes/", changes.show_case_changes, name="case_changes"),
    path(CASE + "changes/<slug:kind>/<uuid:row_id>/", changes.show_row_changes, name="row_changes"),
    # Report
    path(CASE + "report/", report.show_report, name="report"),
    path(CASE + "report/report.pdf", report.report_pdf, name="report_pdf"),
    path(CASE + "report/timeline.svg", report.report_figure, name="report_figure"),
]
