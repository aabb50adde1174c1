"""A case out of the tables as a file, in again, and what differs."""

import json

from django.conf import settings
from jsonschema import Draft202012Validator, FormatChecker

from dressapp.assessments.facts import build
from dressapp.cases.models import Case
from dressapp.exchange.case_file import loads
from dressapp.exchange.case_out import case_record
from dressapp.exchange.importer import import_case
from dressapp.exchange.json_text import dumps
from dressapp.exchange.lines import score_text
from dressapp.exchange.results import present_result
from scoring.facts import ImpossibleFact
from scoring.panel import assess
from tests.factories.tables import tables_of


def text_of(case):
    return dumps(case_record(case))


SCHEMA = Draft202012Validator(
    json.loads((settings.BASE_DIR / "docs" / "dress-case-1.schema.json").read_text(encoding="utf-8")),
    format_checker=FormatChecker(),
)


def opened_again(text, team, user):
    """Return the case that a file makes, read afresh."""
    return stored(import_case(loads(text), team=team, by=user))


def stored(case):
    """Return a case as the database gives it, which may have its own order of JSON keys."""
    return Case.objects.select_related("patient").get(pk=case.pk)


def differences(case, team, user):
    """Return what differs between a case and its file, read again, scored, and held to the schema."""
    case = stored(case)
    text = text_of(case)
    again = opened_again(text, team, user)
    found = [pair for pair in zip(tables_of(case), tables_of(again), strict=True) if pair[0] != pair[1]]
    if text_of(again) != text:
        found.append("another file")
    found += [f"{error.json_path}: {error.message}" for error in SCHEMA.iter_errors(json.loads(text))]
    scored, page = score_text(1, text.encode()), page_of(case)
    if {**scored, "id": ""} != {**page, "id": ""}:
        found.append((scored, page))
    return found


def page_of(case):
    try:
        return json.loads(json.dumps(present_result(assess(build(case)))))
    except ImpossibleFact as problem:
        return {"line": 1, "error": str(problem)}
