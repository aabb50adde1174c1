"""What is said of a case file: how it differs from the patient on record, and what was opened of it."""

from collections.abc import Mapping
from typing import Any

from dressapp.cases.choices import Sex
from dressapp.cases.models import Patient
from scoring.facts import show_date

COUNTED = {"labs": "result", "drugs": "drug", "findings": "finding", "treatments": "treatment"}


def name_differences(given: Mapping[str, Any], known: Patient) -> tuple[str, ...]:
    """Return what a file says otherwise of a patient on record; what is on record stays."""
    found = []
    if given["sex"] and known.sex and given["sex"] != known.sex:
        said, stored = (str(Sex(sex).label).lower() for sex in (given["sex"], known.sex))
        found.append(f"The file says {said}, the record {stored}")
    if given["birth_on"] and known.birth_on and given["birth_on"] != known.birth_on:
        said, stored = show_date(given["birth_on"]), show_date(known.birth_on)
        found.append(f"The file says born {said}, the record {stored}")
    return tuple(found)


def name_opened(record: Mapping[str, Any]) -> str:
    """Return what was taken over of a file, counted."""
    counts = {words: len(record.get(name, ())) for name, words in COUNTED.items()}
    parts = [f"{count} {words}{'' if count == 1 else 's'}" for words, count in counts.items() if count]
    return f"Case opened from the file: {', '.join(parts)}." if parts else "Case opened from the file."
