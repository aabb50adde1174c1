"""Each threshold at -0.001, exactly, and +0.001: nothing is rounded before it is compared."""

from decimal import Decimal

import pytest

from tests.scoring.build import CLOSED, DAY_0, answer, day, item, lab, organ, regiscar, score

STEP = Decimal("0.001")


def around(limit: str, *expected: object) -> list[tuple[str, str, object]]:
    """Return three rows: a value text below, at and above a limit, with what is expected of each."""
    middle = Decimal(limit)
    return [
        (limit, str(value), wanted)
        for value, wanted in zip((middle - STEP, middle, middle + STEP), expected, strict=True)
    ]


@pytest.mark.hazard("H03")
@pytest.mark.parametrize(
    ("limit", "value", "expected", "unit"),
    [(*row, "Cel") for row in around("38.5", "unknown", "yes", "yes")]
    + [(*row, "[degF]") for row in around("101.3", "unknown", "yes", "yes")]
    + [("inclusion", "38.0", "unknown", "Cel"), ("inclusion", "38.45", "unknown", "Cel")],
)
def test_fever_begins_at_38_5(limit, value, expected, unit):
    assert answer("fever", labs=[lab("temperature", float(value), unit)]) == expected


@pytest.mark.hazard("H03")
@pytest.mark.parametrize(
    ("limit", "value", "expected"),
    around("700", "none", "700_to_1499", "700_to_1499")
    + around("1500", "700_to_1499", "1500_or_more", "1500_or_more")
    + [("gap", "1499.5", "700_to_1499"), ("gap", "1499.999999", "700_to_1499")],
)
def test_absolute_eosinophils_leave_no_gap(limit, value, expected):
    labs = [lab("eosinophils_abs", float(value), "/uL"), lab("wbc", 9000, "/uL")]
    assert answer("eosinophilia", labs=labs) == expected


@pytest.mark.hazard("H03")
@pytest.mark.parametrize(
    ("limit", "value", "expected"),
    around("0.7", "none", "700_to_1499", "700_to_1499")
    + around("1.5", "700_to_1499", "1500_or_more", "1500_or_more"),
)
@pytest.mark.parametrize("unit", ["10*9/L", "10*3/uL"])
def test_absolute_eosinophils_in_thousands(limit, value, expected, unit):
    assert answer("eosinophilia", labs=[lab("eosinophils_abs", float(value), unit)]) == expected


@pytest.mark.hazard("H03")
@pytest.mark.parametrize(
    ("limit", "value", "expected"),
    around("10", "none", "700_to_1499", "700_to_1499")
    + around("20", "700_to_1499", "1500_or_more", "1500_or_more"),
)
def test_percentage_rule_below_4000_white_cells(limit, value, expected):
    labs = [lab("wbc", 3.2, "10*9/L"), lab("eosinophils_pct", float(value), "%")]
    assert answer("eosinophilia", labs=labs) == expected


@pytest.mark.hazard("H03")
@pytest.mark.parametrize(("limit", "value", "expected"), around("4.0", "700_to_1499", "none", "none"))
def test_percentage_rule_stops_at_4000_white_cells_exactly(limit, value, expected):
    labs = [lab("wbc", float(value), "10*9/L"), lab("eosinophils_pct", 15, "%")]
    assert answer("eosinophilia", labs=labs) == expected


@pytest.mark.hazard("H03")
@pytest.mark.parametrize(("limit", "size", "expected"), around("1", "unknown", "unknown", "yes"))
def test_nodes_count_above_one_centimetre(limit, size, expected):
    nodes = [
        {"finding": "node", "value": float(size), "unit": "cm", "site": "cervical"},
        {"finding": "node", "value": 3, "unit": "cm", "site": "inguinal"},
    ]
    assert answer("lymph_nodes", findings=nodes) == expected


