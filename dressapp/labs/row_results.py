"""The stored results of one row of the grid, by what they would give up for the row's own limits."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from .models import LabResult
from .plausibility import name_unit

TO_BARE, TO_ALL = "bare", "all"
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class RowResults:
    """The stored results of a row that are in its unit, by what they would give up for the row's limits."""

    unit: str = ""
    bare: int = 0
    own: Mapping[str, int] = field(default_factory=dict)
    digest: str = ""

    @property
    def count(self) -> int:
        """Return how many results that are."""
        return self.bare + sum(self.own.values())

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Return who may take the limits, each with its count; nothing where nothing is stored."""
        if not self.count:
            return []
        unit = f" in {name_unit(self.unit)}" if self.unit else ""
        every = f"all {self.count} results" if self.count > 1 else "the 1 result"
        return [
            ("", "New values only; stored results stay as they are"),
            (TO_BARE, f"Use these limits for results of this unit that have none ({self.bare})"),
            (TO_ALL, f"Use these limits for {every} of this row{unit}{self._replaced}"),
        ]

    @property
    def _replaced(self) -> str:
        """Say which own limits that would replace, the most frequent first."""
        if not self.own:
            return ""
        count = sum(self.own.values())
        named = Counter(self.own).most_common(MOST_NAMED)
        each = [f"{limits} in {many} {'result' if many == 1 else 'results'}" for limits, many in named]
        more = len(self.own) - len(named)
        each += [f"{more} more"] if more else []
        return f"; replaces {count} own {'limit' if count == 1 else 'limits'}: {', '.join(each)}"


def count_row_results(unit: str, results: Iterable[LabResult]) -> RowResults:
    """Return the results of a row that are in a unit, counted by their own limits."""
    inside = [result for result in results if result.unit == unit]
    own = Counter(limits for result in inside if (limits := _own_limits(result)))
    versions = "\n".join(sorted(f"{result.pk} {result.version}" for result in inside))
    return RowResults(unit, len(inside) - own.total(), own, sha256(versions.encode()).hexdigest())


def _own_limits(result: LabResult) -> str:
    """Return a result's own limits in a few signs: `5–40`."""
    if result.lower_limit and result.upper_limit:
        return f"{result.lower_limit}–{result.upper_limit}"
    return result.upper_limit or (f"from {result.lower_limit}" if result.lower_limit else "")
