"""What one column means in words, as the audit trail keeps it: dates as ISO text, other rows by their ids."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import models
from django.utils import timezone

from dressapp.assessments.models import ItemAnswer
from dressapp.assessments.words import name_answer, name_causality, name_item
from dressapp.cases.choices import CAUSE_TESTS, VIRUSES
from dressapp.cases.forms_findings import SEVERITY
from dressapp.cases.models import Case, CauseTest, Finding, VirusTest
from dressapp.core.dates import show_day
from dressapp.drugs.models import DrugCourse
from dressapp.exchange.models import Intake
from dressapp.labs.forms import SITES
from dressapp.labs.models import LabResult, LabRow, SiteLimit, TeamTestName
from dressapp.labs.site_limit_form import SEXES
from scoring.analytes import ANALYTES
from scoring.facts import show_date
from scoring.findings import FINDINGS
from scoring.kernel import units

Stored = Mapping[str, Any]
Words = Callable[[Any], str]
MEASURED_SITES, SITE_SEXES = dict(SITES), dict(SEXES)
SHORT_HASH = 16
FOUND = {"yes": "Yes", "no": "No"} | dict(SEVERITY)


def name_analyte(value: str) -> str:
    """Return the name of a test."""
    return ANALYTES[value].name if value in ANALYTES else value


def name_finding(value: str) -> str:
    """Return the name of something examined."""
    return FINDINGS[value].words if value in FINDINGS else value


def _found(value: str) -> str:
    """Return a finding's answer by its word, and any other value as it was written."""
    return FOUND.get(value, value)


def _in(names: Mapping[str, str]) -> Words:
    """Return what looks a word up, and leaves an unknown one as it is."""
    return lambda value: names.get(value, str(value))


def _counts(value: Mapping[str, Any]) -> str:
    """Return what was counted of a table; the rows themselves are listed by their own changes."""
    return ", ".join(f"{name}: {count:,}" for name, count in value.items() if isinstance(count, int))


# Columns whose words stand in no `choices` of the model.
OWN_WORDS: dict[tuple[type[models.Model], str], Words] = {
    (LabResult, "analyte"): name_analyte,
    (LabResult, "unit"): units.label,
    (LabResult, "site"): _in(MEASURED_SITES),
    (LabRow, "analyte"): name_analyte,
    (LabRow, "unit"): units.label,
    (SiteLimit, "analyte"): name_analyte,
    (SiteLimit, "unit"): units.label,
    (SiteLimit, "sex"): _in(SITE_SEXES),
    (TeamTestName, "analyte"): name_analyte,
    (ItemAnswer, "item"): name_item,
    (ItemAnswer, "answer"): name_answer,
    (Finding, "finding"): name_finding,
    (Finding, "value_raw"): _found,
    (CauseTest, "test"): _in(CAUSE_TESTS),
    (VirusTest, "virus"): _in(VIRUSES),
    (DrugCourse, "position"): lambda value: str(value + 1),
    (DrugCourse, "causality"): name_causality,
    (Intake, "counts"): _counts,
    (Intake, "digest"): lambda value: f"{value[:SHORT_HASH]}…",
}


def words_of(field: Any, value: Any, case: Case | None) -> str:
    """Return the value of one column in words; nothing of a blank one."""
    if value is None or value in ("", {}, []):
        return ""
    if own := OWN_WORDS.get((field.model, field.name)):
        return own(value)
    if isinstance(value, dict) and set(value) == {"characters"}:
        return f"{value['characters']:,} characters"
    if field.is_relation:
        return _related(field, value, case)
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    return _plain(field, value, case)


def _related(field: Any, value: Any, case: Case | None) -> str:
    """Return the name of a row that this one belongs to; a foreign id is never shown."""
    known = getattr(case, field.name, None) if case else None
    return str(known) if known is not None and str(known.pk) == str(value) else f"another {field.name}"


def _plain(field: Any, value: Any, case: Case | None) -> str:
    """Return a day, a time, a thing of several parts or a text."""
    if isinstance(field, models.DateTimeField):
        at = timezone.localtime(field.to_python(value))
        return f"{show_date(at.date())}, {at:%H:%M}"
    if isinstance(field, models.DateField):
        return _day(field.to_python(value), case)
    if isinstance(field, models.TimeField):
        return f"{field.to_python(value):%H:%M}"
    if isinstance(field, models.UUIDField):
        return "a pasted table or a file"
    return _parts(value) if isinstance(value, dict | list) else str(value)


def _day(on: Any, case: Case | None) -> str:
    return show_day(on, case) if case else show_date(on)


def _parts(value: Any) -> str:
    """Return several parts in one line."""
    if isinstance(value, dict):
        return ", ".join(f"{name.replace('_', ' ')}: {_parts(part)}" for name, part in value.items())
    if isinstance(value, list):
        return "; ".join(_parts(part) for part in value)
    return "" if value is None else str(value)
