"""A case out of the tables and in again: nothing is lost, and the file scores as the page does."""

from pathlib import Path

import pytest

from dressapp.exchange.case_file import loads
from dressapp.exchange.importer import import_case
from tests.factories.any_case import make_any_case
from tests.web.exchange.round_trip import differences

CASES = Path(__file__).parents[2] / "golden" / "cases"
PUBLISHED = [loads(line) for line in (CASES / "published.jsonl").read_text(encoding="utf-8").splitlines()]
SORAFENIB = loads((CASES / "sorafenib-2016.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("seed", range(60))
def test_a_stored_case_comes_back_as_it_was(user, team, seed):
    assert differences(make_any_case(user, seed), team, user) == []


@pytest.mark.parametrize("record", [SORAFENIB, *PUBLISHED], ids=lambda record: record["id"])
def test_a_published_case_comes_back_as_it_was(user, team, record):
    assert differences(import_case(record, team=team, by=user), team, user) == []
