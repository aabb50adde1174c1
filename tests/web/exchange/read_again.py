"""A file that was written, read in again as a person would."""

from datetime import date, time, timedelta

from dressapp.exchange import services
from dressapp.exchange.intakes import digest_of, read_intake
from dressapp.labs.models import LabResult
from tests.factories.records import make_case, make_lab

TODAY = date(2026, 11, 22)
SAME = (
    "analyte", "taken_on", "taken_time", "value_comparator", "value_canonical", "unit", "lower_limit",
    "upper_limit", "site", "note",
)  # fmt: skip
# Notes and sites that a spreadsheet would run, or that look like something else.
PAYLOADS = (
    "=1+1", '=HYPERLINK("http://x","y")', "=cmd|'/c calc'!A0", "=SUM(A1:A9)", "=1;2", "= 1", "==1", "+1",
    "+A1", "+cmd|'/c calc'!A0", "-1", "-A1", "-1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(1)", "@x", "'=1+1",
    "''=1", "'+1", "'-1", "'@x", "'plain", '="a""b"', "=1,2", '"=1', "=a\\b", "+x y", "@{1}", "=DDE(1)",
    "=IMPORTXML(1)", "=2+5+cmd|' /C calc'!A0", "-", "=", "+", "@", "1.5", "2015-03-12", "a, b", 'say "x"',
    "semi;colon", "É µ 日本 😀",
)  # fmt: skip


def make_table_case(user, **values):
    """Return a case whose results have everything that a line can have."""
    case = make_case(user, local_id="T-1", **values)
    day = case.rash_onset_on
    make_lab(case, user, analyte="alt", value="51", unit="U/L", on=day, upper_limit="40", lower_limit="5")
    make_lab(case, user, analyte="eosinophils_pct", value="9.70", unit="%", on=day)
    make_lab(case, user, analyte="wbc", value="7730", unit="/uL", on=day)
    make_lab(case, user, analyte="troponin_t", value="<14", unit="ng/L", on=day)
    make_lab(case, user, analyte="crp", value="<0.1", unit="mg/dL", on=date(2026, 3, 14))
    make_lab(case, user, analyte="temperature", value="38.9", unit="Cel", on=day, site="axillary")
    make_lab(case, user, analyte="inr", value="1.10", unit="{INR}", on=day)
    for number, text in enumerate(PAYLOADS):
        on = date(2025, 1, 1) + timedelta(days=number)
        make_lab(case, user, value=f"{number + 60}", on=on, taken_time=time(9, 0), note=text, site=text[:60])
    return case


def results_of(case):
    """Return what a result says, without where it came from."""
    rows = LabResult.objects.live().filter(case=case).values_list(*SAME)
    return sorted(rows, key=repr)


def take_in(case, content, user, name="labs"):
    """Read a file into a case; return its reading and what came of it, or None where something is asked."""
    intake = services.start_file(case=case, name=name, content=content, by=user)
    reading = read_intake(intake, case=case, today=TODAY)
    if not reading.is_ready:
        return reading, None
    done = services.confirm(
        case=case, intake=intake, version=intake.version, digest=digest_of(reading), today=TODAY, by=user
    )
    return reading, done
