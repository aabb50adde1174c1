"""Derived rows of the lab grid: where they stand, what they say of inputs and source, when they lack."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dressapp.cases.services import add_row, save_background
from dressapp.exchange.importer import import_case
from dressapp.labs.models import LabResult
from tests.factories.records import RASH, make_case, make_lab, number
from tests.web.reports import paper
from tests.web.workspace.labs import grid_of, page, row_of, url

BEFORE = RASH - timedelta(days=24)
LIMITS = {"alt": "40", "ast": "40", "alp": "120", "bilirubin_total": "1"}
UNITS = {"bilirubin_total": "mg/dL", "creatinine": "mg/dL"}


@pytest.fixture
def case(user, team):
    return make_case(user)


@pytest.fixture
def enter(case, user):
    """Return a function that enters one sample, each test with a limit of the laboratory's own."""

    def enter_sample(on=RASH, limits=LIMITS, **values):
        for analyte, value in values.items():
            own = {"upper_limit": limits[analyte]} if analyte in limits else {}
            make_lab(case, user, analyte=analyte, value=value, unit=UNITS.get(analyte, "U/L"), on=on, **own)

    return enter_sample


def derived(client, case):
    return {row.analyte: row for row in grid_of(client, case).rows if row.is_derived}


def readings(row):
    return [f"{cell.text} {cell.reading}".strip().replace("\u00ad", "") for cell in row.cells]


def test_derived_rows_stand_under_their_inputs(client_in, case, enter):
    enter(alt="208", ast="100", alp="100", bilirubin_total="3.1", creatinine="2.0", ldh="300")
    enter(BEFORE, creatinine="1.0")
    assert [row.analyte for row in grid_of(client_in, case).rows] == [
        "creatinine", "creatinine_x_baseline", "ast", "ast_x_limit", "alt", "alt_x_limit", "alp",
        "alp_x_limit", "r_value", "bilirubin_total", "bilirubin_total_x_limit", "hys_law", "ldh",
        "ldh_x_limit",
    ]  # fmt: skip


def test_multiples_name_what_was_divided(client_in, case, enter):
    enter(alt="208")
    enter(RASH + timedelta(days=1), alt="35")
    row = row_of(client_in, case, "alt_x_limit")
    assert (row.name, row.source) == ("ALT × ULN", "derived: value ÷ limit")
    assert readings(row) == ["5.2", "0.88"]
    assert row.cells[0].words == "208 U/L ÷ limit 40 U/L"
    text = page(client_in, case)
    assert 'title="208 U/L ÷ limit 40 U/L"' in text
    assert '<span class="visually-hidden">, 208 U/L ÷ limit 40 U/L</span>' in text


@pytest.mark.parametrize(
    ("limits", "source"),
    [([{}, {}], "value ÷ assumed limit"), ([{}, LIMITS], "value ÷ limit, in part assumed")],
)
def test_assumed_limits_are_named_at_the_head_and_in_the_cell(client_in, case, enter, limits, source):
    for days, own in enumerate(limits):
        enter(RASH + timedelta(days=days), limits=own, alt="70")
    row = row_of(client_in, case, "alt_x_limit")
    assert row.source == f"derived: {source}"
    assert row.cells[0].words == "70 U/L ÷ assumed limit 35 U/L"


def test_creatinine_tells_ratio_and_stage(client_in, case, enter):
    for days, value in ((-24, "1.3"), (0, "1.4"), (3, "2.6"), (30, "5.2")):
        enter(RASH + timedelta(days=days), creatinine=value)
    row = row_of(client_in, case, "creatinine_x_baseline")
    assert row.name == "Creatinine × baseline · KDIGO"
    assert row.source == "derived, KDIGO: by creatinine alone; urine output and dialysis not judged"
    assert readings(row) == ["1", "1.08", "2 stage 2", "4 stage 3"]
    assert row.cells[0].words == "1.3 mg/dL ÷ baseline 1.3 mg/dL on 16 Feb 2026"
    assert row.cells[2].words == ("KDIGO stage 2 by creatinine alone: 2× baseline 1.3 mg/dL on 16 Feb 2026")
    assert "is-high" in row.cells[2].css
    assert (row.before.text, row.before_day) == ("1", "day −24")
    assert "stage 3 by creatinine alone on 11 Apr 2026: 4× baseline" in page(client_in, case)


def test_without_a_baseline_a_rise_alone_is_told(client_in, case, enter):
    enter(creatinine="1.0")
    enter(RASH + timedelta(days=1), creatinine="1.4")
    row = row_of(client_in, case, "creatinine_x_baseline")
    assert readings(row) == ["", "stage 1 or higher"]
    assert "0.4 mg/dL more than on 12 Mar 2026, within 48 h (dates only)" in row.cells[1].words


