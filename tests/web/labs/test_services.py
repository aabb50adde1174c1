"""Writing laboratory results, cell by cell and date by date."""

from datetime import date, time
from uuid import uuid4

import pytest

from dressapp.audit.models import Event
from dressapp.core.errors import EditConflict, NotYours
from dressapp.labs import services
from dressapp.labs.models import LabResult, LabRow
from dressapp.labs.selectors import DATES_A_PAGE, Moment, get_grid, get_row, list_results, list_sample
from tests.factories.records import RASH, make_case, make_lab, number


@pytest.fixture
def case(user, team):
    return make_case(user)


def test_the_first_value_of_a_test_starts_its_row_with_unit_and_limits(case, user):
    make_lab(case, user, upper_limit="35")
    row = get_row(case, "alt")
    assert (row.unit, row.upper_limit) == ("U/L", "35")


def test_a_value_keeps_what_was_typed_and_what_it_means(case, user):
    result = make_lab(case, user, analyte="crp", value="<0.10", unit="mg/L")
    assert (result.value_raw, result.value_comparator, result.value_canonical) == ("<0.10", "<", "0.1")


def test_the_same_value_typed_twice_into_a_cell_is_one_result(case, user):
    first, second = make_lab(case, user), make_lab(case, user)
    assert first.pk == second.pk
    assert Event.objects.filter(object_type="labs.labresult").count() == 1


def test_another_value_typed_into_a_filled_cell_is_a_conflict(case, user):
    make_lab(case, user, value="50")
    with pytest.raises(EditConflict) as conflict:
        make_lab(case, user, value="60")
    assert conflict.value.current.value_raw == "50"
    with pytest.raises(EditConflict):
        make_lab(case, user, value="60", id=uuid4())


def test_a_form_sent_back_with_another_value_changes_its_result(case, user):
    result_id = uuid4()
    make_lab(case, user, value="50", id=result_id)
    make_lab(case, user, value="60", id=result_id)
    assert LabResult.objects.get().value_raw == "60"


def test_values_of_other_times_of_a_day_are_other_samples(case, user):
    make_lab(case, user, value="50")
    make_lab(case, user, value="60", taken_time=time(8, 0))
    assert [moment.key for moment in get_grid(case).moments] == ["2026-03-12", "2026-03-12T08:00"]


def test_a_value_taken_away_and_typed_again_comes_back(case, user):
    result = make_lab(case, user, value="50")
    services.void_result(case=case, result=result, version=1, by=user)
    assert not list_results(case)
    again = make_lab(case, user, value="55")
    assert (again.pk, again.value_raw) == (result.pk, "55")


def test_a_result_of_another_case_is_refused(case, user):
    theirs = make_lab(make_case(user, local_id="P-2"), user)
    with pytest.raises(NotYours):
        make_lab(case, user, id=theirs.pk)
    with pytest.raises(NotYours):
        services.update_result(case=case, result=theirs, version=1, by=user, note="x")


def test_a_stale_edit_is_a_conflict(case, user):
    result = make_lab(case, user)
    services.update_result(case=case, result=result, version=1, by=user, **number("value", "51"))
    with pytest.raises(EditConflict):
        services.update_result(case=case, result=result, version=1, by=user, **number("value", "52"))


def test_limits_reach_only_results_of_the_same_unit_without_limits(case, user):
    bare = make_lab(case, user, value="50")
    own = make_lab(case, user, value="60", on=date(2026, 3, 13), upper_limit="40")
    other_unit = make_lab(case, user, value="1", on=date(2026, 3, 14), unit="ukat/L")
    row = services.set_row(
        case=case, analyte="alt", version=1, unit="U/L", lower_limit="", upper_limit="35", by=user
    )
    assert services.give_limits_to_results(case=case, row=row, by=user).count == 1
    for result, limit in ((bare, "35"), (own, "40"), (other_unit, "")):
        result.refresh_from_db()
        assert result.upper_limit == limit


