"""A thousandth beside a threshold decides alike by form, paste and case file, and is shown as entered."""

from datetime import timedelta
from decimal import Decimal

import pytest

from dressapp.assessments.facts import build
from scoring.panel import assess
from tests.factories.records import RASH, make_case
from tests.factories.ways_in import open_file, paste, type_value
from tests.web.workspace.labs import text_of, url

STEP = Decimal("0.001")
NAMES = {"temperature": "Temperature", "eosinophils_abs": "Eosinophils", "lipase": "Lipase"}
WRITTEN = {"Cel": "°C", "/uL": "/µL", "10*9/L": "×10⁹/L", "U/L": "U/L"}
# Analyte, unit, threshold, and what stands 1, 0.1 and 0.001 below, exactly at, and 0.001 above it.
TABLE = [
    ("temperature", "Cel", "38.5", ["unknown"] * 3 + ["yes"] * 2),
    ("eosinophils_abs", "/uL", "700", ["none"] * 3 + ["700_to_1499"] * 2),
    ("eosinophils_abs", "/uL", "1500", ["700_to_1499"] * 3 + ["1500_or_more"] * 2),
    ("eosinophils_abs", "10*9/L", "1.5", ["none"] + ["700_to_1499"] * 2 + ["1500_or_more"] * 2),
    ("lipase", "U/L", "320", ["not_met"] * 4 + ["met"]),
]
ROWS = [
    (analyte, unit, Decimal(limit) + step, expected)
    for analyte, unit, limit, answers in TABLE
    for step, expected in zip((-1, Decimal("-0.1"), -STEP, 0, STEP), answers, strict=True)
]


def judged(case, analyte):
    """Return what the rules say of the one value of a stored case."""
    items = assess(build(case)).regiscar.items
    if analyte == "lipase":
        return next(organ.threshold for organ in items["organs"].organs if organ.organ == "pancreas")
    return items["fever" if analyte == "temperature" else "eosinophilia"].answer


def spelled(value):
    """Return a number that nobody reads as thousands: 320.0010, as 320.001 may be either and is refused."""
    return f"{value}0" if value.as_tuple().exponent == -3 else str(value)


def by_form(client, user, analyte, unit, value):
    case = make_case(user)
    assert type_value(client, case, value, analyte=analyte, unit=unit, at=RASH.isoformat())
    return case


def by_paste(client, user, analyte, unit, value):
    case = make_case(user)
    assert paste(case, f"\t12 Mar 2026\n{NAMES[analyte]} ({WRITTEN[unit]})\t{value}", user)
    return case


def by_case_file(client, user, analyte, unit, value):
    row = {"analyte": analyte, "date": "2026-03-12", "value": value, "unit": unit}
    return open_file(user.memberships.get().team, user, dates={"rash_onset": "2026-03-12"}, labs=[row])


@pytest.mark.hazard("H03")
@pytest.mark.parametrize("way", [by_form, by_paste, by_case_file], ids=lambda way: way.__name__)
@pytest.mark.parametrize(("analyte", "unit", "value", "expected"), ROWS)
def test_a_thousandth_decides_by_every_way_in(client_in, user, way, analyte, unit, value, expected):
    case = way(client_in, user, analyte, unit, spelled(value))
    assert judged(case, analyte) == expected


@pytest.mark.hazard("H03")
@pytest.mark.parametrize("value", ["1499.5", "1499.9990", "700.0", "1500.001"])
def test_a_value_is_shown_with_the_digits_that_were_stored(client_in, user, value):
    case = by_form(client_in, user, "eosinophils_abs", "/uL", value)
    shown = value if Decimal(value) < 1000 else f"{value[0]},{value[1:]}"
    for tab, words in (("labs", f">{value}<"), ("score", shown)):
        assert words in text_of(client_in.get(url(case, tab))).replace("> ", ">").replace(" <", "<")


@pytest.mark.hazard("H12")
@pytest.mark.parametrize(("day", "expected"), [(14, "unknown"), (15, "yes")])
def test_day_15_is_counted_in_calendar_days_by_the_form(client_in, user, day, expected):
    case = make_case(user, still_ill_on=RASH + timedelta(days=day))
    assert assess(build(case)).regiscar.items["resolution_15_days"].answer == expected
