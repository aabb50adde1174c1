"""Writing cases: one audit event a write, one row a form, no write over somebody else's."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from dressapp.accounts.models import Team
from dressapp.audit.models import Event
from dressapp.cases import services
from dressapp.cases.models import Background, Case, CauseTest, ExposureHistory, Finding, Patient, Treatment
from dressapp.cases.selectors import get_case_for, get_row_for, rash_features
from dressapp.core.errors import EditConflict, NotYours
from tests.factories.records import RASH, make_case, make_finding, make_node


@pytest.fixture
def case(user, team):
    return make_case(user)


def events(case, **filters):
    return Event.objects.filter(case_id=str(case.pk), **filters)


def test_a_new_case_writes_patient_and_case_with_one_event_each(user, team):
    case = make_case(user, local_id="A-7", name="Ana Vidal", sex="female", age_years=72)
    assert (case.patient.local_id, case.patient.name, case.age_years) == ("A-7", "Ana Vidal", 72)
    written = list(events(case).values_list("action", "object_type"))
    assert written == [("create", "cases.patient"), ("create", "cases.case")]


def test_a_known_patient_gets_a_second_case_never_a_second_record(user, team):
    first, second = make_case(user, local_id="A-7"), make_case(user, local_id="A-7", sex="male")
    assert Patient.objects.count() == 1
    assert first.pk != second.pk
    assert second.patient.sex == "male"


def test_what_is_recorded_of_a_known_patient_is_never_written_over(user, team):
    make_case(user, local_id="A-7", name="Ana Vidal", sex="female")
    make_case(user, local_id="A-7", name="Other Name", sex="male")
    patient = Patient.objects.get()
    assert (patient.name, patient.sex) == ("Ana Vidal", "female")


def test_two_posts_of_the_same_new_case_make_one(user, team):
    case_id = uuid4()
    first, second = make_case(user, id=case_id), make_case(user, id=case_id)
    assert first.pk == second.pk
    assert Case.objects.count() == 1
    assert events(first).count() == 2


def test_the_id_of_another_teams_case_is_refused(user, team, stranger):
    theirs = make_case(stranger, local_id="B-1")
    with pytest.raises(NotYours):
        make_case(user, id=theirs.pk)


def test_the_id_of_another_patients_case_is_refused(user, team):
    first = make_case(user, local_id="A-1")
    with pytest.raises(NotYours):
        make_case(user, local_id="A-2", id=first.pk)


def test_the_same_local_id_in_two_teams_is_two_patients(user, team, stranger):
    make_case(user, local_id="A-1")
    make_case(stranger, local_id="A-1")
    assert Patient.objects.count() == 2


def test_only_the_team_sees_a_case_and_a_reader_may_not_write(case, user, reader, stranger):
    assert get_case_for(user, case.pk, write=True) == case
    assert get_case_for(reader, case.pk) == case
    with pytest.raises(PermissionDenied):
        get_case_for(reader, case.pk, write=True)
    with pytest.raises(Http404):
        get_case_for(stranger, case.pk)
    with pytest.raises(Http404):
        get_case_for(user, uuid4())


def test_a_voided_case_is_gone_until_restored(case, user):
    services.void_case(case=case, version=case.version, revision=case.revision, why="entered twice", by=user)
    with pytest.raises(Http404):
        get_case_for(user, case.pk)
    services.restore_case(case=case, version=2, revision=case.revision, why="was right", by=user)
    assert get_case_for(user, case.pk) == case


def test_new_days_are_on_the_object_at_hand_and_in_the_event(case, user):
    services.set_dates(case=case, version=1, by=user, admission_on=date(2026, 3, 13))
    assert (case.admission_on, case.version) == (date(2026, 3, 13), 2)
    event = events(case, action="update").get()
    assert event.detail == {"before": {"admission_on": None}, "after": {"admission_on": "2026-03-13"}}


def test_the_second_of_two_editors_gets_a_conflict_with_the_stored_row(case, user):
    services.update_case(case=case, version=1, by=user, note="first")
    with pytest.raises(EditConflict) as conflict:
        services.update_case(case=case, version=1, by=user, note="second")
    assert conflict.value.current.note == "first"


def test_the_same_edit_twice_is_no_conflict_and_one_event(case, user):
    services.update_case(case=case, version=1, by=user, note="same")
    services.update_case(case=case, version=1, by=user, note="same")
    assert events(case, action="update").count() == 1


def test_touch_raises_the_revision_and_not_the_version(case):
    services.touch(case=case)
    assert (case.revision, case.version) == (1, 1)


@pytest.mark.hazard("H11")
@pytest.mark.parametrize("field", ["resolution_on", "closed_on", "died_on"])
def test_the_database_refuses_an_end_before_the_index_day(case, user, field):
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**{field: date(2026, 3, 11)})


@pytest.mark.hazard("H11")
def test_the_database_refuses_discharge_before_admission_and_stop_before_start(case, user):
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(admission_on=RASH, discharge_on=date(2026, 3, 11))
    day = {"start_precision": "day", "stop_precision": "day"}
    with pytest.raises(IntegrityError), transaction.atomic():
        services.add_row(
            model=Treatment, case=case, kind="ivig", start_on=RASH, stop_on=date(2026, 3, 11), **day, by=user
        )


def test_a_conclusion_carries_its_author_and_time_and_a_blank_one_neither(case, user):
    services.save_conclusion(case=case, version=1, conclusion="DRESS by sorafenib", by=user)
    assert case.conclusion_by == "Dr Clinician"
    assert case.conclusion_at is not None
    services.save_conclusion(case=case, version=case.version, conclusion="", by=user)
    assert (case.conclusion_by, case.conclusion_at) == ("", None)


def test_the_same_conclusion_twice_keeps_its_time(case, user):
    services.save_conclusion(case=case, version=1, conclusion="DRESS", by=user)
    at = case.conclusion_at
    services.save_conclusion(case=case, version=1, conclusion="DRESS", by=user)
    assert (case.conclusion_at, case.version) == (at, 2)


def test_correcting_a_patient_changes_what_the_patient_is_found_by(case, user):
    patient = services.update_patient(case=case, version=1, by=user, name="Ármin Özil")
    assert patient.search_text == "p-1\nármin özil"


def test_the_one_background_of_a_case_is_made_once_and_then_versioned(case, user):
    first = services.save_background(case=case, version=0, by=user, cirrhosis="yes")
    services.save_background(case=case, version=first.version, by=user, cirrhosis="no")
    with pytest.raises(EditConflict):
        services.save_background(case=case, version=0, by=user, cirrhosis="unknown")
    assert Background.objects.get().cirrhosis == "no"


def test_outcome_and_exposures_are_one_row_each(case, user):
    services.save_outcome(case=case, version=0, by=user, result="recovered")
    services.save_exposures(case=case, version=0, by=user, contrast="no")
    assert case.outcome.result == "recovered"
    assert case.exposures.contrast == "no"


def test_the_drug_list_is_confirmed_complete_by_name_and_taken_back(case, user):
    row = services.set_list_complete(case=case, version=0, is_complete=True, by=user)
    assert row.confirmed_complete_by == "Dr Clinician"
    again = services.set_list_complete(case=case, version=0, is_complete=True, by=user)
    assert again.confirmed_complete_at == row.confirmed_complete_at
    services.set_list_complete(case=case, version=row.version, is_complete=False, by=user)
    assert ExposureHistory.objects.get().confirmed_complete_by == ""


def test_a_rash_feature_is_one_row_replaced_by_each_answer(case, user):
    first = services.set_finding(case=case, finding="facial_oedema", answer="yes", by=user)
    services.set_finding(case=case, finding="facial_oedema", answer="no", version=first.version, by=user)
    assert Finding.objects.get().value_raw == "no"
    assert rash_features(list(case.findings.live()))["facial_oedema"].value_raw == "no"


def test_a_cleared_feature_is_taken_away_and_may_be_answered_again(case, user):
    first = services.set_finding(case=case, finding="facial_oedema", answer="yes", by=user)
    services.set_finding(case=case, finding="facial_oedema", answer="", version=first.version, by=user)
    assert not case.findings.live().exists()
    again = services.set_finding(case=case, finding="facial_oedema", answer="unknown", by=user)
    assert (again.pk, again.value_raw, again.is_voided) == (first.pk, "unknown", False)


def test_two_people_answering_one_feature_at_once_conflict(case, user):
    services.set_finding(case=case, finding="facial_oedema", answer="yes", by=user)
    with pytest.raises(EditConflict):
        services.set_finding(case=case, finding="facial_oedema", answer="no", by=user)


def test_clearing_a_feature_that_nobody_answered_does_nothing(case, user):
    assert services.set_finding(case=case, finding="infiltration", answer="", by=user) is None


def test_a_form_posted_twice_makes_one_row_and_one_event(case, user):
    row_id = uuid4()
    for _ in range(2):
        services.add_row(model=CauseTest, case=case, id=row_id, test="ana", result="negative", by=user)
    assert CauseTest.objects.count() == 1
    assert events(case, object_type="cases.causetest").count() == 1


def test_a_form_sent_back_and_posted_with_other_words_changes_its_row(case, user):
    row_id = uuid4()
    services.add_row(model=CauseTest, case=case, id=row_id, test="ana", result="negative", by=user)
    services.add_row(model=CauseTest, case=case, id=row_id, test="ana", result="positive", by=user)
    assert CauseTest.objects.get().result == "positive"


def test_a_form_sent_back_after_somebody_changed_its_row_is_a_conflict(case, user):
    row = services.add_row(model=CauseTest, case=case, id=uuid4(), test="ana", result="negative", by=user)
    services.update_row(case=case, row=row, version=1, by=user, result="pending")
    with pytest.raises(EditConflict):
        services.add_row(model=CauseTest, case=case, id=row.pk, test="ana", result="positive", by=user)


def test_a_form_posted_again_after_its_row_was_taken_away_brings_it_back(case, user):
    row = services.add_row(model=CauseTest, case=case, id=uuid4(), test="ana", by=user)
    services.void_row(case=case, row=row, version=1, by=user)
    again = services.add_row(model=CauseTest, case=case, id=row.pk, test="ana", result="pending", by=user)
    assert (again.pk, again.is_voided, again.result) == (row.pk, False, "pending")


def test_a_row_of_another_case_is_refused_everywhere(case, user):
    other = make_case(user, local_id="P-2")
    node = make_node(other, user)
    with pytest.raises(NotYours):
        services.add_row(model=Finding, case=case, id=node.pk, finding="node", by=user)
    with pytest.raises(NotYours):
        services.update_row(case=case, row=node, version=1, by=user, site="axillary")
    with pytest.raises(NotYours):
        services.void_row(case=case, row=node, version=1, by=user)
    with pytest.raises(NotYours):
        services.restore_row(case=case, row=node, by=user)
    with pytest.raises(Http404):
        get_row_for(case, Finding, node.pk)


def test_a_row_taken_away_comes_back_with_both_events(case, user):
    row = make_finding(case, user)
    services.void_row(case=case, row=row, version=1, by=user)
    with pytest.raises(Http404):
        get_row_for(case, Finding, row.pk)
    assert get_row_for(case, Finding, row.pk, voided=True) == row
    services.restore_row(case=case, row=row, by=user)
    assert list(events(case, object_id=str(row.pk)).values_list("action", flat=True)) == [
        "create",
        "void",
        "restore",
    ]


def test_a_case_needs_a_team_of_ones_own_to_be_seen(user, stranger):
    case = make_case(user, team=Team.objects.get(name="Elsewhere"))
    with pytest.raises(Http404):
        get_case_for(user, case.pk)
