"""What a person says of a table: taken over, refused at its field, or left to the table itself."""

from datetime import date

import pytest

from dressapp.audit.models import Event
from dressapp.exchange.intakes import choices_of
from dressapp.labs.paste.parts import Anchor
from tests.factories.people import make_user
from tests.factories.records import make_lab
from tests.web.workspace.intakes import PROBLEMS, TABLE, intake_url, make_ward_case, pasted, preview_of, say
from tests.web.workspace.labs import HTMX, text_of

NUMBERS = "\t03/04/2015\t05/04/2015\nAST (U/L)\t50\t61\n"
COUNTED = "\tDay 2\tDay 4\nAST (U/L)\t50\t61\n"
NO_UNIT = "\t12 Mar 2015\t14 Mar 2015\nWBC\t7.7\t6.8\n"


@pytest.fixture
def case(user):
    return make_ward_case(user)


def said_of(intake):
    intake.refresh_from_db()
    return choices_of(intake)


def test_an_answer_is_kept_and_the_preview_follows_it(client_in, case):
    intake = pasted(client_in, case, NUMBERS)
    response = say(client_in, intake, date_order="dmy")
    assert (response.status_code, response["Location"]) == (303, intake_url(intake))
    preview = preview_of(client_in, intake)
    assert [column.date for column in preview.sheet.columns] == ["3 Apr", "5 Apr"]
    assert preview.confirm == "Confirm: store 2 values"


def test_a_script_gets_the_preview_at_once(client_in, case):
    intake = pasted(client_in, case, NUMBERS)
    data = {"version": intake.version, "date_order": "mdy"}
    response = client_in.post(intake_url(intake), data, headers=HTMX)
    assert response.status_code == 200
    assert response.context["preview"].sheet.columns[0].date == "4 Mar"
    assert Event.objects.filter(action="view", case_id=str(case.pk)).count() == 1


def test_what_the_table_proves_is_not_written_down_as_said(client_in, case):
    intake = pasted(client_in, case, TABLE)
    posted = {
        "decimal": "point",
        "layout": "tests_down",
        "separator": "tab",
        "test__t0": "wbc",
        "unit__t0": "/uL",
    }
    say(client_in, intake, "?change=t0", **posted)
    assert said_of(intake) == said_of(pasted(client_in, case, TABLE + "\n"))
    say(client_in, intake, decimal="comma")
    assert said_of(intake).decimal == "comma"


def test_a_day_of_the_case_becomes_the_anchor_of_counted_days(client_in, case):
    intake = pasted(client_in, case, COUNTED)
    say(client_in, intake, anchor__day="admission_on:1")
    assert said_of(intake).anchors == {"day": Anchor("admission_on", date(2015, 3, 12), 1)}
    assert [column.date for column in preview_of(client_in, intake).sheet.columns] == ["13 Mar", "15 Mar"]


def test_another_day_is_typed(client_in, case):
    intake = pasted(client_in, case, COUNTED)
    response = say(client_in, intake, anchor__day="date:0")
    assert response.status_code == 422
    assert "Enter the day that is counted from" in text_of(response)
    say(client_in, intake, anchor__day="date:0", anchor__day__on="1 Feb 2015")
    assert said_of(intake).anchors == {"day": Anchor("date", date(2015, 2, 1), 0)}
    assert preview_of(client_in, intake).sheet.columns[0].date == "3 Feb"


@pytest.mark.parametrize(("name", "text", "words"), [
    ("anchor__day__on", "03/04/2015", "Write the month in letters: 3 Apr 2015 or 4 Mar 2015"),
    ("anchor__day__on", "12 Mar 2099", "This day is in the future"),
    ("anchor__day", "nonsense:1", "This is no longer offered"),
])  # fmt: skip
def test_a_refused_answer_is_told_at_its_field_and_kept(client_in, case, name, text, words):
    intake = pasted(client_in, case, COUNTED)
    response = say(client_in, intake, **({"anchor__day": "date:0"} | {name: text}))
    assert response.status_code == 422
    assert words in text_of(response)
    assert "error-summary" in text_of(response)
    assert text in response.content.decode() or name == "anchor__day"
    assert said_of(intake).anchors == {}


def test_an_unknown_name_is_told_its_test_and_unit(client_in, case):
    intake = pasted(client_in, case, PROBLEMS)
    say(client_in, intake, test__t1="ast", unit__t1="")
    assert said_of(intake).tests == {"t1": "ast"}
    assert preview_of(client_in, intake).aside_tests == ()


