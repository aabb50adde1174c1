"""The names to suggest while a drug is typed, each with the code that it may hold."""

from collections.abc import Iterator
from dataclasses import dataclass

from dressapp.drugs.catalogue import Combination, Entry, How, list_names
from scoring.substances import AtcCode


@dataclass(frozen=True, slots=True)
class NameOption:
    """One name in the list; `of` is the substance whose code holds for this other name of it."""

    value: str
    label: str
    of: str = ""
    atc: str = ""
    use: str = ""


def list_name_options() -> list[NameOption]:
    """Return every name of the catalogue; a substance with several codes stands there once for each."""
    return [option for entry in list_names() for option in _options(entry)]


def _options(entry: Entry) -> Iterator[NameOption]:
    """Yield the lines of one name: another name of a substance says whose it is."""
    if entry.how is How.NAME:
        yield from (_with_code(entry.written, "", code) for code in entry.of.atc or (AtcCode(""),))
    elif isinstance(entry.of, Combination):
        yield from (_with_code(entry.written, entry.of.name, code) for code in entry.of.atc or (AtcCode(""),))
    else:
        yield NameOption(entry.written, f"{entry.written}: {entry.of.name}", of=entry.of.name)


def _with_code(written: str, stands_for: str, code: AtcCode) -> NameOption:
    """Return the line of a name with one code."""
    name = f"{written}: {stands_for}" if stands_for else written
    label = ", ".join(filter(None, (name, code.code, code.use)))
    return NameOption(written, label, atc=code.code, use=code.use)
