"""Read the project's own source files for the rules that import-linter cannot see."""

import ast
from collections.abc import Collection, Iterator
from pathlib import Path

HASHES = {"sha256"}
ROOT = Path(__file__).resolve().parents[2]


def modules(folder: str) -> Iterator[tuple[str, ast.Module]]:
    """Yield the path and the syntax tree of each module but migrations."""
    for path in sorted((ROOT / folder).rglob("*.py")):
        if "migrations" not in path.parts:
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def texts(folder: str, *suffixes: str) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each file with one of the suffixes."""
    for path in sorted((ROOT / folder).rglob("*")):
        if path.suffix in suffixes:
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def imported(tree: ast.Module) -> Iterator[str]:
    """Yield the name of each imported module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def called(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield the last name and the line of each call: `objects.filter(...)` is `filter`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Attribute):
                yield function.attr, node.lineno
            elif isinstance(function, ast.Name):
                yield function.id, node.lineno


def writes(tree: ast.Module, wanted: Collection[str]) -> Iterator[tuple[str, int]]:
    """Yield the name and the line of each call that writes rows; a hash is updated, too, and is none."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in wanted:
            on = node.func.value
            if getattr(on, "id", getattr(on, "attr", "")) not in HASHES:
                yield node.func.attr, node.lineno


def names(tree: ast.Module) -> set[str]:
    """Return every name and attribute used."""
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return used | {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
