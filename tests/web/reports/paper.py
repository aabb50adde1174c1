"""What the tests of the printed page share: make it, read it back, and list what it must say."""

import io
import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pikepdf
import pypdfium2
from django.utils import timezone

from dressapp.assessments.selectors import get_assessment, standing_of
from dressapp.assessments.snapshots import save_snapshot
from dressapp.assessments.versions import present_version
from dressapp.cases.models import Case
from dressapp.reports.parts import ON_REQUEST
from dressapp.reports.printing import compose, draft_report, print_pdf, saved_report

SORAFENIB = Path(__file__).parents[2] / "golden" / "cases" / "sorafenib-2016.json"
# Words that steer the page or say elsewhere what stands on it in other words; every other string is printed.
NOT_PRINTED = {
    "answer", "author", "course_words", "data_answer", "data_answer_words", "data_words", "figure_words",
    "id", "item", "levers", "made", "names", "options", "patient_without_name", "ref", "role", "sha256",
    "source", "threshold", "tone", "verdict", "version",
}  # fmt: skip


def read_sorafenib():
    return json.loads(SORAFENIB.read_text(encoding="utf-8"), parse_float=Decimal)


def page_of(case):
    """Return the report and figure of the case as it stands."""
    return compose(case, get_assessment(case), now=timezone.localtime())


def draft_of(case):
    return draft_report(page_of(case), now=timezone.localtime())


def print_draft(case, *, is_named=True):
    page = page_of(case)
    report = draft_report(page, now=timezone.localtime())
    return print_pdf(report, page["figure"], is_named=is_named, asked=ON_REQUEST)


def save(case, user, reason=""):
    """Save the case's assessment."""
    case.refresh_from_db()
    now = timezone.localtime()
    return save_snapshot(
        case=case,
        revision=case.revision,
        present=lambda assessment: compose(case, assessment, now=now),
        reason=reason,
        by=user,
    )


def version_of(snapshot, standing=None):
    """Return a version as the case stands now."""
    case = Case.objects.select_related("summary").get(pk=snapshot.case_id)
    return present_version(snapshot, standing or standing_of(case), case)


def print_saved(snapshot, *, is_named=True):
    report = saved_report(snapshot, version_of(snapshot))
    return print_pdf(report, snapshot.page["figure"], is_named=is_named, asked=ON_REQUEST)


def pages_of(pdf):
    """Return the text of each page."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_bounded() for page in document]


def squeeze(text):
    """Return a text without what line breaks change: blanks, and hyphens at the end of a line."""
    kept = text.translate({0x02: None, 0xFFFE: None, ord("-"): None})
    return "".join(kept.split())


def text_of(pdf):
    """Return the squeezed text of all pages."""
    return squeeze("".join(pages_of(pdf)))


def open_pdf(pdf):
    return pikepdf.open(io.BytesIO(pdf))


@dataclass(frozen=True)
class Element:
    """One element of the structure tree: its tag, and its text for those who do not see it."""

    tag: str
    alt: str


def elements(pdf, tag=None):
    """Return the structure elements of a PDF, those of one tag if one is named."""
    with open_pdf(pdf) as document:
        found = list(_walk(document.Root.StructTreeRoot))
    return [element for element in found if tag in (None, element.tag)]


def _walk(element):
    if isinstance(element, pikepdf.Array):
        for child in element:
            yield from _walk(child)
    elif isinstance(element, pikepdf.Dictionary):
        if "/S" in element:
            yield Element(str(element.S).removeprefix("/"), str(element.get("/Alt", "")))
        if "/K" in element:
            yield from _walk(element.K)


def strings_of(value, name=""):
    """Return every string that a report must print, wherever it stands in the page."""
    if name in NOT_PRINTED or (name == "course" and value in ("open", "closed")):
        return []
    if isinstance(value, dict):
        return [text for key, part in value.items() for text in strings_of(part, key)]
    if isinstance(value, list | tuple):
        return [text for part in value for text in strings_of(part)]
    return [value] if isinstance(value, str) and value else []
