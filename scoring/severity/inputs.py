"""The eleven inputs of DDS, each read from the days that are scored.

A result counts on its own day; where the days hold several, the highest (our choice: no source read says
which). What counts up (days of fever, of little food) is known at least from before and at most from after.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from scoring.analytes import ANALYTES
from scoring.derive.known import answered, courses_by_drug, recorded, rows_of, suspects
from scoring.derive.labs import LabTable
from scoring.facts import CaseFacts, DrugCourse, Finding, LabPoint
from scoring.findings import FINDINGS
from scoring.kernel.citation import MIZUKAWA_2019, OWN_CHOICE, Threshold, threshold
from scoring.kernel.criterion import Known, settle
from scoring.kernel.tri import Tri
from scoring.severity.points import Input, Scale, Span, Step, above, highest_of, start

# The page prints "40" for -1 and "40-74" for 0: both claim 40.
AGE_ABOVE = threshold("40", "a", MIZUKAWA_2019, "GK")
AGE_OLD_FROM = threshold("75", "a", MIZUKAWA_2019, "V2")
TAKEN_FROM = threshold("7", "d", MIZUKAWA_2019, "V2")
ERYTHEMA_FROM = threshold("70", "%", MIZUKAWA_2019, "V2")
EROSIONS_FROM = threshold("10", "%", MIZUKAWA_2019, "V2")
EROSIONS_WIDE_FROM = threshold("30", "%", MIZUKAWA_2019, "V2")  # printed 10-29 and 30: no gap is left
FEVER = threshold("38.5", "Cel", MIZUKAWA_2019, "V2")
FEVER_DAYS_FROM = threshold("2", "d", MIZUKAWA_2019, "V2")
FEVER_DAYS_LONG_FROM = threshold("7", "d", MIZUKAWA_2019, "V2")
LOW_INTAKE_FROM = threshold("5", "d", MIZUKAWA_2019, "V2")
CREATININE_FROM = threshold("1.0", "mg/dL", MIZUKAWA_2019, "V2")
CREATININE_POINT = threshold("1", "points", MIZUKAWA_2019, "GK")  # for 1.0-2.0 the page prints no point
# The page prints 1.0-2.0 and 2.1: what lies between counts with the lower one.
CREATININE_PRINTED_TO = threshold("2.0", "mg/dL", MIZUKAWA_2019, "V2")
CREATININE_HIGH_FROM = threshold("2.1", "mg/dL", OWN_CHOICE, "DESIGN")
ALT_FROM = threshold("400", "U/L", MIZUKAWA_2019, "V2")
ALT_ABOVE = threshold("1000", "U/L", MIZUKAWA_2019, "V2")
CRP_ABOVE = threshold("2", "mg/dL", MIZUKAWA_2019, "V2")
CRP_FROM = threshold("10", "mg/dL", MIZUKAWA_2019, "V2")
CRP_HIGH_FROM = threshold("15", "mg/dL", MIZUKAWA_2019, "V2")


def _in_unit_of(analyte: str, limit: Threshold, points: int, *, is_above: bool = False) -> Step:
    """Return a step of a test in the unit that its results are compared in."""
    return Step(ANALYTES[analyte].canonical(limit.value, limit.unit), points, is_above)


AGE = Scale(-1, (above(AGE_ABOVE, 0), start(AGE_OLD_FROM, 2)))
TAKEN = Scale(0, (start(TAKEN_FROM, 1),))
ERYTHEMA = Scale(0, (start(ERYTHEMA_FROM, 1),))
EROSIONS = Scale(0, (start(EROSIONS_FROM, 1), start(EROSIONS_WIDE_FROM, 2)))
FEVER_DAYS = Scale(0, (start(FEVER_DAYS_FROM, 1), start(FEVER_DAYS_LONG_FROM, 2)))
LOW_INTAKE = Scale(0, (start(LOW_INTAKE_FROM, 1),))
CREATININE = Scale(
    0,
    (
        _in_unit_of("creatinine", CREATININE_FROM, int(CREATININE_POINT.value)),
        _in_unit_of("creatinine", CREATININE_HIGH_FROM, 3),
    ),
)
ALT = Scale(0, (_in_unit_of("alt", ALT_FROM, 1), _in_unit_of("alt", ALT_ABOVE, 2, is_above=True)))
CRP = Scale(
    -1,
    (
        _in_unit_of("crp", CRP_ABOVE, 0, is_above=True),
        _in_unit_of("crp", CRP_FROM, 1),
        _in_unit_of("crp", CRP_HIGH_FROM, 2),
    ),
)
YES_POINTS = 2  # for allopurinol, a steroid pulse and erythroderma alike
DIALYSIS_POINTS = 3
ALLOPURINOL = ("allopurinol", "M04AA01")
NO_DAY = "on record without its day"


@dataclass(frozen=True, slots=True)
class Days:
    """The days that one score looks at, both ends included."""

    first: date
    last: date

    def hold(self, day: date | None) -> bool:
        """Say whether a day is one of them."""
        return day is not None and self.first <= day <= self.last


def inputs(facts: CaseFacts, table: LabTable, days: Days) -> tuple[Input, ...]:
    """Return the eleven inputs in the order of the table."""
    return (
        age(facts),
        days_taken(facts, days),
        allopurinol(facts),
        steroid_pulse(facts, days),
        erythema(facts, days),
        erosions(facts, days),
        fever_days(facts, table, days),
        low_intake(facts, days),
        creatinine(facts, table, days),
        _test(facts, table, days, ALT, "alt", "ALT", "from 400: +1, above 1,000: +2 (U/L)"),
        _test(
            facts, table, days, CRP, "crp", "CRP", "to 2: −1, above 2: 0, from 10: +1, from 15: +2 (mg/dL)"
        ),
    )


def age(facts: CaseFacts) -> Input:
    """Return the points of the age in years."""
    years, asks = facts.age_years, "to 40: −1, 41 to 74: 0, from 75: +2 (years)"
    if years is None:
        return Input("age", "Age", asks, AGE.whole, "Not on record")
    span = AGE.between(Decimal(years), Decimal(years))
    grade = AGE_ABOVE.certainty if years <= AGE_ABOVE.value else ""
    return Input("age", "Age", asks, span, f"{years} years", grade)


def days_taken(facts: CaseFacts, days: Days) -> Input:
    """Return the points of the days that a suspected drug was taken after the onset; the longest counts.

    Courses of one drug may overlap: it was taken at least as long as the longest, at most as long as all.
    """
    title, asks = "Suspected drug taken after the onset", "from 7 days: +1"
    zero, drugs = facts.index_day, suspects(facts)
    if zero is None or not drugs:
        why = "No suspected drug on record" if zero else "No onset on record"
        return Input("days_taken", title, asks, TAKEN.whole, why)
    most = max(0, (days.last - zero).days)
    by_drug = [[_taken_after(drug, zero, most) for drug in courses] for courses in courses_by_drug(drugs)]
    least = max(fewest for courses in by_drug for fewest, _ in courses)
    highest = max(min(most, sum(longest for _, longest in courses)) for courses in by_drug)
    span = TAKEN.between(Decimal(least), Decimal(highest))
    names = ", ".join(dict.fromkeys(drug.name for drug in drugs))
    text = f"{least} d" if least == highest else f"{least} to {highest} d"
    return Input("days_taken", title, asks, span, f"{names}: {text} up to {facts.name_day(days.last)}")


def _taken_after(drug: DrugCourse, zero: date, most: int) -> tuple[int, int]:
    """Return the fewest and the most days that a course went on after the onset, in the days scored.

    A course begun by the onset goes on from the day after it; a later one from its first day.
    """
    begun_first, begun_last = drug.start_bounds
    first, last = drug.stop_bounds
    known = first or drug.still_taken_on
    fewest = _days_between(begun_last, known, zero, most) if begun_last and known else 0
    return fewest, _days_between(begun_first or zero, last or date.max, zero, most)


def _days_between(start: date, stop: date, zero: date, most: int) -> int:
    """Return the days from a start to a stop that lie after the onset and up to the last day scored."""
    before = max(0, (start - zero).days - 1)
    return max(0, min(most, (stop - zero).days) - before)


def allopurinol(facts: CaseFacts) -> Input:
    """Return the points of allopurinol; a list of drugs without it does not say that none was taken."""
    title, asks = "Allopurinol", "taken: +2"
    name, code = ALLOPURINOL
    taken = [
        drug
        for drug in facts.drugs
        if (name in drug.name.casefold() or drug.atc.upper() == code) and _may_precede(facts, drug)
    ]
    listed = Known(
        title, Tri.YES if taken else Tri.UNKNOWN, "In the list of drugs" if taken else "Not answered"
    )
    known = settle(recorded(facts, "allopurinol_taken"), listed)
    return Input("allopurinol", title, asks, _yes(known.state), known.why)


def _may_precede(facts: CaseFacts, drug: DrugCourse) -> bool:
    """Say whether a drug's first day may lie before the onset."""
    first, zero = drug.start_bounds[0], facts.index_day
    return first is None or zero is None or first < zero


