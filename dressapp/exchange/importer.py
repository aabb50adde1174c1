"""A case file into the tables: every key finds a column, what has none is kept in `extra`."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from dressapp.assessments.models import ItemAnswer
from dressapp.assessments.services import follow_patient, set_answer, summarise
from dressapp.cases import services
from dressapp.cases.choices import Basis
from dressapp.cases.models import (
    Background,
    Case,
    CauseTest,
    ExposureHistory,
    Finding,
    Outcome,
    Patient,
    Treatment,
    VirusTest,
)
from dressapp.core.models import Record
from dressapp.drugs.models import DrugCourse
from dressapp.drugs.services import add_courses
from dressapp.labs.limit_selectors import get_site_limits
from dressapp.labs.models import LabResult
from dressapp.labs.services import add_results, set_row, start_rows

from .borrowed_limits import BORROWED, give_back
from .case_file import parse_case
from .checks import CaseFileError, fail
from .columns import (
    answer_values,
    case_values,
    cause_values,
    course_values,
    finding_values,
    lab_row_values,
    lab_values,
    patient_values,
    virus_values,
)
from .open_columns import background_values, outcome_values, treatment_values
from .own_part import check_fits, own_columns, own_object

Json = dict[str, Any]
ROWS = {
    "drugs": (DrugCourse, course_values),
    "labs": (LabResult, lab_values),
    "findings": (Finding, finding_values),
    "treatments": (Treatment, treatment_values),
    "alternative_causes": (CauseTest, cause_values),
    "viruses": (VirusTest, virus_values),
}
ADDED_ALIKE = ("findings", "treatments", "alternative_causes", "viruses")
NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?", re.ASCII | re.DOTALL)
NO_DAY_OF_THE_CASE = re.compile(r"(?:^|\.)(?:authors|extra(?!\.dressapp)|conclusion_at)(?:\.|$)")


def import_case(record: Json, *, team: Any, by: Any, id: UUID | None = None, local_id: str = "") -> Case:
    """Store one case file as a new case of a team; raise CaseFileError where the file is impossible.

    `local_id` is the id that the team knows the patient by, where the file's is another spelling of it; the
    same `id` again gives the case that it made. Runs in the caller's transaction.
    """
    parse_case(record)
    refuse_signs(record)
    rows = {key: _read_rows(key, record) for key in ROWS}
    case = _create(record, team, by, id, local_id)
    if case.revision:
        return case
    _add_rows(case, rows, record, by)
    for item, values in _read_answers(record.get("items", {})):
        set_answer(case=case, item=item, by=by, **values)
    _save_only_rows(case, record, by)
    services.touch(case=case)
    summarise(case)
    follow_patient(case)
    return case


def refuse_future(record: Json, today: date) -> None:
    """Raise CaseFileError where a day lies after today; where only days are known, there are no dates."""
    if (record.get("dates") or {}).get("basis") == Basis.RELATIVE:
        return
    for where, text in _texts_in(record, ""):
        found = DAY.fullmatch(text)
        if found and found[1] > today.isoformat() and not NO_DAY_OF_THE_CASE.search(where):
            raise fail(where, f"{found[1]} lies in the future")


def _texts_in(value: Any, where: str) -> Iterator[tuple[str, str]]:
    """Yield every text of a file with its place, keys too."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield where or key, key
            yield from _texts_in(part, f"{where}.{key}" if where else key)
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from _texts_in(part, f"{where}[{place}]")
    elif isinstance(value, str):
        yield where, value


def refuse_signs(record: Json) -> None:
    """Refuse control signs and halves of letters: no table keeps them."""
    for where, text in _texts_in(record, ""):
        if NO_TEXT.search(text):
            raise fail(where.encode("ascii", "replace").decode(), "holds a sign that is no text")


def _read_rows(key: str, record: Json) -> list[Json]:
    """Return the rows of one list as columns, checked, each problem with its place."""
    model, read = ROWS[key]
    rows = []
    for place, row in enumerate(record.get(key, ())):
        if key == "labs" and not {"analyte", "date", "value", "unit"} <= row.keys():
            continue
        try:
            columns = read(row)
            check_fits(model, columns)
        except CaseFileError as problem:
            raise fail(f"{key}[{place}]", str(problem)) from None
        rows.append(columns)
    return rows


def _create(record: Json, team: Any, by: Any, id: UUID | None, local_id: str) -> Case:
    """Add the case, and its patient where the team does not know the id."""
    case, patient = case_values(record), patient_values(record)
    check_fits(Case, case)
    check_fits(Patient, patient)
    if case["admission_on"] and case["discharge_on"] and case["discharge_on"] < case["admission_on"]:
        raise fail("dates.discharge", "before the admission")
    return services.create_case(
        team=team, id=id, by=by, **case, **patient | ({"local_id": local_id} if local_id else {})
    )


def _add_rows(case: Case, rows: dict[str, list[Json]], record: Json, by: Any) -> None:
    """Store drugs, results and what was examined, tested and given."""
    add_courses(case=case, courses=rows["drugs"], by=by)
    for analyte, values in own_object(record, "lab_rows").items():
        set_row(case=case, analyte=analyte, by=by, **lab_row_values(analyte, values))
    sites, source = get_site_limits(case).limits, f"case file {case.external_id}"[:200]
    results = [{"source": source} | give_back(row, row.pop(BORROWED), sites) for row in rows["labs"]]
    start_rows(case=case, results=results, by=by)
    add_results(case=case, results=results, by=by)
    for key in ADDED_ALIKE:
        for values in rows[key]:
            services.add_row(model=ROWS[key][0], case=case, by=by, **values)


def _read_answers(items: Json) -> Iterator[tuple[str, Json]]:
    """Yield the answers to items and organs, as `set_answer` takes them."""
    for item, given in items.items():
        if item == "organs" and isinstance(given, dict):
            yield from (
                (f"organs.{organ}", _answer(answer)) for organ, answer in given.items() if organ != "extra"
            )
        elif item != "extra":
            yield item, _answer(given)


def _answer(given: Any) -> Json:
    columns = answer_values(given)
    check_fits(ItemAnswer, columns)
    return columns


def _save_only_rows(case: Case, record: Json, by: Any) -> None:
    """Store what a case has one row of each."""
    exposures = own_columns(ExposureHistory, own_object(record, "exposures"))
    if exposures:
        services.save_exposures(case=case, version=0, by=by, **exposures)
    if background := record.get("background"):
        values = _checked(Background, background_values(background))
        services.save_background(case=case, version=0, by=by, **values)
    if outcome := record.get("outcome"):
        services.save_outcome(case=case, version=0, by=by, **_checked(Outcome, outcome_values(outcome)))


def _checked(model: type[Record], columns: Json) -> Json:
    check_fits(model, columns)
    return columns