def test_a_known_name_can_be_left_out_and_taken_back(client_in, case):
    intake = pasted(client_in, case, TABLE)
    say(client_in, intake, test__t0="aside")
    [line] = preview_of(client_in, intake).aside_tests
    assert (line.text, line.test.chosen) == ("WBC (/uL)", "aside")
    say(client_in, intake, test__t0="")
    assert said_of(intake).tests == {}
    assert len(preview_of(client_in, intake).tests) == 3


def test_a_missing_unit_is_asked_with_its_reasons_and_never_preset(client_in, case):
    intake = pasted(client_in, case, NO_UNIT)
    preview = preview_of(client_in, intake)
    [line] = preview.tests
    assert line.unit_field.chosen == ""
    assert line.reasons
    assert preview.confirm == ""
    say(client_in, intake, unit__t0="10*9/L")
    assert preview_of(client_in, intake).confirm == "Confirm: store 2 values"


def test_the_unit_of_another_test_is_refused(client_in, case):
    intake = pasted(client_in, case, NO_UNIT)
    response = say(client_in, intake, unit__t0="mg/dL")
    assert response.status_code == 422
    assert "mg/dL is no unit of White cells" in text_of(response)


def test_a_unit_left_standing_while_the_test_changes_is_asked_again(client_in, case):
    intake = pasted(client_in, case, TABLE)
    say(client_in, intake, "?change=t0", unit__t0="10*9/L")
    assert said_of(intake).units == {"t0": "10*9/L"}
    say(client_in, intake, "?change=t0", test__t0="ast", unit__t0="10*9/L")
    assert said_of(intake).units == {}
    say(client_in, intake, "?change=t0", test__t0="wbc", unit__t0="10*9/L")
    say(client_in, intake, test__t0="ast")
    assert said_of(intake).units == {}


def test_limits_of_a_row_are_kept_in_their_one_form(client_in, case):
    intake = pasted(client_in, case, TABLE)
    say(client_in, intake, "?change=t2", lower__t2="", upper__t2="35.0")
    assert said_of(intake).limits == {"t2": ("", "35")}
    assert preview_of(client_in, intake).tests[2].limits == "up to 35"


@pytest.mark.parametrize(("lower", "upper", "words"), [
    ("40", "35", "The upper limit lies below the lower limit"),
    ("", "<35", "Write the limit as a number alone"),
    ("", "1,500", "Write 1500"),
])  # fmt: skip
def test_impossible_limits_are_refused_with_the_text_kept(client_in, case, lower, upper, words):
    intake = pasted(client_in, case, TABLE)
    response = say(client_in, intake, "?change=t2", lower__t2=lower, upper__t2=upper)
    assert response.status_code == 422
    assert words in text_of(response)
    assert f'value="{upper.replace("<", "&lt;")}"' in response.content.decode()
    assert said_of(intake).limits == {}


@pytest.mark.parametrize(("fields", "kept"), [
    ({"cell__r2c3": "skip"}, "skip"),
    ({"cell__r2c3": "write", "number__r2c3": "109"}, "=109"),
    ({"number__r2c3": "<109"}, "=<109"),
])  # fmt: skip
def test_a_cell_that_cannot_be_read_has_its_ways_out(client_in, case, fields, kept):
    intake = pasted(client_in, case, PROBLEMS)
    say(client_in, intake, **fields)
    assert said_of(intake).cells == {"r2c3": kept}
    preview = preview_of(client_in, intake)
    assert preview.confirm
    [cell] = preview.decisions
    assert (cell.is_open, cell.said) == (
        False,
        {"skip": "left out"}.get(kept, f"{kept[1:]} is taken instead"),
    )
    say(client_in, intake, cell__r2c3="again", number__r2c3="")
    assert said_of(intake).cells == {}


@pytest.mark.parametrize(("fields", "words"), [
    ({"cell__r2c3": "write", "number__r2c3": ""}, "Write the number that stands there"),
    ({"cell__r2c3": "skip", "number__r2c3": "109"}, "Choose “Write instead” for this number"),
    ({"number__r2c3": "1.500"}, "1.500 can be read as 1500 or as 1.5"),
    ({"number__r2c3": "1O9"}, "Write the number"),
    ({"cell__r2c3": "junk"}, "This is no longer offered"),
])  # fmt: skip
def test_a_way_out_that_is_no_way_out_is_refused_at_its_cell(client_in, case, fields, words):
    intake = pasted(client_in, case, PROBLEMS)
    response = say(client_in, intake, **fields)
    assert response.status_code == 422
    assert words in text_of(response)
    assert any(
        words.split("“")[0].strip() in error
        for cell in response.context["preview"].decisions
        for error in cell.errors
    )
    assert said_of(intake).cells == {}


