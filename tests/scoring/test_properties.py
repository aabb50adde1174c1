"""What must hold for any case: units, order, more eosinophils, the range, and unknown never read as no."""

import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scoring.build import CLOSED, OPEN, a_case, answer, day, lab, score, score_case, spread
from tests.scoring.regiscar import oracle

settings.register_profile("steady", derandomize=True, deadline=None, max_examples=150)
settings.load_profile("steady")

COUNTS = st.integers(0, 20_000)
PERCENTS = st.integers(0, 1000).map(lambda tenths: float(Decimal(tenths) / 10))
WORDS = {name: st.sampled_from(sorted(words)) for name, words in oracle.POINTS.items() if name != "organs"}
ANSWERS = st.fixed_dictionaries({}, optional=WORDS | {"organs": st.integers(0, 4)})
COURSES = st.sampled_from([OPEN, CLOSED])
RANK = {"unknown": 0, "none": 0, "700_to_1499": 1, "1500_or_more": 2}


def exact(number: Decimal) -> float:
    """Return a number that JSON prints with the same digits."""
    assert Decimal(repr(float(number))) == number
    return float(number)


@pytest.mark.hazard("H01")
@given(COUNTS, st.one_of(st.none(), COUNTS))
def test_a_count_in_thousands_per_litre_scores_as_per_microlitre(eosinophils, others):
    rows = [("eosinophils_abs", eosinophils)]
    if others is not None:
        rows.append(("wbc", eosinophils + others))
    small = [lab(name, value, "/uL") for name, value in rows]
    large = [lab(name, exact(Decimal(value) / 1000), "10*9/L") for name, value in rows]
    assert answer("eosinophilia", labs=small) == answer("eosinophilia", labs=large)


@pytest.mark.hazard("H01")
@given(COUNTS, PERCENTS)
def test_white_cells_in_any_unit_give_the_same_eosinophils(cells, percent):
    def band(value, unit):
        return answer("eosinophilia", labs=[lab("wbc", value, unit), lab("eosinophils_pct", percent, "%")])

    thousands = exact(Decimal(cells) / 1000)
    assert band(cells, "/uL") == band(thousands, "10*9/L") == band(thousands, "10*3/uL")


@pytest.mark.hazard("H01")
@given(st.integers(3500, 4200))
def test_a_temperature_in_fahrenheit_scores_as_in_celsius(hundredths):
    celsius = Decimal(hundredths) / 100
    fahrenheit = celsius * 9 / 5 + 32
    assert answer("fever", labs=[lab("temperature", exact(celsius), "Cel")]) == answer(
        "fever", labs=[lab("temperature", exact(fahrenheit), "[degF]")]
    )


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["wbc", "eosinophils_abs", "eosinophils_pct", "temperature", "alt", "creatinine"]),
        st.integers(0, 60),
        st.integers(-3, 20),
    ),
    max_size=12,
)
UNITS = {
    "wbc": "10*9/L", "eosinophils_abs": "/uL", "eosinophils_pct": "%",
    "temperature": "Cel", "alt": "U/L", "creatinine": "mg/dL",
}  # fmt: skip


def _rows(drawn):
    return [lab(name, value, UNITS[name], on) for name, value, on in drawn if (name, value) != ("wbc", 0)]


@given(ROWS.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_the_order_of_results_changes_nothing(pair):
    first, second = (score(labs=_rows(rows)) for rows in pair)
    for row in (first, second):
        row["regiscar"].pop("conflicts", None)
    assert first == second


DRUGS = [
    {"name": "a", "start": day(-20), "start_precision": "day"},
    {"name": "b", "atc": "J01CA04", "start": day(-6), "start_precision": "day"},
    {"name": "c", "start": "2020-01-01", "start_precision": "month"},
    {"name": "d", "previous_exposure": "reacted", "start": day(-3), "start_precision": "day"},
    {"name": "e"},
]


@pytest.mark.hazard("H22")
@given(st.permutations(DRUGS))
def test_the_order_of_drugs_changes_only_the_order_of_the_answers(order):
    found = score(drugs=order)
    usual = score(drugs=DRUGS)
    assert [row["drug"] for row in found["latency"]] == [drug["name"] for drug in order]
    assert sorted(found["latency"], key=lambda row: row["drug"]) == usual["latency"]
    assert found["regiscar"] == usual["regiscar"]


@given(COUNTS, COUNTS, st.integers(1, 30_000))
def test_more_eosinophils_never_lower_the_score(one, other, cells):
    low, high = sorted((one, other))
    total = max(cells, high)

    def rank(count):
        return RANK[
            answer("eosinophilia", labs=[lab("wbc", total, "/uL"), lab("eosinophils_abs", count, "/uL")])
        ]

    assert rank(low) <= rank(high)


@given(PERCENTS, PERCENTS, COUNTS)
def test_a_higher_percentage_never_lowers_the_score(one, other, cells):
    low, high = sorted((one, other))

    def rank(percent):
        return RANK[
            answer("eosinophilia", labs=[lab("wbc", cells, "/uL"), lab("eosinophils_pct", percent, "%")])
        ]

    assert rank(low) <= rank(high)


@given(ROWS, st.integers(0, 20), COUNTS)
def test_one_more_sample_never_lowers_the_eosinophil_points(rows, on, count):
    before = _rows(rows)
    more = [*before, lab("eosinophils_abs", count, "/uL", f"{day(on)}T23:30")]
    assert RANK[answer("eosinophilia", labs=before)] <= RANK[answer("eosinophilia", labs=more)]


@pytest.mark.hazard("H04")
@given(ANSWERS, COURSES)
def test_the_total_lies_within_its_range_and_the_ranges_within_the_scale(items, dates):
    total, low, high, further = spread(items=items, dates=dates)
    assert -4 <= low <= total <= high <= 9
    assert (further is None) == ("closed_on" in dates)
    assert further is None or high <= further <= 9


@pytest.mark.hazard("H04")
@given(ANSWERS, COURSES, st.sampled_from(sorted(WORDS)))
def test_leaving_an_answer_out_only_widens_the_range(items, dates, name):
    """An unknown item reaches every total that any of its answers reaches; it is never read as one."""
    _, low, high, _ = spread(items={key: value for key, value in items.items() if key != name}, dates=dates)
    for word in oracle.POINTS[name]:
        _, low_with, high_with, _ = spread(items=items | {name: word}, dates=dates)
        assert low <= low_with
        assert high_with <= high


@pytest.mark.hazard("H04")
@given(ANSWERS, st.sampled_from(sorted(WORDS)))
def test_unknown_is_never_reported_as_no(items, name):
    for given_items in (
        items | {name: "unknown"},
        {key: value for key, value in items.items() if key != name},
    ):
        found = score(items=given_items)["regiscar"]["items"][name]
        assert found["answer"] == "unknown"
        assert found["points"] == oracle.POINTS[name]["unknown"]


@pytest.mark.hazard("H04")
@pytest.mark.parametrize("name", ["rash_suggests_dress", "biopsy_suggests_dress"])
def test_the_two_items_where_unknown_is_worth_more_than_no(name):
    assert spread(items={name: "no"})[0] == spread()[0] - 1


@pytest.mark.hazard("H12")
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/St_Johns", "Europe/Paris"])
def test_the_clock_and_the_zone_change_nothing(monkeypatch, zone):
    case = a_case(labs=[lab("temperature", 39, "Cel", f"{day(0)}T23:59")], drugs=DRUGS)
    usual = score_case(case)
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert score_case(case) == usual
    finally:
        monkeypatch.undo()
        time.tzset()
