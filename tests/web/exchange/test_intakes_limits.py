"""Limits that were typed in one unit are not those of another."""

import pytest

from dressapp.exchange.intakes import choices_of
from tests.factories.records import make_case
from tests.web.exchange.intakes import declare, paste, reading_of

pytestmark = pytest.mark.django_db
TEXT = "Test\t2026-03-12\t2026-03-14\nGlucose\t90\t95"


@pytest.fixture
def case(user):
    return make_case(user)


def test_limits_typed_before_another_unit_was_chosen_are_forgotten(case, user):
    intake = paste(case, user, TEXT, units={"t0": "mg/dL"}, limits={"t0": ["70", "100"]})
    assert reading_of(case, intake).tests[0].upper_limit == "100"
    intake = declare(case, user, intake, decimal="point")
    assert choices_of(intake).limits == {"t0": ("70", "100")}
    intake = declare(case, user, intake, units={"t0": "mmol/L"})
    assert reading_of(case, intake).tests[0].upper_limit == ""


def test_limits_typed_with_the_other_unit_are_kept(case, user):
    intake = paste(case, user, TEXT, units={"t0": "mg/dL"}, limits={"t0": ["70", "100"]})
    intake = declare(case, user, intake, units={"t0": "mmol/L"}, limits={"t0": ["3.9", "5.6"]})
    assert choices_of(intake).limits == {"t0": ("3.9", "5.6")}
