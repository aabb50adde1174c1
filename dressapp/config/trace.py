"""Which test proves which promise and hazard, read from the files; nothing is run or imported."""

import ast
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from defusedxml import ElementTree

MARKS = ("hazard", "promise")
PROMISE = re.compile(r"\|\s*(P\d\d)\s*\|\s*(.+?)\s*\|\s*(.+?)\s*\|")
HAZARD = re.compile(r"#\s*(H\d\d):\s*(.+)")
CHECK = re.compile(r"\bA\d\d\b")


class TraceUnreadable(ValueError):
    """A file that says what is promised or what ran cannot be read; the message says which."""


@dataclass(frozen=True)
class Requirement:
    """A promise or a hazard by its id, in words, with the acceptance checks that its row names."""

    id: str
    words: str
    checks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tie:
    """A test or an acceptance check that names a requirement: by its address, or as `A05`."""

    requirement: str
    prover: str
    path: str

    @property
    def is_check(self) -> bool:
        """Tell whether it is an acceptance check."""
        return CHECK.fullmatch(self.prover) is not None


def read_promises(path: Path) -> list[Requirement]:
    """Return the rows of the table of promises."""
    rows = [PROMISE.match(line) for line in _text(path).splitlines()]
    return [Requirement(row[1], row[2], tuple(CHECK.findall(row[3]))) for row in rows if row]


def read_hazards(folder: Path) -> list[Requirement]:
    """Return the hazards, a file each, with the acceptance checks that their section of tests names."""
    return [_hazard(path) for path in sorted(folder.glob("H*.md"))]


def _hazard(path: Path) -> Requirement:
    """Return the hazard of one file, whose name is its id."""
    text = _text(path)
    found = HAZARD.match(text)
    if not found or found[1] != path.stem:
        raise TraceUnreadable(f"{path} does not begin with “# {path.stem}: ”.")
    tests = text.partition("\n## Tests\n")[2].partition("\n## ")[0]
    return Requirement(found[1], found[2], tuple(dict.fromkeys(CHECK.findall(tests))))


def read_ties(tests: Path) -> list[Tie]:
    """Return every tie of the tests, by their markers, and of the acceptance checks, by PROVES."""
    found: list[Tie] = []
    for path in sorted(tests.rglob("*.py")):
        name = str(path.relative_to(tests.parent))
        if path.name.startswith("test_"):
            found += _ties_of_tests(name, ast.parse(_text(path)))
        elif path.parent == tests / "accept":
            found += _ties_of_check(name, ast.parse(_text(path)))
    return found


def _ties_of_tests(path: str, tree: ast.Module) -> Iterator[Tie]:
    """Yield what the marks of a file of tests name; a mark of the whole file holds for each of its tests."""
    whole = [mark for node in tree.body if _assigns(node, "pytestmark") for mark in ast.walk(node)]
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            marks = [each for decorator in node.decorator_list for each in ast.walk(decorator)]
            for named in dict.fromkeys(_named([*whole, *marks])):
                yield Tie(named, f"{path}::{node.name}", path)


def _named(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the ids that `pytest.mark.hazard("H05")` and `pytest.mark.promise("P16")` name."""
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in MARKS:
            yield from _constants(node.args)


def _ties_of_check(path: str, tree: ast.Module) -> Iterator[Tie]:
    """Yield what an acceptance check says it proves."""
    checks = [text for node in tree.body if _assigns(node, "CHECK") for text in _constants(ast.walk(node))]
    for node in tree.body:
        if _assigns(node, "PROVES"):
            for named in _constants(ast.walk(node)):
                yield Tie(named, checks[0], path)


def _assigns(node: ast.stmt, name: str) -> bool:
    """Tell whether a statement gives a module's name its value, alone or among others."""
    if not isinstance(node, ast.Assign):
        return False
    return any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(node.targets[0]))