def test_recorded_dialysis_is_not_judged(client_in, case, user, enter):
    save_background(case=case, version=0, dialysis="yes", by=user)
    enter(BEFORE, creatinine="1.0")
    enter(creatinine="4.0")
    row = row_of(client_in, case, "creatinine_x_baseline")
    assert row.source == "derived, KDIGO: not judged: dialysis is on record"
    assert readings(row) == ["1", "4"]


def test_r_value_tells_its_pattern(client_in, case, enter):
    enter(BEFORE, alt="400", alp="100")
    enter(alt="208", alp="100")
    enter(RASH + timedelta(days=1), alt="100", alp="100")
    enter(RASH + timedelta(days=2), alt="40", alp="240")
    enter(RASH + timedelta(days=3), alt="40")
    row = row_of(client_in, case, "r_value")
    assert readings(row) == ["12 hepatocellular", "6.24 hepatocellular", "3 mixed", "0.5 cholestatic", ""]
    assert row.cells[1].words == "ALT 208 U/L ÷ limit 40 U/L, over ALP 100 U/L ÷ limit 120 U/L"
    assert "in many texts exactly 2 is cholestatic" in row.source
    assert (row.before.text, row.before_day) == ("12", "day −24")


def test_the_last_derived_value_before_the_illness_stands_beside_the_row(client_in, case, enter):
    for days, value in ((-40, "40"), (-24, "60"), (0, "80")):
        enter(RASH + timedelta(days=days), alt=value)
    row = row_of(client_in, case, "alt_x_limit")
    assert (row.before.text, row.before_day, row.before.words) == ("1.5", "day −24", "60 U/L ÷ limit 40 U/L")


def test_a_bound_that_leaves_the_pattern_open_says_so(client_in, case, enter):
    enter(alt=">100", alp="100")
    assert readings(row_of(client_in, case, "r_value")) == [">3 pattern not decided"]


def test_hys_law_criteria_are_met_not_met_or_not_judged(client_in, case, enter):
    enter(alt="208", ast="100", alp="100", bilirubin_total="3.1")
    enter(RASH + timedelta(days=1), alt="80", ast="60", alp="100", bilirubin_total="3.1")
    enter(RASH + timedelta(days=2), alt="208", ast="100", bilirubin_total="3.1")
    row = row_of(client_in, case, "hys_law")
    assert row.source == "derived, PMC8359338: met; of one sample, our reading"
    assert readings(row) == ["met", "not met", "not judged"]
    words = [cell.words for cell in row.cells]
    assert words == [
        "ALT 5.2× and bilirubin 3.1× their limits on 12 Mar 2026, ALP not raised; "
        "other causes are the clinician's to exclude",
        "ALT 2×, AST 1.5×, below 3×; bilirubin 3.1× (13 Mar 2026)",
        "ALT 5.2×, AST 2.5×, bilirubin 3.1×; no ALP; cholestasis not judged (14 Mar 2026)",
    ]
    assert "met: ALT 5.2× and bilirubin 3.1× their limits" in page(client_in, case)


def test_hys_law_is_not_judged_by_assumed_limits(client_in, case, enter):
    enter(limits={}, alt="400", ast="400", alp="100", bilirubin_total="9")
    row = row_of(client_in, case, "hys_law")
    assert readings(row) == ["not judged"]
    assert "without a limit of the laboratory's own" in row.cells[0].words


def test_known_cirrhosis_is_named_at_the_head(client_in, case, user, enter):
    save_background(case=case, version=0, cirrhosis="yes", by=user)
    enter(alt="208", alp="100", bilirubin_total="3.1")
    row = row_of(client_in, case, "hys_law")
    assert row.source == "derived, PMC8359338: not judged; cirrhosis is on record"
    assert readings(row) == [""]


@pytest.mark.parametrize(
    ("values", "absent"),
    [
        ({"alt": "208", "bilirubin_total": "3"}, {"r_value", "creatinine_x_baseline"}),
        ({"alp": "208"}, {"r_value", "hys_law", "alt_x_limit"}),
        ({"creatinine": "3.0"}, {"creatinine_x_baseline", "hys_law"}),
    ],
)
def test_a_row_is_there_only_where_its_inputs_are(client_in, case, enter, values, absent):
    enter(**values)
    assert not absent & set(derived(client_in, case))


def test_without_results_to_derive_from_there_are_no_rules(client_in, case, user):
    make_lab(case, user, analyte="wbc", value="9000", unit="/uL")
    assert derived(client_in, case) == {}
    assert "How the derived rows are made" not in page(client_in, case)


