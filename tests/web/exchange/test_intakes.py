"""A table is kept while it is looked at, stored as it was shown, and stored once."""

from datetime import date, time

import pytest

from dressapp.audit.models import Event
from dressapp.cases.models import Case
from dressapp.core.errors import EditConflict, NotYours
from dressapp.exchange import services
from dressapp.exchange.errors import ReadingChanged
from dressapp.exchange.intakes import choices_of, digest_of
from dressapp.exchange.models import Intake, IntakeState
from dressapp.exchange.selectors import list_intakes_at_hand
from dressapp.exchange.services import Outcome
from dressapp.labs.models import LabResult, LabRow, TeamTestName
from dressapp.labs.paste.parts import Choices, SheetRefused
from dressapp.labs.services import update_result
from tests.factories.records import make_case, make_drug, make_lab, number
from tests.web.exchange.intakes import TABLE, TODAY, confirm, declare, live, paste, reading_of, values

MAR_12, MAR_14 = date(2026, 3, 12), date(2026, 3, 14)


@pytest.fixture
def case(user):
    return make_case(user)


def test_pasted_table_is_kept_and_nothing_is_stored(case, user):
    intake = paste(case, user)
    assert (intake.state, intake.kind, intake.version) == (IntakeState.PENDING, "paste", 1)
    assert services.sheet_of(intake).rows[1] == ("ALT (U/L)", "50", "61")
    assert not LabResult.objects.exists()
    assert list_intakes_at_hand(case) == [intake]


def test_audit_knows_what_came_and_never_what_stood_in_it(case, user):
    intake = paste(case, user, f"Rosalind Kessler\t2026-03-12\n{TABLE}")
    detail = Event.objects.get(object_id=intake.pk).detail["after"]
    assert (detail["kind"], detail["digest"], detail["name"]) == ("paste", intake.digest, "")
    assert detail["counts"]["bytes"] == len(TABLE) + len("Rosalind Kessler\t2026-03-12\n")
    declare(case, user, intake, tests={"Rosalind Kessler": "aside"})
    assert not Event.objects.filter(detail__icontains="Kessler").exists()


def test_refused_text_leaves_nothing_behind(case, user):
    events = Event.objects.count()
    with pytest.raises(SheetRefused):
        services.start_paste(case=case, text="   \n", by=user)
    assert (Intake.objects.count(), Event.objects.count()) == (0, events)


def test_lists_do_not_read_the_content(case, user, django_assert_num_queries):
    paste(case, user)
    with django_assert_num_queries(1):
        [intake] = list_intakes_at_hand(case)
        assert intake.counts
    with django_assert_num_queries(1):
        assert intake.content


def test_what_was_declared_is_kept(case, user):
    intake = declare(case, user, paste(case, user), decimal="comma", cells={"r2c2": "skip"})
    assert choices_of(Intake.objects.get(pk=intake.pk)).cells == {"r2c2": "skip"}
    assert intake.version == 2


def test_second_of_two_who_declare_is_told(case, user, reader):
    intake = paste(case, user)
    declare(case, user, intake, decimal="point")
    with pytest.raises(EditConflict) as conflict:
        services.save_choices(
            case=case, intake=intake, version=1, choices=Choices(decimal="comma"), by=reader
        )
    assert choices_of(conflict.value.current).decimal == "point"


@pytest.mark.parametrize("change", [{"separator": "spaces"}, {"layout": "list"}])
def test_another_layout_forgets_what_was_declared_by_key(case, user, change):
    text = TABLE.replace("\t", "  ").replace("  2026-03-14", "\t2026-03-14", 1)
    by_key = {"cells": {"r2c2": "skip"}, "tests": {"t0": "ast"}, "days": {"d0": "2026-03-13"}}
    intake = paste(case, user, text, decimal="point", courses={"0": "skip"}, **by_key)
    kept = choices_of(declare(case, user, intake, **change))
    assert (kept.cells, kept.tests, kept.days) == ({}, {}, {})
    assert (kept.decimal, kept.courses) == ("point", {"0": "skip"})


def test_separator_that_makes_no_table_is_refused(case, user):
    intake = paste(case, user)
    with pytest.raises(SheetRefused):
        declare(case, user, intake, separator="semicolon")
    assert Intake.objects.get().version == 1


