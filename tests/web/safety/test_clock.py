"""A server clock that is two days off moves the border of today, and nothing else."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from dressapp.assessments.facts import build
from dressapp.exchange.results import present_result
from scoring.panel import assess
from tests.factories.records import make_case, make_drug
from tests.factories.ways_in import open_file, paste, type_day, type_value

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
RASH = date(2026, 11, 16)


@pytest.fixture
def case(user):
    case = make_case(user, rash_onset_on=RASH)
    make_drug(case, user, start_on=RASH - timedelta(days=20))
    return case


@pytest.mark.hazard("H07")
@pytest.mark.parametrize("off", [-2, 0, 2])
def test_the_last_day_allowed_is_the_servers_today_by_every_way_in(client_in, user, case, off):
    today = NOW.date() + timedelta(days=off)
    with time_machine.travel(NOW + timedelta(days=off)):
        for on, is_allowed in ((today, True), (today + timedelta(days=1), False)):
            words = f"{on.day} Nov 2026"
            value = {"analyte": "alt", "unit": "U/L", "at": on.isoformat()}
            assert type_value(client_in, case, "50", **value) == is_allowed
            assert paste(case, f"\t{words}\nAST (U/L)\t50", user) == is_allowed
            assert type_day(client_in, case, "still_ill_on", words) == is_allowed
            case.refresh_from_db()
            dates = {"rash_onset": RASH.isoformat(), "still_ill_on": on.isoformat()}
            assert bool(open_file(case.team, user, dates=dates)) == is_allowed


@pytest.mark.hazard("H07")
def test_the_score_is_the_same_whatever_the_clock_says(case):
    scores = []
    for off in (-2, 0, 2, 400):
        with time_machine.travel(NOW + timedelta(days=off)):
            scores.append(present_result(assess(build(case))))
    assert scores == scores[:1] * 4
