"""Entering laboratory results."""

from datetime import date, time

import pytest

from dressapp.core.numbers import parse_number
from dressapp.labs import services
from dressapp.labs.date_form import LabDateForm
from dressapp.labs.forms import LabRowForm, LabValueForm
from dressapp.labs.plausibility import doubt_of, refusal_of_unit
from dressapp.labs.selectors import get_row, list_sample
from scoring.analytes import ANALYTES
from tests.factories.records import RASH, make_case, make_lab, number

TODAY = date(2026, 3, 20)


@pytest.fixture
def case(user, team):
    return make_case(user)


def value_form(case, analyte="alt", **posted):
    data = {"taken_on": "12 Mar 2026", "value": "50", "unit": "U/L"} | posted
    return LabValueForm(data, case=case, analyte=analyte, today=TODAY)


def test_a_typed_value_becomes_a_result(case, user):
    form = value_form(case, value="<5.0", taken_time="08:30", upper_limit="35")
    assert form.is_valid(), form.errors
    result = services.enter_value(case=case, analyte="alt", id=form.row_id, by=user, **form.values)
    assert (result.value_raw, result.value_comparator, result.value_canonical) == ("<5.0", "<", "5")
    assert (result.taken_time, result.upper_limit) == (time(8, 30), "35")


@pytest.mark.parametrize(
    ("analyte", "posted", "field", "message"),
    [
        ("alt", {"value": ""}, "value", "Enter the value."),
        ("alt", {"value": "38,5"}, "value", "38.5"),
        ("alt", {"value": "1.500"}, "value", "can be read as 1500"),
        ("alt", {"value": "-5"}, "value", "without a sign"),
        ("alt", {"unit": ""}, "unit", "Choose the unit."),
        ("alt", {"unit": "mg/dL"}, "unit", "not one of the available choices"),
        ("alt", {"taken_on": "21 Mar 2026"}, "taken_on", "future"),
        ("alt", {"taken_on": "03/04/2026"}, "taken_on", "Write the month in letters"),
        ("alt", {"taken_time": "8 am"}, "taken_time", "Write the time as 08:30"),
        ("alt", {"taken_time": "٠٨:٣٠"}, "taken_time", "Write the time as 08:30"),
        ("alt", {"lower_limit": "40", "upper_limit": "35"}, "upper_limit", "below the lower limit"),
        ("alt", {"upper_limit": "<35"}, "upper_limit", "without < or >"),
        ("eosinophils_pct", {"value": "101", "unit": "%"}, "value", "between 0 and 100"),
    ],
)
def test_bad_input_is_refused_with_what_to_do(case, analyte, posted, field, message):
    form = value_form(case, analyte, **posted)
    assert not form.is_valid()
    assert message in form.errors[field][0]


@pytest.mark.hazard("H01")
def test_a_unit_is_never_preset_for_a_new_test(case):
    form = LabValueForm(case=case, analyte="alt")
    assert not form["unit"].value()
    assert form.fields["unit"].choices[0] == ("", "Choose the unit")


def test_a_new_value_takes_unit_and_limits_from_its_row(case, user):
    make_lab(case, user, upper_limit="35")
    form = LabValueForm(case=case, analyte="alt", lab_row=get_row(case, "alt"))
    assert (form["unit"].value(), form["upper_limit"].value()) == ("U/L", "35")


@pytest.mark.hazard("H01")
def test_an_unlikely_value_is_asked_about_once_with_what_it_means(case):
    form = value_form(case, "eosinophils_abs", value="1730", unit="10*3/uL")
    assert not form.is_valid()
    assert form.errors["value"] == [
        "Eosinophils 1730 ×10³/µL = 1,730,000 /µL is unusually high. Check the number and the unit. "
        "Tick the box if it is right, or correct it."
    ]
    assert form.needs_confirming
    assert value_form(case, "eosinophils_abs", value="1730", unit="10*3/uL", confirm="on").is_valid()


def test_a_likely_value_is_not_asked_about(case):
    form = value_form(case)
    assert form.is_valid()
    assert not form.needs_confirming


@pytest.mark.parametrize(
    ("analyte", "text", "unit", "is_doubted"),
    [
        ("temperature", "29.9", "Cel", True),
        ("temperature", "30", "Cel", False),
        ("temperature", "43", "Cel", False),
        ("temperature", "102.2", "[degF]", False),
        ("temperature", "38.9", "[degF]", True),
        ("wbc", "6.77", "/uL", True),
        ("wbc", "6.77", "10*9/L", False),
    ],
)
def test_the_plausible_range_includes_its_ends(analyte, text, unit, is_doubted):
    assert bool(doubt_of(ANALYTES[analyte], parse_number(text), unit)) is is_doubted


