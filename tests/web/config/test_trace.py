"""Each promise and each hazard has its proof; what has none, and what names nothing, is told."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from dressapp.config.paths import BASE_DIR
from dressapp.config.trace import read_hazards, read_promises, read_trace

ROW = "| P01 | Kept for good | A05 |\n| P02 | Whole or not at all | |\n"
HAZARD = "# H01: A wrong unit\n\n## Tests\n\nEvery unit (A02).\n\n## Status\n\nOpen\n"
MARKED = '''import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P02")]


@pytest.mark.parametrize("unit", ["a", "b"])
@pytest.mark.hazard("H01")
def test_units(unit):
    """A name in a text is no mark: @pytest.mark.hazard("H99")."""
'''
CHECK = 'CHECK, NAME, DATABASES = "A05", "kill9", ("sqlite",)\nPROVES = ("P01",)\n'
CASE = '<testcase classname="tests.web.test_it" name="test_units[a]"{}>'


@pytest.fixture
def tree(tmp_path) -> Path:
    """Return a small source tree in which nothing is missing."""
    for path, text in {
        "docs/safety/promises.md": ROW,
        "docs/safety/hazards/H01.md": HAZARD,
        "tests/web/test_it.py": MARKED,
        "tests/accept/a05_kill9.py": CHECK,
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def traced(tree: Path, *more: str) -> str:
    out = StringIO()
    call_command("trace", "--root", str(tree), *more, stdout=out)
    return out.getvalue()


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_each_line_is_printed_with_what_proves_it(tree):
    assert traced(tree, "--fail-on-gap").splitlines() == [
        "P01  Kept for good",
        "     A05 (tests/accept/a05_kill9.py)",
        "P02  Whole or not at all",
        "     tests/web/test_it.py::test_units",
        "H01  A wrong unit",
        "     tests/web/test_it.py::test_units",
        "3 promises and hazards, 2 tests and checks",
    ]


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        ("tests/accept/a05_kill9.py", '("P01",)', "()", "P01 has no test (Kept for good); it names A05"),
        ("tests/web/test_it.py", "mark.hazard", "mark.other", "H01 has no test (A wrong unit); it names A02"),
        ("tests/web/test_it.py", '"H01"', '"H01", "H07"', "test_units names H07, which is nowhere"),
        ("docs/safety/promises.md", "| P02 |", "| P03 |", "P02 is left out or stands twice"),
        ("docs/safety/promises.md", "| P02 |", "| P01 |", "P01 is left out or stands twice"),
        ("tests/web/test_it.py", "def test_units", "def units", "H01 has no test"),
    ],
)
def test_a_gap_is_told_and_fails_where_that_is_asked_for(tree, path, old, new, said):
    change(tree / path, old, new)
    assert f"GAP {said}" in traced(tree) or said in traced(tree)
    with pytest.raises(CommandError, match=re.escape(said)):
        traced(tree, "--fail-on-gap")


def results(tree: Path, *cases: str) -> str:
    path = tree / "results.xml"
    path.write_text(f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>", encoding="utf-8")
    return str(path)


PASSED, FAILED, SKIPPED = (CASE.format(end) + more for end, more in (
    ("/", ""), ("", '<failure message="no"/></testcase>'), ("", "<skipped/></testcase>")))  # fmt: skip


@pytest.mark.parametrize(
    ("cases", "said"),
    [
        ([PASSED], ""),
        ([PASSED, SKIPPED], ""),
        ([PASSED, FAILED], "tests/web/test_it.py::test_units did not pass"),
        ([SKIPPED], "tests/web/test_it.py::test_units did not pass"),
        ([PASSED.replace("test_it", "test_other")], "tests/web/test_it.py::test_units did not run"),
    ],
)
def test_a_tied_test_must_have_passed_where_results_are_given(tree, cases, said):
    given = results(tree, *cases)
    if not said:
        assert traced(tree, "--results", given)
        return
    with pytest.raises(CommandError, match=re.escape(said)):
        traced(tree, "--results", given)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"check": "A05", "failures": 0, "twin": "red"}', ""),
        ('{"check": "A05", "failures": 1, "twin": "red"}', "A05 did not pass"),
        ('{"check": "A05", "failures": 0, "twin": "green"}', "A05 did not pass"),
        ('{"check": "A04", "failures": 0, "twin": "red"}', "A05 did not run"),
    ],
)
def test_a_tied_check_must_have_passed_where_its_lines_are_given(tree, line, said):
    path = tree / "accept.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    if not said:
        assert traced(tree, "--results", str(path))
        return
    with pytest.raises(CommandError, match=said):
        traced(tree, "--results", str(path))


@pytest.mark.parametrize("what", ["no.xml", "no.jsonl", "docs/safety/promises.md"])
def test_what_cannot_be_read_is_a_failure(tree, what):
    (tree / what).unlink(missing_ok=True)
    with pytest.raises(CommandError, match=what):
        traced(tree, *(() if what.startswith("docs") else ("--results", str(tree / what))))


def test_a_hazard_in_the_wrong_file_is_a_failure(tree):
    change(tree / "docs/safety/hazards/H01.md", "# H01", "# H02")
    with pytest.raises(CommandError, match="does not begin with “# H01: ”"):
        traced(tree)


@pytest.mark.promise("P20", "P21")
def test_every_promise_and_every_hazard_of_this_tree_has_its_proof():
    trace = read_trace(BASE_DIR)
    assert [each.id for each in trace.requirements] == [
        *(f"P{n:02}" for n in range(1, 35)), *(f"H{n:02}" for n in range(1, 26))]  # fmt: skip
    waiting = {f"{each.id} " for each in trace.requirements if each.checks and not modules_of(each.checks)}
    assert [gap for gap in trace.gaps() if gap[:4] not in waiting] == []


def modules_of(checks):
    """Return the acceptance checks that are written; until one is, what it is to prove may wait for it."""
    return [path for each in checks for path in (BASE_DIR / "tests/accept").glob(f"{each.lower()}_*.py")]


HEADINGS = (
    "Description, Cause, Effect, Hazard, Harm, Initial risk, Controls, Tests, Residual risk, Owner, Status"
).split(", ")
SEVERITIES = {"minor": "12223", "significant": "12234", "considerable": "22334", "major": "23345",
              "catastrophic": "34455"}  # fmt: skip
LIKELIHOODS = ["very low", "low", "medium", "high", "very high"]
RISK = re.compile(r"(\d) \((\w+) × ([a-z ]+)\)")
PATH = re.compile(r"`((?:dressapp|scoring|templates|tests)/[\w/.]+\.\w+)`")
HAZARDS = sorted((BASE_DIR / "docs/safety/hazards").glob("*.md"))


@pytest.mark.parametrize("path", HAZARDS, ids=lambda path: path.stem)
def test_a_hazard_has_its_form_and_names_what_is_there(path):
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS
    assert [name for name in PATH.findall(text) if not (BASE_DIR / name).exists()] == []


@pytest.mark.parametrize("path", HAZARDS, ids=lambda path: path.stem)
def test_a_risk_is_that_of_the_matrix_and_controls_lower_the_likelihood_alone(path):
    initial, residual = RISK.findall(path.read_text(encoding="utf-8"))
    for number, severity, likelihood in (initial, residual):
        assert number == SEVERITIES[severity][LIKELIHOODS.index(likelihood)]
    assert initial[1] == residual[1]
    assert LIKELIHOODS.index(residual[2]) < LIKELIHOODS.index(initial[2])


def test_the_front_page_lists_each_hazard_with_its_risks():
    page = (BASE_DIR / "docs/clinical-safety.md").read_text(encoding="utf-8")
    for hazard in read_hazards(BASE_DIR / "docs/safety/hazards"):
        text = (BASE_DIR / f"docs/safety/hazards/{hazard.id}.md").read_text(encoding="utf-8")
        initial, residual = (risk[0] for risk in RISK.findall(text))
        link = f"[{hazard.id}](safety/hazards/{hazard.id}.md)"
        assert f"| {link} | {hazard.words} | {initial} | {residual} |" in page
    assert len(read_promises(BASE_DIR / "docs/safety/promises.md")) == 34
