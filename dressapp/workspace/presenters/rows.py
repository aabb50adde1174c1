"""Which form a row of findings or tests is entered with, and where on its tab it stands."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from dressapp.cases import forms_findings as entry
from dressapp.cases.models import Case, CauseTest, Finding, VirusTest
from dressapp.core.dates import show_day
from dressapp.core.models import Record
from scoring.findings import FINDINGS

from .findings import OTHER_FINDING, PLACE_OF

MODELS: dict[str, type[Record]] = {"finding": Finding, "test": CauseTest, "virus": VirusTest}
PLACES = {"test": "tests", "virus": "viruses"}
ANCHORS = {
    "nodes": "item-lymph_nodes",
    "extent": "item-rash_extent_over_50",
    "smear": "item-atypical_lymphocytes",
    "biopsy": "item-biopsy_suggests_dress",
    "rash": "item-rash_suggests_dress",
    "skin": "item-rash_suggests_dress",
    "tests": "item-other_causes_excluded",
    "viruses": "item-other_causes_excluded",
    "criteria": "facts-criteria",
    "severity": "facts-severity",
}
TITLES = {"test": "test for another cause", "virus": "virus test", OTHER_FINDING: "another finding"}
FORMS = {
    "test": entry.CauseTestForm,
    "virus": entry.VirusTestForm,
    "node": entry.NodeForm,
    "hla_allele": entry.HlaForm,
    "mucosa": entry.SeverityFindingForm,
    "tri": entry.TriFindingForm,
    "number": entry.NumberFindingForm,
    "text": entry.TextFindingForm,
    "": entry.OtherFindingForm,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """The one row that is a form now, and where it stands."""

    place: str
    kind: str
    title: str
    form: Any
    is_new: bool
    save_url: str
    remove_url: str
    cancel_url: str


def kind_of(what: str) -> str:
    """Return whether a thing is a test, a virus test or a finding."""
    return what if what in PLACES else "finding"


def what_is(row: Record) -> str:
    """Return what a stored row is of."""
    if isinstance(row, Finding):
        return row.finding if row.finding in FINDINGS else OTHER_FINDING
    return "test" if isinstance(row, CauseTest) else "virus"


def place_of(what: str) -> str:
    """Return the place on the page where a thing is entered."""
    return PLACES.get(what) or PLACE_OF.get(what, "skin")


def anchor_of_place(place: str) -> str:
    """Return the id of the item that a place belongs to."""
    return ANCHORS.get(place, place.replace("organ-", "item-organs-"))


def make_form(what: str, data: Any = None, **kwargs: Any) -> Any:
    """Return the form of a thing, bound to what was posted if anything was."""
    if what in PLACES:
        return FORMS[what](data, **kwargs)
    known = FINDINGS.get(what)
    kind = known.kind if known else ""
    if known and known.group == "mucosa" and kind == "text":
        kind = "mucosa"
    return FORMS[what if what in ("node", "hla_allele") else kind](data, finding=what, **kwargs)


def present_entry(case: Case, what: str, form: Any, *, tab: str) -> Entry:
    """Return the row in edit, at its place on a tab."""
    kind, place, row = kind_of(what), place_of(what), form.row
    here = reverse(f"workspace:{tab}", args=[case.pk])
    save = reverse(f"workspace:{tab}_save_row", args=[case.pk, kind])
    _focus_first(form)
    return Entry(
        place=place,
        kind=kind,
        title=f"{'Change' if row else 'Add'}: {_name(what)}",
        form=form,
        is_new=row is None,
        save_url=f"{save}?open={place}{_adding(what, row)}",
        remove_url=reverse(f"workspace:{tab}_remove_row", args=[case.pk, kind, row.pk]) if row else "",
        cancel_url=f"{here}?open={place}#{anchor_of_place(place)}",
    )


def _adding(what: str, row: Record | None) -> str:
    """Return what a new row is of; a stored one knows it."""
    return "" if row else f"&what={what}"


def _focus_first(form: Any) -> None:
    """Put the cursor into the first field of a fresh form; a refused one starts at its errors."""
    if not form.is_bound:
        first = next(name for name in form.fields if name not in ("id", "version"))
        form.fields[first].widget.attrs["autofocus"] = True


def _name(what: str) -> str:
    """Name a thing inside a line of text."""
    known = FINDINGS.get(what)
    name = TITLES.get(what) or (known.words if known else what)
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def stored_words(case: Case, row: Record) -> dict[str, str]:
    """Return a stored row's fields in words, by the names of its form."""
    form = make_form(what_is(row), case=case, row=row)
    return {name: _in_words(case, form, name) for name in form.fields if name not in ("id", "version")}


def _in_words(case: Case, form: Any, name: str) -> str:
    """Return one stored value as people read it."""
    value = form.initial.get(name)
    if isinstance(value, date):
        return show_day(value, case)
    choices = {str(key): str(words) for key, words in getattr(form.fields[name], "choices", ())}
    return choices.get(value, str(value or "")) if value else ""
