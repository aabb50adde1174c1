"""The small figure beside a drug's days: onset on the right, the usual interval as a bracket on the axis."""

from dataclasses import dataclass

from scoring.derive.latency import USUAL_FROM, USUAL_TO, LatencyResult, band
from scoring.facts import DrugCourse

DAYS_BEFORE, DAYS_AFTER = 100, 15
PIXELS_A_DAY = 1.2
WIDTH = round((DAYS_BEFORE + DAYS_AFTER) * PIXELS_A_DAY)
ONSET = round(DAYS_BEFORE * PIXELS_A_DAY)


@dataclass(frozen=True, slots=True)
class Interval:
    """Places in the figure: the bracket, and the first dose as one place or from one to another."""

    width: int
    onset: int
    usual_from: int
    usual_to: int
    first: int
    last: int
    is_exact: bool
    goes_on_left: bool
    goes_on_right: bool


def present_interval(drug: DrugCourse, result: LatencyResult) -> Interval | None:
    """Return the figure of one drug; None where nothing is known of its first day."""
    fewest, most = result.days_min, result.days_max
    if fewest is None and most is None:
        return None
    return Interval(
        width=WIDTH,
        onset=ONSET,
        usual_from=_place(int(USUAL_TO.value)),
        usual_to=_place(_usual_from(drug)),
        first=_place(most),
        last=_place(fewest) if fewest is not None else WIDTH,
        is_exact=result.days is not None,
        goes_on_left=most is None or most > DAYS_BEFORE,
        goes_on_right=fewest is None or fewest < -DAYS_AFTER,
    )


def _usual_from(drug: DrugCourse) -> int:
    """Return the fewest usual days; the drug's class or an earlier reaction may make them fewer."""
    return next(days for days in range(1, int(USUAL_FROM.value) + 1) if band(days, drug) == "typical")


def _place(days: int | None) -> int:
    """Return where a number of days before onset stands, kept inside the figure."""
    days = DAYS_BEFORE if days is None else max(-DAYS_AFTER, min(DAYS_BEFORE, days))
    return round((DAYS_BEFORE - days) * PIXELS_A_DAY)
