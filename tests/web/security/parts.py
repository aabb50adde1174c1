"""What a world is made of: a case with its rows, and one request."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Full:
    """A case, and one row of each kind by name."""

    case: Any
    rows: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.rows[name]


@dataclass(frozen=True)
class Post:
    """One valid write: what stands in the address, what follows it, and what is sent."""

    args: tuple[Any, ...]
    data: dict[str, Any] = field(default_factory=dict)
    query: str = ""