@pytest.mark.hazard("H18")
def test_confirmed_table_is_stored_as_it_was_shown(case, user):
    intake = paste(case, user)
    assert confirm(case, user, intake) == Outcome(stored=4, skipped=0, replaced=0, aside=0, courses=0)
    assert values(case) == [
        ("alt", MAR_12, "50"), ("alt", MAR_14, "61"), ("ast", MAR_12, "40"), ("ast", MAR_14, "<5"),
    ]  # fmt: skip
    below = live(case).get(value_raw="<5")
    assert (below.value_comparator, below.value_canonical, below.unit) == ("<", "5", "U/L")
    assert (below.version, below.intake) == (1, intake.pk)
    stored = Intake.objects.get()
    assert (stored.state, bool(stored.stored_at)) == (IntakeState.STORED, True)
    assert list_intakes_at_hand(case) == [stored]


def test_each_value_says_where_it_came_from(case, user):
    intake = paste(case, user)
    Intake.objects.filter(pk=intake.pk).update(created_at="2026-11-22T12:00Z")
    confirm(case, user, Intake.objects.get())
    first = live(case).first()
    assert first.source == "Paste of 22 Nov 2026, line 2, 2026-03-12"
    assert first.as_given == "50 U/L"


def test_each_value_has_one_event(case, user):
    confirm(case, user, paste(case, user))
    events = Event.objects.filter(object_type="labs.labresult")
    assert sorted(events.values_list("object_id", flat=True)) == sorted(str(row.pk) for row in live(case))
    assert set(events.values_list("action", "actor_name", "case_id")) == {
        ("create", "Dr Clinician", str(case.pk))
    }


def test_new_test_starts_a_row_with_its_unit(case, user):
    make_lab(case, user, analyte="alt", value="20", on=date(2026, 1, 2), upper_limit="40")
    confirm(case, user, paste(case, user))
    rows = LabRow.objects.live().filter(case=case).order_by("analyte")
    assert list(rows.values_list("analyte", "unit", "upper_limit")) == [
        ("alt", "U/L", "40"),
        ("ast", "U/L", ""),
    ]


def test_case_is_scored_once_and_its_revision_rises(case, user):
    revision = case.revision
    confirm(case, user, paste(case, user))
    case.refresh_from_db()
    assert (case.revision, case.summary.revision) == (revision + 1, revision + 1)


def test_looking_at_a_table_changes_no_score(case, user):
    revision = Case.objects.get().revision
    declare(case, user, paste(case, user), decimal="point")
    assert Case.objects.get().revision == revision


@pytest.mark.hazard("H06")
def test_same_table_again_adds_nothing(case, user):
    confirm(case, user, paste(case, user))
    case.refresh_from_db()
    before, revision = list(live(case).values()), case.revision
    outcome = confirm(case, user, paste(case, user))
    assert outcome == Outcome(stored=0, skipped=4, replaced=0, aside=0, courses=0)
    assert list(live(case).values()) == before
    case.refresh_from_db()
    assert case.revision == revision


def test_second_confirm_gives_the_first_outcome(case, user):
    intake = paste(case, user)
    digest = digest_of(reading_of(case, intake))
    first = confirm(case, user, intake)
    events = Event.objects.count()
    assert confirm(case, user, intake, digest=digest) == first
    assert (live(case).count(), Event.objects.count()) == (4, events)


def test_nothing_is_stored_when_a_value_came_in_between(case, user):
    intake = paste(case, user)
    digest = digest_of(reading_of(case, intake))
    make_lab(case, user, analyte="alt", value="51", on=MAR_12)
    with pytest.raises(ReadingChanged):
        confirm(case, user, intake, digest=digest)
    assert live(case).count() == 1
    assert Intake.objects.get().state == IntakeState.PENDING


def test_nothing_is_stored_when_a_conflicting_value_was_changed_in_between(case, user):
    result = make_lab(case, user, analyte="alt", value="55", on=MAR_12)
    intake = paste(case, user, conflicts="take")
    digest = digest_of(reading_of(case, intake))
    update_result(case=case, result=result, version=1, by=user, **number("value", "56"))
    with pytest.raises(ReadingChanged):
        confirm(case, user, intake, digest=digest)
    assert values(case) == [("alt", MAR_12, "56")]


