"""Say which test each name of a table stands for: certain, to be confirmed, or kept aside with the reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dressapp.labs.names import NameMatch, decide_by_unit, find_test, is_certain
from scoring.analytes import ANALYTES

from .parts import ASIDE, Choices
from .plan import TestText

MOST = 1000  # different names in one table
NOT_KNOWN = "No test of this name is known. Choose its test to take it over."
TOO_MANY = f"The table has more than {MOST:,} different names. Paste a part of it."
NO_NAME = "The name of the test is missing. Choose the test to take the values over."
CHOOSE_TEST = "This name can be several tests. Choose one, or leave it out."
BY_CHOICE = "Left out by choice"


@dataclass(frozen=True, slots=True)
class Named:
    """The test of one name; `why_aside` is set where its values stay out, `problem` where the name waits."""

    analyte: str
    certainty: int
    how: str
    alternatives: tuple[str, ...] = ()
    problem: str = ""
    why_aside: str = ""


class Names:
    """Look names up for one reading, each once."""

    def __init__(self, team_names: Mapping[str, str]) -> None:
        """Take the names that the team has confirmed."""
        self.team_names = team_names
        self._found: dict[str, NameMatch] = {}
        self._certain: dict[str, bool] = {}

    def find(self, name: str) -> NameMatch:
        """Return what a name stands for."""
        if name not in self._found:
            is_too_many = len(self._found) >= MOST
            self._found[name] = NameMatch(why=TOO_MANY) if is_too_many else find_test(name, self.team_names)
        return self._found[name]

    def is_certain(self, name: str) -> bool:
        """Tell whether a name certainly is that of a test, or of several that a unit tells apart."""
        if name not in self._certain:
            self._certain[name] = is_certain(name, self.team_names)
        return self._certain[name]


def name_test(test: TestText, unit: str, values: Sequence[Decimal], choices: Choices, names: Names) -> Named:
    """Return which test a name stands for; `unit` is the text that stands beside it, or the chosen one."""
    chosen = choices.tests.get(test.key, "")
    match = decide_by_unit(names.find(test.name), unit, values)
    if chosen == ASIDE:
        return Named("", match.certainty, match.how, match.alternatives, why_aside=BY_CHOICE)
    if chosen in ANALYTES:
        return Named(chosen, 100, "chosen", match.alternatives)
    if not test.name:
        return Named("", 0, "", why_aside=NO_NAME)
    return _by_match(test, match)


def _by_match(test: TestText, match: NameMatch) -> Named:
    """Return what a name says by itself."""
    if not match.how:
        return Named("", 0, "", why_aside=match.why or NOT_KNOWN)
    problem = ""
    if not match.analyte:
        problem = match.why or CHOOSE_TEST
    elif match.how == "similar":
        name = ANALYTES[match.analyte].name
        problem = f"Is this {name}? {match.why} Confirm it, choose another test, or leave it out."
    return Named(match.analyte, match.certainty, match.how, match.alternatives, " ".join(problem.split()))