@pytest.mark.hazard("H03")
@pytest.mark.parametrize(("limit", "surface", "expected"), around("50", "no", "no", "yes"))
def test_extent_counts_above_half_of_the_skin(limit, surface, expected):
    found = [{"finding": "body_surface", "value": float(surface), "unit": "%"}]
    assert answer("rash_extent_over_50", findings=found) == expected


def _liver_or(analyte: str, unit: str, value: float, upper: float) -> list[dict]:
    """Return labs in which the organ's threshold hangs on one analyte alone."""
    if analyte in ("alt", "bilirubin_direct"):
        return [lab(analyte, value, unit, on, upper_limit=upper) for on in (1, 3)]
    rows = [lab(analyte, value, unit, 1, upper_limit=upper)]
    if analyte in ("ast", "alp", "ggt", "bilirubin_total"):
        third = "bilirubin_total" if analyte == "bilirubin_total" else "ggt"
        others = {"ast", "alp", third} - {analyte}
        rows += [lab(name, 900, "U/L", 1, upper_limit=100) for name in sorted(others)]
    return rows


@pytest.mark.hazard("H03")
@pytest.mark.parametrize(
    ("organ_name", "analyte", "unit", "upper", "twice"),
    [
        ("liver", "alt", "U/L", 40, "80"),
        ("liver", "bilirubin_direct", "mg/dL", 0.3, "0.6"),
        ("liver", "bilirubin_direct", "umol/L", 5.1, "10.2"),
        ("liver", "ast", "U/L", 35, "70"),
        ("liver", "alp", "U/L", 133, "266"),
        ("liver", "ggt", "U/L", 85, "170"),
        ("liver", "bilirubin_total", "mg/dL", 1.2, "2.4"),
        ("liver", "bilirubin_total", "umol/L", 20.5, "41.0"),
        ("pancreas", "lipase", "U/L", 160, "320"),
        ("pancreas", "amylase", "U/L", 110, "220"),
        ("pancreas", "amylase", "ukat/L", 1.83, "3.66"),
        ("muscle_heart", "ck", "U/L", 267, "534"),
        ("muscle_heart", "troponin_t", "ng/L", 14, "14"),
        ("muscle_heart", "troponin_i", "ng/L", 26, "26"),
    ],
)
def test_organ_thresholds_are_met_above_their_limit(organ_name, analyte, unit, upper, twice):
    expected = ("not_met", "not_met", "met")
    for _, value, wanted in around(twice, *expected):
        found = organ(organ_name, labs=_liver_or(analyte, unit, float(value), upper))
        assert found["threshold"] == wanted, (analyte, value, found)


@pytest.mark.hazard("H03")
@pytest.mark.parametrize(("limit", "value", "expected"), around("1.5", "not_met", "met", "met"))
def test_kidney_creatinine_from_one_and_a_half_times_baseline(limit, value, expected):
    labs = [lab("creatinine", 1, "mg/dL", -20), lab("creatinine", float(value), "mg/dL", 2)]
    assert organ("kidney", labs=labs)["threshold"] == expected


@pytest.mark.hazard("H03")
@pytest.mark.parametrize("baseline", range(40, 131))
def test_kidney_boundary_is_exact_in_micromoles(baseline):
    """Half as much again in whole µmol/L must not be lost in a conversion."""
    limit = Decimal(baseline) * Decimal("1.5")
    for value, expected in ((limit - STEP, "not_met"), (limit, "met")):
        labs = [lab("creatinine", baseline, "umol/L", -20), lab("creatinine", float(value), "umol/L", 2)]
        assert organ("kidney", labs=labs)["threshold"] == expected, value


@pytest.mark.hazard("H09")
@pytest.mark.parametrize("upper", ["0.3", "0.5", "3.4", "5", "5.1", "17.1", "19", "20.5", "21", "23"])
@pytest.mark.parametrize("unit", ["umol/L", "mg/dL"])
def test_twice_a_bilirubin_limit_is_not_above_it(upper, unit):
    value = float(Decimal(upper) * 2)
    labs = [lab("bilirubin_direct", value, unit, on, upper_limit=float(upper)) for on in (1, 3)]
    assert organ("liver", labs=labs)["threshold"] == "not_met"


