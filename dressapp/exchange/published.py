"""The published cases: their case files scored, beside what was found out about each."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from dressapp.assessments.proof_cases import PublishedCase, present_case
from dressapp.exchange.case_file import loads, parse_case

CASES = settings.BASE_DIR / "tests" / "golden" / "cases"  # where the demonstration has its case from, too
FOUND_OUT = Path(__file__).with_name("data") / "published.toml"


@cache
def list_published() -> tuple[PublishedCase, ...]:
    """Return every published case, scored by this version; files do not change while it runs."""
    files = read_case_files()
    return tuple(present_case(told, parse_case(files[told["id"]])) for told in read_found_out())


def read_found_out() -> list[dict[str, Any]]:
    """Return what stands in the file of authors, results and reasons."""
    return tomllib.loads(FOUND_OUT.read_text(encoding="utf-8"))["case"]


def read_case_files() -> dict[str, Any]:
    """Return the published cases by their id."""
    texts = [(CASES / "sorafenib-2016.json").read_text(encoding="utf-8")]
    texts += (CASES / "published.jsonl").read_text(encoding="utf-8").splitlines()
    return {case["id"]: case for case in map(loads, texts)}
