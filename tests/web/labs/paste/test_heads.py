"""The dates of a table: each spelling on its day, counted from the day that is shown, or asked about."""

from datetime import date, time, timedelta

import pytest

from dressapp.labs.paste.parts import Anchor, Choices, Known, Sheet
from dressapp.labs.paste.reading import read
from dressapp.labs.paste.sheet import split_text
from tests.web.labs.paste.texts import (
    ADMISSION,
    BARE,
    DISCHARGE,
    EVENTS,
    FIRST_DOSE,
    KNOWN,
    RASH,
    RELATIVE,
    TODAY,
    read_head,
    read_text,
)

COLUMN = "Enter the date of this column"

# Kinds that the case's own days answer: the text, days after the anchor, and what is said of it.
OWN = [
    ("AD 1", ADMISSION, 0, "the day of admission"),
    ("AD1", ADMISSION, 0, "the day of admission"),
    ("ad 1", ADMISSION, 0, "the day of admission"),
    ("AD 2", ADMISSION, 1, "one day after admission"),
    ("AD 3", ADMISSION, 2, "two days after admission"),
    ("AD3", ADMISSION, 2, "two days after admission"),
    ("AD 13", ADMISSION, 12, "twelve days after admission"),
    ("AD 14", ADMISSION, 13, "13 days after admission"),
    ("AD #3", ADMISSION, 2, "two days after admission"),
    ("Admission day 3", ADMISSION, 2, "two days after admission"),
    ("HD 1", ADMISSION, 0, "the day of admission"),
    ("HD 7", ADMISSION, 6, "six days after admission"),
    ("HD7", ADMISSION, 6, "six days after admission"),
    ("Hospital day 7", ADMISSION, 6, "six days after admission"),
    ("BA 0", ADMISSION, 0, "the day of admission"),
    ("BA 1", ADMISSION, -1, "one day before admission"),
    ("BA 25", ADMISSION, -25, "25 days before admission"),
    ("BA25", ADMISSION, -25, "25 days before admission"),
    ("DC 0", DISCHARGE, 0, "the day of discharge"),
    ("DC 22", DISCHARGE, 22, "22 days after discharge"),
    ("DC22", DISCHARGE, 22, "22 days after discharge"),
    ("DC +3", DISCHARGE, 3, "three days after discharge"),
    ("D/C 3", DISCHARGE, 3, "three days after discharge"),
]
# Kinds that are always asked: the text, its kind, and days after the anchor where that is day 1 or day 0.
ASKED = [
    ("Day 1", "day", 0, 1), ("Day 3", "day", 2, 3), ("day3", "day", 2, 3), ("DAY 3", "day", 2, 3),
    ("Day -3", "day", -4, -3), ("Day −3", "day", -4, -3), ("Day 0", "day", -1, 0), ("Tag 3", "day", 2, 3),
    ("Jour 3", "day", 2, 3), ("Día 3", "day", 2, 3), ("第3病日", "day", 2, 3), ("3日目", "day", 2, 3),
    ("D+5", "D", 4, 5), ("D + 5", "D", 4, 5), ("D5", "D", 4, 5), ("d 5", "D", 4, 5), ("D-3", "D", -4, -3),
    ("D −3", "D", -4, -3), ("D0", "D", -1, 0), ("J+5", "D", 4, 5), ("J5", "D", 4, 5), ("week 2", "week", 7,
    14),
    ("Week 2", "week", 7, 14), ("wk 2", "week", 7, 14), ("W2", "week", 7, 14), ("Woche 2", "week", 7, 14),
    ("semaine 2", "week", 7, 14), ("week 1", "week", 0, 7),
]  # fmt: skip
UNREAD = [
    "Baseline", "Peak", "Visit 2", "12 Mar", "March 2015", "2015", "12/03", "Day 3-5", "Day-3", "AD-3",
    "BA -3",
    "AD", "AD 3 to 5", "week 1-2", "T4", "AD 12345", "30 Feb 2015", "12 Foo 2015", "day three", "08:30",
    "Month 2",
]  # fmt: skip


@pytest.mark.parametrize(("text", "anchor", "days", "words"), OWN)
def test_counted_day_is_counted_from_the_case_s_own_day(text, anchor, days, words):
    head, questions = read_head(text)
    on = anchor + timedelta(days=days)
    assert (head.on, head.problem) == (on, "")
    assert head.words == f"{on.day} {on:%b} {on.year}: {text}, {words}"
    [question] = questions.values()
    assert question.answer
    assert question.why


@pytest.mark.parametrize(("text", "anchor", "days", "words"), OWN)
def test_counted_day_is_asked_where_its_anchor_is_not_on_record(text, anchor, days, words):
    head, questions = read_head(text, BARE)
    assert (head.on, head.words, head.problem) == (None, "", "")
    [question] = questions.values()
    assert question.answer == ""
    assert "not on record" in question.why


