"""ALDEN against an oracle that works with sets of reachable totals, and what the record may answer."""

import random
import time
from itertools import product

import pytest

from scoring.causality import alden
from scoring.facts import CaseDates
from scoring.kernel.result import Source
from tests.scoring.causality.build import candidate, candidates_of, case, drug, on, substance
from tests.scoring.causality.test_naranjo import with_answers

# Typed from PMC9124451, table 1, and for the last two lines of notoriety from clinical reference 5.4.
POINTS = {
    "delay": {"suggestive": 3, "compatible": 2, "likely": 1, "unlikely": -1, "not_before": -3},
    "present": {"present": 0, "doubtful": -1, "gone": -3},
    "rechallenge": {"specific_both": 4, "specific_one": 2, "unspecific": 1, "none": 0, "negative": -2},
    "dechallenge": {"stopped": 0, "continued": -2},
    "notoriety": {"strong": 3, "associated": 2, "suspected": 1, "other": 0, "not_suspected": -1},
}
PUBLISHED_UNKNOWN = {"rechallenge": 0, "dechallenge": 0}
CRITERIA = tuple(POINTS)
STATES = list(product(*([*points, "unknown"] for points in POINTS.values())))
SAMPLES = 40_000


def band(total):
    names = (
        ["very_unlikely"] * 12
        + ["unlikely"] * 2
        + ["possible"] * 2
        + ["probable"] * 2
        + ["very_probable"] * 5
    )
    return names[total + 12]


def reachable(state):
    """Return every total that five criteria can come to once their unknown answers are known."""
    totals = {0}
    for criterion, word in zip(CRITERIA, state, strict=True):
        steps = set(POINTS[criterion].values()) if word == "unknown" else {POINTS[criterion][word]}
        totals = {total + step for total in totals for step in steps}
    return totals


def as_published(state):
    """Return the total with what is published for unknown; None where something has nothing published."""
    points = []
    for criterion, word in zip(CRITERIA, state, strict=True):
        table = POINTS[criterion] | (
            {"unknown": PUBLISHED_UNKNOWN[criterion]} if criterion in PUBLISHED_UNKNOWN else {}
        )
        points.append(table.get(word))
    return None if None in points else sum(points)


REACHABLE = {state: reachable(state) for state in STATES}
PUBLISHED = {state: as_published(state) for state in STATES}


def oracle(own, others):
    """Return total, lowest and highest of a drug beside others."""
    sets = [REACHABLE[other] for other in others]
    possible = {-1 for totals in sets if max(totals) > 3} | (
        {0} if all(min(each) <= 3 for each in sets) else set()
    )
    reached = {total + step for total in REACHABLE[own] for step in possible}
    surely = any(min(each) > 3 for each in sets) or any((PUBLISHED[each] or 0) > 3 for each in others)
    maybe = any(PUBLISHED[each] is None and max(REACHABLE[each]) > 3 for each in others)
    step = -1 if surely else None if maybe else 0
    now = None if step is None or PUBLISHED[own] is None else PUBLISHED[own] + step
    return now, min(reached), max(reached)


def answers_of(state):
    return {f"alden.{criterion}": word for criterion, word in zip(CRITERIA, state, strict=True)}


def found_of(result):
    bounds = [(each.total, each.category) for each in (result.lowest, result.highest)]
    return (result.now and (result.now.total, result.now.category), *bounds)


def expected_of(own, others):
    now, low, high = oracle(own, others)
    return (now if now is None else (now, band(now)), (low, band(low)), (high, band(high)))


@pytest.fixture(scope="module")
def blanks():
    facts = case(*(drug(name, start=None) for name in ("a", "b", "c")))
    return facts, candidates_of(facts)


def score_states(blanks, states):
    facts, drugs = blanks
    given = [with_answers(each, answers_of(state)) for each, state in zip(drugs, states, strict=False)]
    return alden.score_all(facts, given)


