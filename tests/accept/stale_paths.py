"""Every way in which an input of a case can change: each field of each form, each address, and others."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from io import StringIO
from typing import Any
from uuid import uuid4

from django.core.management import call_command
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from dressapp.accounts.models import Role
from dressapp.assessments import services as assessments
from dressapp.assessments.facts import build
from dressapp.assessments.models import ItemAnswer
from dressapp.assessments.signatures import SITES_OWN
from dressapp.assessments.snapshots import save_snapshot, to_plain
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
from dressapp.drugs.models import DrugCourse
from dressapp.labs import services as labs
from dressapp.labs.models import LabResult
from dressapp.reports.printing import compose
from dressapp.workspace.services import change_limits, changing
from tests.factories.people import make_user
from tests.factories.records import make_case, make_lab
from tests.web.security.page_forms import PageForm, read_forms
from tests.web.security.world import DAY, READS, WRITES, Full, make_full_case

DATED = re.compile(r"_on$|^start$|^stop$")
COUNTED = re.compile(r"^value|limit|weight|amount|age_|_raw|creatinine_baseline|equivalent|^dose$")
OWN = {
    "birth_on": "2 May 1961",
    "atc": "L01EX02",
    "taken_time": "08:30",
    "local_id": "P-8",
    "taken_on": "17 Mar 2026",
    "site": "HLA-B*15:02",
}
BESIDE = {
    "dose_amount": {"dose_unit": "mg"},
    "dose": {"dose_unit": "mg"},
    "creatinine_baseline": {"creatinine_baseline_unit": "mg/dL", "creatinine_baseline_on": "1 Mar 2026"},
    "cause_of_death": {"result": "fatal"},
    "index_reason": {"index_on": "14 Mar 2026"},
    "first_symptom_what": {"first_symptom_on": "10 Mar 2026"},
    "other_name": {"test": "other", "virus": "other"},
    "index_on": {"index_reason": "the fever"},
    "conclusion_basis": {"conclusion": "culprit"},
}
FILLED = {
    "drugs/add/": {"name": "amoxicillin", "role": "suspect"},
    "drugs/hla/": {"site": "HLA-A*31:01", "value_raw": "yes"},
    "treatment/$": {"kind": "ivig"},
    "what=node": {"site": "axillary", "value": "2.2", "method": "clinical"},
    "what=(erosions_surface|fever_days)": {"value": "12"},
    "what=test": {"test": "mycoplasma", "result": "negative"},
    "what=virus": {"virus": "ebv", "result": "negative"},
    "labs/date/": {"taken_on": "16 Mar 2026", "value_alt": "77", "version_alt": "0"},
}
TABS = ("summary", "drugs", "labs", "score", "criteria")
NO_RESULT_YET = "/labs/row/ggt/"  # a row without results only says how the next one is entered
ONLY_LOOKS = re.compile(r"/history/|/paste/|/search/")
NOT_OF_THE_CASE = {"new", "open_file", "sign_assessment", "complete_assessment", "remove_case"}
OF_A_CASE = (
    Background, CauseTest, DrugCourse, ExposureHistory, Finding, ItemAnswer, LabResult, Outcome, Treatment,
    VirusTest,
)  # fmt: skip
NO_INPUT = {"created_at", "updated_at", "version", "revision"}
LIMITS = {"unit": "U/L", "upper_limit": "20", "source": "Handbook"}
BACK = {
    "restore_step": "void_step",
    "restore_drug": "remove_drug",
    "restore_hla": "remove_hla",
    "restore_lab_value": "delete_lab_value",
    "restore_lab_date": "delete_lab_date",
    "score_restore_answer": "score_clear",
    "score_restore_row": "score_remove_row",
    "criteria_restore_row": "criteria_remove_row",
}


@dataclass(frozen=True)
class Path:
    """One way to change an input; `before` is done and signed ahead of it, `is_sure` if it must change."""

    name: str
    go: Callable[[Client], Any]
    before: Callable[[Client], Any] | None = None
    is_sure: bool = True


def make_signable_case() -> tuple[Full, Any]:
    """Return a case with a row of every kind and its clinician; its newest version is of it as it stands."""
    user = make_user(role=Role.LEAD)  # who may change the limits of the site, too
    full = make_full_case(user, "P-7")
    with changing(full.case):
        for analyte in ("ast", "ck"):
            make_lab(full.case, user, analyte=analyte, value="70", on=DAY)
    own = {"analyte": "ast", "unit": "U/L", "upper_limit": "45", "source": "Handbook"}
    full.rows["ast"], _ = change_limits(
        team_id=full.case.team_id,
        analyte="ast",
        write=lambda: labs.add_site_limit(team=full.case.team, by=user, **own),
    )
    full.rows["other"] = make_case(user, local_id="P-7", name=full.case.patient.name)
    full.case.refresh_from_db()
    return full, user


def complete(full: Full, user: Any) -> Any:
    """Complete the case's assessment as it stands."""
    case = Case.objects.get(pk=full.case.pk)
    page = {"present": lambda found: compose(case, found, now=case.created_at)}
    return save_snapshot(case=case, revision=case.revision, reason="changed", by=user, **page)


def inputs_of(case_id: Any) -> Any:
    """Return all that is on record of a case, and what the rules make of it: limits, baseline, judgements."""
    case = Case.objects.select_related("patient").get(pk=case_id)
    facts = to_plain(build(case))
    for name in SITES_OWN:  # they count where a result is measured by them, and results carry them
        facts.pop(name)
    rows = [(model.__name__, *_plain(model.objects.filter(case=case))) for model in OF_A_CASE]
    own = [*_plain(Case.objects.filter(pk=case.pk)), *_plain(Patient.objects.filter(pk=case.patient_id))]
    return json.dumps([facts, rows, own], default=str, sort_keys=True)


