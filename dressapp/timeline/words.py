"""Days in words, the same in the figure, its descriptions and the table."""

from datetime import date

from scoring.facts import CaseFacts

DAYS_A_MONTH = 30.44
LONG = 90  # from here on "since 20 months" reads better than a number of days
MONTHS_TO_YEARS = 36


def signed(day: int) -> str:
    """Return a day number with its sign: `−10`, `0`, `+7`."""
    return f"{day:+,}".replace("-", "−") if day else "0"


def day_label(day: int) -> str:
    """Return a day number as the axis and the labels show it: `−10 d`."""
    return f"{signed(day)} d" if day else "day 0"


def name_day(facts: CaseFacts, on: date) -> str:
    """Return a date with its day number, or the day alone where the basis is relative."""
    number = facts.day_number(on)
    if number is None:
        return facts.name_day(on)
    named = f"day {signed(number).removeprefix('+')}"
    return named if facts.basis == "relative" else f"{facts.name_day(on)} ({named})"


def long_time(days: int) -> str:
    """Return a long time in whole months or years, rounded down: `20 months`."""
    months = int(days / DAYS_A_MONTH)
    if months < MONTHS_TO_YEARS:
        return f"{months} months"
    return f"{months // 12} years"


def clean(text: str) -> str:
    """Return text without control characters and without line breaks, as one line of a label."""
    kept = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(kept.split())
