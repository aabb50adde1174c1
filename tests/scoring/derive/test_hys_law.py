"""Hy's law criteria: each at its threshold, what is not judged and why, and nothing beyond the criteria."""

from decimal import Decimal
from itertools import product

import pytest

from scoring.derive.hys_law import hys_law
from scoring.derive.labs import read_labs
from scoring.kernel.tri import Tri
from tests.scoring.build import CLOSED, day, facts_of, lab

LIMITS = {"alt": 40, "ast": 40, "bilirubin_total": 1, "alp": 120}
UNITS = {"bilirubin_total": "mg/dL"}
YES, NO, UNKNOWN = Tri.YES, Tri.NO, Tri.UNKNOWN


def panel(on=2, limits=LIMITS, **values):
    """Return one sample, each test with a limit of the laboratory's own."""
    return [
        lab(
            name,
            value,
            UNITS.get(name, "U/L"),
            on,
            **({"upper_limit": limits[name]} if name in limits else {}),
        )
        for name, value in values.items()
        if value is not None
    ]


def judge(*samples, **keys):
    facts = facts_of(labs=[row for sample in samples for row in sample], **keys)
    return hys_law(facts, read_labs(facts))


def verdict(**values):
    return judge(panel(**values)).verdict


def oracle(alt, ast, bilirubin, alp):
    """Return the criteria as the reference words them, of multiples of the limits."""
    return (alt >= 3 or ast >= 3) and bilirubin > 2 and alp <= 1


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("alt", [("119.999", NO), ("120", YES), ("120.001", YES)]),
        ("ast", [("119.999", NO), ("120", YES), ("120.001", YES)]),
        ("bilirubin_total", [("1.999", NO), ("2", NO), ("2.001", YES)]),
        ("alp", [("119.999", YES), ("120", YES), ("120.001", NO)]),
    ],
)
def test_each_criterion_at_its_threshold(name, rows):
    others = {"alt": 10, "ast": 10, "bilirubin_total": 5, "alp": 100}
    others |= {"alt": 400} if name in ("bilirubin_total", "alp") else {}
    for value, expected in rows:
        assert verdict(**others | {name: float(value)}) is expected, value


@pytest.mark.parametrize("multiples", list(product((1, 3, 5), (1, 3), (2, 2.5), (0.5, 1, 1.5))))
def test_criteria_agree_with_the_words_of_the_reference(multiples):
    values = {
        name: multiple * limit for multiple, (name, limit) in zip(multiples, LIMITS.items(), strict=True)
    }
    assert verdict(**values) is (YES if oracle(*multiples) else NO)


def test_met_criteria_name_results_day_and_what_is_left_to_the_clinician():
    found = judge(panel(alt=208, ast=100, bilirubin_total=3.1, alp=100))
    assert found.why == (
        "ALT 5.2× and bilirubin 3.1× their limits on 4 Mar 2020, ALP not raised; "
        "other causes are the clinician's to exclude"
    )
    assert {evidence.text for evidence in found.evidence} == {"208 U/L", "100 U/L", "3.1 mg/dL"}


def test_nothing_is_foretold_or_ordered():
    words = judge(panel(alt=208, ast=100, bilirubin_total=3.1, alp=100)).why
    assert not [word for word in ("death", "risk", "mortality", "stop", "refer", "%") if word in words]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"alt": 84, "ast": 48, "bilirubin_total": 3}, "ALT 2.1×, AST 1.2×, below 3×; bilirubin 3×"),
        ({"alt": 208, "bilirubin_total": 1.2}, "ALT 5.2×; bilirubin 1.2×, not above 2×"),
        ({"alt": 400, "bilirubin_total": 5, "alp": 168}, "ALT 10×; bilirubin 5×; ALP 1.4×, raised"),
        ({"alt": 20, "bilirubin_total": 1}, "bilirubin 1×, not above 2×"),
    ],
)
def test_criteria_not_met_say_which_and_by_how_much(values, why):
    found = judge(panel(**{"alp": 100} | values))
    assert (found.verdict, found.why) == (NO, f"{why} (4 Mar 2020)")


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"alt": 208, "bilirubin_total": 3.1}, "ALT 5.2×, bilirubin 3.1×; no ALP; cholestasis not judged"),
        ({"alt": 60, "bilirubin_total": 3, "alp": 90}, "ALT 1.5×, bilirubin 3×, ALP 0.75×; no AST"),
        (
            {"alt": ">100", "ast": 90, "bilirubin_total": 3, "alp": 90},
            "ALT >2.5×, AST 2.25×, bilirubin 3×, ALP 0.75×",
        ),
        (
            {"alt": 208, "bilirubin_total": 3, "alp": "<200"},
            "ALT 5.2×, bilirubin 3×, ALP <1.67×; cholestasis not judged",
        ),
    ],
)
def test_what_is_missing_for_a_judgement_is_named(values, why):
    found = judge(panel(**values))
    assert (found.verdict, found.why) == (UNKNOWN, f"{why} (4 Mar 2020)")


