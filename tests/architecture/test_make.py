"""`make test` names the folders that it runs: none is left out in silence."""

from tests.architecture.sources import ROOT


def test_make_test_runs_every_folder_of_tests():
    tests = ROOT / "tests"
    folders = {path.relative_to(ROOT).parts[1] for path in tests.rglob("test_*.py")}
    commands = (ROOT / "Makefile").read_text("utf-8")
    assert len(folders) > 4
    assert not {folder for folder in folders if f"tests/{folder}" not in commands}
