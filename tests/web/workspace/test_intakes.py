"""A pasted table: from the text to its preview, with every open point and its way out."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dressapp.audit.models import Event
from dressapp.exchange.models import Intake
from dressapp.workspace.presenters import intake_part
from tests.factories.queries import queries
from tests.factories.records import make_lab
from tests.web.workspace.intakes import (
    PROBLEMS,
    TABLE,
    intake_url,
    make_ward_case,
    paste,
    pasted,
    preview_of,
    say,
)
from tests.web.workspace.labs import HTMX, page, text_of, url

SORAFENIB = "tests/golden/cases/sorafenib-2016-table1.tsv"


@pytest.fixture
def case(user):
    return make_ward_case(user)


def test_the_page_takes_a_table_and_says_what_it_understands(client_in, case):
    text = text_of(client_in.get(url(case, "paste_labs")))
    assert "Paste a table or open a file" in text
    assert "Nothing is stored before you have seen" in text


def test_a_pasted_table_is_shown_before_anything_is_stored(client_in, case):
    response = paste(client_in, case)
    assert response.status_code == 303
    text = text_of(client_in.get(response["Location"]))
    assert "6 values in 3 tests on 2 dates" in text
    assert "Confirm: store 6 values" in text
    assert not case.lab_results.exists()


def test_a_script_is_sent_to_the_preview_too(client_in, case):
    response = paste(client_in, case, headers=HTMX)
    assert (response.status_code, response["HX-Redirect"]) == (200, intake_url(Intake.objects.get()))


@pytest.mark.parametrize(("data", "words"), [
    ({"text": ""}, "Paste a table or choose a file"),
    ({"text": " \n\t "}, "Paste a table or choose a file"),
    ({"text": "no table here\x01"}, "Copy the table again, as text"),
])  # fmt: skip
def test_what_is_no_table_is_refused_with_what_to_do(client_in, case, data, words):
    response = client_in.post(url(case, "paste_labs"), data)
    assert response.status_code == 422
    assert words in text_of(response)
    assert not Intake.objects.exists()


def test_a_refused_text_stays_in_its_field_with_its_first_tab(client_in, case):
    text = "\tno\x01 table"
    response = paste(client_in, case, text)
    assert response.context["form"]["text"].value() == text
    assert f">\n{text}</textarea>" in response.content.decode()


def test_pasting_the_same_table_again_goes_on_with_the_one_that_waits(client_in, case):
    assert pasted(client_in, case) == pasted(client_in, case)
    assert Intake.objects.count() == 1


def test_the_sorafenib_table_is_understood_whole(client_in, case):
    with open(SORAFENIB, encoding="utf-8") as table:
        intake = pasted(client_in, case, table.read())
    preview = preview_of(client_in, intake)
    assert preview.counts == ("104 values in 8 tests on 13 dates",)
    assert preview.confirm == "Confirm: store 104 values"
    columns = preview.sheet.columns
    assert (columns[0].date, columns[0].year) == ("15 Feb", "2015")
    assert columns[2].why == "AD 3, two days after admission"
    assert columns[12].why.startswith("DC 22")
    cells = preview.sheet.rows[0].places[0].squares
    assert [(cell.text, cell.given) for cell in cells] == [("4810", "4,810")]


def test_an_answer_that_the_table_proves_is_a_statement_that_can_be_changed(client_in, case):
    preview = preview_of(client_in, pasted(client_in, case))
    decimal = next(asked for asked in preview.questions if asked.name == "decimal")
    assert (decimal.answer, decimal.is_open) == ("A decimal point", False)
    assert "can only" in decimal.why


def test_an_open_question_has_no_answer_chosen_and_stops_the_confirmation(client_in, case):
    preview = preview_of(client_in, pasted(client_in, case, "\t03/04/2015\t05/04/2015\nAST (U/L)\t50\t61\n"))
    asked = next(each for each in preview.questions if each.name == "date_order")
    assert asked.is_open
    assert not any(way.is_chosen for way in asked.ways)
    assert [way.example for way in asked.ways] == ["03/04/2015 is 3 Apr 2015", "03/04/2015 is 4 Mar 2015"]
    assert preview.confirm == ""
    assert [point.url for point in preview.points] == ["#id_date_order"]


def test_every_open_point_leads_to_its_field(client_in, case):
    response = client_in.get(intake_url(pasted(client_in, case, PROBLEMS)))
    html = response.content.decode()
    points = response.context["preview"].points
    assert points
    for point in points:
        assert f'id="{point.url.removeprefix("#")}"' in html, point


def test_a_cell_that_cannot_be_read_is_marked_in_words_with_the_way_to_its_decision(client_in, case):
    response = client_in.get(intake_url(pasted(client_in, case, PROBLEMS)))
    preview = response.context["preview"]
    [cell] = [cell for cell in preview.decisions if cell.is_open]
    square = preview.sheet.rows[0].places[1].squares[0]
    assert (square.sign, square.words, square.url) == ("!", "cannot be read", f"#{cell.id}")
    assert cell.title == "AST on 14 Mar 2015"
    assert [way.value for way in cell.ways] == ["write", "skip"]
    assert not any(way.is_chosen for way in cell.ways)
    assert 'aria-label="Number for AST on 14 Mar 2015"' in response.content.decode()


def test_a_line_whose_test_nobody_knows_is_kept_aside_with_a_way_to_name_it(client_in, case):
    preview = preview_of(client_in, pasted(client_in, case, PROBLEMS))
    [line] = preview.aside_tests
    assert line.text == "Mystery factor (U/L)"
    assert line.test.chosen == ""
    assert [label for label, _ in line.test.groups] == ["All tests", "Not taken over"]


def test_a_value_that_is_stored_already_is_skipped_and_said(client_in, case, user):
    make_lab(case, user, analyte="ast", value="50", unit="[IU]/L", on=date(2015, 3, 12))
    preview = preview_of(client_in, pasted(client_in, case))
    assert preview.counts == ("5 values in 3 tests on 2 dates", "1 value stored already, skipped")
    square = preview.sheet.rows[2].places[0].squares[0]
    assert (square.sign, square.words) == ("=", "stored already")


def test_a_conflict_stands_side_by_side_with_what_is_stored(client_in, case, user):
    make_lab(case, user, analyte="ast", value="55", unit="[IU]/L", on=date(2015, 3, 12))
    preview = preview_of(client_in, pasted(client_in, case))
    square = preview.sheet.rows[2].places[0].squares[0]
    assert (square.text, square.stored, square.sign) == ("50", ("55 IU/L",), "≠")
    [cell] = preview.decisions
    assert [way.value for way in cell.ways] == ["keep", "take", "both"]


def test_fields_stand_only_where_something_is_open_or_being_changed(client_in, case):
    intake = pasted(client_in, case)
    assert all(not line.is_changed for line in preview_of(client_in, intake).tests)
    key = preview_of(client_in, intake).tests[0].key
    changed = preview_of(client_in, intake, f"?change={key}")
    assert [line.is_changed for line in changed.tests] == [True, False, False]
    assert changed.tests[0].test.chosen == "wbc"
    assert changed.tests_are_open


def test_a_date_can_be_changed_or_left_out(client_in, case):
    intake = pasted(client_in, case)
    [line] = preview_of(client_in, intake, "?change=d0").dates
    assert (line.text, line.day.value()) == ("12 Mar 2015", "12 Mar 2015")
    say(client_in, intake, "?change=d0", day__d0="13 Mar 2015", leave__d0="")
    assert preview_of(client_in, intake).sheet.columns[0].date == "13 Mar"
    say(client_in, intake, "?change=d0", leave__d0="aside")
    assert "3 values in 3 tests on 1 date" in preview_of(client_in, intake).counts


def wide_table(tests, dates):
    first = date(2010, 1, 1)
    heads = "\t".join((first + timedelta(days=day)).isoformat() for day in range(dates))
    lines = [f"{name}\t" + "\t".join("50" for _ in range(dates)) for name in tests]
    return f"\t{heads}\n" + "\n".join(lines)


def test_a_large_table_is_shown_in_parts_with_ways_between_them(client_in, case):
    intake = pasted(client_in, case, wide_table(["AST (U/L)", "ALT (U/L)"], 30))
    first, last = preview_of(client_in, intake), preview_of(client_in, intake, "?dates=3")
    assert [len(each.sheet.columns) for each in (first, last)] == [14, 2]
    [pages] = first.sheet_pages
    assert (pages.words, pages.before_url, pages.after_url) == ("Dates 1 to 14 of 30", "", "?dates=2")
    assert last.sheet_pages[0].words == "Dates 29 to 30 of 30"


def test_an_open_test_of_a_later_page_is_named_with_the_way_there(client_in, case, monkeypatch):
    monkeypatch.setattr(intake_part, "TESTS_A_PAGE", 3)
    intake = pasted(client_in, case, TABLE + "ALT\t14\t21\n")
    [point] = preview_of(client_in, intake).points
    assert point.url == "?tests=2#id_unit-t3"
    html = client_in.get(intake_url(intake, query="?tests=2")).content.decode()
    assert 'id="id_unit-t3"' in html


@pytest.mark.parametrize(
    "query", ["?dates=x", "?dates=99", "?dates=-1", "?cells=99", "?change=nothing", "?tests=0"]
)
def test_an_odd_address_shows_a_page_that_is_there(client_in, case, query):
    assert preview_of(client_in, pasted(client_in, case), query).confirm


def test_two_hundred_open_cells_stand_on_pages_of_fifty_with_one_word_for_all(client_in, case):
    text = wide_table(["AST (U/L)", "ALT (U/L)", "CK (U/L)", "LDH (U/L)"], 100).replace(
        "\t50\t50", "\t50\t5O"
    )
    intake = pasted(client_in, case, text)
    response = client_in.get(intake_url(intake))
    preview = response.context["preview"]
    assert len(preview.decisions) == 50
    assert [bulk.title for bulk in preview.bulk] == ["All cells that cannot be read (200)"]
    assert response.content.decode().count("<input") < 400
    far = preview_of(client_in, intake, "?dates=8").sheet.rows[-1].places[-1].squares[0]
    assert far.url.startswith("?dates=8&cells=4#id_cell-")


def test_the_size_of_a_table_changes_no_number_of_queries(client_in, case):
    small = pasted(client_in, case)
    large = pasted(client_in, case, wide_table(["AST (U/L)", "ALT (U/L)", "Cr (mg/dL)"], 150))
    counts = []
    for intake in (small, large):
        client_in.get(intake_url(intake))
        with CaptureQueriesContext(connection) as asked:
            client_in.get(intake_url(intake))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= queries(20)


def test_opening_a_preview_is_recorded(client_in, case):
    intake = pasted(client_in, case)
    client_in.get(intake_url(intake))
    client_in.get(intake_url(intake))
    assert Event.objects.filter(action="view", case_id=str(case.pk)).count() == 2


def test_a_reader_sees_the_table_and_no_form(client_in, client_for, reader, case):
    intake = pasted(client_in, case, PROBLEMS)
    client = client_for(reader)
    response = client.get(intake_url(intake))
    assert response.status_code == 200
    for html in (response.content.decode(), client.get(url(case, "paste_labs")).content.decode()):
        assert "<select" not in html
        assert html.count('method="post"') == 2  # search, sign out
    assert say(client, intake).status_code == 403
    assert paste(client, case).status_code == 403


def test_a_stranger_finds_nothing(client_in, client_for, stranger, case):
    intake = pasted(client_in, case)
    client = client_for(stranger)
    for address in (intake_url(intake), intake_url(intake, "intake_progress"), url(case, "paste_labs")):
        assert client.get(address).status_code == 404


def test_the_labs_tab_leads_to_a_table_that_waits(client_in, case):
    pasted(client_in, case)
    text = page(client_in, case)
    assert "is not stored yet." in text
    assert "Go on" in text
    assert "Drop" in text


def test_where_only_days_are_known_no_date_is_shown(client_in, user):
    case = make_ward_case(user, basis="relative", admission_on=None, discharge_on=None)
    text = "\tDay 2\tDay 4\nAST (IU/L)\t50\t109\n"
    intake = pasted(client_in, case, text)
    say(client_in, intake, anchor__day="day_zero:0")
    response = client_in.get(intake_url(intake))
    assert [column.date for column in response.context["preview"].sheet.columns] == ["day 2", "day 4"]
    assert (
        "2015"
        not in text_of(response).replace("Pasted on", "").partition("Table pasted")[2].partition("by")[2]
    )


def test_text_of_the_table_is_shown_and_never_run(client_in, case):
    intake = pasted(
        client_in, case, TABLE.replace("WBC", "<script>alert(1)</script>").replace("9.7", "<b>9.7</b>")
    )
    html = client_in.get(intake_url(intake)).content.decode()
    assert "<script>alert" not in html
    assert "<b>9.7" not in html