def _constants(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the texts among some nodes."""
    return (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


@dataclass(frozen=True)
class Trace:
    """What is promised or feared, and what ties each to a proof."""

    requirements: list[Requirement]
    ties: list[Tie]

    def of(self, id: str) -> list[Tie]:
        """Return what proves one requirement."""
        return [tie for tie in self.ties if tie.requirement == id]

    def gaps(self) -> list[str]:
        """Say what is wrong: an id without a proof, an id left out, a proof of an id that is nowhere."""
        ids = [requirement.id for requirement in self.requirements]
        untied = [_untied(each) for each in self.requirements if not self.of(each.id)]
        odd = [f"{each} is left out or stands twice" for each in _out_of_row(ids)]
        strays = [tie for tie in self.ties if tie.requirement not in ids]
        return untied + odd + [f"{tie.prover} names {tie.requirement}, which is nowhere" for tie in strays]


def read_trace(root: Path) -> Trace:
    """Return the trace of a source tree."""
    safety = root / "docs" / "safety"
    requirements = read_promises(safety / "promises.md") + read_hazards(safety / "hazards")
    return Trace(requirements, read_ties(root / "tests"))


def _untied(requirement: Requirement) -> str:
    """Say that a requirement has no proof, and where its row looks for one."""
    waits = f"; it names {', '.join(requirement.checks)}" if requirement.checks else ""
    return f"{requirement.id} has no test ({requirement.words}){waits}"


def _out_of_row(ids: list[str]) -> list[str]:
    """Return the ids that are missing between the first and the last of a letter, or stand there twice."""
    wrong = [each for each in dict.fromkeys(ids) if ids.count(each) > 1]
    for letter in sorted({each[0] for each in ids}):
        numbers = {int(each[1:]) for each in ids if each[0] == letter}
        wrong += [f"{letter}{n:02}" for n in range(1, max(numbers) + 1) if n not in numbers]
    return wrong


def read_results(path: Path) -> dict[str, bool]:
    """Return what passed and what did not: of pytest's XML, or of the lines that `make accept` prints."""
    return _results_of_tests(path) if path.suffix == ".xml" else _results_of_checks(path)


def _results_of_tests(path: Path) -> dict[str, bool]:
    """Return each test by its address; one that was only skipped did not pass."""
    try:
        cases = list(ElementTree.parse(path).iter("testcase"))
    except (OSError, ElementTree.ParseError) as problem:
        raise TraceUnreadable(f"{path} holds no results of pytest: {problem}.") from None
    held: dict[str, set[str]] = {}
    for case in cases:
        address = (
            f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name', '').partition('[')[0]}"
        )
        held.setdefault(address, set()).add(case[0].tag if len(case) else "passed")
    return {name: "passed" in found and not found & {"failure", "error"} for name, found in held.items()}


def _address(case: Any) -> str:
    """Return the address of a test, without what it was run with."""
    return f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name', '').partition('[')[0]}"


def _results_of_checks(path: Path) -> dict[str, bool]:
    """Return each acceptance check by its id; one passed where it has no failure and its twin has some."""
    passed: dict[str, bool] = {}
    try:
        lines = [json.loads(line) for line in _text(path).splitlines() if line.startswith("{")]
        for line in lines:
            good = line["failures"] == 0 and line["twin"] == "red"
            passed[line["check"]] = good and passed.get(line["check"], True)
    except (ValueError, KeyError) as problem:
        raise TraceUnreadable(f"{path} holds no lines of acceptance checks: {problem}.") from None
    return passed


def not_passed(trace: Trace, results: dict[str, bool]) -> list[str]:
    """Say which proofs of the kinds that ran did not pass, or did not run."""
    ran = {CHECK.fullmatch(name) is not None for name in results}
    provers = dict.fromkeys(tie.prover for tie in trace.ties if tie.is_check in ran)
    words = {None: "did not run", False: "did not pass"}
    return [f"{prover} {words[results.get(prover)]}" for prover in provers if not results.get(prover)]


def _text(path: Path) -> str:
    """Return the text of a file."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as problem:
        raise TraceUnreadable(f"{path} cannot be read: {problem.strerror}.") from None
