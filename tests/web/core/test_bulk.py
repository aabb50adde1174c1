"""Many rows are written like one: versioned, audited one by one in the same transaction, never unseen."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from dressapp.audit.models import Event
from dressapp.audit.selectors import list_changes
from dressapp.core.errors import EditConflict, NotYours
from dressapp.core.services import (
    create_record,
    create_records,
    restore_records,
    update_record,
    update_records,
    void_records,
)
from dressapp.exchange.models import Intake
from dressapp.labs.models import LabResult
from tests.factories.records import RASH, make_case, number

MANY = 1203


@pytest.fixture
def case(user):
    return make_case(user)


def result(case, value="50", **values):
    return {
        "case": case, "analyte": "alt", "taken_on": RASH, "unit": "U/L", **number("value", value), **values,
    }  # fmt: skip


def make(case, user, count=3):
    values = [result(case, f"{place + 1}") for place in range(count)]
    return create_records(LabResult, values, by=user, case_id=case.pk)


def versions(rows):
    return {row.pk: row.version for row in rows}


def events_of(rows, action):
    ids = [str(row.pk) for row in rows]
    return list(Event.objects.filter(object_id__in=ids, action=action))


def test_each_of_many_new_rows_has_the_event_that_it_has_alone(case, user):
    alone = create_record(LabResult, by=user, case_id=case.pk, **result(case, "1"))[0]
    first, *_ = make(case, user)
    kept = ("action", "object_type", "case_id", "version", "actor_id", "actor_name", "detail")
    one, many = Event.objects.get(object_id=alone.pk), Event.objects.get(object_id=first.pk)
    assert {name: getattr(one, name) for name in kept} == {name: getattr(many, name) for name in kept}
    assert (first.version, first.created_at) == (1, first.updated_at)


def test_many_rows_are_stored_in_their_order(case, user):
    rows = make(case, user, MANY)
    stored = LabResult.objects.in_bulk([row.pk for row in rows[:900]])
    assert LabResult.objects.count() == MANY
    assert [stored[row.pk].value_raw for row in rows[:900]] == [row.value_raw for row in rows[:900]]
    events = Event.objects.filter(object_type="labs.labresult").order_by("seq")
    assert [event.object_id for event in events] == [str(row.pk) for row in rows]


@pytest.mark.parametrize("write", [update_records, void_records, restore_records])
def test_nothing_is_written_for_nothing(case, user, write):
    events = Event.objects.count()
    assert write(LabResult, {}, by=user, case_id=case.pk) == []
    assert create_records(LabResult, [], by=user, case_id=case.pk) == []
    assert Event.objects.count() == events


@pytest.mark.promise("P04")
def test_many_rows_are_changed_with_what_was_before_and_after(case, user):
    rows = make(case, user, MANY)
    changes = {row.pk: (1, number("value", f"{place + 5000}")) for place, row in enumerate(rows)}
    saved = update_records(LabResult, changes, by=user, case_id=case.pk)
    assert {row.version for row in saved} == {2}
    stored = {row.pk: row for row in LabResult.objects.all()}
    assert [stored[row.pk].value_raw for row in rows] == [f"{place + 5000}" for place in range(MANY)]
    assert {row.version for row in stored.values()} == {2}
    assert stored[rows[0].pk].updated_at > stored[rows[0].pk].created_at
    events = list_changes(LabResult, dict.fromkeys(changes, 2), case_id=case.pk)
    assert len(events) == MANY
    event = events[rows[0].pk]
    assert (event.action, event.version) == ("update", 2)
    assert event.detail["before"]["value_raw"] == "1"
    assert event.detail["after"]["value_raw"] == "5000"


def test_event_of_a_bulk_change_is_that_of_a_single_one(case, user):
    alone, many = make(case, user, 2)
    new = {**number("value", "77"), "unit": "U/L", "intake": uuid4()}
    update_record(alone, by=user, case_id=case.pk, version=1, **number("value", "2"))
    update_record(alone, by=user, case_id=case.pk, version=2, **new)
    update_records(LabResult, {many.pk: (1, new)}, by=user, case_id=case.pk)
    assert events_of([alone], "update")[-1].detail == events_of([many], "update")[0].detail


def test_values_of_a_row_differ_from_those_of_the_next(case, user):
    first, second, third = make(case, user)
    changes = {first.pk: (1, {"note": "first"}), second.pk: (1, {"site": "Ward 2"})}
    update_records(LabResult, changes, by=user, case_id=case.pk)
    stored = {row.pk: (row.note, row.site, row.version) for row in LabResult.objects.all()}
    assert stored == {first.pk: ("first", "", 2), second.pk: ("", "Ward 2", 2), third.pk: ("", "", 1)}


def test_many_rows_are_taken_away_and_brought_back(case, user):
    rows = make(case, user, MANY)
    voided = void_records(LabResult, versions(rows), by=user, case_id=case.pk)
    assert not LabResult.objects.live().exists()
    assert {row.version for row in LabResult.objects.all()} == {row.version for row in voided} == {2}
    assert len(events_of(rows[:900], "void")) == 900
    restore_records(LabResult, versions(voided), by=user, case_id=case.pk)
    assert LabResult.objects.live().filter(version=3).count() == MANY
    assert len(events_of(rows[:900], "restore")) == 900


def steps(case, user, rows):
    seen = versions(rows)
    changes = {pk: (version, {"note": "new"}) for pk, version in seen.items()}
    by = {"by": user, "case_id": case.pk}
    return {
        "create": lambda: create_records(LabResult, [result(case)], **by),
        "update": lambda: update_records(LabResult, changes, **by),
        "void": lambda: void_records(LabResult, seen, **by),
        "restore": lambda: restore_records(LabResult, seen, **by),
    }


@pytest.mark.parametrize("action", ["update", "void", "restore"])
def test_none_is_written_when_somebody_saved_one_of_them_since(case, user, action):
    rows = make(case, user)
    update_record(rows[1], by=user, case_id=case.pk, version=1, note="mine")
    before, events = list(LabResult.objects.order_by("pk").values()), Event.objects.count()
    with pytest.raises(EditConflict) as conflict:
        steps(case, user, rows)[action]()
    assert conflict.value.current.note == "mine"
    assert (list(LabResult.objects.order_by("pk").values()), Event.objects.count()) == (before, events)


@pytest.mark.parametrize("action", ["update", "void", "restore"])
def test_rows_of_another_case_are_refused(case, user, action):
    other = make_case(user, local_id="P-2")
    rows = [*make(case, user), *make(other, user, 1)]
    with pytest.raises(NotYours):
        steps(case, user, rows)[action]()
    assert not LabResult.objects.exclude(version=1).exists()


@pytest.mark.promise("P02", "P05")
@pytest.mark.parametrize("action", ["create", "update", "void", "restore"])
def test_nothing_is_written_when_the_audit_fails(case, user, settings, action):
    rows = make(case, user)
    before = list(LabResult.objects.order_by("pk").values())
    settings.LEDGER = "dressapp.core.errors.LedgerUnavailable"
    with pytest.raises(TypeError):
        steps(case, user, rows)[action]()
    assert list(LabResult.objects.order_by("pk").values()) == before


def test_events_written_in_bulk_cannot_be_changed_either(case, user):
    make(case, user)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.update(actor_name="Nobody")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.filter(object_type="labs.labresult")._raw_delete("default")


def test_change_of_another_version_is_not_found(case, user):
    (row,) = make(case, user, 1)
    assert list_changes(LabResult, {row.pk: 2}, case_id=case.pk) == {}
    assert list_changes(LabResult, {row.pk: 1}, case_id=uuid4()) == {}


def test_audit_keeps_the_size_alone_of_what_it_must_not_keep(case, user):
    secret = "Rosalind Kessler, ALT 61"
    values = {"kind": "paste", "digest": "0" * 64, "content": secret, "aside": [{"text": secret}]}
    row, _ = create_record(Intake, by=user, case_id=case.pk, case=case, **values)
    update_record(
        row, by=user, case_id=case.pk, version=1, content="", stored_at=datetime(2026, 1, 2, tzinfo=UTC)
    )
    created, updated = Event.objects.filter(object_id=row.pk).order_by("seq")
    assert created.detail["after"]["content"] == {"characters": len(secret)}
    assert created.detail["after"]["digest"] == "0" * 64
    assert updated.detail["before"]["content"] == {"characters": len(secret)}
    assert not Event.objects.filter(detail__icontains="Kessler").exists()
