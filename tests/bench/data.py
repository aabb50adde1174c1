"""What the bench runs on: one signed-in clinician, the sorafenib case, and many small cases."""

import json
from datetime import date, timedelta
from uuid import uuid4

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from dressapp.accounts.services import create_user
from dressapp.assessments.models import CaseSummary
from dressapp.assessments.services import summarise
from dressapp.cases.models import Case, Patient
from dressapp.exchange.case_file import loads
from dressapp.exchange.importer import import_case
from dressapp.workspace.services import begin_case
from scoring.regiscar.ruleset import RULESET

GOLDEN = settings.BASE_DIR / "tests" / "golden" / "cases" / "sorafenib-2016.json"
DAY = date(2026, 3, 12)


def prepare():
    """Make the database, the static files and the clinician."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", database="cache", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    return create_user(username="bench", password="correct horse battery", full_name="Dr Bench", team="Bench")


def sorafenib(user):
    """Store the published case."""
    with transaction.atomic():
        record = loads(GOLDEN.read_text(encoding="utf-8"))
        return import_case(record, team=user.memberships.get().team, by=user)


def empty_case(user):
    """Store a case that has no results yet."""
    team = user.memberships.get().team
    return begin_case(team=team, local_id=f"E-{uuid4().hex[:8]}", rash_onset_on=DAY, by=user)


def many_cases(user, count):
    """Store so many small cases with their summaries, as the case list reads them."""
    team, now = user.memberships.get().team, timezone.now()
    start = Case.objects.count()
    numbers = range(start, count)
    patients = [Patient(id=uuid4(), team=team, local_id=f"B-{n}", search_text=f"b-{n}\n", created_at=now,
                        updated_at=now) for n in numbers]  # fmt: skip
    cases = [
        Case(id=uuid4(), team=team, patient=patient, rash_onset_on=DAY, created_at=now,
             updated_at=now - timedelta(minutes=number))
        for number, patient in zip(numbers, patients, strict=True)
    ]  # fmt: skip
    with transaction.atomic():
        Patient.objects.bulk_create(patients, batch_size=500)
        Case.objects.bulk_create(cases, batch_size=500)
        CaseSummary.objects.bulk_create([_summary(case, now) for case in cases], batch_size=500)
        if cases:
            summarise(cases[0])
    connection.cursor().execute("ANALYZE")


def _summary(case, now):
    drug = {"name": "allopurinol", "days_text": "27 d, usual interval", "still_taken": "no"}
    return CaseSummary(
        case=case, revision=case.revision, ruleset=RULESET, course="open", total=4, category="probable",
        lowest_total=2, lowest_category="possible", highest_total=7, highest_category="definite",
        goes_on_total=9, goes_on_category="definite", suspects=[drug], suspect_count=1,
        drug_names="\nallopurinol\n", computed_at=now,
    )  # fmt: skip


def answer_only_cases(count):
    """Return so many case files that hold answers alone, as text."""
    items = {
        "fever": ("yes", "no", "unknown"), "lymph_nodes": ("yes", "no"),
        "eosinophilia": ("none", "1500_or_more"),
        "rash_extent_over_50": ("yes", "unknown"), "rash_suggests_dress": ("yes", "no", "unknown"),
        "biopsy_suggests_dress": ("not_done", "no"), "resolution_15_days": ("yes", "unknown"),
    }  # fmt: skip
    for number in range(count):
        answers = {item: words[number % len(words)] for item, words in items.items()}
        yield json.dumps(
            {
                "format": "dress-case/1",
                "id": str(number),
                "dates": {"rash_onset": "2026-03-12"},
                "items": answers,
            }
        )


def case_of_500_labs():
    """Return a case file with 500 results over nine weeks, as text."""
    tests = (("wbc", 7000, "/uL"), ("eosinophils_pct", 12.5, "%"), ("alt", 90, "U/L"), ("ast", 80, "U/L"),
             ("bilirubin_direct", 1.4, "mg/dL"), ("creatinine", 1.4, "mg/dL"), ("platelets", 90, "10*3/uL"),
             ("temperature", 38.2, "Cel"))  # fmt: skip
    labs = [
        {"analyte": name, "date": str(DAY + timedelta(days=day)), "value": value, "unit": unit}
        for day in range(63)
        for name, value, unit in tests
    ]
    return json.dumps(
        {"format": "dress-case/1", "id": "many", "dates": {"rash_onset": str(DAY)}, "labs": labs[:500]}
    )
