"""What every change of a case shares."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

from dressapp.assessments.services import Followed, follow_patient, follow_site_limits, set_answer, summarise
from dressapp.audit.selectors import get_last_change_of_case
from dressapp.audit.services import record as record_event
from dressapp.cases.models import Case
from dressapp.cases.services import create_case, touch
from dressapp.core.transactions import writing
from dressapp.drafts.services import saving
from dressapp.exchange.importer import ROWS, import_case, refuse_future
from dressapp.exchange.models import Intake
from dressapp.labs.limit_selectors import list_site_limits
from dressapp.labs.models import SiteLimit

NOT_SCORED = (Intake._meta.label_lower,)  # what is only being looked at changes no score


@contextmanager
def changing(case: Case) -> Iterator[None]:
    """Run one change in one transaction, then raise the case's revision and score it for the case list.

    Saving what is stored already is no change: a saved assessment stays up to date. What was kept of the form
    while it was typed goes with it (`open_case` has said which form that is).
    """
    with saving(getattr(case, "sent", None)):
        before = get_last_change_of_case(case.pk, besides=NOT_SCORED)
        yield
        if get_last_change_of_case(case.pk, besides=NOT_SCORED) != before:
            touch(case=case)
            summarise(case)


def begin_case(*, team: Any, answers: Iterable[tuple[str, str]] = (), by: Any, **values: Any) -> Case:
    """Store a new case with its patient and the answers it begins with, and score it as far as it goes."""
    with writing():
        case = create_case(team=team, by=by, **values)
        for item, word in answers:
            set_answer(case=case, item=item, answer=word, by=by)
        summarise(case)
        follow_patient(case)
    return case


def open_record(
    record: Any, *, team: Any, id: UUID, local_id: str, today: date, sha256: str, by: Any
) -> Case:
    """Store a case file as a new case of a team, scored, with the event that says so: all of it or nothing.

    Raises CaseFileError where it cannot be stored. The same `id` again gives the case that it made.
    """
    refuse_future(record, today)
    with writing():
        case = import_case(record, team=team, by=by, id=id, local_id=local_id)
        counts = {key: len(record.get(key, ())) for key in ROWS}
        record_event(action="open", by=by, obj=case, case_id=case.pk, detail=counts | {"sha256": sha256})
    return case


def change_limits(
    *, team_id: int, analyte: str, write: Callable[[], SiteLimit]
) -> tuple[SiteLimit, Followed]:
    """Run one change of a team's limits of a test, and score again the cases that it concerns."""
    with writing():
        before = list_site_limits(team_id, analyte)
        saved = write()
        return saved, follow_site_limits(team_id=team_id, analyte=analyte, before=before)