@pytest.mark.parametrize(
    ("analyte", "value", "is_refused"),
    [
        ("eosinophils_abs", "5001", True),
        ("eosinophils_abs", "5000", False),
        ("eosinophils_abs", "<6000", False),
    ],
)
def test_eosinophils_above_the_white_cells_of_the_sample_are_refused(case, user, analyte, value, is_refused):
    make_lab(case, user, analyte="wbc", value="5", unit="10*9/L")
    form = value_form(case, analyte, value=value, unit="/uL")
    assert form.is_valid() is not is_refused


def test_white_cells_below_the_eosinophils_of_the_sample_are_refused(case, user):
    make_lab(case, user, analyte="eosinophils_abs", value="2000", unit="/uL")
    assert "More eosinophils" in value_form(case, "wbc", value="1500", unit="/uL").errors["value"][0]
    assert value_form(case, "wbc", value="1500", unit="/uL", taken_on="13 Mar 2026").is_valid()


def test_a_result_in_edit_is_not_held_against_itself(case, user):
    row = make_lab(case, user, analyte="wbc", value="5000", unit="/uL")
    form = LabValueForm({"value": "4000", "version": "1"}, case=case, analyte="wbc", row=row, today=TODAY)
    assert form.is_valid(), form.errors
    assert form.values == number("value", "4000")


def test_only_a_temperature_has_a_site(case):
    assert "site" in LabValueForm(case=case, analyte="temperature").fields
    assert "site" not in LabValueForm(case=case, analyte="alt").fields


def test_a_row_has_a_unit_of_its_own_test(case):
    form = LabRowForm({"analyte": "alt", "unit": "umol/L"}, case=case)
    assert form.errors["unit"] == ["µmol/L is no unit of ALT. Choose U/L or IU/L or µkat/L."]
    form = LabRowForm({"analyte": "creatinine", "unit": "umol/L", "upper_limit": "106"}, case=case)
    assert form.is_valid(), form.errors
    assert form.analyte_id == "creatinine"
    assert form.values == {"unit": "umol/L", "lower_limit": "", "upper_limit": "106"}


def test_a_row_in_edit_keeps_its_test(case, user):
    make_lab(case, user, upper_limit="35")
    row = get_row(case, "alt")
    form = LabRowForm(case=case, analyte="alt", row=row)
    assert (form["unit"].value(), form["upper_limit"].value(), form["version"].value()) == ("U/L", "35", 1)
    form = LabRowForm({"unit": "U/L", "lower_limit": "", "upper_limit": "40", "version": "1"},
                      case=case, analyte="alt", row=row)  # fmt: skip
    assert form.is_valid(), form.errors
    assert form.analyte_id == "alt"
    saved = services.set_row(case=case, analyte="alt", version=form.seen_version, by=user, **form.values)
    assert saved.upper_limit == "40"


def posted_limits(unit, **more):
    return {"value": "80", "unit": unit, "lower_limit": "0.6", "upper_limit": "1.2", "confirm": "on"} | more


IN_MG = "The limits are still in mg/dL. Write them in µmol/L, or clear them."


def test_a_new_value_in_another_unit_does_not_take_the_rows_limits(case, user):
    row = services.set_row(
        case=case, analyte="creatinine", unit="mg/dL", lower_limit="0.6", upper_limit="1.2", by=user
    )
    given = {"case": case, "analyte": "creatinine", "lab_row": row, "today": TODAY}
    day = {"taken_on": "12 Mar 2026"}
    assert LabValueForm(posted_limits("umol/L", **day), **given).errors == {"unit": [IN_MG]}
    own = {"lower_limit": "53", "upper_limit": "106"}
    assert LabValueForm(posted_limits("umol/L", **day, **own), **given).is_valid()
    none = {"lower_limit": "", "upper_limit": ""}
    assert LabValueForm(posted_limits("umol/L", **day, **none), **given).is_valid()
    assert LabValueForm(posted_limits("mg/dL", **day), **given).is_valid()


def test_a_value_in_edit_does_not_change_its_unit_under_its_limits(case, user):
    row = make_lab(case, user, analyte="creatinine", value="0.9", unit="mg/dL", upper_limit="1.2")
    given = {"case": case, "analyte": "creatinine", "row": row, "today": TODAY}
    posted = {"value": "80", "unit": "umol/L", "confirm": "on", "version": "1"}
    assert LabValueForm(posted, **given).errors == {"unit": [IN_MG]}
    assert LabValueForm(posted | {"upper_limit": "106"}, **given).is_valid()


def test_a_row_does_not_change_its_unit_under_its_limits(case, user):
    row = services.set_row(case=case, analyte="alt", unit="U/L", upper_limit="35", by=user)
    given = {"case": case, "analyte": "alt", "row": row}
    posted = {"lower_limit": "", "upper_limit": "35", "version": "1"}
    assert "unit" in LabRowForm({"unit": "ukat/L"} | posted, **given).errors
    assert LabRowForm({"unit": "[IU]/L"} | posted, **given).is_valid()  # the same unit by another name