def test_each_rule_is_told_with_its_source_under_the_grid(client_in, case, enter):
    enter(BEFORE, creatinine="1.0")
    enter(alt="208", ast="100", alp="100", bilirubin_total="3.1", creatinine="2.0")
    rules = grid_of(client_in, case).rules
    assert list(rules) == ["Creatinine × baseline · KDIGO", "× ULN", "R value", "Hy's law criteria"]
    assert "doi 10.1186/s13019-015-0265-2" in rules["Creatinine × baseline · KDIGO"]
    assert "unreviewed page" in rules["R value"]
    assert "PMC8359338" in rules["Hy's law criteria"]
    text = page(client_in, case)
    assert "How the derived rows are made" in text
    assert "our reading: the source does not say" in text


def test_contradictory_values_are_not_used(client_in, case, user, enter):
    enter(alt="208")
    add_row(
        model=LabResult, case=case, by=user, analyte="alt", taken_on=RASH, unit="U/L", **number("value", "80")
    )
    assert "alt_x_limit" not in derived(client_in, case)


def test_values_of_the_same_time_alone_are_put_together(client_in, case, user, enter):
    enter(alt="208")
    make_lab(case, user, analyte="alp", value="100", unit="U/L", taken_time=time(8))
    rows = derived(client_in, case)
    assert "r_value" not in rows
    assert readings(rows["alp_x_limit"]) == ["", "0.75"]


def test_a_derived_cell_cannot_be_typed_into(client_in, case, enter):
    enter(alt="208")
    text = page(client_in, case)
    row = text.split('<tr class="is-computed is-derived">')[1].split("</tr>")[0]
    assert "data-at" not in row
    assert "<a " not in row
    assert row.count("<td") == 1


def test_every_row_has_a_cell_a_column(client_in, case, enter):
    enter(BEFORE, alt="30", creatinine="1.0")
    enter(alt="208", alp="100", bilirubin_total="3", creatinine="3")
    body = client_in.get(url(case)).content.decode().partition("<tbody>")[2].partition("</tbody>")[0]
    assert {row.count("<td") + row.count("<th") for row in body.split("<tr")[1:]} == {4}


def test_a_relative_case_is_told_in_days(client_in, user, team):
    case = make_case(user, basis="relative", local_id="P-9")
    for on, value in ((BEFORE, "1.0"), (RASH, "2.0")):
        make_lab(case, user, analyte="creatinine", value=value, unit="mg/dL", on=on)
    text = page(client_in, case)
    assert "baseline 1.0 mg/dL on day −24" in text
    assert "2026" not in text


def test_a_page_of_older_dates_has_its_own_derived_values(client_in, case, enter):
    for days in range(16):
        enter(RASH + timedelta(days=days), alt=f"{40 * (days + 1)}")
    assert readings(row_of(client_in, case, "alt_x_limit"))[-1] == "16"
    assert readings(row_of(client_in, case, "alt_x_limit", "?page=2")) == ["1", "2"]


def test_contradicting_facts_still_show_the_grid_without_derived_rows(client_in, case, user, enter):
    enter(alt="208")
    make_lab(case, user, analyte="wbc", value="900", unit="/uL")
    make_lab(case, user, analyte="eosinophils_abs", value="1200", unit="/uL")
    assert derived(client_in, case) == {}


def test_a_reader_sees_derived_rows(client_for, reader, case, enter):
    enter(alt="208")
    assert readings(derived(client_for(reader), case)["alt_x_limit"]) == ["5.2"]


def test_derived_rows_cost_no_query(client_in, case, user, enter):
    make_lab(case, user, analyte="wbc", value="9000", unit="/uL")
    client_in.get(url(case))
    with CaptureQueriesContext(connection) as plain:
        client_in.get(url(case))
    enter(BEFORE, creatinine="1.0")
    enter(alt="208", ast="100", alp="100", bilirubin_total="3.1", creatinine="2.0")
    with CaptureQueriesContext(connection) as full:
        client_in.get(url(case))
    assert len(full) == len(plain)


def test_the_published_case_shows_what_follows_from_its_table(client_in, user, team):
    case = import_case(paper.read_sorafenib(), team=team, by=user)
    rows = derived(client_in, case)
    assert set(rows) == {
        "creatinine_x_baseline", "ast_x_limit", "alt_x_limit", "bilirubin_total_x_limit",
        "bilirubin_direct_x_limit", "hys_law",
    }  # fmt: skip
    assert rows["hys_law"].source.endswith("not judged; cirrhosis is on record")
    stages = [cell.reading for cell in rows["creatinine_x_baseline"].cells if cell.reading]
    assert stages == ["stage 1"]
