"""A random table in a random layout reads back exactly, or asks; it is never silently another one."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from dressapp.labs.paste.parts import Anchor, Known
from scoring.analytes import ANALYTES
from tests.web.labs.paste.test_layouts import WRITERS
from tests.web.labs.paste.texts import TODAY, read_text

# Each name with its test, unit, and the plausible numbers in that unit.
NAMES = {
    "WBC": ("wbc", "/uL", 1000, 20_000), "Platelets": ("platelets", "10*9/L", 10, 900),
    "AST": ("ast", "U/L", 5, 5000), "GPT": ("alt", "U/L", 5, 5000),
    "T-Bil": ("bilirubin_total", "mg/dL", 1, 30), "Cr": ("creatinine", "umol/L", 40, 900),
    "Eosinophils": ("eosinophils_pct", "%", 0, 60), "Neutrophils": ("neutrophils_abs", "/uL", 500, 19_000),
    "CRP": ("crp", "mg/L", 1, 400), "Albumin": ("albumin", "g/L", 15, 50),
}  # fmt: skip
DAYS = {
    "iso": lambda on: f"{on:%Y-%m-%d}",
    "words": lambda on: f"{on.day} {on:%b} {on.year}",
    "dots": lambda on: f"{on:%d.%m.%Y}",
    "slashes": lambda on: f"{on:%m/%d/%Y}",
    "short": lambda on: f"{on:%d.%m.%y}",
    "days": lambda on: f"Day {(on - START).days}",
}
ORDERS = {"dots": "dmy", "short": "dmy", "slashes": "mdy"}
START = date(2014, 12, 27)
SIGNS = {"point": lambda number: number, "comma": lambda number: number.translate(str.maketrans(",.", ".,"))}
BEHIND = st.sampled_from(["", "", "", " H", "*", "↑"])
FORMS = st.sampled_from(["{:f}", "{:f}", "{:,f}"])


@st.composite
def tables(draw):
    """Return the text of a table with what it says: numbers by test and day."""
    names = draw(st.lists(st.sampled_from(sorted(NAMES)), min_size=1, max_size=5, unique=True))
    offsets = draw(st.lists(st.integers(0, 120), min_size=1, max_size=6, unique=True))
    days, written = [START + timedelta(days=days) for days in offsets], draw(st.sampled_from(sorted(DAYS)))
    sign, form = draw(st.sampled_from(sorted(SIGNS))), draw(FORMS)
    truth, cells = {}, {}
    for name in names:
        for on in days:
            places = draw(st.integers(0, 3))
            low, high = (limit * 10**places for limit in NAMES[name][2:])
            value = Decimal(draw(st.integers(low, high))).scaleb(-places)
            cells[name, on] = SIGNS[sign](form.format(value)) + draw(BEHIND)
            if draw(st.integers(0, 9)) == 0:
                cells[name, on] = draw(st.sampled_from(["", "-", "n.d."]))
            else:
                truth[NAMES[name][0], on] = value
    assume(truth)
    rows = LAYOUTS[draw(st.sampled_from(sorted(LAYOUTS)))](names, days, cells, DAYS[written])
    has_comma = any("," in cell for cell in cells.values())
    writers = [writer for writer in WRITERS if writer != "comma" or not has_comma]
    return WRITERS[draw(st.sampled_from(writers))](rows), truth, sign, ORDERS.get(written, "")


def write_down(names, days, cells, show):
    head = ["Test", *map(show, days)]
    return [head, *([f"{name} ({NAMES[name][1]})", *(cells[name, on] for on in days)] for name in names)]


def write_across(names, days, cells, show):
    head = ["Date", *(f"{name} ({NAMES[name][1]})" for name in names)]
    return [head, *([show(on), *(cells[name, on] for name in names)] for on in days)]


def write_list(names, days, cells, show):
    head = ["Test", "Date", "Value", "Unit"]
    return [head, *([name, show(on), cells[name, on], NAMES[name][1]] for name in names for on in days)]


LAYOUTS = {"down": write_down, "across": write_across, "list": write_list}


def said(reading):
    """Return the numbers that the reading would store, by test and day."""
    tests = {head.key: head for head in reading.tests}
    dates = {head.key: head for head in reading.dates}
    found = {}
    for cell in reading.cells:
        head, when = tests[cell.test], dates[cell.when]
        if cell.state == "value" and head.analyte and not head.problem and when.on:
            analyte = ANALYTES[head.analyte]
            assert analyte.family[cell.unit]
            found[head.analyte, when.on] = Decimal(cell.canonical)
    return found


@settings(max_examples=400, deadline=None)
@given(tables())
def test_table_reads_back_exactly_or_asks(made):
    text, truth, *_ = made
    reading = read_text(text, Known(TODAY))
    event("ready" if reading.is_ready else "asks")
    assert said(reading).items() <= truth.items(), text
    assert open_ends(reading) or is_whole(reading, truth), text


@settings(max_examples=400, deadline=None)
@given(tables())
def test_table_reads_back_exactly_once_its_questions_are_answered(made):
    text, truth, sign, order = made
    anchors = {"day": Anchor("date", START, 0)}
    reading = read_text(text, Known(TODAY), decimal=sign, date_order=order, anchors=anchors)
    event("ready" if reading.is_ready else "asks")
    assert said(reading).items() <= truth.items(), text
    asked = {cell.state for cell in reading.cells} & {"asked", "refused", "conflict"}
    assert asked or is_whole(reading, truth), text


def is_whole(reading, truth):
    """Tell whether a reading says all that the table says, or names the lines that it could not part."""
    return said(reading) == truth or any("part them with tabs" in aside.why for aside in reading.aside)


def open_ends(reading):
    """Return what the reading asks for."""
    return [
        *(question.name for question in reading.questions if not question.answer),
        *(head.problem for head in (*reading.tests, *reading.dates) if head.problem),
        *(head.unit_problem for head in reading.tests if head.unit_problem),
        *(cell.problem for cell in reading.cells if cell.state in ("asked", "refused", "conflict")),
    ]