def test_a_ratio_is_named_where_a_unit_is_refused():
    assert refusal_of_unit(ANALYTES["inr"], "U/L") == "U/L is no unit of INR. Choose (ratio)."
    assert refusal_of_unit(ANALYTES["alt"], "1").startswith("(ratio) is no unit of ALT.")
    assert not refusal_of_unit(ANALYTES["inr"], "{INR}")


def test_a_row_asks_for_test_and_unit(case):
    form = LabRowForm({}, case=case, unused=[ANALYTES["alt"]])
    assert (form.errors["analyte"], form.errors["unit"]) == (["Choose the test."], ["Choose the unit."])
    assert form.fields["analyte"].choices == [("", "Choose the test"), ("alt", "ALT")]


def date_form(case, on=None, at=None, **posted):
    return LabDateForm({"taken_on": "14 Mar 2026"} | posted, case=case, on=on, at=at, today=TODAY)


@pytest.fixture
def filled(case, user):
    make_lab(case, user, analyte="wbc", value="5000", unit="/uL")
    make_lab(case, user, analyte="alt", value="50", upper_limit="35")
    return case


def test_a_new_date_takes_the_units_and_limits_of_its_rows(filled, user):
    form = date_form(filled, value_alt="61", value_wbc="")
    assert form.is_valid(), form.errors
    services.save_sample(case=filled, taken_on=date(2026, 3, 14), cells=form.cells, by=user)
    result = list_sample(filled, date(2026, 3, 14))[0]
    assert (result.value_raw, result.unit, result.upper_limit) == ("61", "U/L", "35")


def test_a_new_date_needs_a_value(filled):
    assert date_form(filled).non_field_errors() == ["Enter at least one value."]


def test_the_names_of_the_cells_say_the_unit(filled):
    assert date_form(filled).fields["value_alt"].label == "ALT, U/L"


def test_a_date_in_edit_writes_only_what_changed(filled, user):
    form = date_form(
        filled, on=RASH, taken_on="12 Mar 2026", value_alt="50", value_wbc="5100", version_wbc="1"
    )
    assert form.is_valid(), form.errors
    assert [(cell["analyte"], cell["version"]) for cell in form.cells] == [("wbc", 1)]
    assert form.sample["moved_from"] is None


def test_a_cell_blanked_in_a_date_in_edit_is_taken_away(filled, user):
    form = date_form(filled, on=RASH, taken_on="12 Mar 2026", value_alt="", version_alt="1")
    assert form.is_valid(), form.errors
    services.save_sample(case=filled, taken_on=RASH, cells=form.cells, by=user)
    assert [result.analyte for result in list_sample(filled, RASH)] == ["wbc"]


def test_a_date_in_edit_shows_what_is_stored(filled):
    form = LabDateForm(case=filled, on=RASH)
    assert (form["taken_on"].value(), form["value_alt"].value(), form["version_alt"].value()) == (
        "12 Mar 2026",
        "50",
        1,
    )


def test_a_date_moves_whole_and_does_not_fall_on_filled_cells(filled, user):
    make_lab(filled, user, value="70", on=date(2026, 3, 14))
    moved = date_form(filled, on=RASH, taken_on="13 Mar 2026", value_alt="50", value_wbc="5000")
    assert moved.is_valid()
    services.save_sample(case=filled, by=user, **moved.sample)
    assert not list_sample(filled, RASH)
    assert len(list_sample(filled, date(2026, 3, 13))) == 2
    onto = date_form(filled, on=date(2026, 3, 13), value_alt="50", value_wbc="5000")
    assert "70 U/L is recorded at this date and time already" in onto.errors["value_alt"][0]


def test_a_new_date_does_not_fall_on_filled_cells(filled):
    form = date_form(filled, taken_on="12 Mar 2026", value_alt="51")
    assert "50 U/L is recorded" in form.errors["value_alt"][0]


def test_unlikely_values_of_a_date_are_asked_about_together(filled):
    posted = {"value_alt": "99999", "value_wbc": "5.1"}
    form = date_form(filled, **posted)
    assert set(form.errors) == {"value_alt", "value_wbc"}
    assert form.needs_confirming
    assert date_form(filled, confirm="on", **posted).is_valid()


def test_the_eosinophils_of_a_date_are_held_against_its_white_cells(filled, user):
    make_lab(filled, user, analyte="eosinophils_abs", value="100", unit="/uL", on=date(2026, 3, 13))
    form = date_form(filled, value_wbc="5000", value_eosinophils_abs="6000")
    assert "More eosinophils" in form.errors["value_wbc"][0]


def test_days_of_a_relative_case_are_entered_as_days(user, team):
    case = make_case(user, basis="relative")
    form = value_form(case, taken_on="day 8")
    assert form.is_valid(), form.errors
    assert form.values["taken_on"] == date(2026, 3, 20)
