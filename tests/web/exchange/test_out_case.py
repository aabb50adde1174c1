"""A case out of the tables and in again: nothing is lost, and the file scores as the page does."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dressapp.cases.models import Case
from dressapp.core.services import create_record
from dressapp.exchange.case_file import loads
from dressapp.exchange.case_out import case_record
from dressapp.exchange.importer import import_case
from dressapp.exchange.lines import score_text
from dressapp.labs.models import SiteLimit
from dressapp.workspace.services import changing
from tests.factories.any_case import make_any_case
from tests.factories.records import make_case, make_lab
from tests.factories.tables import tables_of
from tests.web.exchange.round_trip import differences, opened_again, page_of, text_of

CASES = Path(__file__).parents[2] / "golden" / "cases"
PUBLISHED = [loads(line) for line in (CASES / "published.jsonl").read_text(encoding="utf-8").splitlines()]
SORAFENIB = loads((CASES / "sorafenib-2016.json").read_text(encoding="utf-8"))


@pytest.mark.promise("P24")
@pytest.mark.parametrize("seed", range(60))
def test_a_stored_case_comes_back_as_it_was(user, team, seed):
    assert differences(make_any_case(user, seed), team, user) == []


@pytest.mark.promise("P24")
@pytest.mark.parametrize("record", [SORAFENIB, *PUBLISHED], ids=lambda record: record["id"])
def test_a_published_case_comes_back_as_it_was(user, team, record):
    assert differences(import_case(record, team=team, by=user), team, user) == []


def with_sites_limit(team, user, upper, unit="U/L"):
    limit = {
        "analyte": "alt",
        "unit": unit,
        "lower_limit": "",
        "upper_limit": upper,
        "source": "Handbook 2026",
    }
    return create_record(SiteLimit, team=team, case_id="", by=user, **limit)


def make_liver_case(user, **result):
    case = make_case(user)
    with changing(case):
        for day in (12, 14):
            make_lab(case, user, value="130", on=date(2026, 3, day), **result)
    return Case.objects.select_related("patient").get(pk=case.pk)


def liver(result):
    return result["regiscar"]["items"]["organs"]["organs"]["liver"]["threshold"]


@pytest.mark.parametrize(("upper", "unit"), [("70", "U/L"), ("1.2", "ukat/L")])
def test_the_site_s_limits_go_with_the_file_and_stay_the_site_s(user, team, upper, unit):
    with_sites_limit(team, user, upper, unit)
    case = make_liver_case(user)
    text = text_of(case)
    again = opened_again(text, team, user)
    assert liver(score_text(1, text.encode())) == liver(page_of(case)) == "not_met"
    assert tables_of(again) == tables_of(case)
    assert set(again.lab_results.values_list("upper_limit", flat=True)) == {""}


def test_a_limit_that_has_no_end_in_the_results_unit_scores_alike_in_the_file(user, team):
    limit = {"analyte": "bilirubin_direct", "unit": "umol/L", "lower_limit": "", "upper_limit": "5"}
    create_record(SiteLimit, team=team, case_id="", by=user, source="Handbook 2026", **limit)
    case = make_case(user)
    with changing(case):
        for day in (12, 14):
            on = date(2026, 3, day)
            make_lab(case, user, analyte="bilirubin_direct", value="0.7", unit="mg/dL", on=on)
    case = Case.objects.select_related("patient").get(pk=case.pk)
    text = text_of(case)
    assert liver(score_text(1, text.encode())) == liver(page_of(case)) == "met"
    assert set(opened_again(text, team, user).lab_results.values_list("upper_limit", flat=True)) == {""}


def test_a_limit_of_the_site_is_the_laboratory_s_own_at_another_site(user, team, stranger):
    with_sites_limit(team, user, "70")
    text = text_of(make_liver_case(user))
    again = opened_again(text, stranger.memberships.get().team, stranger)
    assert set(again.lab_results.values_list("upper_limit", flat=True)) == {"70"}
    assert liver(page_of(again)) == "not_met"


def test_the_laboratory_s_own_limit_wins_over_the_site_s(user, team):
    with_sites_limit(team, user, "70")
    case = make_liver_case(user, upper_limit="40")
    record = case_record(case)
    assert {lab["upper_limit"] for lab in record["labs"]} == {Decimal(40)}
    assert differences(case, team, user) == []