def _yes(state: Tri) -> Span:
    low = YES_POINTS if state is Tri.YES else 0
    high = 0 if state is Tri.NO else YES_POINTS
    return Span(low, high)


def steroid_pulse(facts: CaseFacts, days: Days) -> Input:
    """Return the points of a steroid pulse up to the last day scored; one given later was not given yet."""
    given, absent = rows_of(facts, "steroid_pulse", "yes"), rows_of(facts, "steroid_pulse", "no")
    state, why = Tri.UNKNOWN, recorded(facts, "steroid_pulse").why
    if any(row.on and row.on <= days.last for row in given):
        state = Tri.YES
    elif any(row.on is None for row in given):
        why = f"{why}: {NO_DAY}"
    elif given:
        state, why = Tri.NO, f"{why}, after these days"
    elif any(row.on is None or row.on >= days.first for row in absent):
        state = Tri.NO
    return Input("steroid_pulse", "Steroid pulse", "given: +2", _yes(state), why)


def erythema(facts: CaseFacts, days: Days) -> Input:
    """Return the points of the erythema: below 70 % of the body surface it is no erythroderma either."""
    title, asks = "Erythema", "from 70 % of the body surface: +1, erythroderma: +2"
    surface, why = _surface(facts, days, "body_surface", ERYTHEMA)
    if surface.high and answered(facts, "rash_extent_over_50") == "no":
        also = f"; yet recorded: {why}" if surface.low else ""
        surface, why = Span(0, 0), f"The clinician answered at most half of the body surface{also}"
    whole = _at_that_time(facts, "erythroderma", days)
    if whole.state is Tri.YES:
        return Input("erythema", title, asks, Span(2, 2), f"Erythroderma: {whole.why}")
    if whole.state is Tri.NO or not surface.high:
        return Input("erythema", title, asks, surface, why)
    return Input("erythema", title, asks, Span(surface.low, YES_POINTS), f"{why}; erythroderma: {whole.why}")


