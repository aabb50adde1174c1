"""An import is taken back whole while nobody has built upon it, and can then be opened again."""

from datetime import date

import pytest

from dressapp.assessments.snapshots import save_snapshot
from dressapp.audit.models import Event
from dressapp.core.errors import EditConflict
from dressapp.drugs.services import update_course
from dressapp.exchange import services
from dressapp.exchange.errors import BuiltUpon
from dressapp.exchange.models import Intake, IntakeState
from dressapp.exchange.selectors import (
    HAS_BEEN_SAVED,
    HAS_CHANGED,
    NOT_STORED,
    can_undo,
    get_intake_for,
    list_intakes_at_hand,
)
from dressapp.labs.models import LabResult, LabRow
from dressapp.labs.services import restore_result, set_row, update_result, void_result
from dressapp.workspace.services import changing
from tests.factories.records import make_case, make_lab, number
from tests.web.exchange.files import course, take_file
from tests.web.exchange.intakes import confirm, live, paste, undo, values

MAR_12 = date(2026, 3, 12)


@pytest.fixture
def case(user):
    return make_case(user)


@pytest.fixture
def stored(case, user):
    intake = paste(case, user)
    confirm(case, user, intake)
    return Intake.objects.get()


def sign(case, user):
    case.refresh_from_db()
    return save_snapshot(case=case, revision=case.revision, present=lambda assessment: {}, by=user)


def test_import_is_undone_whole(case, user, stored):
    case.refresh_from_db()
    revision = case.revision
    assert can_undo(case, stored) == ""
    undone = undo(case, user, stored)
    assert (undone.state, undone.stored_at) == (IntakeState.UNDONE, None)
    assert not live(case).exists()
    assert not LabRow.objects.live().exists()
    assert LabResult.objects.count() == 4
    assert Event.objects.filter(object_type="labs.labresult", action="void").count() == 4
    case.refresh_from_db()
    assert (case.revision, case.summary.revision) == (revision + 1, revision + 1)
    assert list_intakes_at_hand(case) == []
    assert get_intake_for(case, undone.pk) == undone


def test_second_undo_changes_nothing(case, user, stored):
    undo(case, user, stored)
    events = Event.objects.count()
    assert undo(case, user, stored).state == IntakeState.UNDONE
    assert Event.objects.count() == events


def test_what_was_replaced_comes_back(case, user):
    with changing(case):
        first = make_lab(
            case, user, analyte="alt", value="55", on=MAR_12, note="haemolysed", upper_limit="40"
        )
    before = LabResult.objects.values().get()
    intake = paste(case, user, conflicts="take")
    confirm(case, user, intake)
    undo(case, user, intake)
    after = LabResult.objects.values().get(pk=first.pk)
    assert {name for name in before if before[name] != after[name]} == {"version", "updated_at"}
    assert after["version"] == 3
    assert list(live(case)) == [first]
    assert list(LabRow.objects.live().values_list("analyte", flat=True)) == ["alt"]


def test_all_of_several_replaced_values_come_back(case, user):
    make_lab(case, user, analyte="alt", value="55", on=MAR_12)
    confirm(case, user, paste(case, user, "Test\t2026-03-12\nALT (U/L)\t58", conflicts="both"))
    before = values(case)
    intake = paste(case, user, conflicts="take")
    confirm(case, user, intake)
    assert ("alt", MAR_12, "50") in values(case)
    undo(case, user, intake)
    assert values(case) == before


def test_row_that_others_use_by_now_stays(case, user, stored):
    make_lab(case, user, analyte="ast", value="33", on=date(2026, 3, 20))
    alt = LabRow.objects.get(analyte="alt")
    set_row(case=case, analyte="alt", version=alt.version, unit="U/L", upper_limit="45", by=user)
    undo(case, user, stored)
    assert sorted(LabRow.objects.live().values_list("analyte", flat=True)) == ["alt", "ast"]


def change(case, user, result):
    update_result(case=case, result=result, version=1, by=user, **number("value", "51"))


def take_away(case, user, result):
    void_result(case=case, result=result, version=1, by=user)


def take_away_and_bring_back(case, user, result):
    void_result(case=case, result=result, version=1, by=user)
    restore_result(case=case, result=result, by=user)


def paste_over(case, user, result):
    confirm(case, user, paste(case, user, "Test\t2026-03-12\nALT (U/L)\t58", conflicts="take"))


@pytest.mark.parametrize("build", [change, take_away, take_away_and_bring_back, paste_over])
def test_undo_is_refused_when_a_value_was_changed_since(case, user, reader, stored, build):
    build(case, reader, live(case).get(analyte="alt", taken_on=MAR_12))
    before, events = values(case), Event.objects.count()
    assert can_undo(case, stored) == HAS_CHANGED
    with pytest.raises(BuiltUpon, match="one by one"):
        undo(case, user, stored)
    assert (values(case), Event.objects.count()) == (before, events)
    assert Intake.objects.get(pk=stored.pk).state == IntakeState.STORED


def test_undo_is_refused_when_a_replaced_value_was_changed_since(case, user):
    result = make_lab(case, user, analyte="alt", value="55", on=MAR_12)
    intake = paste(case, user, conflicts="take")
    confirm(case, user, intake)
    update_result(case=case, result=result, version=2, by=user, note="mine")
    with pytest.raises(BuiltUpon):
        undo(case, user, intake)
    assert live(case).get(pk=result.pk).note == "mine"


def test_undo_is_refused_when_an_assessment_was_saved_since(case, user, stored):
    sign(case, user)
    assert can_undo(case, stored) == HAS_BEEN_SAVED
    with pytest.raises(BuiltUpon, match="assessment"):
        undo(case, user, stored)
    assert live(case).count() == 4


def test_assessment_saved_before_does_not_hinder(case, user):
    sign(case, user)
    intake = paste(case, user)
    confirm(case, user, intake)
    assert undo(case, user, intake).state == IntakeState.UNDONE


def test_undo_is_refused_when_a_drug_was_changed_since(case, user, monkeypatch):
    intake = take_file(case, user, monkeypatch, courses=[course()])
    confirm(case, user, intake)
    drug = case.drug_courses.get()
    update_course(case=case, course=drug, version=1, dose="200 mg", by=user)
    with pytest.raises(BuiltUpon):
        undo(case, user, intake)
    assert case.drug_courses.live().count() == 1


def test_what_is_not_stored_cannot_be_undone(case, user):
    intake = paste(case, user)
    assert can_undo(case, intake) == NOT_STORED
    with pytest.raises(BuiltUpon):
        undo(case, user, intake)


def test_undone_import_opens_again_and_stores_the_same(case, user, stored):
    before = values(case)
    undo(case, user, stored)
    opened = services.reopen(case=case, intake=stored, by=user)
    assert (opened.state, opened.aside, list(opened.counts)) == (IntakeState.PENDING, [], ["bytes"])
    assert services.reopen(case=case, intake=stored, by=user).version == opened.version
    assert confirm(case, user, opened).stored == 4
    assert values(case) == before
    assert undo(case, user, opened).state == IntakeState.UNDONE


def test_stored_import_is_not_opened_again(case, user, stored):
    with pytest.raises(EditConflict):
        services.reopen(case=case, intake=stored, by=user)
