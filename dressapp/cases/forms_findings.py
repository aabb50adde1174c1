"""The forms of what was examined and of the tests for viruses and other causes."""

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from dressapp.core.fields import DateField, NumberField, TextField, TriChoiceField
from dressapp.core.numbers import Number, NumberRefused, parse_number
from scoring.findings import FINDINGS

from .choices import CAUSE_TESTS, VIRUSES, NodeMethod, TestResult, VirusReading
from .entry import RowForm

MOST = {
    "body_surface": 100, "oxygen_saturation": 100, "node": 30, "erosions_surface": 100, "fever_days": 366,
    "low_intake_days": 366,
}  # fmt: skip
SEVERITY = [("none", "None"), ("mild", "Mild"), ("erosive", "Erosive"), ("unknown", "Unknown")]
OTHER = "other"
CHOOSE = ("", "Choose")
ALLELE = re.compile(
    r"(HLA-?)?[A-Z][A-Z0-9]{0,7}\*([0-9]{1,3}(:[0-9]{2,4}){0,3}|[0-9]{4})[A-Z]?", re.IGNORECASE | re.ASCII
)
LOOKS_LIKE_NUMBER = re.compile(r"[<>≤≥+−-]?\s*[0-9][0-9.,'’_\s]*")
OWN_PLACE = {kind.id for kind in FINDINGS.values()} | {kind.words.lower() for kind in FINDINGS.values()}


class FindingForm(RowForm):
    """What every finding has beside its value: a day and a note; `finding` is the id that is stored."""

    seen_on = DateField(label="Date", required=False)
    note = TextField(label="Note", max_length=1000)
    field_order: ClassVar[list[str]] = [
        "finding",
        "site",
        "value",
        "value_raw",
        "unit",
        "method",
        "attributed",
    ]

    def __init__(self, data: Any = None, *, finding: str = "", **kwargs: Any) -> None:
        """Take the id of what was looked at."""
        self.finding_id = finding
        super().__init__(data, **kwargs)

    @property
    def values(self) -> dict[str, Any]:
        """Return the columns with the id of what was looked at."""
        return {"finding": self.finding_id} | super().values


class TriFindingForm(FindingForm):
    """A sign that is there, is not, or is not known."""

    value_raw = TriChoiceField(label="Answer", required=True)


class HlaForm(TriFindingForm):
    """Whether the patient carries one allele; one that is not spelled out would be found for no drug."""

    site = TextField(
        label="Allele", required=True, max_length=40, help_text="Such as HLA-B*58:01, or a group: HLA-B*58"
    )
    value_raw = TriChoiceField(label="Carried?", required=True)

    def clean_site(self) -> str:
        """Refuse what is not written like an allele."""
        allele: str = self.cleaned_data["site"]
        if not ALLELE.fullmatch(allele.replace(" ", "")):
            raise ValidationError(
                "Write the allele like HLA-B*58:01, or its group like HLA-B*58.", code="allele"
            )
        return allele


class SeverityFindingForm(FindingForm):
    """How badly a mucosa is affected."""

    value_raw = forms.ChoiceField(label="Answer", choices=SEVERITY, widget=forms.RadioSelect)


class TextFindingForm(FindingForm):
    """A finding in words."""

    value_raw = TextField(label="Finding", required=True, paragraphs=True)


class NumberFindingForm(FindingForm):
    """A measured finding; its unit stands in the label."""

    value = NumberField(label="Value")

    def __init__(self, data: Any = None, *, finding: str, **kwargs: Any) -> None:
        """Name the field after what is measured, with its unit."""
        super().__init__(data, finding=finding, **kwargs)
        kind = FINDINGS[finding]
        self.fields["value"].label = f"{kind.words} ({kind.unit})"
        if kind.unit == "%" and kind.words.startswith("Body surface"):
            self.fields["value"].help_text = "The patient's palm with fingers is about 1 %."

    def clean_value(self) -> Number:
        """Refuse what cannot be."""
        number: Number = self.cleaned_data["value"]
        most, unit = MOST[self.finding_id], FINDINGS[self.finding_id].unit
        if number.value > most:
            raise ValidationError(f"Enter at most {most} {unit}.", code="impossible")
        return number

    @property
    def values(self) -> dict[str, Any]:
        """Return the columns with the unit."""
        return super().values | {"unit": FINDINGS[self.finding_id].unit}


class NodeForm(NumberFindingForm):
    """One lymph node: where, how large, and how it was measured."""

    site = TextField(
        label="Site",
        required=True,
        max_length=100,
        help_text="Such as cervical, axillary, inguinal. Right and left of one region are one site.",
    )
    method = forms.ChoiceField(
        label="Measured by", choices=NodeMethod.choices, required=False, widget=forms.RadioSelect
    )
    attributed = TriChoiceField(label="Part of the reaction?")

    def __init__(self, data: Any = None, *, finding: str = "node", **kwargs: Any) -> None:
        """Ask for the size."""
        super().__init__(data, finding=finding, **kwargs)
        self.fields["value"].label = "Size (cm)"


