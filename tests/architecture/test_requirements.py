"""Every component is known: pinned, explained, installed as pinned, and nothing else is imported."""

import re
import sys
from importlib.metadata import packages_distributions, version

import pytest

from tests.architecture.sources import ROOT, imported, modules

LINE = re.compile(r"([a-z0-9.-]+)(?:\[([a-z0-9,]+)\])?==([0-9][\w.]*) +# \S.*")
OWN = {"dressapp", "scoring", "tests"}


def lines_of(path):
    text = (ROOT / path).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith(("#", "-r "))]


def pinned(path):
    """Return the pinned packages with their versions, by their usual names."""
    return {usual(found[1]): found[3] for line in lines_of(path) if (found := LINE.fullmatch(line))}


def usual(name):
    """Return a package's name in small letters and with hyphens alone."""
    return re.sub("[-_.]+", "-", name).lower()


def needed_by(folder):
    """Return the packages that the modules of a folder import, beside the standard library and our own."""
    names = {
        name.partition(".")[0] for _, tree in modules(folder) for name in imported(tree) if name[0] != "."
    }
    holders = packages_distributions()
    outside = names - OWN - set(sys.stdlib_module_names)
    return {usual(holders.get(name, [name])[0]) for name in outside}


@pytest.mark.promise("P31")
@pytest.mark.parametrize("path", ["requirements.txt", "tests/requirements.txt"])
def test_each_component_is_pinned_and_says_what_it_is_for(path):
    assert [line for line in lines_of(path) if not LINE.fullmatch(line)] == []
    assert len(pinned(path)) == len(lines_of(path)) > 5


@pytest.mark.promise("P31")
@pytest.mark.parametrize("path", ["requirements.txt", "tests/requirements.txt"])
def test_what_is_installed_is_what_is_pinned(path):
    assert {name: version(name) for name in pinned(path)} == pinned(path)


@pytest.mark.promise("P31")
def test_nothing_is_imported_that_is_not_listed():
    product, checks = pinned("requirements.txt"), pinned("tests/requirements.txt")
    assert needed_by("dressapp") - product.keys() == set()
    assert needed_by("scoring") == set()
    assert needed_by("tests") - product.keys() - checks.keys() == set()