def test_a_row_without_limits_gives_none(case, user):
    make_lab(case, user)
    assert services.give_limits_to_results(case=case, row=get_row(case, "alt"), by=user).count == 0


def test_a_date_column_is_saved_cell_by_cell(case, user):
    kept, gone = make_lab(case, user, value="50"), make_lab(case, user, analyte="ast", value="70")
    new = {"unit": "U/L", "lower_limit": "", "upper_limit": "", **number("value", "90")}
    cells = [
        {"analyte": "alt", "result": kept, "version": 1, "values": number("value", "55")},
        {"analyte": "ast", "result": gone, "version": 1, "values": {}},
        {"analyte": "alp", "result": None, "version": 0, "values": new},
    ]
    services.save_sample(case=case, taken_on=RASH, cells=cells, by=user)
    assert {r.analyte: r.value_raw for r in list_sample(case, RASH)} == {"alt": "55", "alp": "90"}


def test_a_date_taken_away_comes_back_whole(case, user):
    make_lab(case, user)
    make_lab(case, user, analyte="ast")
    ids = services.void_date(case=case, taken_on=RASH, by=user)
    assert not list_results(case)
    services.restore_date(case=case, ids=ids, by=user)
    assert len(list_results(case)) == 2


def test_a_date_moves_whole(case, user):
    make_lab(case, user)
    make_lab(case, user, on=date(2026, 3, 13), value="51")
    to = {"to_on": date(2026, 3, 14), "to_time": time(7, 30)}
    services.move_date(case=case, taken_on=RASH, by=user, **to)
    assert [moment.key for moment in get_grid(case).moments] == ["2026-03-13", "2026-03-14T07:30"]


def test_the_grid_has_tests_down_in_catalogue_order_and_dates_across(case, user):
    make_lab(case, user, analyte="alt", value="50")
    make_lab(case, user, analyte="wbc", value="5000", unit="/uL", on=date(2026, 3, 14))
    grid = get_grid(case)
    assert [row.analyte.id for row in grid.rows] == ["wbc", "alt"]
    assert [[len(cell) for cell in row.cells] for row in grid.rows] == [[0, 1], [1, 0]]
    assert "ast" in {analyte.id for analyte in grid.unused}


def test_the_grid_shows_the_newest_dates_first_page_and_makes_room_for_a_new_one(case, user):
    for day in range(1, DATES_A_PAGE + 3):
        make_lab(case, user, on=date(2026, 3, day))
    grid = get_grid(case, add=Moment(date(2026, 4, 1)))
    assert (grid.page, grid.pages, len(grid.moments)) == (1, 2, DATES_A_PAGE)
    assert grid.moments[-1].on == date(2026, 4, 1)
    assert grid.rows[0].hidden == 3
    assert len(get_grid(case, page=2).moments) == 2
    assert get_grid(case, add=Moment(date(2026, 2, 1))).page == 2
    assert get_grid(case, page=99).page == 2


def test_results_without_a_row_still_show(case, user):
    make_lab(case, user)
    LabRow.objects.all().delete()
    row = get_grid(case).rows[0].row
    assert (row.unit, row.version) == ("U/L", 0)


def test_the_grid_takes_three_queries(case, user, django_assert_num_queries):
    for day in range(1, 12):
        make_lab(case, user, on=date(2026, 3, day))
    with django_assert_num_queries(3):
        get_grid(case)


def test_two_values_that_a_source_gives_for_one_cell_are_both_kept(case, user):
    cell = {"analyte": "alt", "taken_on": RASH, "source": "file", "unit": "U/L"}
    results = [cell | number("value", value) for value in ("50", "60")]
    services.start_rows(case=case, results=results, by=user)
    services.add_results(case=case, results=results, by=user)
    assert sorted(result.value_raw for result in list_sample(case, RASH)) == ["50", "60"]
    assert [len(cell) for cell in get_grid(case).rows[0].cells] == [2]