def _at_that_time(facts: CaseFacts, finding: str, days: Days) -> Known:
    """Return what was recorded of a finding in the days scored; a no without a day holds for all of them."""
    known = recorded(facts, finding)
    rows = rows_of(facts, finding, "yes", "no")
    inside = [row for row in rows if days.hold(row.on)]
    if inside:
        is_there = any(row.value == "yes" for row in inside)
        return Known(known.title, Tri.YES if is_there else Tri.NO, known.why)
    if rows and all(row.value == "no" and row.on is None for row in rows):
        return known
    why = known.why if not rows else f"{known.why}, not in these days"
    return Known(known.title, Tri.UNKNOWN, why[0].lower() + why[1:])


def _surface(facts: CaseFacts, days: Days, finding: str, scale: Scale) -> tuple[Span, str]:
    """Return the points of the largest surface in the days scored."""
    rows = [row for row in facts.findings if row.finding == finding and row.measure]
    inside = [row for row in rows if days.hold(row.on)]
    if inside:
        span = highest_of(scale.span_of(row.measure) for row in inside if row.measure)
        return span, _largest(facts, inside)
    is_undated = any(row.on is None for row in rows)
    return scale.whole, f"{FINDINGS[finding].words} {NO_DAY if is_undated else 'not on record in these days'}"


def _largest(facts: CaseFacts, rows: Iterable[Finding]) -> str:
    row = max(rows, key=lambda row: (row.measure.value if row.measure else Decimal(0), row.on or date.min))
    return f"{row.measure} % on {facts.name_day(row.on)}" if row.on else f"{row.measure} %"


def erosions(facts: CaseFacts, days: Days) -> Input:
    """Return the points of eroded skin; without blisters and erosions there are none."""
    title, asks = "Erosions", "from 10 % of the body surface: +1, from 30 %: +2"
    span, why = _surface(facts, days, "erosions_surface", EROSIONS)
    absent = _at_that_time(facts, "blisters_or_erosions", days)
    if span == EROSIONS.whole and absent.state is Tri.NO:
        return Input("erosions", title, asks, Span(0, 0), f"Blisters or erosions: {absent.why}")
    return Input("erosions", title, asks, span, why)