def test_nothing_is_stored_when_the_choices_have_changed(case, user):
    intake = paste(case, user)
    declare(case, user, intake, cells={"r2c2": "skip"})
    with pytest.raises(EditConflict):
        confirm(case, user, intake)
    assert not live(case).exists()


def test_nothing_is_stored_while_anything_is_open(case, user):
    intake = paste(case, user, "Test\t2026-03-12\nALT\t50")
    assert not reading_of(case, intake).is_ready
    with pytest.raises(ReadingChanged):
        confirm(case, user, intake)
    assert not live(case).exists()


@pytest.mark.hazard("H06")
@pytest.mark.parametrize(
    ("choice", "kept", "outcome"),
    [
        ("keep", ["55"], Outcome(3, 0, 0, 1, 0)),
        ("take", ["50"], Outcome(3, 0, 1, 0, 0)),
        ("both", ["50", "55"], Outcome(4, 0, 0, 0, 0)),
    ],
)
def test_conflict_goes_as_the_person_chose(case, user, choice, kept, outcome):
    result = make_lab(case, user, analyte="alt", value="55", on=MAR_12)
    intake = paste(case, user, cells={"r2c2": choice})
    assert confirm(case, user, intake) == outcome
    assert list(live(case).filter(analyte="alt", taken_on=MAR_12).values_list("value_raw", flat=True)) == kept
    result.refresh_from_db()
    if choice == "take":
        assert (result.version, result.intake, result.as_given) == (2, intake.pk, "50 U/L")
        event = Event.objects.get(object_id=result.pk, action="update")
        assert event.detail["before"]["value_raw"] == "55"
    else:
        assert (result.version, result.intake) == (1, None)


def test_own_choice_of_a_conflict_stands_before_that_for_all(case, user):
    make_lab(case, user, analyte="alt", value="55", on=MAR_12)
    make_lab(case, user, analyte="alt", value="66", on=MAR_14)
    confirm(case, user, paste(case, user, conflicts="take", cells={"r2c2": "both"}))
    alt = live(case).filter(analyte="alt")
    assert sorted(alt.values_list("value_raw", flat=True)) == ["50", "55", "61"]


def test_value_taken_over_two_stored_ones_leaves_one(case, user):
    first = make_lab(case, user, analyte="alt", value="55", on=MAR_12)
    confirm(case, user, paste(case, user, "Test\t2026-03-12\nALT (U/L)\t58", conflicts="both"))
    confirm(case, user, paste(case, user, conflicts="take"))
    assert [row.pk for row in live(case).filter(analyte="alt", taken_on=MAR_12)] == [first.pk]
    assert live(case).get(pk=first.pk).value_raw == "50"


def test_second_value_taken_over_the_same_stored_one_stands_beside_the_first(case, user):
    result = make_lab(case, user, analyte="alt", value="55", on=MAR_12)
    text = "Test\t2026-03-12\nALT (U/L)\t50\nGPT (U/L)\t58"
    intake = paste(case, user, text, cells={"r2c2": "take", "r3c2": "take"})
    assert confirm(case, user, intake) == Outcome(stored=1, skipped=0, replaced=1, aside=0, courses=0)
    assert values(case) == [("alt", MAR_12, "50"), ("alt", MAR_12, "58")]
    assert live(case).get(value_raw="50").pk == result.pk


def test_typed_number_can_take_the_place_of_the_stored_one(case, user):
    make_lab(case, user, analyte="alt", value="55", on=MAR_12)
    confirm(case, user, paste(case, user, cells={"r2c2": "=51 take"}))
    stored = live(case).get(analyte="alt", taken_on=MAR_12)
    assert (stored.value_raw, stored.as_given, stored.version) == ("51", "50 U/L", 2)


def test_name_that_the_person_chose_is_remembered_for_the_team(case, user):
    text = "Test\t2026-03-12\nLeberwert X (U/L)\t50\nAST (U/L)\t40"
    confirm(case, user, paste(case, user, text, tests={"t0": "alt"}))
    assert list(TeamTestName.objects.values_list("text", "analyte")) == [("Leberwert X", "alt")]
    again = make_case(user, local_id="P-2")
    assert confirm(again, user, paste(again, user, text)).stored == 2


