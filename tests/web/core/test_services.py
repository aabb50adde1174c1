"""Rows are written once, versioned, audited in the same transaction, and never overwritten unseen."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from dressapp.accounts.models import Team
from dressapp.audit.models import Event
from dressapp.cases.models import Patient
from dressapp.core.errors import EditConflict, NotYours
from dressapp.core.services import create_record, restore_record, update_record, void_record

CASE_ID = uuid.UUID(int=7)


def make_patient(team, user, **values):
    return create_record(
        Patient, by=user, case_id=CASE_ID, **{"team": team, "local_id": "P-1", "name": "Kim"} | values
    )


@pytest.fixture
def patient(team, user):
    return make_patient(team, user)[0]


def save(patient, user, version=1, **values):
    return update_record(patient, by=user, case_id=CASE_ID, version=version, **values)


def last_event():
    return Event.objects.last()


def test_create_writes_one_row_and_one_event(team, user):
    before = Event.objects.count()
    patient, created = make_patient(team, user)
    event = last_event()
    assert created
    assert patient.version == 1
    assert Event.objects.count() == before + 1
    assert (event.action, event.object_type, event.object_id) == (
        "create",
        "cases.patient",
        str(patient.pk),
    )
    assert (event.actor_id, event.actor_name, event.case_id, event.version) == (
        str(user.pk),
        "Dr Clinician",
        str(CASE_ID),
        1,
    )
    assert event.detail == {"after": {"team": team.pk, "local_id": "P-1", "name": "Kim"}}


def test_second_post_of_one_form_makes_one_row_and_one_event(team, user):
    row_id = uuid.uuid4()
    first, _ = make_patient(team, user, id=row_id)
    events = Event.objects.count()
    second, created = make_patient(team, user, id=row_id, name="Kim again")
    assert not created
    assert (second.pk, second.name) == (first.pk, "Kim")
    assert Event.objects.count() == events


def test_create_refuses_an_id_that_another_parent_uses(team, user):
    row_id = uuid.uuid4()
    make_patient(team, user, id=row_id)
    other = Team.objects.create(name="Other")
    with pytest.raises(NotYours):
        make_patient(other, user, id=row_id)


def test_create_reports_another_broken_constraint(patient, team, user):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_patient(team, user, id=uuid.uuid4())


@pytest.mark.promise("P04")
def test_update_raises_the_version_and_keeps_the_old_value_in_the_audit(patient, user):
    saved = save(patient, user, name="Lee", sex="")
    event = last_event()
    assert (saved.name, saved.version) == ("Lee", 2)
    assert (event.action, event.version) == ("update", 2)
    assert event.detail == {"before": {"name": "Kim"}, "after": {"name": "Lee"}}
    assert saved.updated_at > saved.created_at
    assert Patient.objects.get(pk=patient.pk).name == "Lee"


def test_update_compares_with_what_is_stored_when_the_object_was_changed_in_memory(patient, user):
    patient.name = "Lee"
    assert save(patient, user, name="Lee").version == 2


def test_update_writes_nothing_when_nothing_changed(patient, user):
    events = Event.objects.count()
    assert save(patient, user, name="Kim").version == 1
    assert Event.objects.count() == events


@pytest.mark.hazard("H16")
@pytest.mark.promise("P03")
def test_second_of_two_editors_gets_the_stored_row(patient, user, reader):
    save(patient, user, name="Lee")
    with pytest.raises(EditConflict) as conflict:
        save(patient, reader, version=1, name="Park")
    assert (conflict.value.current.name, conflict.value.current.version) == ("Lee", 2)
    assert Patient.objects.get(pk=patient.pk).name == "Lee"


def test_repeated_save_is_no_conflict_when_the_row_already_says_so(patient, user):
    save(patient, user, name="Lee")
    assert save(patient, user, version=1, name="Lee").version == 2


@pytest.mark.promise("P08")
def test_void_hides_the_row_and_restore_brings_it_back(patient, user):
    voided = void_record(patient, by=user, case_id=CASE_ID, version=1)
    assert voided.is_voided
    assert not Patient.objects.live().exists()
    assert last_event().action == "void"
    restored = restore_record(patient, by=user, case_id=CASE_ID)
    assert restored.version == 3
    assert Patient.objects.live().get() == patient
    assert last_event().action == "restore"


def test_second_void_and_second_restore_change_nothing(patient, user):
    void_record(patient, by=user, case_id=CASE_ID, version=1)
    assert void_record(patient, by=user, case_id=CASE_ID, version=1).version == 2
    restore_record(patient, by=user, case_id=CASE_ID)
    assert restore_record(patient, by=user, case_id=CASE_ID).version == 3


@pytest.mark.hazard("H16")
@pytest.mark.promise("P03")
def test_void_is_refused_when_somebody_saved_since(patient, user):
    save(patient, user, name="Lee")
    with pytest.raises(EditConflict):
        void_record(patient, by=user, case_id=CASE_ID, version=1)


def test_update_is_refused_when_the_row_was_taken_away(patient, user):
    void_record(patient, by=user, case_id=CASE_ID, version=1)
    with pytest.raises(EditConflict):
        save(patient, user, version=1, name="Lee")


@pytest.mark.promise("P02", "P05")
@pytest.mark.parametrize("action", ["create", "update", "void", "restore"])
def test_nothing_is_written_when_the_audit_fails(team, user, settings, action):
    patient = make_patient(team, user)[0]
    if action == "restore":
        void_record(patient, by=user, case_id=CASE_ID, version=1)
    before = Patient.objects.values().get()
    settings.LEDGER = "dressapp.core.errors.LedgerUnavailable"
    steps = {
        "create": lambda: make_patient(team, user, local_id="P-2"),
        "update": lambda: save(patient, user, name="Lee"),
        "void": lambda: void_record(patient, by=user, case_id=CASE_ID, version=1),
        "restore": lambda: restore_record(patient, by=user, case_id=CASE_ID),
    }
    with pytest.raises(TypeError):
        steps[action]()
    assert Patient.objects.values().get() == before
