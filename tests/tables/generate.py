"""Make tables in random layouts, names, units and number forms, each with what it truly says."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal

from tests.tables.words import FLAGS, FOREIGN, MONTHS, NOT_NUMBERS, NOTHING, TESTS

ADMISSION, DISCHARGE, ONSET = date(2015, 3, 12), date(2015, 4, 2), date(2015, 3, 10)
COUNTED = ("AD", "HD", "BA", "DC", "day", "D+")
WRITTEN = ("iso", "named-en", "named-de", "named-fr", "dots", "slashes-dmy", "slashes-mdy")


@dataclass
class Row:
    """One test as it stands in a table; a foreign one has no analyte."""

    name: str
    analyte: str
    unit: str
    unit_text: str


@dataclass
class Table:
    """A text, and what a person who knows the truth would answer to each question about it."""

    text: str
    layout: str
    decimal: str
    date_style: str
    unit_place: str
    first: int
    rows: list[Row] = field(default_factory=list)
    heads: dict[str, tuple[date, time | None]] = field(default_factory=dict)
    truth: dict[tuple[str, date, time | None], tuple[Decimal, str, str]] = field(default_factory=dict)
    not_numbers: int = 0
    has_ranges: bool = False
    limits: dict[str, tuple[Decimal, Decimal]] = field(default_factory=dict)


def make_table(chance):
    """Return one random table; `chance` is a random.Random."""
    style = chance.choice(WRITTEN + COUNTED)
    table = Table(
        text="",
        layout=chance.choice(["tests_down", "tests_down", "tests_across", "list"]),
        decimal=chance.choice(["point", "point", "comma"]),
        date_style=style,
        unit_place=chance.choice(["head", "head", "column", "cell", "missing"]),
        first=chance.choice([0, 1]),
        has_ranges=chance.random() < 0.25,
    )
    _choose_rows(chance, table)
    _choose_heads(chance, table)
    groups = chance.random() < 0.4
    cells = {
        (row.name, head): _cell(chance, table, row, when, groups)
        for row in table.rows
        for head, when in table.heads.items()
    }
    lines = LAYOUTS[table.layout](table, cells)
    title = "Table 1. Laboratory results of the patient\n" if chance.random() < 0.2 else ""
    foot = "\n* outside the reference range" if chance.random() < 0.2 else ""
    table.text = title + _join(chance, table, lines) + foot
    return table


def _choose_rows(chance, table):
    chosen = chance.sample(sorted(TESTS), chance.randint(2, 9))
    for analyte in chosen:
        names, units = TESTS[analyte]
        unit = chance.choice(sorted(units))
        row = Row(chance.choice(names), analyte, unit, chance.choice(units[unit][0]))
        if not any(row.name == other.name for other in table.rows):
            table.rows.append(row)
    for name in chance.sample(sorted(FOREIGN), chance.choice([0, 0, 1, 2])):
        table.rows.append(Row(name, "", FOREIGN[name], FOREIGN[name]))
    chance.shuffle(table.rows)


def _choose_heads(chance, table):
    days = sorted(chance.sample(range(1, 21), chance.randint(2, 8)))
    has_time = table.date_style in ("iso", "named-en") and chance.random() < 0.3
    for day in days:
        at = time(chance.randint(0, 23), chance.choice([0, 15, 30])) if has_time else None
        head, on = _head(table, day, chance)
        if at:
            head += f" {at:%H:%M}"
        table.heads[head] = (on, at)


def _head(table, day, chance):
    """Return the text of a date head and the day it means."""
    style = table.date_style
    counted = {
        "AD": (f"AD {day}", ADMISSION + timedelta(days=day - 1)),
        "HD": (f"HD {day}", ADMISSION + timedelta(days=day - 1)),
        "BA": (f"BA {day}", ADMISSION - timedelta(days=day)),
        "DC": (f"DC {day}", DISCHARGE + timedelta(days=day)),
        "day": (f"Day {day}", ONSET + timedelta(days=day - table.first)),
        "D+": (f"D+{day}", ONSET + timedelta(days=day - table.first)),
    }
    if style in counted:
        return counted[style]
    on = ONSET + timedelta(days=day * 3)
    written = {
        "iso": on.isoformat(),
        "dots": f"{on:%d.%m.%Y}",
        "slashes-dmy": f"{on:%d/%m/%Y}",
        "slashes-mdy": f"{on:%m/%d/%Y}",
    }
    if style in written:
        return written[style], on
    return f"{on.day} {MONTHS[style[-2:]][on.month - 1]} {on.year}", on


def _cell(chance, table, row, when, groups):
    """Return the text of one cell, and write down what it truly says."""
    roll = chance.random()
    if roll < 0.08:
        return chance.choice(NOTHING)
    if roll < 0.1:
        table.not_numbers += 1
        return chance.choice(NOT_NUMBERS)
    low, high, places = TESTS[row.analyte][1][row.unit][1] if row.analyte else (1, 200, 1)
    value = Decimal(str(round(chance.uniform(low, high), places)))
    value = value.quantize(Decimal(1).scaleb(-places)) if places else value.quantize(Decimal(1))
    comparator = chance.choice(["<", ">"]) if roll < 0.13 else ""
    if row.analyte:
        table.truth[row.analyte, *when] = (value, row.unit, comparator)
    text = comparator + _number(table, value, groups)
    if roll > 0.93:
        text += chance.choice(FLAGS)
    if table.unit_place == "cell":
        text += f" {row.unit_text}"
    return text


def _number(table, value, groups):
    whole, _, places = f"{value:f}".partition(".")
    point, group = (".", ",") if table.decimal == "point" else (",", ".")
    if groups and len(whole) > 3:
        whole = f"{int(whole):,}".replace(",", group)
    return f"{whole}{point}{places}" if places else whole


def _label(table, row):
    return f"{row.name} ({row.unit_text})" if table.unit_place == "head" and "%" not in row.name else row.name


def _down(table, cells):
    has_column = table.unit_place == "column"
    extra = [*(["Unit"] if has_column else []), *(["Reference range"] if table.has_ranges else [])]
    lines = [["Test", *extra, *table.heads]]
    for row in table.rows:
        unit = [row.unit_text] if has_column else []
        limits = [_range(table, row)] if table.has_ranges else []
        lines.append([_label(table, row), *unit, *limits, *(cells[row.name, head] for head in table.heads)])
    return lines


def _range(table, row):
    """Return limits that the values of a test do not stand for."""
    low, high, places = TESTS[row.analyte][1][row.unit][1] if row.analyte else (1, 200, 1)
    ends = [Decimal(str(round(end, places))) for end in (low, (low + high) / 3)]
    table.limits[row.analyte] = (ends[0], ends[1])
    return "–".join(_number(table, end, False) for end in ends)


def _across(table, cells):
    lines = [["Date", *(_label(table, row) for row in table.rows)]]
    if table.unit_place == "column":
        lines.append(["", *(row.unit_text for row in table.rows)])
    lines += [[head, *(cells[row.name, head] for row in table.rows)] for head in table.heads]
    return lines


def _list(table, cells):
    has_column = table.unit_place == "column"
    lines = [["Test", "Date", "Result", *(["Unit"] if has_column else [])]]
    for row in table.rows:
        for head in table.heads:
            unit = [row.unit_text] if has_column else []
            lines.append([_label(table, row), head, cells[row.name, head], *unit])
    return lines


LAYOUTS = {"tests_down": _down, "tests_across": _across, "list": _list}


def _join(chance, table, lines):
    """Write the lines with one separator; a comma or blanks only where no cell can be torn by them."""
    kinds = ["tab", "tab", "semicolon", "pipe"]
    if table.layout != "list" and all(all(cell for cell in line) for line in lines):
        kinds.append("spaces")
    kinds.append("comma")
    kind = chance.choice(kinds)
    if kind == "pipe":
        rule = ["|" + "|".join("---" for _ in lines[0]) + "|"]
        body = ["| " + " | ".join(line) + " |" for line in lines]
        return "\n".join(body[:1] + rule + body[1:])
    if kind == "spaces":
        widths = [max(len(line[at]) for line in lines) + 3 for at in range(len(lines[0]))]
        return "\n".join(
            "".join(f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True)).rstrip()
            for line in lines
        )
    if kind == "comma":
        return "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    return "\n".join({"tab": "\t", "semicolon": ";"}[kind].join(line) for line in lines)