def test_no_name_is_remembered_of_what_is_not_stored(case, user):
    text = "Test\t2026-03-12\nLeberwert X (U/L)\t50\nAST (U/L)\t40"
    intake = paste(case, user, text, tests={"t0": "alt"})
    with pytest.raises(ReadingChanged):
        confirm(case, user, intake, digest="0" * 64)
    confirm(case, user, declare(case, user, intake, tests={"t0": "aside"}))
    assert not TeamTestName.objects.exists()


def test_line_and_date_left_out_are_listed_once_each(case, user):
    text = f"{TABLE}\nMood (U/L)\t1\t2"
    intake = paste(case, user, text, tests={"t2": "aside", "d1": "aside"}, cells={"r2c2": "skip"})
    assert confirm(case, user, intake) == Outcome(stored=1, skipped=0, replaced=0, aside=3, courses=0)
    listed = [(line["place"], line["text"], line["why"]) for line in Intake.objects.get().aside]
    assert ("line 4", "Mood (U/L)", "Left out by choice") in listed
    assert ("column 3", "2026-03-14", "Left out by choice") in listed
    assert ("line 2, 2026-03-12", "50", "Left out by choice") in listed


def test_time_and_typed_number_are_stored(case, user):
    text = "Test\t2026-03-12 08:30\nALT (U/L)\tabout 50\nAST (U/L)\t40"
    confirm(case, user, paste(case, user, text, cells={"r2c2": "=50"}))
    stored = live(case).get(analyte="alt")
    assert (stored.taken_time, stored.value_raw, stored.as_given) == (time(8, 30), "50", "about 50 U/L")


def test_what_is_not_taken_over_is_kept_with_its_place(case, user):
    text = f"{TABLE}\nBlood drawn at home\t\t\nMood\tgood\tbad"
    intake = paste(case, user, text, cells={"r2c2": "skip"})
    outcome = confirm(case, user, intake)
    stored = Intake.objects.get()
    assert outcome.aside == len(stored.aside)
    texts = " ".join(f"{line['place']} {line['text']}" for line in stored.aside)
    assert "Mood" in texts
    assert "line 2, 2026-03-12 50" in texts
    assert outcome.stored == 3


def test_first_dose_of_a_suspect_is_a_day_to_count_from(case, user):
    make_drug(case, user, name="aspirin", role="concomitant", start_on=date(2026, 2, 1))
    make_drug(case, user, start_on=date(2026, 3, 2))
    [question] = reading_of(case, paste(case, user, "Test\tDay 3\nALT (U/L)\t50")).questions
    first_dose = [option for option in question.options if option.value.startswith("first_dose_on")]
    assert first_dose
    assert all("Mar 2026" in option.example + option.words for option in first_dose)


def test_cancelled_text_is_not_kept(case, user):
    intake = paste(case, user, tests={"t0": "alt"})
    services.cancel(case=case, intake=intake, version=intake.version, by=user)
    stored = Intake.objects.get()
    assert (stored.state, stored.is_voided) == (IntakeState.CANCELLED, True)
    assert "ALT" not in f"{stored.content} {stored.courses} {stored.choices}"
    assert list_intakes_at_hand(case) == []


@pytest.mark.parametrize("state", [IntakeState.STORED, IntakeState.CANCELLED, IntakeState.UNDONE])
def test_only_what_waits_can_be_declared_or_cancelled(case, user, state):
    intake = paste(case, user)
    Intake.objects.update(state=state)
    with pytest.raises(EditConflict):
        declare(case, user, intake, decimal="point")
    with pytest.raises(EditConflict):
        services.cancel(case=case, intake=intake, version=1, by=user)


def test_table_of_another_case_is_refused(case, user):
    intake, other = paste(case, user), make_case(user, local_id="P-2")
    digest = digest_of(reading_of(case, intake))
    by = {"case": other, "intake": intake, "by": user}
    with pytest.raises(NotYours):
        services.confirm(version=1, digest=digest, today=TODAY, **by)
    for step in (services.undo, services.reopen):
        with pytest.raises(NotYours):
            step(**by)
    with pytest.raises(NotYours):
        services.cancel(version=1, **by)
    assert not LabResult.objects.exists()
