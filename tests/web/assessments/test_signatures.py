"""Signatures: bound to the content, only under the newest version of the case as it stands, never changed."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from dressapp.assessments import signatures, versions
from dressapp.assessments.models import CaseSummary, Signature, Snapshot
from dressapp.assessments.selectors import get_snapshot_for, list_snapshots, standing_of, state_of
from dressapp.assessments.services import correct_patient, summarise
from dressapp.assessments.signatures import CannotSign, is_valid, sign
from dressapp.assessments.snapshots import ReasonNeeded, is_intact, save_snapshot
from dressapp.assessments.versions import present_version
from dressapp.audit.anchors import read_anchors
from dressapp.audit.chain import head, verify
from dressapp.audit.models import Event
from dressapp.cases.models import Case, Erasure, Patient
from dressapp.cases.services import restore_case, touch, void_case
from dressapp.core.errors import EditConflict
from dressapp.labs.models import LabResult
from tests.factories.people import make_user
from tests.factories.records import make_answer, make_case, make_drug, make_lab

MEANING = "I have read this assessment"


@pytest.fixture
def case(user, team):
    case = make_case(user)
    make_drug(case, user)
    make_lab(case, user, analyte="temperature", value="38.9", unit="Cel")
    make_answer(case, user)
    summarise(case)
    return case


def complete(case, user, **values):
    case.refresh_from_db()
    page = {"present": lambda assessment: {"headline": "x"}, "by": user}
    return save_snapshot(case=case, revision=case.revision, **page | values)


def change(case, user, item="lymph_nodes"):
    with transaction.atomic():
        make_answer(case, user, item=item, answer="yes")
        touch(case=case)
        summarise(case)


def put(snapshot, by, meaning=MEANING):
    return sign(snapshot=snapshot, meaning=meaning, by=by)


def words_of(case, number):
    case = Case.objects.select_related("summary").get(pk=case.pk)
    return present_version(get_snapshot_for(case, number), standing_of(case), case).state.words


@pytest.mark.promise("P10")
def test_a_signature_binds_name_time_meaning_and_content(case, user):
    snapshot, before = complete(case, user), head()
    signature = put(snapshot, user)
    stored = Signature.objects.get()
    assert (stored.by_id, stored.by_name, stored.meaning) == (str(user.pk), "Dr Clinician", MEANING)
    assert stored.snapshot_sha256 == snapshot.sha256
    assert (stored.audit_seq, stored.audit_hash) == (before.seq, before.hash)
    assert stored.at.utcoffset().total_seconds() == 0
    assert is_valid(stored, get_snapshot_for(case, 1))
    assert stored.sha256 == signature.sha256


def test_signing_is_an_event_with_both_hashes_right_after_the_end_that_it_names(case, user):
    snapshot = complete(case, user)
    signature = put(snapshot, user)
    event = Event.objects.get(action="sign")
    assert event.seq == signature.audit_seq + 1
    assert event.prev_hash == signature.audit_hash
    assert (event.version, event.reason, event.case_id) == (1, MEANING, str(case.pk))
    assert event.detail == {"number": 1, "sha256": snapshot.sha256, "signature": signature.sha256}
    assert verify().is_intact


def test_the_end_of_the_audit_trail_is_kept_outside_after_the_commit(
    case, user, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.AUDIT_ANCHORS = tmp_path / "anchors.jsonl"
    snapshot = complete(case, user)
    with django_capture_on_commit_callbacks(execute=True):
        put(snapshot, user)
        assert read_anchors() == []
    assert read_anchors() == [head()]


def test_one_person_signs_a_version_once_and_several_may(case, user, reader):
    snapshot = complete(case, user)
    assert put(snapshot, user).pk == put(snapshot, user, "another meaning").pk
    put(snapshot, reader)
    assert [s.by_name for s in get_snapshot_for(case, 1).signatures.all()] == ["Dr Clinician", "Dr Reader"]
    assert Event.objects.filter(action="sign").count() == 2


def test_who_has_signed_gets_the_signature_that_stands_even_after_a_change(case, user):
    snapshot = complete(case, user)
    first = put(snapshot, user)
    change(case, user)
    assert put(snapshot, user).pk == first.pk


def refused(snapshot, by):
    with pytest.raises(CannotSign) as refusal:
        put(snapshot, by)
    assert not Signature.objects.filter(snapshot=snapshot, by_id=str(by.pk)).exists()
    return refusal.value.why


@pytest.mark.promise("P23")
def test_an_older_version_is_not_signed(case, user):
    first = complete(case, user)
    complete(case, user)
    assert refused(first, user) == signatures.NOT_NEWEST


@pytest.mark.promise("P23")
@pytest.mark.hazard("H15")
def test_a_version_of_a_case_that_has_changed_is_not_signed(case, user):
    snapshot = complete(case, user)
    change(case, user)
    assert refused(snapshot, user) == signatures.OUTDATED


@pytest.mark.hazard("H15")
def test_a_version_of_other_rules_is_not_signed(case, user, monkeypatch):
    snapshot = complete(case, user)
    monkeypatch.setattr(signatures, "RULESET", "regiscar-2027")
    assert refused(snapshot, user) == signatures.OUTDATED


@pytest.mark.hazard("H15")
def test_a_fact_that_changed_behind_the_revision_stops_the_signing_too(case, user):
    snapshot = complete(case, user)
    LabResult.objects.filter(case=case).update(value_raw="39.9", value_canonical="39.9")
    assert refused(snapshot, user) == signatures.OUTDATED


def test_facts_that_cannot_be_any_more_stop_the_signing(case, user):
    snapshot = complete(case, user)
    LabResult.objects.filter(case=case).update(unit="%", value_raw="138.9", value_canonical="138.9")
    Case.objects.filter(pk=case.pk).update(basis="calendar")
    assert refused(snapshot, user) == signatures.OUTDATED


def test_a_damaged_version_is_not_signed(case, user):
    snapshot = complete(case, user)
    snapshot.page = {"headline": "y"}
    assert refused(snapshot, user) == signatures.DAMAGED


def test_the_order_of_rows_entered_at_once_does_not_matter(case, user):
    make_drug(case, user, name="a")
    make_drug(case, user, name="b")
    snapshot = complete(case, user)
    snapshot.facts["drugs"].reverse()
    assert signatures.is_of_today(snapshot, Case.objects.get(pk=case.pk))


@pytest.mark.promise("P09")
def test_completing_after_a_signature_needs_a_reason_and_names_what_it_amends(case, user):
    complete(case, user)
    put(complete(case, user), user)
    change(case, user)
    for reason in ("", "  \n "):
        with pytest.raises(ReasonNeeded):
            complete(case, user, reason=reason)
    amendment = complete(case, user, reason=" the node was felt ")
    assert (amendment.number, amendment.amends, amendment.reason) == (3, 2, "the node was felt")
    event = Event.objects.filter(action="complete").last()
    assert (event.version, event.reason, event.detail["amends"]) == (3, "the node was felt", 2)
    assert is_intact(get_snapshot_for(case, 3))


def test_completing_before_any_signature_needs_no_reason_and_keeps_none(case, user):
    complete(case, user)
    second = complete(case, user, reason="typed all the same")
    assert (second.amends, second.reason) == (None, "")


@pytest.mark.parametrize("changed", [{"reason": "other"}, {"amends": 2}, {"amends": None, "reason": ""}])
def test_what_is_amended_and_why_is_bound_by_the_hash(case, user, changed):
    put(complete(case, user), user)
    amendment = complete(case, user, reason="why")
    for name, value in changed.items():
        setattr(amendment, name, value)
    assert not is_intact(amendment)


@pytest.mark.promise("P23")
def test_the_words_follow_a_version_through_its_steps(case, user, reader):
    put(complete(case, user), user)
    assert words_of(case, 1) == "Signed"
    change(case, user)
    assert words_of(case, 1) == "Out of date, signed"
    second = complete(case, user, reason="why")
    assert (words_of(case, 1), words_of(case, 2)) == ("Signed, newer one not signed", "Complete, not signed")
    put(second, reader)
    assert (words_of(case, 1), words_of(case, 2)) == ("Amended by assessment 2", "Signed")
    change(case, user, "biopsy_suggests_dress")
    assert words_of(case, 2) == "Out of date, signed"
    complete(case, user, reason="why")
    complete(case, user, reason="why")
    assert words_of(case, 3) == "Superseded, not signed"


def test_other_rules_mark_a_version(case, user, monkeypatch):
    put(complete(case, user), user)
    monkeypatch.setattr(versions, "RULESET", "regiscar-2027")
    assert words_of(case, 1) == "Out of date, signed"


@pytest.mark.promise("P10")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("by_id", "0"),
        ("by_name", "Dr Clinician "),
        ("meaning", "I assessed this patient and the entries are mine to answer for"),
        ("at", datetime(2026, 3, 1, tzinfo=UTC)),
        ("audit_seq", 1),
        ("audit_hash", "0" * 64),
        ("snapshot_sha256", "0" * 64),
        ("sha256", "0" * 64),
    ],
)
def test_one_changed_value_makes_a_signature_invalid(case, user, name, value):
    put(complete(case, user), user)
    snapshot = get_snapshot_for(case, 1)
    (signature,) = snapshot.signatures.all()
    setattr(signature, name, value)
    assert not is_valid(signature, snapshot)
    summary = Case.objects.select_related("summary").get(pk=case.pk)
    version = present_version(snapshot, standing_of(summary), summary)
    assert (version.state.words, version.state.stamp) == ("Signature invalid", "INVALID")
    assert [line.is_valid for line in version.signatures] == [False]


@pytest.mark.promise("P10")
@pytest.mark.parametrize("name", ["facts", "result", "page", "by_name", "reason", "sha256", "case_revision"])
def test_one_changed_value_of_the_content_makes_its_signatures_invalid(case, user, name):
    put(complete(case, user), user)
    snapshot = get_snapshot_for(case, 1)
    stored = getattr(snapshot, name)
    setattr(
        snapshot,
        name,
        stored | {"x": 1} if isinstance(stored, dict) else 7 if name == "case_revision" else "x",
    )
    version = present_version(snapshot, standing_of(case), case)
    assert version.state.words == "Signature invalid"
    assert not version.signatures[0].is_valid


WRITES = {
    "update a signature": lambda s: Signature.objects.update(by_name="Another"),
    "save a signature": lambda s: Signature.objects.get().save(),
    "delete a signature": lambda s: Signature.objects.all().delete(),
    "upsert a signature": lambda s: Signature.objects.bulk_create(
        [Signature.objects.get()], update_conflicts=True, unique_fields=["id"], update_fields=["by_name"]
    ),
    "update a version": lambda s: Snapshot.objects.update(by_name="Another"),
    "save a version": lambda s: Snapshot.objects.get().save(),
    "delete a version": lambda s: s.delete(),
    "delete a version's row": lambda s: Snapshot.objects.filter(pk=s.pk)._raw_delete("default"),
    "update a version by SQL": lambda s: execute("UPDATE assessments_snapshot SET reason = 'x'"),
    "delete a version by SQL": lambda s: execute("DELETE FROM assessments_snapshot"),
    "update a signature by SQL": lambda s: execute("UPDATE assessments_signature SET meaning = 'x'"),
    "delete a signature by SQL": lambda s: execute("DELETE FROM assessments_signature"),
}
ONLY_ITS_OWN = [
    pytest.param("INSERT OR REPLACE INTO {0} SELECT * FROM {0}", marks=pytest.mark.only_on("sqlite")),
    pytest.param("UPDATE OR REPLACE {0} SET id = id", marks=pytest.mark.only_on("sqlite")),
    pytest.param("TRUNCATE {0} CASCADE", marks=pytest.mark.only_on("postgresql")),
]


def execute(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def rows():
    return [list(model.objects.order_by("pk").values()) for model in (Snapshot, Signature)]


@pytest.mark.promise("P09")
@pytest.mark.parametrize("write", WRITES)
def test_the_database_refuses_every_change(case, user, write):
    snapshot = complete(case, user)
    put(snapshot, user)
    before = rows()
    with pytest.raises(DatabaseError), transaction.atomic():
        WRITES[write](snapshot)
    assert rows() == before


@pytest.mark.parametrize("table", ["assessments_snapshot", "assessments_signature"])
@pytest.mark.parametrize("write", ONLY_ITS_OWN)
def test_the_database_refuses_what_only_it_can_do(case, user, table, write):
    put(complete(case, user), user)
    before = rows()
    with pytest.raises(DatabaseError), transaction.atomic():
        execute(write.format(table))
    assert rows() == before


def test_no_other_row_takes_the_place_of_a_stored_one(case, user):
    snapshot = complete(case, user)
    put(snapshot, user)
    before = rows()
    copy = Snapshot.objects.get()
    copy.pk, copy.by_name = uuid4(), "Another"
    signature = Signature.objects.get()
    signature.pk, signature.by_name = uuid4(), "Another"
    for row in (copy, signature):
        with pytest.raises(DatabaseError), transaction.atomic():
            row.save(force_insert=True)
    assert rows() == before


def erase(case, user, *, is_executed):
    other = make_user("second", team="Ward")
    return Erasure.objects.create(
        request_id=uuid4(), case_id=case.pk, patient_id=case.patient_id, team=case.team,
        requested_by_id=str(user.pk), requested_by_name="a", requested_at=timezone.now(), reason="asked",
        approved_by_id=str(other.pk), approved_by_name="b",
        executed_at=timezone.now() if is_executed else None,
    )  # fmt: skip


def test_an_erasure_that_two_people_executed_deletes_a_cases_own_versions_and_no_others(case, user):
    theirs = complete(make_case(user, local_id="P-2"), user)
    put(theirs, user)
    put(complete(case, user), user)
    erase(case, user, is_executed=True)
    for model in (Signature, Snapshot):
        model.objects.filter(case=case).delete()
        assert model.objects.count() == 1
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.filter(case=theirs.case_id)._raw_delete("default")
    with pytest.raises(DatabaseError), transaction.atomic():
        Snapshot.objects.update(reason="x")


def test_an_erasure_that_waits_for_a_second_person_deletes_nothing(case, user):
    put(complete(case, user), user)
    erase(case, user, is_executed=False)
    with pytest.raises(DatabaseError), transaction.atomic():
        Signature.objects.all().delete()
    assert Signature.objects.count() == 1


def test_what_was_saved_before_there_were_signatures_is_complete_and_intact(transactional_db):
    user = make_user()
    snapshot = complete(make_case(user), user)
    call_command("migrate", "assessments", "0001", verbosity=0)
    try:
        with pytest.raises(DatabaseError), transaction.atomic():
            execute("UPDATE assessments_snapshot SET by_name = 'x'")
    finally:
        call_command("migrate", "assessments", verbosity=0)
    kept = Snapshot.objects.get()
    assert is_intact(kept)
    assert kept.sha256 == snapshot.sha256
    summary = CaseSummary.objects.get()
    assert (summary.complete_number, summary.complete_ruleset) == (1, kept.ruleset)
    assert (summary.signed_number, summary.amends_number) == (None, None)
    with pytest.raises(DatabaseError), transaction.atomic():
        execute("DELETE FROM assessments_snapshot")


def test_a_second_person_cannot_complete_from_a_page_of_before(case, user):
    seen = case.revision
    change(case, user)
    with pytest.raises(EditConflict):
        save_snapshot(case=case, revision=seen, present=lambda assessment: {}, by=user)
    assert list_snapshots(case) == []


@pytest.mark.hazard("H15")
def test_a_removed_case_is_out_of_date_too_when_its_patient_changes(case, user, client_in):
    other = make_case(user, local_id=case.patient.local_id)
    summarise(other)
    put(complete(other, user), user)
    seen = {"case": other, "revision": other.revision, "by": user}
    void_case(version=other.version, why="wrong patient?", **seen)
    patient = Patient.objects.get(pk=case.patient_id)
    correct_patient(case=case, version=patient.version, sex="female", birth_on=date(1951, 2, 3), by=user)
    now = Case.objects.get(pk=other.pk)
    seen = {"version": now.version, "revision": now.revision}
    restore_case(case=now, why="it was the right one", by=user, **seen)
    back = Case.objects.select_related("summary").get(pk=other.pk)
    assert state_of(back) == "out_of_date"
