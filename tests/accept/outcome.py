"""What an acceptance check comes back with."""

from dataclasses import asdict, dataclass, field
from typing import Any

MOST_SHOWN = 10


@dataclass(frozen=True)
class Outcome:
    """How much was tried, each failure in one sentence, and what was measured."""

    n: int
    failures: list[str]
    numbers: dict[str, Any] = field(default_factory=dict)

    def as_plain(self) -> dict[str, Any]:
        """Return it as JSON can hold it, with the first failures in words and all of them counted."""
        return asdict(self) | {"failures": len(self.failures), "first_failures": self.failures[:MOST_SHOWN]}
