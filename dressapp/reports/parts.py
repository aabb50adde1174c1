"""Parts of a report that are tables of text: the score by day, and what other criteria say.

Screen and paper draw every part alike: a title, a sentence above, the table, sentences below. A part that is
shown on request alone stands in the saved page all the same.
"""

from collections.abc import Iterable
from typing import Any

from dressapp.assessments.days import present_curve
from dressapp.assessments.selectors import Assessment

Part = dict[str, Any]
DAYS = "days"
ON_REQUEST = frozenset({DAYS})


def part(
    id: str,
    title: str,
    heads: Iterable[str],
    rows: Iterable[Iterable[str]],
    *,
    widths: Iterable[int],
    above: str = "",
    below: Iterable[str] = (),
) -> Part:
    """Return one part; `widths` are the shares of the columns."""
    return {
        "id": id,
        "title": title,
        "heads": list(heads),
        "rows": [list(row) for row in rows],
        "widths": list(widths),
        "above": above,
        "below": list(below),
    }


def present_parts(assessment: Assessment) -> list[Part]:
    """Return every part that says something of the case."""
    return [found for found in (_days(assessment),) if found["rows"]]


def _days(assessment: Assessment) -> Part:
    """Return the score as of each day on which it changed."""
    curve = present_curve(assessment)
    without = f"{curve.undated} entries without a day count on none." if curve.undated else ""
    return part(
        DAYS,
        "Score by day",
        ("Day", "Score", "Reads", "Range"),
        ((row.day, row.total, row.headline, row.range_words) for row in curve.rows),
        widths=(3, 1, 5, 2),
        above=f"As it stood on each day on which it changed, from what is dated up to it. {without}".strip(),
    )