@pytest.mark.hazard("H03")
@pytest.mark.parametrize(("limit", "value", "expected"), around("1", "not_met", "not_met", "met"))
def test_kidney_protein_above_one_gram_a_day(limit, value, expected):
    found = organ("kidney", labs=[lab("urine_protein_24h", float(value), "g/(24.h)", 2)])
    assert found["threshold"] == expected


@pytest.mark.hazard("H12")
@pytest.mark.parametrize(("on", "expected"), [(14, "unknown"), (15, "yes"), (16, "yes")])
def test_still_ill_counts_from_day_15(on, expected):
    assert answer("resolution_15_days", dates={"rash_onset": DAY_0, "still_ill_on": day(on)}) == expected


@pytest.mark.hazard("H12")
@pytest.mark.parametrize(("on", "expected"), [(0, "no"), (14, "no"), (15, "yes"), (16, "yes")])
def test_resolution_before_day_15_is_no_and_from_day_15_yes(on, expected):
    assert answer("resolution_15_days", dates={"rash_onset": DAY_0, "resolution": day(on)}) == expected


@pytest.mark.parametrize(
    ("value", "on", "expected"),
    [
        (699.999, 15, "unknown"),
        (700, 15, "yes"),
        (700.001, 15, "yes"),
        (700, 14, "unknown"),
        (5000, 14, "unknown"),
    ],
)
def test_eosinophils_of_700_on_day_15_show_that_it_lasts(value, on, expected):
    assert answer("resolution_15_days", labs=[lab("eosinophils_abs", value, "/uL", on)]) == expected


@pytest.mark.parametrize(
    ("days_before", "expected"), [(13, "yes"), (14, "yes"), (15, "unknown"), (240, "unknown")]
)
def test_a_test_older_than_14_days_before_the_episode_is_not_counted(days_before, expected):
    tests = [
        {"test": "ana", "result": "negative", "date": day(1)},
        {"test": "mycoplasma", "result": "negative", "date": day(1)},
        {"test": "hepatitis_b", "result": "negative", "date": day(-days_before)},
    ]
    assert answer("other_causes_excluded", alternative_causes=tests) == expected


BANDS = [
    (-30, "started_after_onset"), (-1, "started_after_onset"), (0, "same_day"), (1, "very_early"),
    (4, "very_early"), (5, "early"), (13, "early"), (14, "typical"), (56, "typical"), (57, "late"),
    (90, "late"), (91, "very_late"), (400, "very_late"),
]  # fmt: skip


@pytest.mark.hazard("H22")
@pytest.mark.parametrize(("days", "verdict"), BANDS)
def test_latency_bands(days, verdict):
    drug = {"name": "x", "atc": None, "start": day(-days), "start_precision": "day"}
    entry = score(drugs=[drug])["latency"][0]
    assert (entry["days"], entry["days_min"], entry["days_max"], entry["verdict"]) == (
        days,
        days,
        days,
        verdict,
    )


@pytest.mark.parametrize(
    ("total", "category"),
    [(1, "no"), (2, "possible"), (3, "possible"), (4, "probable"), (5, "probable"), (6, "definite")],
)
def test_category_edges(total, category):
    ladder = {"fever": "yes", "resolution_15_days": "yes"}
    for name in ("lymph_nodes", "atypical_lymphocytes", "rash_extent_over_50", "other_causes_excluded")[
        : min(total, 4)
    ]:
        ladder[name] = "yes"
    found = regiscar(dates=dict(CLOSED), items=ladder | {"organs": max(0, total - 4)})
    assert (found["total"], found["category"]) == (total, category)


@pytest.mark.hazard("H03")
def test_a_value_is_shown_with_the_digits_it_was_entered_with():
    labs = [lab("eosinophils_abs", 1499.5, "/uL"), lab("wbc", 9000, "/uL")]
    assert "1,499.5" in item("eosinophilia", labs=labs)["why"]
