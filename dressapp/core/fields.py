"""Form fields that keep a value exactly or refuse it with a message; nothing is preselected."""

import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from .dates import DAY, DateRefused, PartialDate, parse_date, parse_partial_date, show_partial
from .numbers import Number, NumberRefused, parse_number

TRI_CHOICES = [("yes", "Yes"), ("no", "No"), ("unknown", "Unknown")]
LINE, PARAGRAPHS = 200, 4000


class NumberField(forms.CharField):
    """A number by the strict reader; cleans to a Number, or None where nothing was typed."""

    def __init__(self, **kwargs: Any) -> None:
        """Prepare a short text field with a number keyboard on phones."""
        super().__init__(**{"max_length": 40, "empty_value": None} | kwargs)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def clean(self, value: Any) -> Number | None:
        """Return the number, or refuse the text with what to write."""
        text = super().clean(value)
        try:
            return parse_number(text) if text else None
        except NumberRefused as refused:
            raise ValidationError(f"{refused}.", code="number") from None

    def prepare_value(self, value: Any) -> Any:
        """Show a number as it was typed."""
        return value.raw if isinstance(value, Number) else value


class _DayField(forms.CharField):
    """What both date fields share: the day 0 of relative cases and the last day allowed."""

    day_zero: date | None = None
    today: date | None = None

    def __init__(self, *, today: date | None = None, day_zero: date | None = None, **kwargs: Any) -> None:
        """Take the last day that may be entered, and day 0 where only days are known."""
        super().__init__(**{"max_length": 40, "empty_value": None} | kwargs)
        self.today, self.day_zero = today, day_zero
        self.widget.attrs |= {"autocomplete": "off"}

    def refuse_future(self, on: date | None) -> None:
        """Refuse a day after today; days of a relative case have no calendar."""
        if on and self.today and self.day_zero is None and on > self.today:
            raise ValidationError("This day is in the future. Enter a day up to today.", code="future")


class DateField(_DayField):
    """A day by the strict reader; cleans to a date, or None where nothing was typed."""

    def clean(self, value: Any) -> date | None:
        """Return the day, or refuse the text with what to write."""
        text = super().clean(value)
        try:
            on = parse_date(text, day_zero=self.day_zero) if text else None
        except DateRefused as refused:
            raise ValidationError(f"{refused}.", code="date") from None
        self.refuse_future(on)
        return on

    def prepare_value(self, value: Any) -> Any:
        """Show a date with its month in letters, or its day number."""
        return show_partial(value, DAY, day_zero=self.day_zero) if isinstance(value, date) else value


class PartialDateField(_DayField):
    """A day or what is known of it; cleans to a PartialDate, or None where nothing was typed."""

    def __init__(self, *, may_go_on: bool = False, **kwargs: Any) -> None:
        """Allow `ongoing` only for an end."""
        super().__init__(**kwargs)
        self.may_go_on = may_go_on

    def clean(self, value: Any) -> PartialDate | None:
        """Return what is known of the day, or refuse the text with what to write."""
        text = super().clean(value)
        try:
            known = parse_partial_date(text, day_zero=self.day_zero) if text else None
        except DateRefused as refused:
            raise ValidationError(f"{refused}.", code="date") from None
        if known and known.precision == "ongoing" and not self.may_go_on:
            raise ValidationError("A start cannot be ongoing. Enter the first day.", code="date")
        self.refuse_future(known.on if known else None)
        return known

    def prepare_value(self, value: Any) -> Any:
        """Show what is known of the day in words that can be typed again."""
        if isinstance(value, PartialDate):
            return show_partial(value.on, value.precision, day_zero=self.day_zero)
        return value


class TriChoiceField(forms.ChoiceField):
    """Yes, no or unknown; nothing is preselected and blank means that nobody answered."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer the three answers as radio buttons, and none of them chosen."""
        super().__init__(**{"choices": TRI_CHOICES, "required": False, "widget": forms.RadioSelect} | kwargs)


class TextField(forms.CharField):
    """Text without control characters; `paragraphs` allows line breaks and more room."""

    def __init__(self, *, paragraphs: bool = False, **kwargs: Any) -> None:
        """Choose one line or several."""
        widget = forms.Textarea(attrs={"rows": 3}) if paragraphs else forms.TextInput()
        length = PARAGRAPHS if paragraphs else LINE
        super().__init__(**{"max_length": length, "widget": widget, "required": False} | kwargs)
        self.error_messages["max_length"] = (
            "This text has %(show_value)d characters. Shorten it to %(limit_value)d."
        )

    def to_python(self, value: Any) -> str:
        """Return the text without control characters, with one kind of line break."""
        return str(super().to_python(strip_control(value) if value else value))


def strip_control(text: str) -> str:
    """Drop control characters but line breaks and tabs; they would break the printed report."""
    lines = str(text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs"))
