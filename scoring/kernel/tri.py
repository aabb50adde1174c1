"""The three-state answer: yes, no, unknown."""

from enum import StrEnum


class Tri(StrEnum):
    """An answer; *unknown* is a value of its own, never a kind of no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        """Refuse: a three-state answer has no truth value."""
        raise TypeError("a Tri is compared with `is`, never used as a condition")