def test_what_is_open_is_left_out_where_another_criterion_decides():
    limits = {"alt": 40, "ast": 40, "alp": 120}
    found = judge(panel(limits=limits, alt=60, ast=50, bilirubin_total=3, alp=100))
    assert (found.verdict, found.why) == (NO, "ALT 1.5×, AST 1.25×, below 3× (4 Mar 2020)")


@pytest.mark.hazard("H09")
@pytest.mark.parametrize("name", LIMITS)
def test_an_assumed_limit_is_no_limit(name):
    limits = {other: limit for other, limit in LIMITS.items() if other != name}
    found = judge(panel(limits=limits, alt=20 if name == "ast" else 400, ast=400 if name == "ast" else 20,
                        bilirubin_total=5, alp=100))  # fmt: skip
    assert found.verdict is UNKNOWN
    assert "without a limit of the laboratory's own" in found.why


def test_without_any_limit_every_test_is_named():
    reasons = judge(panel(limits={}, alt=400, ast=300, bilirubin_total=5, alp=100)).why.split("; ")
    assert reasons == [
        "ALT, AST, bilirubin, ALP without a limit of the laboratory's own",
        "cholestasis not judged (4 Mar 2020)",
    ]


def test_known_cirrhosis_is_not_judged():
    labs = panel(alt=208, bilirubin_total=3.1, alp=100)
    found = judge(labs, background={"conditions": ["Alcoholic liver cirrhosis"]})
    assert (found.verdict, found.why, found.samples) == (UNKNOWN, "cirrhosis is on record", ())
    for word, expected in (("no", YES), ("unknown", YES), ("yes", UNKNOWN)):
        assert judge(labs, background={"cirrhosis": word}).verdict is expected


def test_values_of_different_samples_are_not_put_together():
    found = judge(panel(1, alt=208, ast=20, alp=100), panel(2, alt=20, ast=20, bilirubin_total=3, alp=100))
    assert [sample.verdict for sample in found.samples] == [UNKNOWN, NO]
    assert (found.verdict, found.why) == (UNKNOWN, "ALT 5.2×, AST 0.5×, ALP 0.83×; no bilirubin (3 Mar 2020)")


def test_one_sample_that_meets_them_is_enough_and_the_highest_is_named():
    samples = [panel(on, alt=alt, bilirubin_total=3, alp=100) for on, alt in ((1, 130), (3, 500), (5, 200))]
    found = judge(*samples, panel(9, alt=20, bilirubin_total=1))
    assert found.verdict is YES
    assert found.why.startswith("ALT 12.5× and bilirubin 3× their limits on 5 Mar 2020")
    assert found.why.endswith("; met in 3 samples")
    assert [sample.verdict for sample in found.samples] == [YES, YES, YES, NO]


def test_a_sample_that_cannot_be_judged_outweighs_one_that_does_not_meet_them():
    found = judge(panel(1, alt=20, bilirubin_total=1, alp=90), panel(3, alt=400, bilirubin_total=3))
    assert found.verdict is UNKNOWN
    assert "5 Mar 2020" in found.why


def test_a_normal_result_alone_leaves_the_judgement_as_it_is():
    whole = panel(1, alt=20, ast=20, bilirubin_total=1, alp=90)
    for alone in ({"alt": 30}, {"ast": 30}, {"bilirubin_total": 1.5}, {"alp": 300}):
        assert judge(whole, panel(3, **alone)).verdict is NO
        assert len(judge(whole, panel(3, **alone)).samples) == 1


@pytest.mark.parametrize(
    "values", [{"alt": 400}, {"bilirubin_total": 5}, {"alp": 100}, {"alt": 400, "alp": 100}]
)
def test_without_a_sample_of_both_there_is_nothing_to_judge(values):
    assert judge(panel(**values)) is None


def test_only_the_episode_is_judged():
    values = {"alt": 400, "bilirubin_total": 5, "alp": 100}
    assert judge(panel(-3, **values)) is None
    assert judge(panel(**values), dates={}) is None
    closed = judge(panel(3, alt=20, bilirubin_total=1), panel("2020-05-02", **values), dates=CLOSED)
    assert closed.verdict is NO


def test_contradictory_values_are_not_used_and_are_named():
    twice = [*panel(alt=400, bilirubin_total=5, alp=100), *panel(alt=500)]
    found = judge(twice)
    assert found is None
    found = judge([*twice, *panel(ast=200)])
    assert (found.verdict, found.why.split("; ")[1]) == (
        YES, "other causes are the clinician's to exclude",
    )  # fmt: skip
    assert found.why.endswith("ALT: 400 U/L and 500 U/L in one sample (4 Mar 2020); neither is used")


@pytest.mark.parametrize("unit", ["mg/dL", "umol/L"])
def test_units_do_not_change_the_judgement(unit):
    factor = Decimal("17.1") if unit == "umol/L" else 1
    limit, value = float(1 * factor), float(Decimal("2.001") * factor)
    rows = [*panel(alt=400, alp=100), lab("bilirubin_total", value, unit, 2, upper_limit=limit)]
    assert judge(rows).verdict is YES


def test_a_relative_case_is_told_in_days():
    words = judge(
        panel(alt=208, bilirubin_total=3.1, alp=100), dates={"rash_onset": day(0), "basis": "relative"}
    )
    assert "on day 2, ALP not raised" in words.why
