"""What a case and its team know is gathered in few queries, and only what is live."""

from datetime import date, time

import pytest

from dressapp.labs.models import LabRow, TeamTestName
from dressapp.labs.paste.known import get_known
from dressapp.labs.services import void_result
from dressapp.workspace.services import changing
from tests.factories.records import RASH, make_case, make_lab

TODAY = date(2026, 11, 22)


@pytest.fixture
def case(user):
    return make_case(user, admission_on=date(2026, 3, 14))


def test_days_of_the_case_are_known_and_those_missing_are_not(case):
    known = get_known(case, today=TODAY, first_dose_on=date(2026, 3, 2))
    assert known.today == TODAY
    assert known.day_zero is None
    assert known.events == {
        "admission_on": date(2026, 3, 14),
        "rash_onset_on": RASH,
        "first_dose_on": date(2026, 3, 2),
    }
    assert "first_dose_on" not in get_known(case, today=TODAY).events


def test_relative_case_knows_its_day_nought(user):
    case = make_case(user, basis="relative")
    assert get_known(case, today=TODAY).day_zero == RASH


def test_results_are_known_by_test_day_and_time(case, user):
    with changing(case):
        early = make_lab(case, user, analyte="ast", value="<31.0", unit="U/L", on=RASH)
        late = make_lab(case, user, analyte="ast", value="50", unit="U/L", on=RASH, taken_time=time(8, 30))
        gone = make_lab(case, user, analyte="alt", value="17", unit="U/L", on=RASH)
        void_result(case=case, result=gone, version=gone.version, by=user)
    stored = get_known(case, today=TODAY).stored
    assert set(stored) == {("ast", RASH, None), ("ast", RASH, time(8, 30))}
    [one] = stored["ast", RASH, None]
    assert (one.id, one.version, one.raw, one.comparator, one.canonical, one.unit) == (
        str(early.pk), early.version, "<31.0", "<", "31", "U/L",
    )  # fmt: skip
    assert stored["ast", RASH, time(8, 30)][0].id == str(late.pk)


def test_rows_and_names_of_the_team_are_known(case, user, team, django_assert_num_queries):
    with changing(case):
        make_lab(case, user, analyte="ast", unit="[IU]/L")
    assert LabRow.objects.count() == 1
    TeamTestName.objects.create(
        team=team, text="Leberwert", folded="leberwert", analyte="ast",
        created_at="2026-01-01T00:00Z", updated_at="2026-01-01T00:00Z",
    )  # fmt: skip
    with django_assert_num_queries(3):
        known = get_known(case, today=TODAY)
    assert known.rows == {"ast": "[IU]/L"}
    assert known.team_names == {"leberwert": "ast"}


def test_names_of_another_team_are_not_known(case, stranger):
    elsewhere = make_case(stranger, local_id="P-9").team
    TeamTestName.objects.create(
        team=elsewhere, text="Leberwert", folded="leberwert", analyte="ast",
        created_at="2026-01-01T00:00Z", updated_at="2026-01-01T00:00Z",
    )  # fmt: skip
    assert get_known(case, today=TODAY).team_names == {}
