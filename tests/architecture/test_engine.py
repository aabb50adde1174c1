"""The engine stays pure: standard library only, no clock, no files, no chance, no log."""

import ast
import sys

import pytest

from tests.architecture.sources import called, imported, modules

ENGINE = list(modules("scoring"))
CLOCK = {"today", "now", "utcnow", "time", "monotonic", "perf_counter", "localtime", "gmtime"}
OUTSIDE = {"open", "print", "input", "getLogger", "environ", "exec", "eval"}
IMPURE = {"time", "os", "io", "random", "secrets", "logging", "pathlib", "socket", "locale", "subprocess"}


@pytest.mark.parametrize(("path", "tree"), ENGINE, ids=[path for path, _ in ENGINE])
def test_module_imports_only_itself_and_pure_parts_of_the_standard_library(path, tree):
    tops = {name.partition(".")[0] for name in imported(tree)}
    assert tops <= (sys.stdlib_module_names | {"scoring"}) - IMPURE


@pytest.mark.parametrize(("path", "tree"), ENGINE, ids=[path for path, _ in ENGINE])
def test_module_asks_for_no_time_and_touches_nothing_outside(path, tree):
    assert not {name for name, _ in called(tree)} & CLOCK
    assert not {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} & OUTSIDE


def test_engine_is_there():
    assert len(ENGINE) > 10


def test_clock_is_found_when_one_is_asked():
    assert {name for name, _ in called(ast.parse("x = date.today()"))} & CLOCK
