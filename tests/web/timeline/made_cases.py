"""Cases to draw: the published one, and those that strain a figure."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle
from pathlib import Path

from dressapp.exchange.case_file import loads, parse_case
from scoring.facts import CaseDates, CaseFacts, DrugCourse, LabPoint, Measure

ZERO = date(2025, 11, 11)
PUBLISHED = Path(__file__).resolve().parents[2] / "golden" / "cases" / "sorafenib-2016.json"


def on(day: int) -> date:
    """Return the date of a day number."""
    return ZERO + timedelta(days=day)


def lab(analyte, day, value, unit, *, sign="", upper=None, lower=None, time="", note=""):
    """Return one result of a day number."""
    return LabPoint(
        analyte,
        on(day),
        f"{on(day).isoformat()}{time}",
        Measure(Decimal(str(value)), sign),
        unit,
        Decimal(str(upper)) if upper is not None else None,
        Decimal(str(lower)) if lower is not None else None,
        note=note,
    )


def drug(name, start=None, stop=None, *, role="suspect", precision="day", stop_precision="day", **more):
    """Return one course by day numbers or dates; a missing one is not recorded."""
    return DrugCourse(
        name,
        role=role,
        start=_date(start),
        start_precision=precision if start is not None else "unknown",
        stop=_date(stop),
        stop_precision=stop_precision if stop is not None or stop_precision == "ongoing" else "",
        **more,
    )


def _date(day):
    return on(day) if isinstance(day, int) else day


def facts(*, dates=None, **more):
    """Return a case whose rash began on day 0."""
    return CaseFacts(dates=dates or CaseDates(rash_onset=ZERO), **more)


def sorafenib() -> CaseFacts:
    """Return the published case, which knows days and no dates."""
    return parse_case(loads(PUBLISHED.read_text(encoding="utf-8")))


def one_lab() -> CaseFacts:
    """Return a case with a single result."""
    return facts(labs=(lab("alt", 3, 212, "U/L", upper=40),), drugs=(drug("allopurinol", -31, 2),))


def thirty_drugs() -> CaseFacts:
    """Return a case with thirty drugs of all kinds of dates."""
    roles = ["suspect"] * 7 + ["concomitant"] * 16 + ["treatment"] * 7
    precisions = cycle(["day", "day", "month", "on_or_before", "day", "year"])
    stops = cycle(["day", "ongoing", "", "month", "on_or_before"])
    drugs = []
    for number, role in enumerate(roles):
        starts = {"suspect": number * 11 - 70, "concomitant": number * 60 - 1500, "treatment": number - 20}
        start = starts[role]
        precision, stop = next(precisions), next(stops)
        day = {"month": date(2025, 9, 1), "year": date(2025, 1, 1)}.get(precision, start)
        drugs.append(
            drug(
                f"trimethoprim-sulfamethoxazole and a long name {number}"
                if number % 9 == 4
                else f"drug {number}",
                None if number % 7 == 6 else day,
                {"ongoing": None, "": None, "month": date(2025, 12, 1)}.get(stop, 12 + number),
                role=role,
                precision=precision,
                stop_precision=stop,
            )
        )
    dates = CaseDates(
        first_symptom=on(-4), fever_onset=on(-2), rash_onset=ZERO, admission=on(3),
        discharge=on(24), still_ill_on=on(17), resolution=on(38),
    )  # fmt: skip
    return facts(dates=dates, drugs=tuple(drugs), labs=tuple(_course(range(-20, 40, 2))))


def five_years() -> CaseFacts:
    """Return a case with results over five years."""
    days = [*range(-1700, -30, 45), *range(-2, 30, 2), *range(40, 140, 10)]
    dates = CaseDates(rash_onset=ZERO, admission=on(2), discharge=on(30), closed_on=on(200))
    drugs = (drug("carbamazepine", -33, 3), drug("phenytoin", -400, -300))
    return facts(dates=dates, drugs=drugs, labs=tuple(_course(days)))


def _course(days):
    for day in days:
        high = max(0.0, 1 - abs(day - 8) / 12)
        yield lab("eosinophils_abs", day, round(0.2 + high * 2.4, 2), "10*9/L")
        yield lab("alt", day, round(20 + high * 1400), "U/L", upper=41)
        yield lab("creatinine", day, round(80 + high * 150), "umol/L", upper=104)
        yield lab("platelets", day, round(240 - high * 150), "10*9/L", lower=150, upper=400)
        yield lab("temperature", day, round(36.8 + high * 2.6, 1), "Cel")
        yield lab("crp", day, round(4 + high * 120), "mg/L", upper=5)


def partial_dates() -> CaseFacts:
    """Return a case that knows its dates only in part, with bounds and contradictions among its results."""
    drugs = (
        drug("allopurinol", date(2025, 10, 1), date(2025, 11, 1), precision="month", stop_precision="month"),
        drug("lamotrigine", -12, precision="on_or_before", still_taken_on=on(4)),
        drug("phenytoin", date(2025, 1, 1), 1, precision="year"),
        drug("<script>alert(1)</script> \"x\" & 'y'", None, 2),
        drug("cotrimoxazole", -14, 4, stop_precision="on_or_before"),
        drug("contrast", -6, -6, atc="V08AB02"),
        drug("ramipril", role="concomitant"),
    )
    labs = (
        lab("ast", 2, 40, "U/L", sign=">"),
        lab("ast", 4, 300, "U/L"),
        lab("ast", 4, 340, "U/L"),
        lab("ast", 7, 160, "U/L"),
        lab("crp", 2, 5, "mg/L", sign="<"),
        lab("eosinophils_pct", 2, 22, "%"),
        lab("platelets", 1, 90, "10*9/L", lower=150),
        lab("platelets", 1, 80, "10*9/L", lower=150, time="T14:30"),
        lab("temperature", 1, "101.9", "[degF]"),
    )
    return facts(drugs=drugs, labs=labs)


def liver_injury() -> CaseFacts:
    """Return a case with every derived series: Hy's law criteria met, R values, creatinine on a baseline."""
    labs = [lab("creatinine", -20, "0.9", "mg/dL")]
    for day, alt, bilirubin, alp in LIVER_COURSE:
        labs += [
            lab("alt", day, alt, "U/L", upper=40),
            lab("ast", day, alt // 2, "U/L", upper=40),
            lab("bilirubin_total", day, bilirubin, "mg/dL", upper="1.2"),
            lab("creatinine", day, f"{0.9 + day / 10:.1f}", "mg/dL", upper="1.2"),
        ]
        labs += [lab("alp", day, alp, "U/L", upper=120)] if alp else []
    return facts(labs=tuple(labs), drugs=(drug("allopurinol", -31, 2),))


LIVER_COURSE = (
    (1, 90, "0.8", 100),
    (3, 250, "1.5", 110),
    (5, 600, "3.4", 115),
    (8, 900, "5.2", 118),
    (12, 400, "4.0", 150),
    (14, 300, "3.0", None),
    (20, 90, "1.2", None),
)


def bare() -> CaseFacts:
    """Return a case of which only the onset is known."""
    return facts()


ALL = {made.__name__: made for made in (sorafenib, one_lab, thirty_drugs, five_years, partial_dates, bare)}