def _plain(rows: QuerySet[Any]) -> list[dict[str, Any]]:
    """Return rows without what only says when they were written."""
    return [
        {name: value for name, value in row.items() if name not in NO_INPUT}
        for row in rows.order_by("pk").values()
    ]


def all_paths(client: Client, full: Full) -> list[Path]:
    """Return every path by its name."""
    return [*_addresses(full), *_fields(client, full), *_others(full)]


def short_paths(full: Full) -> list[Path]:
    """Return one path for each address, and the others."""
    return [*_addresses(full), *_others(full)]


def _addresses(full: Full) -> Iterator[Path]:
    for name, makes in WRITES.items():
        for number, make in enumerate(makes if name not in NOT_OF_THE_CASE else ()):
            go = partial(_post, name=name, make=make, full=full)
            away = BACK.get(name)
            before = partial(_post, name=away, make=WRITES[away][number], full=full) if away else None
            yield Path(f"{name}[{number}]", go, before, is_sure=bool(away))


def _post(client: Client, *, name: str, make: Callable[[Full], Any], full: Full) -> Any:
    post = make(full)
    return client.post(reverse(f"workspace:{name}", args=post.args) + post.query, post.data)


def _fields(client: Client, full: Full) -> Iterator[Path]:
    """Return a path for each field of a case's forms that can be typed into or chosen."""
    for form in _forms(client, full):
        for name in [*form.texts, *form.choices]:
            go = partial(_type, form=form, field=name)
            yield Path(
                f"{form.action} {name}", go, is_sure=not (NO_RESULT_YET in form.action or name == "why")
            )


def _forms(client: Client, full: Full) -> Iterator[PageForm]:
    """Return every form of the tabs in which something can be typed, once."""
    seen = set()
    for name in TABS:
        for make in READS[name]:
            post = make(full)
            page = client.get(reverse(f"workspace:{name}", args=post.args) + post.query).content.decode()
            for form in read_forms(page):
                key = (form.action, *form.texts)
                if form.method != "post" or not form.texts or key in seen or ONLY_LOOKS.search(form.action):
                    continue
                seen.add(key)
                yield form


def _type(client: Client, *, form: PageForm, field: str) -> Any:
    """Send a form with one field filled otherwise, and with what else the form asks for."""
    name = field
    filled = next((values for words, values in FILLED.items() if re.search(words, form.action)), {})
    held = form.values.get(name, [""])
    other = next((value for value in form.choices.get(name, _typed(name)) if value not in (*held, "")), "")
    return client.post(form.action, form.data(**filled | BESIDE.get(name, {}) | {name: other}))


def _typed(name: str) -> tuple[str, ...]:
    """Return what a field takes."""
    if name in OWN:
        return (OWN[name],)
    if DATED.search(name):
        return ("14 Mar 2026", "15 Mar 2026")
    return ("3", "4") if COUNTED.search(name) else ("Other words", "More words")


def _others(full: Full) -> Iterator[Path]:
    """Return the paths that no form of the case's own pages has."""
    who = {"local_id": "P-7", "confirmed": full.case.patient_id, "age_or_birth": "2 May 1961"}
    yield from (
        Path(
            "patient corrected from another case",
            lambda client: client.post(
                reverse("workspace:save_section", args=[full["other"].pk, "patient"]),
                {"version": full.case.patient.version, "local_id": "P-7", "sex": "male"},
            ),
        ),
        Path(
            "blanks filled by a new case of the patient",
            lambda client: client.post(
                reverse("workspace:new"), who | {"id": uuid4(), "rash_onset_on": "12 Mar 2026"}
            ),
        ),
        Path(
            "blanks filled by a case file of the patient",
            lambda client: client.post(
                reverse("workspace:open_file"),
                {"id": uuid4(), "confirmed": full.case.patient_id, "text": _file()},
            ),
        ),
        Path(
            "limits added",
            lambda client: client.post(
                reverse("workspace:add_limit"),
                LIMITS | {"id": uuid4(), "team": full.case.team_id, "analyte": "ck"},
            ),
        ),
        Path("limits changed", lambda client: _limits(client, full, "change", 0)),
        Path(
            "limits taken back",
            lambda client: _limits(client, full, "undo", 1),
            lambda client: _limits(client, full, "change", 0),
        ),
        Path("limits removed", lambda client: _limits(client, full, "remove", 0)),
        Path(
            "limits brought back",
            lambda client: _limits(client, full, "restore", 1),
            lambda client: _limits(client, full, "remove", 0),
        ),
        Path("limits of more cases than are scored at once", lambda client: _many(client, full)),
        Path(
            "a command",
            lambda client: call_command("rescore", "--all", stdout=StringIO()),
            is_sure=False,
        ),
    )


def _file() -> str:
    who = {"local_id": "P-7", "birth_date": "1961-05-02"}
    return json.dumps({"format": "dress-case/1", "id": "opened", "patient": who})


def _limits(client: Client, full: Full, step: str, after: int) -> None:
    """Change the site's limits of a test that the case is measured by, `after` so many other changes."""
    version = full["ast"].version + after
    address = reverse(f"workspace:{step}_limit", args=[full["ast"].pk])
    client.post(f"{address}?version={version}", LIMITS | {"version": version})


def _many(client: Client, full: Full) -> None:
    with patched(assessments, "MOST_AT_ONCE", 0):
        _limits(client, full, "change", 0)


@contextmanager
def patched(module: Any, name: str, value: Any) -> Iterator[None]:
    """Put another value in place for the block."""
    held = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, held)
