"""What the entry forms of rows share: the row's id or version, and its columns ready for a service."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID, uuid4

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Layout
from django import forms

from dressapp.core.dates import PartialDate
from dressapp.core.fields import NumberField, PartialDateField, TextField
from dressapp.core.forms import EntryForm
from scoring.facts import date_bounds

from .models import Case

NOT_ANSWERED = ("", "Not answered")
PARTS = ("raw", "comparator", "canonical")
DAY_ZERO = '{% include "components/day_zero.html" %}'
STOP_BEFORE_START = "The last day lies before the first day. Correct one of the two."


def first_possible(known: PartialDate | None) -> date | None:
    """Return the first day that a partial date allows; None where there is none or it is open."""
    return date_bounds(known.on, known.precision)[0] if known else None


def last_possible(known: PartialDate | None) -> date | None:
    """Return the last day that a partial date allows; None where there is none or it is open."""
    return date_bounds(known.on, known.precision)[1] if known else None


def stops_before_start(start: PartialDate | None, stop: PartialDate | None) -> bool:
    """Tell whether no pair of days that both allow is in order."""
    earliest, latest = first_possible(start), last_possible(stop)
    return earliest is not None and latest is not None and latest < earliest


class More(Div):
    """Fields behind a fold that stands open where one of them holds something."""

    template = "components/more_fields.html"

    def render(self, form: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        """Return the fold with its fields."""
        self.is_open = form.more_is_open
        return super().render(form, context, *args, **kwargs)


class RowForm(EntryForm):
    """A form of one row; `row` is the stored one, or None for a new one.

    `values` has the row's columns: a number as `x_raw`, `x_comparator`, `x_canonical`, a partial date as
    `x_on`, `x_precision`. `row_id` is the id of the row to be made, `seen_version` what the page showed.
    """

    MORE: ClassVar[tuple[str, ...]] = ()
    NOT_STORED: ClassVar[tuple[str, ...]] = ()

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        case: Case | None = None,
        row: Any = None,
        today: date | None = None,
        initial: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        """Show what is stored of the row, or nothing at all."""
        self.case, self.row = case, row
        own = {"id": row.pk, "version": row.version} if row else {"id": uuid4(), "version": 0}
        shown = own | self._stored() | (initial or {})
        day_zero = case.day_zero if case else None
        super().__init__(data, today=today, day_zero=day_zero, initial=shown, **kwargs)
        self._let_answers_be_taken_back()
        self._leave_alone_what_was_not_offered()

    def _leave_alone_what_was_not_offered(self) -> None:
        """Ask for nothing that the page did not show of a stored row."""
        for name, field in self.fields.items():
            if self.is_bound and not self.was_offered(name):
                field.required = False

    def _stored(self) -> dict[str, Any]:
        """Return what each field shows of the stored row."""
        names = [name for name in self.base_fields if name not in ("id", "version")]
        return {name: self._stored_value(name) for name in names} if self.row else {}

    def _stored_value(self, name: str) -> Any:
        """Return what one field shows of the stored row."""
        field = self.base_fields[name]
        if isinstance(field, NumberField):
            return getattr(self.row, f"{name}_raw")
        if isinstance(field, PartialDateField):
            precision = getattr(self.row, f"{name}_precision")
            return PartialDate(getattr(self.row, f"{name}_on"), precision) if precision else None
        return getattr(self.row, name, None)

    def _let_answers_be_taken_back(self) -> None:
        """Offer *not answered* beside a stored answer: a radio button cannot be unset."""
        for name, field in self.fields.items():
            is_answered = isinstance(field.widget, forms.RadioSelect) and self.initial.get(name)
            if is_answered and not field.required:
                field.choices = [*field.choices, NOT_ANSWERED]

    @property
    def is_outdated(self) -> bool:
        """Tell whether the row was changed after the form was shown."""
        return self.row is not None and self.row.version != self.seen_version

    @property
    def row_id(self) -> UUID | None:
        """Return the id of the row to be made."""
        return self.cleaned_data.get("id")

    @property
    def seen_version(self) -> int:
        """Return the version of the row that the page showed; 0 where there was none."""
        return self.cleaned_data.get("version") or 0

    @property
    def values(self) -> dict[str, Any]:
        """Return the row's columns as a service takes them; what the page did not offer stays as stored."""
        columns: dict[str, Any] = {}
        for name, value in self.cleaned_data.items():
            if name not in ("id", "version", *self.NOT_STORED) and self.was_offered(name):
                columns |= self._columns(name, value)
        return columns

    def was_offered(self, name: str) -> bool:
        """Tell whether the page offered a field: of a stored row only what was posted is written."""
        return self.row is None or self.add_prefix(name) in self.data

    def known(self, name: str) -> Any:
        """Return a field's value after this form: what was typed, else what is stored."""
        if name in self.fields and self.was_offered(name):
            return self.cleaned_data.get(name)
        return self._stored_value(name)

    def _columns(self, name: str, value: Any) -> dict[str, Any]:
        """Return one field's value as the columns that hold it."""
        field = self.fields[name]
        if isinstance(field, NumberField):
            return {f"{name}_{part}": getattr(value, part) if value else "" for part in PARTS}
        if isinstance(field, PartialDateField):
            precision = value.precision if value else ""
            return {f"{name}_on": value.on if value else None, f"{name}_precision": precision}
        return {name: value}

    @property
    def helper(self) -> FormHelper:
        """Lay the fields out in a grid, the rarer ones folded, without a form element of its own."""
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf, helper.include_media = False, True, False
        first = [self._place(name) for name in self.fields if name not in self.MORE]
        folded = [More(*map(self._place, self.MORE), css_class="field-grid")] if self.MORE else []
        counted = [HTML(DAY_ZERO)] if self.days and self.day_zero else []
        helper.layout = Layout(*counted, Div(*first, css_class="field-grid"), *folded)
        return helper

    def _place(self, name: str) -> Field:
        """Return one field; radio buttons as one row of taps, long texts over the whole width."""
        widget = self.fields[name].widget
        if isinstance(widget, forms.RadioSelect):
            return Field(name, wrapper_class="seg-field")
        return Field(name, wrapper_class="field-wide" if isinstance(widget, forms.Textarea) else "")

    @property
    def more_is_open(self) -> bool:
        """Tell whether a folded field holds a value or an error, so that the fold must stand open."""
        return any(self[name].errors or self[name].value() for name in self.MORE)


class ReasonedForm(RowForm):
    """A form of one row that may be told why the row is changed; of a new row nobody asks."""

    NOT_STORED: ClassVar[tuple[str, ...]] = ("why",)

    why = TextField(label="Reason for the change", max_length=500, help_text="If others should know it")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for a reason where a row is stored already."""
        super().__init__(*args, **kwargs)
        if self.row is None:
            del self.fields["why"]

    @property
    def reason(self) -> str:
        """Return why the row is changed, or nothing."""
        return self.cleaned_data.get("why", "")