def fever_days(facts: CaseFacts, table: LabTable, days: Days) -> Input:
    """Return the points of the days with fever: at least those measured, none where the clinician said so."""
    title, asks = "Days with fever of 38.5 °C or more", "from 2: +1, from 7: +2"
    hot = {
        point.on
        for point in table.of("temperature")
        if facts.in_episode(point.on) and point.on <= days.last and point.canonical.is_at_least(FEVER.value)
    }
    least, most, why = _counted(facts, "fever_days", days)
    is_told = any(row.finding == "fever_days" and days.hold(row.on) for row in facts.findings)
    if answered(facts, "fever") == "no" and not is_told:
        also = f"; yet measured on {_number(len(hot))}" if hot else ""
        return Input(
            "fever_days", title, asks, Span(0, 0), f"The clinician answered no fever ≥ 38.5 °C{also}"
        )
    if len(hot) > least:
        least, why = Decimal(len(hot)), f"Measured on {_number(len(hot))}; between the readings not known"
    return Input("fever_days", title, asks, FEVER_DAYS.between(least, most), why)


def _number(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"


def low_intake(facts: CaseFacts, days: Days) -> Input:
    """Return the points of the days with little food."""
    title, asks = "Days with 70 % or less of the usual food", "from 5: +1"
    least, most, why = _counted(facts, "low_intake_days", days)
    return Input("low_intake", title, asks, LOW_INTAKE.between(least, most), why)


def _counted(facts: CaseFacts, finding: str, days: Days) -> tuple[Decimal, Decimal | None, str]:
    """Return the least and the most that a count of days had come to by the last day scored; None is open."""
    rows = [row for row in facts.findings if row.finding == finding and row.measure]
    dated = [(row.on, row.measure) for row in rows if row.on and row.measure]
    lows = [value.value for on, value in dated if on <= days.last and value.comparator != "<"]
    highs = [value.value for on, value in dated if on >= days.first and value.comparator != ">"]
    least, most = max(lows, default=Decimal(0)), min(highs, default=None)
    inside = [value.value for on, value in dated if days.hold(on) and not value.comparator]
    if inside:
        most = max(inside)  # a count only grows: the last of the days scored has the largest
    if not rows:
        return least, most, "Not on record"
    words = sorted(f"{row.measure} d on {facts.name_day(row.on)}" for row in rows if row.on)
    return least, most, "; ".join(words) or NO_DAY[0].upper() + NO_DAY[1:]


def creatinine(facts: CaseFacts, table: LabTable, days: Days) -> Input:
    """Return the points of the creatinine itself, not of its rise; dialysis counts as the highest band."""
    found = _test(facts, table, days, CREATININE, "creatinine", "Creatinine, or dialysis",
                  "from 1.0: +1, from 2.1 or dialysis: +3 (mg/dL)")  # fmt: skip
    before, begun = facts.conditions.get("dialysis", Tri.UNKNOWN), facts.new_dialysis
    span, why, grade = found.span, found.why, found.certainty
    if before is Tri.YES:
        return Input(found.id, found.title, found.asks, Span(3, 3), "Dialysis is on record")
    if {before, begun} != {Tri.NO} and span.low < DIALYSIS_POINTS:
        told = f"new dialysis is {NO_DAY}" if begun is Tri.YES else "whether on dialysis is not answered"
        if before is Tri.NO and begun is Tri.UNKNOWN:
            told = "whether dialysis was begun is not answered"
        span, why = Span(span.low, DIALYSIS_POINTS), f"{why}; {told}"
    return Input(found.id, found.title, found.asks, span, why, grade)


def _test(
    facts: CaseFacts, table: LabTable, days: Days, scale: Scale, analyte: str, title: str, asks: str
) -> Input:
    """Return the points of the highest result of a test in the days scored."""
    points = [point for point in table.of(analyte) if days.hold(point.on)]
    aside = table.set_aside(facts, analyte)
    if not points:
        return Input(analyte, title, asks, scale.whole, f"None on record in these days{aside}")
    span = highest_of(scale.span_of(point.canonical) for point in points)
    highest = max(points, key=lambda point: point.canonical.value)
    why = f"{highest.shown} on {facts.name_day(highest.on)}{aside}"
    return Input(analyte, title, asks, span, why, _grade(analyte, highest))


def _grade(analyte: str, highest: LabPoint) -> str:
    """Return how sure the points of a creatinine are; those of the other tests were read."""
    value = highest.canonical.value
    if analyte != "creatinine" or not CREATININE_FROM.value <= value < CREATININE_HIGH_FROM.value:
        return ""
    return "DESIGN" if value > CREATININE_PRINTED_TO.value else CREATININE_POINT.certainty