def test_every_state_of_one_drug_equals_the_table(blanks, capsys):
    began, totals = time.perf_counter(), set()
    for state in STATES:
        result = score_states(blanks, [state])[0]
        assert found_of(result) == expected_of(state, []), state
        totals.add(result.now and result.now.total)
    assert totals == {None, *range(-11, 11)}
    with capsys.disabled():
        print(f"\n{len(STATES):,} ALDEN states equal the table in {time.perf_counter() - began:.1f} s")  # noqa: T201


@pytest.mark.parametrize("own", [STATES[0], STATES[1000], ("unknown",) * 5])
def test_every_state_of_another_drug_moves_the_sixth_criterion_as_the_table_says(blanks, own):
    for other in STATES:
        result, beside = score_states(blanks, [own, other])
        assert found_of(result) == expected_of(own, [other]), other
        assert found_of(beside) == expected_of(other, [own]), other


def test_sampled_states_of_one_to_three_drugs_equal_the_table(blanks, capsys):
    began, dice = time.perf_counter(), random.Random(5)  # noqa: S311
    for _ in range(SAMPLES):
        states = dice.choices(STATES, k=dice.randint(1, 3))
        results = score_states(blanks, states)
        for place, result in enumerate(results):
            others = states[:place] + states[place + 1 :]
            assert found_of(result) == expected_of(states[place], others), (states, place)
    with capsys.disabled():
        print(f"\n{SAMPLES:,} ALDEN cases equal the table in {time.perf_counter() - began:.1f} s")  # noqa: T201


def test_the_least_and_the_most_are_minus_twelve_and_ten(blanks):
    worst = ("not_before", "gone", "negative", "continued", "not_suspected")
    best = ("suggestive", "present", "specific_both", "stopped", "strong")
    low, high = score_states(blanks, [worst, best])
    assert (low.now.total, high.now.total) == (-12, 10)
    assert low.questions[-1].why.startswith("Another drug of the case has more than 3 points")
    assert alden.SCALE.words(high.now.category) == "ALDEN: very probable"


@pytest.mark.parametrize(
    ("total", "category"),
    [(-12, "very_unlikely"), (-1, "very_unlikely"), (0, "unlikely"), (1, "unlikely"), (2, "possible"),
     (3, "possible"), (4, "probable"), (5, "probable"), (6, "very_probable"), (10, "very_probable")],
)  # fmt: skip
def test_the_bands(total, category):
    assert alden.SCALE.category(total) == category


def test_every_rendering_is_labelled_and_what_was_not_read_is_marked():
    assert alden.SCALE.made_for == "made for SJS/TEN, not validated for DRESS"
    assert "kappa 0.22" in alden.SCALE.weakness
    marks = {option.word: option.certainty for option in alden.NOTORIETY.options}
    assert [word for word, mark in marks.items() if mark == "GK"] == ["other", "not_suspected"]
    assert all(band.floor is None or band.floor.certainty == "GK" for band in alden.SCALE.bands)


def first(criterion, *known, dates=None, **course):
    result = alden.score_all(*_alone(candidate(drug(**course), *known, dates=dates)))[0]
    return next(each for each in result.questions if each.id == f"alden.{criterion}")


def _alone(pair):
    return pair[0], [pair[1]]


DELAYS = [
    # days, first exposure, after an earlier reaction
    (-1, -3, -3), (0, -3, -3), (1, 1, 3), (4, 1, 3), (5, 3, 1), (28, 3, 1), (29, 2, 1), (56, 2, 1),
    (57, -1, -1), (400, -1, -1),
]  # fmt: skip


@pytest.mark.parametrize(("days", "fresh", "again"), DELAYS)
def test_the_delay_is_banded_by_days_and_an_earlier_reaction_moves_the_bands(days, fresh, again):
    for previous, points in (("never", fresh), ("tolerated", fresh), ("reacted", again)):
        question = first("delay", start=-days, previous_exposure=previous)
        assert (question.points, question.lowest, question.highest) == (points, points, points), previous
    unknown = first("delay", start=-days)
    assert (unknown.points, {unknown.lowest, unknown.highest}) == (fresh, {fresh, again})