@pytest.mark.parametrize(("text", "kind", "from_one", "from_nought"), ASKED)
def test_other_counted_days_are_always_asked_and_then_counted(text, kind, from_one, from_nought):
    head, questions = read_head(text)
    assert (head.kind, head.on, head.problem) == (kind, None, "")
    question = questions[f"anchor-{kind}"]
    assert question.answer == ""
    assert text in question.title
    for first, days in ((1, from_one), (0, from_nought)):
        anchors = {kind: Anchor("rash_onset_on", RASH, first)}
        head, questions = read_head(text, anchors=anchors)
        assert head.on == RASH + timedelta(days=days)
        assert questions[f"anchor-{kind}"].answer == f"rash_onset_on:{first}"


@pytest.mark.parametrize("text", UNREAD)
def test_head_that_cannot_be_read_asks_for_its_date(text):
    head, questions = read_head(text)
    assert (head.on, head.problem) == (None, COLUMN)
    assert not questions
    head, _ = read_head(text, days={"d0": ADMISSION})
    assert (head.on, head.kind, head.problem) == (ADMISSION, "chosen", "")
    assert head.words == "12 Mar 2015: entered by hand" or text == "08:30"


def test_options_of_an_anchor_name_every_day_on_record_with_an_example():
    _, questions = read_head("Day 3")
    options = {option.value: option for option in questions["anchor-day"].options}
    assert options["rash_onset_on:1"].words == "day 1 is the day of the onset of the rash, 11 Mar 2015"
    assert options["rash_onset_on:1"].example == "Day 3 is 13 Mar 2015"
    assert options["first_dose_on:0"].example == "Day 3 is 4 Mar 2015"
    assert {"admission_on:0", "discharge_on:1", "date:0", "date:1"} <= options.keys()
    assert not {key for key in options if key.startswith("index_on")}


def test_anchor_can_be_changed_and_typed():
    head, questions = read_head("AD 3", anchors={"AD": Anchor("admission_on", ADMISSION, 0)})
    assert head.words == "15 Mar 2015: AD 3, three days after admission"
    assert questions["anchor-AD"].answer == "admission_on:0"
    head, questions = read_head("AD 3", anchors={"AD": Anchor("date", date(2015, 5, 1), 1)})
    assert head.words == "3 May 2015: AD 3, two days after 1 May 2015"
    assert questions["anchor-AD"].answer == "date:1"


def test_anchor_chosen_by_name_follows_the_case():
    later = Known(TODAY, events=EVENTS | {"rash_onset_on": date(2015, 3, 20)})
    head, _ = read_head("Day 1", later, anchors={"day": Anchor("rash_onset_on", RASH, 1)})
    assert head.on == date(2015, 3, 20)


@pytest.mark.parametrize("text", ["AD 0", "AD -2", "HD 0"])
def test_number_that_speaks_against_the_usual_way_is_asked(text):
    head, questions = read_head(text)
    assert head.on is None
    [question] = questions.values()
    assert (question.answer, question.why.startswith(text)) == ("", True)


def test_each_kind_is_asked_once_a_table():
    reading = read_text("\tDay 1\tDay 3\tDay 9\tweek 2\nAST (U/L)\t31\t50\t109\t30")
    assert [question.name for question in reading.questions] == ["anchor-day", "anchor-week"]
    assert not reading.is_ready


@pytest.mark.parametrize(
    "text", ["12 Mar 2015", "2015-03-12", "12. März 2015", "12 mars 2015", "12 de marzo de 2015"]
)
def test_date_with_its_month_is_one_day(text):
    head, questions = read_head(text)
    assert (head.kind, head.on, head.words, head.problem) == ("date", ADMISSION, "12 Mar 2015", "")
    assert not questions


@pytest.mark.parametrize(
    "text", ["12 Mar 2015 08:30", "2015-03-12T08:30", "12.03.2015 08:30 Uhr", "AD 1 08:30"]
)
def test_time_stands_beside_the_day(text):
    head, _ = read_head(text, date_order="dmy")
    assert (head.on, head.at) == (ADMISSION, time(8, 30))
    assert head.words.startswith("12 Mar 2015, 08:30")


def test_time_can_be_typed():
    head, _ = read_head("12 Mar 2015", times={"d0": time(8, 30)})
    assert (head.at, head.words) == (time(8, 30), "12 Mar 2015, 08:30")


def read_dates(*texts, known=KNOWN, **choices):
    row = "\t".join("31" for _ in texts)
    return read_text("\t" + "\t".join(texts) + f"\nAST (U/L)\t{row}", known, "tab", **choices)


