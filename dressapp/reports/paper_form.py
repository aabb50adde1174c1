"""A blank assessment on one A4 sheet, for when the program is not at hand; it holds no patient's data."""

import json
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from pathlib import Path

import typst

from dressapp.assessments.blank import present_blank

from .pdf import STANDARDS, fonts
from .presenters import INTENDED_USE

TEMPLATE = Path(__file__).with_name("paper_form.typ")


@lru_cache(maxsize=1)
def make_paper_form(on: date) -> bytes:
    """Return the sheet as a tagged PDF, made on a day."""
    form = asdict(present_blank()) | {"intended_use": INTENDED_USE, "made": [on.year, on.month, on.day]}
    inputs = {"form": json.dumps(form, ensure_ascii=False)}
    return typst.compile(
        TEMPLATE, font_paths=fonts(), format="pdf", pdf_standards=list(STANDARDS), sys_inputs=inputs
    )