def test_a_number_typed_before_gives_way_to_another_word(client_in, case):
    intake = pasted(client_in, case, PROBLEMS)
    say(client_in, intake, number__r2c3="109")
    say(client_in, intake, cell__r2c3="skip", number__r2c3="109")
    assert said_of(intake).cells == {"r2c3": "skip"}


@pytest.mark.parametrize(("word", "count"), [("keep", 5), ("take", 6), ("both", 6)])
def test_a_conflict_is_decided_one_by_one_or_for_all(client_in, case, user, word, count):
    make_lab(case, user, analyte="ast", value="55", unit="[IU]/L", on=date(2015, 3, 12))
    intake = pasted(client_in, case)
    say(client_in, intake, cell__r4c2=word)
    assert preview_of(client_in, intake).confirm == f"Confirm: store {count} values"
    other = pasted(client_in, case, TABLE + "\n")
    say(client_in, other, conflicts=word)
    assert preview_of(client_in, other).confirm == f"Confirm: store {count} values"


def test_one_word_leaves_out_all_that_cannot_be_read_and_can_be_taken_back(client_in, case):
    intake = pasted(client_in, case, PROBLEMS.replace("50", "5O"))
    say(client_in, intake, rest="skip")
    assert said_of(intake).rest == "skip"
    assert preview_of(client_in, intake).bulk[0].ways[1].is_chosen
    say(client_in, intake, rest="")
    assert said_of(intake).rest == ""


def test_what_a_page_does_not_show_stays_as_it_was_said(client_in, case):
    intake = pasted(client_in, case, PROBLEMS)
    say(client_in, intake, number__r2c3="109")
    say(client_in, intake, test__t1="aside")
    kept = said_of(intake)
    assert (kept.cells, kept.tests) == ({"r2c3": "=109"}, {"t1": "aside"})


def test_another_separator_is_tried_and_refused_where_it_makes_no_table(client_in, case):
    intake = pasted(client_in, case, TABLE)
    response = say(client_in, intake, separator="junk")
    assert response.status_code == 422
    say(client_in, intake, separator="comma")
    assert said_of(intake).separator in ("comma", "")
    assert client_in.get(intake_url(intake)).status_code == 200


def test_fields_of_nothing_are_not_read(client_in, case):
    intake = pasted(client_in, case, TABLE)
    nonsense = {"cell__r99c99": "skip", "test__t99": "wbc", "day__d99": "x", "kind": "csv", "state": "stored",
                "x": "y", "unit__d0": "mg/dL", "day__t0": "1 Jan 2015", "course__0": "on"}  # fmt: skip
    assert say(client_in, intake, **nonsense).status_code == 303
    assert said_of(intake) == said_of(pasted(client_in, case, TABLE + "\n"))


def test_the_second_of_two_people_sees_both_and_loses_nothing(client_in, client_for, case, user, team):
    intake = pasted(client_in, case, NUMBERS)
    colleague = client_for(make_user("colleague", team=team.name))
    assert (
        colleague.post(intake_url(intake), {"version": intake.version, "date_order": "mdy"}).status_code
        == 303
    )
    response = client_in.post(intake_url(intake), {"version": intake.version, "date_order": "dmy"})
    assert response.status_code == 409
    assert "Dr Colleague changed this preview while you had it open" in text_of(response)
    asked = next(each for each in response.context["preview"].questions if each.name == "date_order")
    assert asked.answer == "The month first"
    assert [way.value for way in asked.ways if way.is_chosen] == ["dmy"]
    intake.refresh_from_db()
    assert f'name="version" value="{intake.version}"' in response.content.decode()


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_a_post_without_its_version_is_refused(client_in, case, version):
    intake = pasted(client_in, case, NUMBERS)
    assert client_in.post(intake_url(intake), {"version": version, "date_order": "dmy"}).status_code == 422


def test_an_own_choice_that_crossed_another_is_not_called_somebody_elses(client_in, case):
    intake = pasted(client_in, case, NUMBERS)
    say(client_in, intake, date_order="mdy")
    response = client_in.post(intake_url(intake), {"version": 1, "date_order": "dmy"})
    assert response.status_code == 409
    assert "Two of your changes crossed" in text_of(response)
