"""The entry fields: exact or refused, nothing preselected, nothing lost."""

from datetime import date

import pytest
from django import forms

from dressapp.core.dates import PartialDate
from dressapp.core.fields import (
    DateField,
    NumberField,
    PartialDateField,
    TextField,
    TriChoiceField,
    strip_control,
)
from dressapp.core.forms import EntryForm

TODAY = date(2026, 3, 19)


class ExampleForm(EntryForm):
    """One field of each kind."""

    value = NumberField(required=False)
    seen_on = DateField(required=False)
    start = PartialDateField(required=False)
    stop = PartialDateField(required=False, may_go_on=True)
    cirrhosis = TriChoiceField()
    note = TextField(paragraphs=True)
    site = TextField(max_length=10)


def clean(**data):
    form = ExampleForm(data, today=TODAY)
    form.is_valid()
    return form


def test_number_keeps_what_was_typed_when_it_is_exact():
    number = clean(value=" <38.50 ").cleaned_data["value"]
    assert (number.raw, number.comparator, number.canonical) == ("<38.50", "<", "38.5")


def test_refused_number_is_shown_again_when_the_form_comes_back():
    form = clean(value="1,500")
    assert form.errors["value"] == [
        "Write 1500, without a separator; if the comma is the decimal sign, write 1.5."
    ]
    assert 'value="1,500"' in str(form["value"])


@pytest.mark.parametrize("name", ["value", "seen_on", "start", "stop"])
def test_field_is_none_when_nothing_was_typed(name):
    assert clean(**{name: "  "}).cleaned_data[name] is None


@pytest.mark.parametrize("name", ["value", "seen_on", "start", "stop", "site", "note"])
@pytest.mark.parametrize("text", ["x" * 10_000, "<script>alert(1)</script>", "😀"])
def test_field_never_fails_when_the_text_is_absurd(name, text):
    form = clean(**{name: text})
    refused = bool(form.errors)
    assert refused or name in ("site", "note")


def test_text_says_how_long_it_may_be_when_it_is_too_long():
    errors = clean(note="x" * 10_000).errors["note"]
    assert errors == ["This text has 10000 characters. Shorten it to 4000."]


@pytest.mark.parametrize("name", ["seen_on", "start", "stop"])
def test_day_is_refused_when_it_is_in_the_future(name):
    assert clean(**{name: "20 Mar 2026"}).errors[name] == [
        "This day is in the future. Enter a day up to today."
    ]
    assert not clean(**{name: "19 Mar 2026"}).errors


def test_day_number_is_never_in_the_future_when_only_days_are_known():
    form = ExampleForm({"seen_on": "day 9000"}, today=TODAY, day_zero=date(2020, 1, 1))
    assert form.is_valid()


def test_start_is_refused_when_it_says_ongoing():
    form = clean(start="ongoing", stop="ongoing")
    assert form.errors["start"] == ["A start cannot be ongoing. Enter the first day."]
    assert form.cleaned_data["stop"] == PartialDate(None, "ongoing")


def test_stored_values_are_shown_as_they_can_be_typed_again():
    initial = {"seen_on": date(2015, 3, 12), "start": PartialDate(date(2015, 3, 1), "month")}
    form = ExampleForm(initial=initial)
    assert 'value="12 Mar 2015"' in str(form["seen_on"])
    assert 'value="Mar 2015"' in str(form["start"])


def test_stored_day_is_a_day_number_when_only_days_are_known():
    form = ExampleForm(initial={"seen_on": date(2020, 1, 9)}, day_zero=date(2020, 1, 1))
    assert 'value="day 8"' in str(form["seen_on"])


@pytest.mark.hazard("H04")
def test_no_answer_is_preselected():
    assert "checked" not in str(ExampleForm()["cirrhosis"])
    assert clean().cleaned_data["cirrhosis"] == ""


def test_answer_is_refused_when_it_is_not_one_of_three():
    assert clean(cirrhosis="maybe").errors["cirrhosis"]


def test_control_characters_are_dropped_and_lines_kept():
    assert strip_control("a\x00b\x07c\r\nd\te\x85\udc80") == "abc\nd\te"
    assert clean(note="a\x00\x1bb\r\nc").cleaned_data["note"] == "ab\nc"


def test_letters_of_every_script_are_kept():
    text = "환자 Ελλάδα مريض 👩‍⚕️"
    assert clean(note=text).cleaned_data["note"] == text


def test_field_options_can_be_changed():
    field = NumberField(label="Dose", max_length=5)
    with pytest.raises(forms.ValidationError):
        field.clean("123456")
