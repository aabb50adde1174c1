"""Tables made at random, with a known truth: every cell is exact or was asked about."""

import random
from dataclasses import replace

import pytest

from dressapp.labs.paste.parts import Choices
from tests.tables import person
from tests.tables.generate import make_table

SEEDS = range(1, 401)


def take_in_all(seeds):
    total, wrong = person.Tally(), []
    for seed in seeds:
        counted, found = person.take_in(make_table(random.Random(seed)))  # noqa: S311
        total.add(counted)
        wrong += [(seed, *place) for place in found]
    return total, wrong


@pytest.mark.hazard("H18")
def test_no_cell_of_a_generated_table_is_silently_wrong():
    total, wrong = take_in_all(SEEDS)
    assert wrong == []
    assert total.exact > 5000
    assert total.asked > 500
    assert total.left_out < total.exact / 20


def test_a_person_who_declares_the_other_decimal_sign_is_found_out(monkeypatch):
    """The check can fail: the same tables with every decimal question answered the wrong way."""
    honest = person.answer

    def answer(table, reading, choices):
        other = {"point": "comma", "comma": "point"}[table.decimal]
        said = honest(table, reading, choices)
        return replace(said, decimal=other) if said.decimal else said

    monkeypatch.setattr(person, "answer", answer)
    total, _ = take_in_all(range(1, 101))
    assert total.wrong > 10


def test_a_table_that_nobody_answers_for_stores_nothing_that_was_open(monkeypatch):
    monkeypatch.setattr(person, "answer", lambda table, reading, choices: Choices())
    total, wrong = take_in_all(range(1, 101))
    assert wrong == []
    assert total.exact > 100
