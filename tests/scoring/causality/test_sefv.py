"""The SEFV algorithm against its options, typed a second time, and what the record may answer."""

import time
from itertools import product

import pytest

from scoring.causality import sefv
from scoring.facts import CaseDates
from scoring.kernel.result import Source
from tests.scoring.causality.build import candidate, drug, on, substance
from tests.scoring.causality.test_naranjo import with_answers

# Item -> answer -> points. READ stands in PMC10448185, table 1; the others are from general knowledge.
OPTIONS = {
    "time": {"compatible": 2, "partly": 1, "incompatible": -1},
    "knowledge": {"well_known": 2, "occasional": 1, "not_known": 0, "against": -1},
    "withdrawal": {
        "improved": 2, "not_improved": -2, "continued_not_improved": 1, "continued_improved": -2,
        "continued_explained": 1, "fatal": 0,
    },
    "reexposure": {"positive": 2, "negative": -1, "none": 0, "similar": 1},
    "alternative": {"more_likely": -3, "equal_or_less": -1, "set_aside": 1},
    "factors": {"yes": 1, "no": 0},
    "tests": {"yes": 1, "no": 0},
}  # fmt: skip
READ = {
    ("time", "compatible"), ("knowledge", "well_known"), ("withdrawal", "improved"),
    ("reexposure", "positive"), ("reexposure", "none"), ("alternative", "set_aside"), ("factors", "yes"),
    ("tests", "yes"), ("tests", "no"),
}  # fmt: skip
MAXIMA = {
    "time": 2,
    "knowledge": 2,
    "withdrawal": 2,
    "reexposure": 2,
    "alternative": 1,
    "factors": 1,
    "tests": 1,
}
BANDS = [(8, "definite"), (6, "probable"), (4, "possible"), (1, "conditional"), (-99, "improbable")]
UNSTARTED = {"start": None}


def band(total):
    return next(word for floor, word in BANDS if total >= floor)


def score(answers, *known, dates=None, **course):
    made = {"causality": {f"sefv.{item}": word for item, word in answers.items()}}
    return sefv.score(*candidate(drug(**(course | made)), *known, dates=dates))


def test_the_maxima_are_those_of_the_worked_cases_and_make_eleven():
    assert {item: max(points.values()) for item, points in OPTIONS.items()} == MAXIMA
    assert sum(MAXIMA.values()) == 11


@pytest.mark.parametrize(("item", "word"), [(item, word) for item in OPTIONS for word in OPTIONS[item]])
def test_each_answer_has_its_points_and_says_whether_they_were_read(item, word):
    question = next(each for each in score({item: word}, **UNSTARTED).questions if each.id == f"sefv.{item}")
    assert question.points == question.lowest == question.highest == OPTIONS[item][word]
    assert question.certainty == ("V" if (item, word) in READ else "GK")


def test_every_state_of_the_seven_answers_equals_the_table(capsys):
    began, seen, count = time.perf_counter(), set(), 0
    facts, blank = candidate(drug(**UNSTARTED))
    for state in product(*([*points, "unknown"] for points in OPTIONS.values())):
        given = dict(zip(OPTIONS, state, strict=True))
        result = sefv.score(
            facts, with_answers(blank, {f"sefv.{item}": word for item, word in given.items()})
        )
        spans = [
            (0, min(points.values()), max(points.values()))
            if given[item] == "unknown"
            else (points[given[item]],) * 3
            for item, points in OPTIONS.items()
        ]
        expected = [sum(column) for column in zip(*spans, strict=True)]
        found = [(each.total, each.category) for each in (result.now, result.lowest, result.highest)]
        assert found == [(total, band(total)) for total in expected], state
        seen.add(expected[0])
        count += 1
    assert seen == set(range(-8, 12))
    with capsys.disabled():
        print(f"\n{count:,} SEFV states equal the table in {time.perf_counter() - began:.1f} s")  # noqa: T201


def test_the_worked_case_that_was_read_has_eight_of_eleven_and_is_definite():
    answers = {
        "time": "compatible", "knowledge": "well_known", "withdrawal": "improved", "reexposure": "none",
        "alternative": "set_aside", "factors": "yes", "tests": "no",
    }  # fmt: skip
    result = score(answers)
    assert (result.now.total, result.now.category, result.open_count) == (8, "definite", 0)


@pytest.mark.parametrize(
    ("course", "dates", "answer"),
    [
        ({"start": -20}, None, "compatible"),
        ({"start": -10}, None, "unknown"),
        ({"start": -10, "atc": "J01CA04"}, None, "compatible"),
        ({"start": -70}, None, "unknown"),
        ({"start": -120}, None, "unknown"),
        ({"start": 2}, None, "incompatible"),
        ({"start": 0}, None, "unknown"),
        ({"start": None}, None, "unknown"),
        ({"start": -14}, CaseDates(first_symptom=on(-15), rash_onset=on(0)), "unknown"),
    ],
)
def test_the_time_sequence_follows_from_a_usual_interval_or_a_start_after_the_onset(course, dates, answer):
    assert score({}, dates=dates, **course).questions[0].answer == answer


@pytest.mark.parametrize(
    ("tier", "answer"),
    [(3, "well_known"), (2, "well_known"), (1, "occasional"), (0, "unknown"), (None, "unknown")],
)
def test_that_the_catalogue_found_nothing_is_not_read_as_not_known(tier, answer):
    assert score({}, substance(tier=tier)).questions[1].answer == answer


@pytest.mark.parametrize(
    ("course", "answer"),
    [
        ({"later_tolerated": "yes"}, "negative"),
        ({"causality": {"rechallenge": "reappeared"}}, "positive"),
        ({"causality": {"rechallenge": "not_done"}}, "none"),
        ({}, "unknown"),
    ],
)
def test_re_exposure_follows_from_what_happened_when_it_was_taken_again(course, answer):
    question = sefv.score(*candidate(drug(**course))).questions[3]
    assert question.answer == answer
    assert question.source is (Source.UNKNOWN if answer == "unknown" else Source.DATA)