@pytest.mark.hazard("H10")
def test_order_of_numbers_is_asked_once_with_examples_both_ways():
    reading = read_dates("03/04/2015", "05/06/2015")
    [question] = reading.questions
    assert (question.name, question.answer) == ("date_order", "")
    assert [option.example for option in question.options] == [
        "03/04/2015 is 3 Apr 2015",
        "03/04/2015 is 4 Mar 2015",
    ]
    assert [head.on for head in reading.dates] == [None, None]
    assert [head.problem for head in reading.dates] == ["", ""]


@pytest.mark.parametrize(("order", "on"), [("dmy", date(2015, 4, 3)), ("mdy", date(2015, 3, 4))])
def test_order_of_numbers_is_taken_as_chosen(order, on):
    reading = read_dates("03/04/2015", date_order=order)
    assert reading.dates[0].on == on
    assert reading.questions[0].answer == order
    words = {"dmy": "the day first", "mdy": "the month first"}[order]
    assert reading.dates[0].words == f"{on.day} {on:%b} {on.year}: 03/04/2015 with {words}"


@pytest.mark.parametrize(
    ("proof", "order", "on"),
    [("13/04/2015", "dmy", date(2015, 4, 3)), ("04/13/2015", "mdy", date(2015, 3, 4))],
)
def test_order_of_numbers_is_proven_by_a_day_above_twelve(proof, order, on):
    reading = read_dates("03/04/2015", proof)
    [question] = reading.questions
    assert question.answer == order
    assert proof in question.why
    assert reading.dates[0].on == on


@pytest.mark.hazard("H10")
def test_dates_that_fit_no_order_are_asked_about():
    reading = read_dates("13/04/2015", "04/13/2015")
    assert reading.questions[0].answer == ""
    reading = read_dates("13/04/2015", "04/13/2015", date_order="dmy")
    assert [head.problem for head in reading.dates] == ["", COLUMN]
    reading = read_dates("13/04/2015", "04/13/2015", date_order="dmy", days={"d1": ADMISSION})
    assert reading.dates[1].on == ADMISSION
    assert reading.is_ready


def test_date_that_is_the_same_day_in_every_order_needs_no_answer():
    reading = read_dates("03/03/2015")
    assert reading.dates[0].on == date(2015, 3, 3)
    assert reading.is_ready


def test_short_years_may_stand_first():
    reading = read_dates("12.03.15")
    assert [option.value for option in reading.questions[0].options] == ["dmy", "mdy", "ymd"]
    reading = read_dates("12.03.15", "31.12.15")
    assert reading.questions[0].answer == "dmy"
    assert reading.dates[0].on == ADMISSION


@pytest.mark.hazard("H07")
def test_future_is_refused_read_or_typed():
    head, _ = read_head("23 Nov 2026")
    assert head.problem == f"This day is in the future. {COLUMN}"
    head, _ = read_head("22 Nov 2026")
    assert head.on == TODAY
    head, _ = read_head("Peak", days={"d0": date(2026, 11, 23)})
    assert (head.on, head.problem) == (None, f"This day is in the future. {COLUMN}")
    head, _ = read_head("AD 9999")
    assert head.problem == f"This day is in the future. {COLUMN}"


def test_day_outside_the_calendar_asks_for_its_date():
    head, _ = read_head("week -9999", anchors={"week": Anchor("date", date(1950, 1, 1), 0)})
    assert (head.on, head.problem) == (None, COLUMN)
    old = Known(TODAY, events={"admission_on": date(1, 1, 2)})
    head, questions = read_head("week -9999", old, anchors={"week": Anchor("admission_on", date(1, 1, 2), 0)})
    assert (head.on, head.problem) == (None, COLUMN)
    assert "" in {option.example for option in questions["anchor-week"].options}


def test_relative_case_shows_days_and_offers_its_day_nought():
    head, questions = read_head("AD 3", RELATIVE)
    assert head.words == "day 3: AD 3, two days after admission"
    _, questions = read_head("Day 3", RELATIVE)
    options = {option.value: option for option in questions["anchor-day"].options}
    assert options["day_zero:0"].words == "day 0 is the case's day 0"
    assert options["day_zero:0"].example == "Day 3 is day 3"
    head, questions = read_head("Day 3", RELATIVE, anchors={"day": Anchor("day_zero", RASH, 0)})
    assert head.words == "day 3: Day 3, three days after the case's day 0"
    shown = " ".join([head.words, *(f"{o.words} {o.example}" for o in questions["anchor-day"].options)])
    assert "2015" not in shown


@pytest.mark.parametrize("text", ["12 Mar 2015", "03/04/2015", "13.04.2015"])
def test_date_is_refused_where_the_case_knows_only_days(text):
    head, questions = read_head(text, RELATIVE)
    assert head.problem == "This case knows only days. Enter the day of this column"
    head, _ = read_head(text, RELATIVE, days={"d0": RASH + timedelta(days=2)})
    assert (head.words, head.problem) == ("day 2: entered by hand", "")
    assert not questions


