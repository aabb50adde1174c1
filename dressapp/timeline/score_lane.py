"""The lane of the score: the total on each day on which it changed, and the range that it had then."""

from dressapp.assessments.days import DayCurve, DayRow
from dressapp.timeline.lanes import Lane, LimitLine, Point, Records, is_under_steroid

SCORE = "score"
NAME = "RegiSCAR"
RANGE = (-4.0, 9.0)  # the totals that there are
NOTE = "RegiSCAR as it stood on each day; the hatched field is its range on the findings of that day."


def build_score(records: Records, curve: DayCurve) -> Lane | None:
    """Return the lane of the score by day; None where no day can be scored."""
    if not curve.rows:
        return None
    last = curve.rows[-1]
    words = f"{NAME} by day: {len(curve.rows)} different, the last {last.total} on {last.day}."
    return Lane(
        id=SCORE,
        name=NAME,
        unit="by day",
        points=tuple(_point(records, row) for row in curve.rows),
        lines=tuple(LimitLine(float(total), band, True) for total, band in curve.bands),
        distance=0.0,
        is_downward=False,
        description=words,
        notes=(NOTE,),
        is_stepped=True,
    )


def _point(records: Records, row: DayRow) -> Point:
    reach = f"range {row.range_words}"
    return Point(
        day=row.number,
        at=float(row.number),
        value=float(row.score),
        number=row.total,
        shown=row.total,
        when=row.day,
        mark="value",
        is_counted=True,
        is_on_steroid=is_under_steroid(records, row.number),
        distance=0.0,
        limit=reach,
        description=f"{row.headline} on {row.day}, {reach}",
        reach=(float(row.lowest), float(row.highest)),
    )
