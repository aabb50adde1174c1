"""Words of the lab pages: days at the head of a column, limits, and what a value means."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from dressapp.cases.models import Case
from dressapp.labs.models import LabResult, LabRow
from dressapp.labs.selectors import Moment, moment_of
from scoring.analytes import ANALYTES, Analyte
from scoring.derive.before import show_times
from scoring.derive.course import FEVER
from scoring.derive.labs import SITES, Limit, lower_limit, upper_limit
from scoring.derive.organs import show_ratio
from scoring.facts import MONTHS, CaseFacts, LabPoint, Measure, SiteLimits, show_date
from scoring.kernel import units

ONE = Decimal(1)
LIMIT_DIGITS, VALUE_DIGITS = 3, 4
ABOUT = "≈"
KEY = re.compile(
    r"(?:([0-9]{4})-([0-9]{2})-([0-9]{2})|day(-?[0-9]{1,5}))(?:T([0-9]{2})([0-9]{2}))?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Mark:
    """How a value stands to its limits: a sign, its words, and how far beyond."""

    sign: str = ""
    words: str = ""
    css: str = ""


@dataclass(frozen=True, slots=True)
class LabDay:
    """One column: its key in addresses, the calendar date where there is one, the day of the illness."""

    key: str
    date: str
    year: str
    number: str
    time: str
    aside: str
    css: str

    @property
    def short(self) -> str:
        """The column as a phone's button says it: `14 Mar`, or `day 3`."""
        return " ".join(part for part in (self.date or self.number, self.time) if part)

    @property
    def words(self) -> str:
        """The column in one line: `14 Mar 2015, 08:00, day 3`."""
        parts = (f"{self.date} {self.year}".strip(), self.time, self.number)
        return ", ".join(part for part in parts if part)


def present_day(case: Case, moment: Moment, facts: CaseFacts | None, *, is_shown: bool = False) -> LabDay:
    """Return the head of a column; a case that knows only days gets no date."""
    aside = _aside(moment.on, facts)
    css = " ".join(name for name, holds in (("is-out", aside), ("is-shown", is_shown)) if holds)
    return LabDay(
        key=key_of(case, moment),
        date="" if case.is_relative else f"{moment.on.day} {MONTHS[moment.on.month - 1]}",
        year="" if case.is_relative else str(moment.on.year),
        number=_number(case, moment.on),
        time=f"{moment.at:%H:%M}" if moment.has_time else "",
        aside=aside,
        css=css,
    )


def _aside(on: date, facts: CaseFacts | None) -> str:
    """Return why the results of a day do not count for the score, where they do not."""
    if facts is None or facts.dates.episode_start is None or facts.in_episode(on):
        return ""
    return "before the illness" if on < facts.dates.episode_start else "after the illness"


def _number(case: Case, on: date) -> str:
    """Return the day of the illness: `day −24`; nothing where there is no day 0."""
    zero = case.day_zero or case.index_day
    return f"day {(on - zero).days}".replace("-", "−") if zero else ""


def name_day(case: Case, on: date) -> str:
    """Return a day in running text: `12 Mar 2015`, or `day 8` where only days are known."""
    return _number(case, on) if case.is_relative else show_date(on)


def name_moment(case: Case, moment: Moment) -> str:
    """Return a sample's day and time in running text."""
    day = name_day(case, moment.on)
    return f"{day} at {moment.at:%H:%M}" if moment.has_time else day


def in_all_words(case: Case, moment: Moment) -> str:
    """Return a sample's date, time and day of the illness: `14 Mar 2015, 08:00, day 3`."""
    return present_day(case, moment, None).words


def key_of(case: Case, moment: Moment) -> str:
    """Return a moment as it stands in addresses: `2015-03-12T0800`, or `day8` where only days are known."""
    day = f"day{(moment.on - case.day_zero).days}" if case.day_zero else moment.on.isoformat()
    return f"{day}T{moment.at:%H%M}" if moment.has_time else day


def read_key(case: Case, key: str) -> Moment | None:
    """Return the moment of an address, or None where it is none of this case's kind."""
    found = KEY.fullmatch(key)
    if not found or bool(found[4]) != bool(case.day_zero):
        return None
    try:
        on = _day_of(case, found)
        return Moment(on, time(int(found[5]), int(found[6])), True) if found[5] else Moment(on)
    except (ValueError, OverflowError):
        return None


def _day_of(case: Case, found: re.Match[str]) -> date:
    if case.day_zero:
        return case.day_zero + timedelta(days=int(found[4]))
    return date(int(found[1]), int(found[2]), int(found[3]))


def sample_of(moment: Moment) -> str:
    """Return what the rules call the sample of a moment."""
    return f"{moment.on.isoformat()}T{moment.at:%H:%M:%S}" if moment.has_time else moment.on.isoformat()