def test_first_dose_is_offered_and_counted_from():
    head, _ = read_head("Day 10", anchors={"day": Anchor("first_dose_on", FIRST_DOSE, 1)})
    assert head.words == "10 Mar 2015: Day 10, nine days after the first dose"


def test_column_without_a_date_can_be_left_out():
    reading = read_text("\t12 Mar 2015\tPeak\nAST (U/L)\t31\t379", tests={"d1": "aside"})
    assert [cell.state for cell in reading.cells] == ["value", "skipped"]
    assert reading.dates[1].problem == ""
    assert reading.is_ready


@pytest.mark.parametrize(
    ("text", "on", "at"),
    [
        ("AD 1 (12 Mar 2015)", ADMISSION, None),
        ("12 Mar 2015 (AD 1)", ADMISSION, None),
        ("Peak (12 Mar 2015)", ADMISSION, None),
        ("AD 1 [admission]", ADMISSION, None),
        ("12 Mar 2015 (08:30)", ADMISSION, time(8, 30)),
        ("12 Mar 2015*", ADMISSION, None),
        ("AD 1 †", ADMISSION, None),
        ("12 Mar 2015 (13 Mar 2015)", None, None),
        ("(12 Mar 2015)", None, None),
    ],
)
def test_head_with_words_in_brackets_or_a_mark_is_its_one_date(text, on, at):
    head, _ = read_head(text)
    assert (head.on, head.at) == (on, at)
    assert bool(head.problem) == (on is None)


@pytest.mark.parametrize(
    ("word", "kind"), [("Day", "day"), ("Hospital day", "HD"), ("Day of illness", "day"), ("Woche", "week")]
)
def test_numbers_behind_a_word_for_days_are_counted_days(word, kind):
    down = read_text(f"{word}\t1\t3\t5\nAST (U/L)\t31\t379\t50\nALT (U/L)\t17\t53\t40")
    assert [(head.kind, bool(head.problem)) for head in down.dates] == [(kind, False)] * 3
    across = read_text(f"{word}\tAST (U/L)\tALT (U/L)\n1\t31\t17\n3\t379\t53")
    assert [(head.kind, bool(head.problem)) for head in across.dates] == [(kind, False)] * 2
    assert len(across.cells) == 4


def test_numbers_of_a_row_are_no_days_where_the_table_has_dates():
    reading = read_text("\t12 Mar 2015\t14 Mar 2015\nDay\t1\t3\nAST (U/L)\t31\t379")
    assert [head.kind for head in reading.dates] == ["date", "date"]
    reading = read_text("\tAD 1\tAD 3\nBA\t1\t2\nAST (U/L)\t31\t379")
    assert [head.kind for head in reading.dates] == ["AD", "AD"]


def test_source_may_declare_its_anchor():
    rows = (("test", "date", "value", "unit"), ("ast", "day 2", "31", "U/L"))
    declared = {"layout": "list", "decimal": "point", "anchor-day": "day_zero:0"}
    reading = read(Sheet(rows, "", ("heads", "entry 1"), declared), Choices(), RELATIVE)
    assert [head.words for head in reading.dates] == ["day 2: day 2, two days after the case's day 0"]
    assert not reading.questions
    assert reading.is_ready


def test_signs_of_a_file_are_read_like_those_of_a_text():
    rows = (("", "12\u00a0Mar\n2015"), ("ＡＳＴ\n(U/L)", "31\u00a0H"))
    reading = read(Sheet(rows, "", ("row 1", "row 2")), Choices(), KNOWN)
    assert [(cell.state, cell.raw) for cell in reading.cells] == [("value", "31")]
    assert reading.dates[0].on == ADMISSION


def test_midnight_to_the_second_on_every_date_is_a_day_without_a_time():
    reading = read_dates("2015-03-12 00:00:00", "2015-03-14T00:00:00")
    assert [(head.on.day, head.at, head.words) for head in reading.dates] == [
        (12, None, "12 Mar 2015"),
        (14, None, "14 Mar 2015"),
    ]
    assert [head.at for head in read_dates("2015-03-12 00:00").dates] == [time(0)]
    mixed = read_dates("2015-03-12 00:00:00", "2015-03-14 08:30:00")
    assert [head.at for head in mixed.dates] == [time(0), time(8, 30)]


def test_a_day_that_was_typed_is_said_in_the_answer():
    choices = Choices(anchors={"DC": Anchor("date", date(2015, 4, 2), 0)})
    reading = read(split_text("Test\tDC 22\nAST (U/L)\t50"), choices, Known(today=date(2026, 11, 22)))
    (question,) = [one for one in reading.questions if one.name == "anchor-DC"]
    words = {option.value: option.words for option in question.options}
    assert words[question.answer] == "DC 0 is another day, 2 Apr 2015"
