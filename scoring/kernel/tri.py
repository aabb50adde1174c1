"""The three-state answer: yes, no, unknown."""

from collections.abc import Collection
from enum import StrEnum


class Tri(StrEnum):
    """An answer; *unknown* is a value of its own, never a kind of no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        """Refuse: a three-state answer has no truth value."""
        raise TypeError("a Tri is compared with `is`, never used as a condition")


def decide(*, is_yes: bool, is_no: bool) -> Tri:
    """Return yes or no where the one or the other is certain, else unknown."""
    return Tri.YES if is_yes else Tri.NO if is_no else Tri.UNKNOWN


def all_of(answers: Collection[Tri]) -> Tri:
    """Return yes where every answer is yes, no where one is no, else unknown."""
    return decide(is_yes=all(answer is Tri.YES for answer in answers), is_no=Tri.NO in answers)


def any_of(answers: Collection[Tri]) -> Tri:
    """Return yes where one answer is yes, no where every one is no, else unknown."""
    return decide(is_yes=Tri.YES in answers, is_no=all(answer is Tri.NO for answer in answers))


def opposite(answer: Tri) -> Tri:
    """Return no for yes and yes for no; unknown stays unknown."""
    return decide(is_yes=answer is Tri.NO, is_no=answer is Tri.YES)


def at_least(number: int, answers: Collection[Tri]) -> Tri:
    """Return yes where so many answers are yes, no where so many cannot be, else unknown."""
    sure = sum(answer is Tri.YES for answer in answers)
    open_still = sum(answer is Tri.UNKNOWN for answer in answers)
    return decide(is_yes=sure >= number, is_no=sure + open_still < number)
