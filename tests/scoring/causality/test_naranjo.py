"""The Naranjo scale against its table, typed a second time, and what the record may answer."""

import time
from itertools import product

import pytest

from scoring.causality import naranjo
from scoring.facts import CaseDates
from scoring.kernel.result import Source
from tests.scoring.causality.build import candidate, drug, on, substance

# Typed from PMC5774610, table 2: yes, no, do not know.
TABLE = {
    1: (1, 0, 0), 2: (2, -1, 0), 3: (1, 0, 0), 4: (2, -1, 0), 5: (-1, 2, 0),
    6: (-1, 1, 0), 7: (1, 0, 0), 8: (1, 0, 0), 9: (1, 0, 0), 10: (1, 0, 0),
}  # fmt: skip
WORDS = ("yes", "no", "unknown")
UNSTARTED = {"start": None}  # nothing of the record answers a question then


def oracle_category(total):
    if total >= 9:
        return "definite"
    if total >= 5:
        return "probable"
    return "possible" if total >= 1 else "doubtful"


def score(answers, *known, dates=None, **course):
    made = {"causality": {f"naranjo.{number}": word for number, word in answers.items()}}
    return naranjo.score(*candidate(drug(**(course | made)), *known, dates=dates))


def answered(number, *known, dates=None, **course):
    result = score({}, *known, dates=dates, **course)
    return result.questions[number - 1]


@pytest.mark.parametrize("number", TABLE)
@pytest.mark.parametrize("place", range(3))
def test_each_answer_has_the_points_of_the_table(number, place):
    result = score({number: WORDS[place]}, **UNSTARTED)
    question = result.questions[number - 1]
    points = TABLE[number]
    assert (question.points, result.now.total) == (points[place], points[place])
    is_open = WORDS[place] == "unknown"
    expected = (min(points[:2]), max(points[:2])) if is_open else (points[place], points[place])
    assert (question.lowest, question.highest) == expected
    assert (question.source, question.certainty) == (Source.CLINICIAN, "" if is_open else "V")


def test_every_state_of_the_ten_answers_equals_the_table(capsys):
    began, seen = time.perf_counter(), set()
    facts, blank = candidate(drug(**UNSTARTED))
    for state in product(range(3), repeat=10):
        answers = {f"naranjo.{number}": WORDS[place] for number, place in enumerate(state, start=1)}
        result = naranjo.score(facts, with_answers(blank, answers))
        rows = [(TABLE[number], place) for number, place in enumerate(state, start=1)]
        total = sum(points[place] for points, place in rows)
        low = sum(min(points[:2]) if place == 2 else points[place] for points, place in rows)
        high = sum(max(points[:2]) if place == 2 else points[place] for points, place in rows)
        found = [(each.total, each.category) for each in (result.now, result.lowest, result.highest)]
        assert found == [(each, oracle_category(each)) for each in (total, low, high)], state
        seen.add(total)
    assert seen == set(range(-4, 14))
    with capsys.disabled():
        print(f"\n{3**10:,} Naranjo states equal the table in {time.perf_counter() - began:.1f} s")  # noqa: T201


def with_answers(candidate, answers):
    return type(candidate)(
        candidate.key, candidate.name, candidate.recorded, candidate.courses, candidate.latency,
        candidate.other_latencies, candidate.substance, answers, {},
    )  # fmt: skip


def test_nothing_answered_is_nought_from_minus_4_to_13_and_says_that_nobody_answered():
    result = score({}, **UNSTARTED)
    assert (result.now.total, result.lowest.total, result.highest.total) == (0, -4, 13)
    assert (result.is_answered, result.open_count, result.missing) == (False, 10, ())


@pytest.mark.parametrize(
    ("total", "category"),
    [(-4, "doubtful"), (0, "doubtful"), (1, "possible"), (4, "possible"), (5, "probable"), (8, "probable"),
     (9, "definite"), (13, "definite")],
)  # fmt: skip
def test_the_bands(total, category):
    assert naranjo.SCALE.category(total) == category
    assert naranjo.SCALE.words(category) == f"Naranjo: {category}"


FEVER_FIRST = CaseDates(fever_onset=on(-3), rash_onset=on(0))


@pytest.mark.parametrize(
    ("course", "dates", "answer"),
    [
        ({"start": -20}, None, "yes"),
        ({"start": 1}, None, "no"),
        ({"start": 0}, None, "unknown"),
        ({"start": -2}, FEVER_FIRST, "unknown"),
        ({"start": -3}, FEVER_FIRST, "unknown"),
        ({"start": -4}, FEVER_FIRST, "yes"),
        ({"start": None}, None, "unknown"),
        ({"start": -20}, CaseDates(), "unknown"),
        ({"start": -30, "start_precision": "year"}, None, "unknown"),
    ],
)
def test_question_2_follows_from_the_start_only_where_it_lies_before_every_sign(course, dates, answer):
    assert answered(2, dates=dates, **course).answer == answer


@pytest.mark.parametrize(("tier", "answer"), [(3, "yes"), (2, "yes"), (1, "unknown"), (0, "unknown")])
def test_question_1_follows_from_the_catalogue_only_for_series_and_warnings(tier, answer):
    assert answered(1, substance(tier=tier)).answer == answer
    assert answered(1).answer == "unknown"


@pytest.mark.parametrize(
    ("course", "answer"),
    [
        ({}, "unknown"),
        ({"later_tolerated": "yes"}, "no"),
        ({"later_tolerated": "no"}, "unknown"),
        ({"conclusion": "tolerated_again"}, "no"),
        ({"causality": {"rechallenge": "reappeared"}}, "yes"),
        ({"causality": {"rechallenge": "tolerated"}}, "no"),
        ({"causality": {"rechallenge": "not_done"}}, "unknown"),
        ({"causality": {"rechallenge": "unknown"}, "later_tolerated": "yes"}, "unknown"),
    ],
)
def test_question_4_follows_from_what_happened_when_it_was_taken_again(course, answer):
    result = naranjo.score(*candidate(drug(**course)))
    assert result.questions[3].answer == answer


@pytest.mark.parametrize(
    ("previous", "answer"),
    [("reacted", "yes"), ("tolerated", "unknown"), ("never", "unknown"), ("", "unknown")],
)
def test_question_9_follows_from_an_earlier_reaction_alone(previous, answer):
    question = answered(9, previous_exposure=previous)
    assert question.answer == answer
    assert question.source is (Source.DATA if answer == "yes" else Source.UNKNOWN)


def test_a_clinicians_answer_wins_and_the_contradiction_is_kept():
    result = naranjo.score(*candidate(drug(causality={"naranjo.2": "no"})))
    question = result.questions[1]
    assert (question.points, question.source) == (-1, Source.CLINICIAN)
    assert question.conflict.startswith("2 After the drug: the clinician answered No, the record says Yes")


def test_a_clinicians_unknown_opens_what_the_record_had_settled():
    question = naranjo.score(*candidate(drug(causality={"naranjo.2": "unknown"}))).questions[1]
    assert (question.points, question.lowest, question.highest, question.conflict) == (0, -1, 2, "")


def test_a_word_that_is_no_answer_is_not_answered():
    assert score({3: "perhaps"}, **UNSTARTED).questions[2].source is Source.UNKNOWN
