"""What tracker and ward clock say of the sorafenib case: `python -m tests.golden.ward` writes it anew."""

import json
import os
from datetime import date

import django

from dressapp.exchange.case_file import loads, parse_case
from scoring.panel import assess
from tests.golden.published import HERE, published_cases

NAME = "sorafenib-2016"
TOLD = HERE / "ward" / f"{NAME}.txt"


def told():
    """Return the lines; no calendar is looked at, for the case has days only."""
    from dressapp.assessments.clock_page import present_clock
    from dressapp.assessments.tracker_page import present_tracker

    assessment = assess(parse_case(loads(json.dumps(published_cases()[NAME]))))
    clock = present_clock(assessment, today=date(2026, 1, 1))
    return "\n".join([*clock_lines(clock), "", *tracker_lines(present_tracker(assessment))]) + "\n"


def clock_lines(page):
    yield f"Clock. {page.day}{page.note}."
    for row in page.rows:
        yield f"{row.what}: {row.state_words}, {row.when}. {row.record}. [{row.source}]"


def tracker_lines(page):
    yield f"Tracker. In the score: {page.in_the_score}. {page.words}"
    yield from (f"{row.name}: {row.count} ({row.negative}), worth {row.points}" for row in page.readings)
    yield page.note
    for row in page.rows:
        yield f"{row.name}: {row.state}" + (f", {row.day}: {' | '.join(row.counts)}" if row.day else "")
    yield page.virus_note
    for virus in page.viruses:
        yield " ".join([f"{virus.name}: {virus.state}.", *virus.lines, *virus.notes])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dressapp.config.settings_test")
    django.setup()
    TOLD.write_text(told())
