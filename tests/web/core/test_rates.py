"""So many turns within so long, counted for all workers alike."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache

from dressapp.core.rates import take_turn


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()
    yield
    cache.clear()


def turns(user, count, **limits):
    return [take_turn("test", user, **({"most": 3, "seconds": 60} | limits)) for _ in range(count)]


def test_turns_are_taken_until_there_are_no_more(user):
    assert turns(user, 3) == [0, 0, 0]
    [wait] = turns(user, 1)
    assert 55 <= wait <= 60


def test_each_person_and_each_thing_has_turns_of_its_own(user, stranger):
    turns(user, 3)
    assert take_turn("test", stranger, most=3, seconds=60) == 0
    assert take_turn("other", user, most=3, seconds=60) == 0


def test_a_turn_comes_back_when_its_time_is_over(user, monkeypatch):
    turns(user, 3)
    cache.delete(f"turn-test-{user.pk}-1")
    assert turns(user, 2)[0] == 0


def test_many_at_once_never_take_more_than_there_are(user):
    with ThreadPoolExecutor(16) as threads:
        waits = list(threads.map(lambda _: take_turn("test", user, most=3, seconds=60), range(48)))
    assert waits.count(0) == 3
