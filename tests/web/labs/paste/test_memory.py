"""Nothing of a pasted table stays in a worker's memory once it was read."""

import sys
from datetime import date

from dressapp.labs.paste.parts import Choices, Known
from dressapp.labs.paste.reading import REMEMBERED, read
from dressapp.labs.paste.sheet import split_text

TABLE = "Test\t12 Mar 2015\tAD 3\nAST (U/L)\t50\t4,810 H\nSodium 4.0-11.0\t1\t2"


def test_every_look_up_of_the_reading_is_forgotten():
    read(split_text(TABLE), Choices(), Known(today=date(2026, 11, 22)))
    assert {
        remembered.__name__: remembered.cache_info().currsize for remembered in REMEMBERED
    } == dict.fromkeys((remembered.__name__ for remembered in REMEMBERED), 0)


def test_no_look_up_is_left_out():
    own = [module for name, module in sys.modules.items() if name.startswith("dressapp.labs.paste.")]
    own += [sys.modules["dressapp.core.numbers"], sys.modules["dressapp.core.dates"]]
    kept = {value for module in own for value in vars(module).values() if hasattr(value, "cache_clear")}
    assert kept == set(REMEMBERED)
