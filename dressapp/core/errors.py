"""What can go wrong when a record is written."""

from typing import Any


class EditConflict(Exception):
    """Somebody else saved the row first; `current` is the row as it is stored now."""

    def __init__(self, current: Any) -> None:
        """Keep the stored row for the page that shows both texts."""
        super().__init__("The row was changed by somebody else.")
        self.current = current


class NotYours(Exception):
    """A posted id belongs to a row of another case."""


class LedgerUnavailable(Exception):
    """The audit trail could not be written, so nothing may be shown or saved."""