class OtherFindingForm(FindingForm):
    """Anything else that was found: kept and listed, never scored."""

    finding = TextField(label="What was looked at", required=True, max_length=100)
    value_raw = TextField(label="Finding", required=True, max_length=1000)
    unit = TextField(label="Unit", max_length=30)

    def clean_finding(self) -> str:
        """Refuse the name of a finding that has a place of its own."""
        name: str = self.cleaned_data["finding"]
        if name.lower() in OWN_PLACE:
            raise ValidationError("This has a place of its own on the page. Enter it there.", code="known")
        return name

    @property
    def values(self) -> dict[str, Any]:
        """Return the columns; what is not scored is kept as text alone."""
        return super().values | {"value_comparator": "", "value_canonical": ""}


class ListedTestForm(RowForm):
    """A test chosen from a list, or named; `listed` is the column of its name."""

    NOT_STORED: ClassVar[tuple[str, ...]] = ("other_name",)
    listed: ClassVar[str]
    names: ClassVar[dict[str, str]]

    other_name = TextField(label="Its name, if other", max_length=100)
    tested_on = DateField(label="Date of the sample", required=False)
    explains_reaction = TriChoiceField(
        label="Explains the reaction now?", help_text="Your judgement of a positive result."
    )
    note = TextField(label="Note", max_length=1000)

    def _stored(self) -> dict[str, Any]:
        """Show a test that is not on the list under *other*, with its name."""
        shown = super()._stored()
        if self.row and shown[self.listed] not in self.names:
            shown |= {self.listed: OTHER, "other_name": shown[self.listed]}
        return shown

    def _stored_value(self, name: str) -> Any:
        """Return what one field shows; the name of another test is no column."""
        return "" if name == "other_name" else super()._stored_value(name)

    def clean(self) -> dict[str, Any]:
        """Ask for the name of a test that is not on the list."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get(self.listed) == OTHER and not cleaned.get("other_name"):
            self.add_error("other_name", "Enter the name of the test.")
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """Return the columns; a test that is not on the list is stored under its own name."""
        columns = super().values
        if columns.get(self.listed) == OTHER:
            columns[self.listed] = self.cleaned_data["other_name"]
        return columns


class CauseTestForm(ListedTestForm):
    """One test for another cause."""

    listed, names = "test", CAUSE_TESTS
    field_order: ClassVar[list[str]] = ["test", "other_name", "result", "tested_on", "detail"]

    test = forms.ChoiceField(label="Test", choices=[CHOOSE, *CAUSE_TESTS.items(), (OTHER, "Other")])
    result = forms.ChoiceField(label="Result", choices=TestResult.choices, widget=forms.RadioSelect)
    detail = TextField(label="Titre, site, organism", max_length=300)


class VirusTestForm(ListedTestForm):
    """One virus test and how it is read."""

    listed, names = "virus", VIRUSES
    field_order: ClassVar[list[str]] = [
        "virus", "other_name", "specimen", "method", "result", "value_raw", "unit", "tested_on", "reading",
    ]  # fmt: skip

    virus = forms.ChoiceField(label="Virus", choices=[CHOOSE, *VIRUSES.items(), (OTHER, "Other")])
    specimen = TextField(label="Specimen", max_length=100, help_text="Such as serum, whole blood.")
    method = TextField(label="Method", max_length=100, help_text="Such as PCR, IgG, IgM.")
    result = forms.ChoiceField(
        label="Result", choices=TestResult.choices, widget=forms.RadioSelect, required=False
    )
    value_raw = TextField(label="Value", max_length=60, help_text="A number, or a titre such as 1:160.")
    unit = TextField(label="Unit", max_length=30, help_text="Such as copies/mL.")
    reading = forms.ChoiceField(
        label="Read as", choices=VirusReading.choices, required=False, widget=forms.RadioSelect
    )

    def clean_value_raw(self) -> str:
        """Refuse a number that can be read in two ways; a titre stays text."""
        text: str = self.cleaned_data["value_raw"]
        try:
            self.number = parse_number(text) if LOOKS_LIKE_NUMBER.fullmatch(text) else None
        except NumberRefused as refused:
            raise ValidationError(f"{refused}.", code="number") from None
        return text

    @property
    def values(self) -> dict[str, Any]:
        """Return the columns, with the number where the value is one."""
        number = self.number
        return super().values | {
            "value_comparator": number.comparator if number else "",
            "value_canonical": number.canonical if number else "",
        }
