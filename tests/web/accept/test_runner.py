"""The runner of the acceptance checks fails whenever a check says, or hides, that something is wrong."""

from types import SimpleNamespace

import pytest

from tests.accept import __main__ as runner
from tests.accept import one
from tests.accept.outcome import Outcome
from tests.accept.registry import all_checks

GREEN, RED = Outcome(3, []), Outcome(3, ["a failure"])
BROKEN = Outcome(0, ["It could not run"], {"could_not_run": True})


@pytest.fixture
def ran(monkeypatch):
    """Return a function that runs a made-up check of two outcomes and tells whether the runner is content."""

    def run(check, twin):
        outcomes = {"check": check.as_plain(), "twin": twin.as_plain()}
        monkeypatch.setattr(runner, "_in_a_process", lambda name, database, part: outcomes[part])
        return runner.run(SimpleNamespace(CHECK="A99", NAME="made up"), "sqlite")

    return run


def test_a_green_check_with_a_red_twin_is_good(ran, capsys):
    assert ran(GREEN, RED)
    assert '"check": "A99"' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("check", "twin"), [(RED, RED), (GREEN, GREEN), (BROKEN, RED), (GREEN, BROKEN)],
    ids=["failure", "green twin", "could not run", "twin could not run"],
)  # fmt: skip
def test_anything_else_is_not(ran, check, twin):
    assert not ran(check, twin)


def test_a_check_that_raises_is_told_as_one_that_could_not_run(monkeypatch, capsys):
    def check(database):
        raise RuntimeError("no server")

    monkeypatch.setattr("tests.accept.registry.all_checks", lambda: {"A99": SimpleNamespace(check=check)})
    monkeypatch.setattr("sys.argv", ["one", "A99", "sqlite", "check"])
    one.main()
    assert '"could_not_run": true' in capsys.readouterr().out


def test_an_unknown_check_is_refused(monkeypatch):
    monkeypatch.setattr("sys.argv", ["accept", "A99"])
    with pytest.raises(SystemExit, match="There is no check A99"):
        runner.main()


@pytest.mark.parametrize("module", all_checks().values(), ids=all_checks())
def test_every_check_says_what_it_is_and_has_a_twin(module):
    assert module.CHECK
    assert module.NAME
    assert set(module.DATABASES) <= {"sqlite", "postgres"}
    assert isinstance(module.IN_TESTS, bool)
    assert callable(module.check)
    assert callable(module.twin)