def mark_result(point: LabPoint | None) -> Mark:
    """Return how a result stands to its limits; a bound that does not decide is left unmarked."""
    if point is None:
        return Mark()
    if point.analyte == "temperature" and point.canonical.is_at_least(FEVER.value):
        return Mark("▲", f"{FEVER.value} °C or more", "is-high")
    upper, lower = upper_limit(point), lower_limit(point)
    if upper and point.canonical.is_above(upper.value):
        return Mark("▲", f"{_times(point, upper)} the {upper.words}", "is-high")
    if lower and point.canonical.is_below(lower.value):
        return Mark("▼", f"below the {lower.words}", "is-low")
    return Mark()


def _times(point: LabPoint, limit: Limit) -> str:
    """Return how far above a limit: `1.9×`; a bound leaves a bound, and a limit of 0 is only above."""
    if not limit.value:
        return "above"
    times = Measure(point.canonical.value / limit.value, point.canonical.comparator)
    return f"{show_times(times, point.analyte) if times.comparator else show_ratio(times.value, ONE)}×"


def mark_count(count: Measure, of: LabPoint, sites: SiteLimits | None = None) -> Mark:
    """Return how an eosinophil count that was computed of a sample stands to its limit."""
    computed = LabPoint("eosinophils_abs", of.on, of.sample, count, "/uL", site_limits=sites)
    limit = upper_limit(computed)
    if limit is None or not computed.canonical.is_above(limit.value):
        return Mark()
    return Mark("▲", f"above the {limit.words}", "is-high")


def row_limits(row: LabRow | LabResult, analyte: Analyte, sites: SiteLimits | None = None) -> str:
    """Return the limits of a row or result in its unit: the laboratory's own, the site's, or assumed ones."""
    if row.lower_limit or row.upper_limit:
        return f"limit {_range(row.lower_limit, row.upper_limit)}"
    if sites is not None:
        given = (_in_unit(limit, analyte, sites.unit, row.unit) for limit in (sites.lower, sites.upper))
        return f"{SITES}limit {_range(*given)}"
    lower, upper = (
        _in_unit(limit, analyte, analyte.unit, row.unit) for limit in (analyte.lower, analyte.upper)
    )
    if not lower and not upper:
        return ""
    return f"assumed limit {_range(lower, upper)}"


def source_of_limits(row: LabRow | LabResult, sites: SiteLimits | None) -> str:
    """Return where the limits are from that stand in for a laboratory's own; nothing of others."""
    return sites.source if sites and not (row.lower_limit or row.upper_limit) else ""


def _range(lower: str, upper: str) -> str:
    if lower and upper:
        about = ABOUT if ABOUT in lower + upper else ""
        return f"{about}{lower.removeprefix(ABOUT)}–{upper.removeprefix(ABOUT)}"
    return upper or f"from {lower}"


def _in_unit(limit: Decimal | None, analyte: Analyte, given: str, unit: str) -> str:
    """Return a limit that is given in one unit in a row's unit."""
    if limit is None or unit == given:
        return "" if limit is None else units.shown(limit)
    return shorten(analyte.canonical(limit, given) / analyte.family[unit], LIMIT_DIGITS)


def shorten(value: Decimal, digits: int) -> str:
    """Return a converted number exactly where that is short, otherwise to some digits and marked as such."""
    exact = units.plain(round(value, 9))
    if len(exact.as_tuple().digits) <= digits or exact == exact.to_integral_value():
        return units.shown(exact)
    return f"{ABOUT}{units.shown(units.plain(Decimal(f'{exact:.{digits}g}')))}"


def echo(analyte: Analyte, value: Measure, unit: str) -> str:
    """Return what an entered value means in the unit compared in: `1.5 ×10⁹/L = 1,500 /µL`."""
    if unit == analyte.unit or units.label(unit) == units.label(analyte.unit):
        return ""
    short = shorten(analyte.canonical(value.value, unit), VALUE_DIGITS)
    sign = ABOUT if short.startswith(ABOUT) else "="
    meant = units.with_unit(f"{value.comparator}{short.removeprefix(ABOUT)}", analyte.unit)
    return f"{units.with_unit(str(value), unit)} {sign} {meant}"


def measure_of(result: LabResult) -> Measure:
    """Return a stored value as the rules read it."""
    return Measure(Decimal(result.value_canonical), result.value_comparator)


def same_value(result: LabResult) -> tuple[str, Decimal]:
    """Return what makes two results of one sample the same value, whatever their units."""
    value = ANALYTES[result.analyte].canonical(Decimal(result.value_canonical), result.unit)
    return result.value_comparator, value


def name_result(case: Case, result: LabResult) -> str:
    """Return what a result is of: `White cells on 14 Mar 2015`."""
    return f"{ANALYTES[result.analyte].name} on {name_moment(case, moment_of(result))}"


def meaning_of(result: LabResult) -> str:
    """Return a value with its unit and, where it is another, what it means in the unit compared in."""
    analyte = ANALYTES[result.analyte]
    return echo(analyte, measure_of(result), result.unit) or units.with_unit(result.value_raw, result.unit)