@pytest.mark.parametrize(
    ("course", "expected"),
    [
        ({"start": None}, (None, -3, 3)),
        ({"start": -30, "start_precision": "on_or_before", "previous_exposure": "never"}, (None, -1, 2)),
        ({"start": -60, "start_precision": "on_or_before", "previous_exposure": "never"}, (-1, -1, -1)),
        (
            {"start": -31, "start_precision": "month", "previous_exposure": "never"},
            (None, -1, 2),
        ),  # 31 to 61 d
        ({"start": -2, "start_precision": "month", "previous_exposure": "never"}, (None, 1, 3)),  # 2 to 30 d
        ({"start": 0, "start_precision": "year"}, (None, -3, 3)),
    ],
)
def test_a_delay_known_in_part_leaves_open_what_its_days_allow(course, expected):
    question = first("delay", **course)
    assert (question.points, question.lowest, question.highest) == expected


def test_without_an_onset_no_delay_is_known():
    assert first("delay", dates=CaseDates()).points is None


@pytest.mark.parametrize(
    ("course", "half_life", "expected"),
    [
        ({"stop_precision": "ongoing"}, None, (0, 0, 0)),
        ({"stop": -40, "start": -60}, ("24", "24"), (None, -3, -1)),
        ({"stop": -40, "start": -60}, None, (None, -3, 0)),
    ],
)
def test_what_was_in_the_body_follows_from_half_lives_and_is_asked_where_organs_may_have_failed(
    course, half_life, expected
):
    question = first("present", *([substance(half_life=half_life)] if half_life else []), **course)
    assert (question.points, question.lowest, question.highest) == expected


@pytest.mark.parametrize(
    ("course", "expected"),
    [
        ({}, (0, -2, 4)),
        ({"previous_exposure": "never"}, (0, -2, 4)),
        ({"previous_exposure": "tolerated"}, (-2, -2, -2)),
        ({"later_tolerated": "yes"}, (-2, -2, -2)),
        ({"previous_exposure": "reacted"}, (2, 2, 4)),
        ({"previous_exposure": "reacted", "later_tolerated": "yes"}, (2, -2, 4)),
        ({"causality": {"rechallenge": "reappeared"}}, (2, 2, 4)),
        ({"causality": {"rechallenge": "not_done"}}, (0, -2, 4)),
    ],
)
def test_other_exposures_follow_from_the_record_as_far_as_it_goes(course, expected):
    question = first("rechallenge", **course)
    assert (question.points, question.lowest, question.highest) == expected


@pytest.mark.parametrize(
    ("course", "expected"),
    [
        ({"stop": 0}, ("stopped", 0)),
        ({"stop": -3}, ("stopped", 0)),
        ({"stop": 1}, ("unknown", -2)),
        ({"stop_precision": "ongoing"}, ("unknown", -2)),
        ({}, ("unknown", -2)),
    ],
)
def test_stopped_follows_only_from_an_end_by_the_index_day(course, expected):
    question = first("dechallenge", **course)
    assert (question.answer, question.lowest) == expected
    assert first("dechallenge", dates=CaseDates(), **course).answer == "unknown"


def test_notoriety_is_never_taken_from_the_catalogue_of_dress():
    question = first("notoriety", substance(tier=3))
    assert (question.points, question.source) == (None, Source.UNKNOWN)


def test_a_total_waits_for_what_has_no_published_points():
    facts, found = candidate(drug(start=-20, stop_precision="ongoing", previous_exposure="never"))
    result = alden.score_all(facts, [found])[0]
    assert (result.now, result.missing) == (None, ("5 Known for SJS/TEN",))
    full = with_answers(found, {"alden.notoriety": "associated"})
    assert alden.score_all(facts, [full])[0].now.total == 5


def test_another_course_of_the_same_substance_is_no_other_drug():
    strong = {"alden.notoriety": "strong", "alden.rechallenge": "specific_both"}
    facts = case(drug(causality=strong), drug(start=-15, ref="2", causality=strong))
    (only,) = alden.score_all(facts, candidates_of(facts))
    assert only.questions[-1].answer == "no"


def test_the_index_day_is_day_nought_whatever_came_before_it():
    dates = CaseDates(first_symptom=on(-4), rash_onset=on(0))
    assert first("delay", start=-5, dates=dates, previous_exposure="never").answer == "suggestive"
