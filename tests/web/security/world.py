"""A case with a row of every kind, and a valid request for every address of the application."""

# ruff: noqa: E501, S107

import json
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db import connection
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver
from django.utils import timezone

from dressapp.assessments import services as assessments
from dressapp.assessments.snapshots import save_snapshot
from dressapp.cases import services as cases
from dressapp.cases.models import CauseTest, Treatment, VirusTest
from dressapp.core.sealed import seal
from dressapp.drugs import services as drugs
from dressapp.exchange import services as exchange
from dressapp.exchange.intakes import digest_of, read_intake
from dressapp.labs import services as labs
from dressapp.labs.limit_selectors import list_site_limits
from dressapp.labs.seen import versions_of, write_seen
from dressapp.labs.selectors import list_sample
from dressapp.reports.printing import compose
from dressapp.workspace.services import changing
from tests.factories.people import PASSWORD
from tests.factories.records import make_answer, make_case, make_drug, make_finding, make_lab, number

from .parts import Full, Post
from .world_teams import TEAM_READS, TEAM_WRITES, make_team_rows

DAY = date(2026, 3, 14)
OPEN = {"health", "ready", "account_login", "account_inactive", "quick", "proof"}
CLINICAL_APPS = ("cases", "labs", "drugs", "assessments", "exchange")


TABLES = {
    name: f"\t20 Mar 2026\t21 Mar 2026\n{test} (U/L)\t50\t{last}\nMystery (U/L)\t3\t4\n"
    for name, test, last in (
        ("waiting", "AST", "6O"),
        ("ready", "LDH", "61"),
        ("stored", "CK", "62"),
        ("undone", "ALP", "63"),
    )
}


def make_full_case(user: Any, local_id: str, *, secret: str = "Rosalind Kessler", **texts: str) -> Full:
    """Return a case with a row of every kind."""
    case = make_case(
        user, local_id=local_id, name=secret, sex="female", age_years=61, note=texts.get("note", "")
    )
    by = {"case": case, "by": user}
    with changing(case):
        rows = {
            "course": make_drug(case, user, name="sorafenib"),
            "second": make_drug(case, user, name="allopurinol", stop_precision="ongoing"),
            "misspelled": make_drug(case, user, name="phenitoin"),
            "respelled": drugs.update_course(course=make_drug(case, user, name="lamotrogine"), version=1,
                                             name="lamotrigine", **by),
            "result": labs.update_result(result=make_lab(case, user, on=DAY, upper_limit="40"), version=1,
                                         **number("value", "51"), **by),
            "limit": _limit(case.team, user),
            "bare": labs.set_row(analyte="ggt", unit="U/L", upper_limit="60", lower_limit="", **by),
            "answer": make_answer(case, user, item="lymph_nodes", answer="no"),
            "finding": make_finding(case, user),
            "allele": make_finding(case, user, finding="hla_allele", site="HLA-B*58:01", value="no"),
            "node": cases.add_row(model=_model("cases", "Finding"), finding="node", site="cervical", unit="cm",
                                  **number("value", "1.5"), **by),
            "test": cases.add_row(model=CauseTest, test="ana", result="negative", tested_on=DAY, **by),
            "virus": cases.add_row(model=VirusTest, virus="hhv6", method="PCR", result="negative", **by),
            "step": cases.add_row(model=Treatment, kind="systemic_steroid", name="prednisolone", **by),
            "background": cases.save_background(version=0, cirrhosis="no", **by),
            "outcome": cases.save_outcome(version=0, result="recovering", **by),
            "exposures": cases.save_exposures(version=0, contrast="no", **by),
        }  # fmt: skip
    case.refresh_from_db()
    assessments.summarise(case)
    rows["snapshot"] = _complete(case, user)
    rows["signable"] = make_case(user, local_id=local_id, name=secret)
    _complete(rows["signable"], user)
    rows |= _intakes(case, user)
    rows |= make_team_rows(case, user)
    case.refresh_from_db()
    return Full(case, rows)


def _complete(case: Any, user: Any) -> Any:
    return save_snapshot(
        case=case,
        revision=case.revision,
        present=lambda found: compose(case, found, now=case.created_at),
        by=user,
    )


def _intakes(case: Any, user: Any) -> dict[str, Any]:
    """Return a pasted table that waits for a word, one that is ready, one stored, and one undone since."""
    made = {
        name: exchange.start_paste(case=case, text=TABLES[name], by=user)
        for name in ("waiting", "ready", "stored", "undone")
    }
    for name in ("stored", "undone"):
        with changing(case):
            exchange.confirm(case=case, intake=made[name], version=1, digest=_digest(case, made[name]),
                             today=timezone.localdate(), by=user)  # fmt: skip
    with changing(case):
        exchange.undo(case=case, intake=made["undone"], by=user)
    return {name: _model("exchange", "Intake").objects.get(pk=intake.pk) for name, intake in made.items()}


def _digest(case: Any, intake: Any) -> str:
    """Return the digest of what the preview of a table shows."""
    return digest_of(read_intake(intake, case=case, today=timezone.localdate()))


def _limit(team: Any, user: Any) -> Any:
    """Return the team's own limits of lipase, which no case of this world has."""
    stored = list_site_limits(team.pk, "lipase")
    values = {"analyte": "lipase", "unit": "U/L", "upper_limit": "60", "source": "Handbook of the laboratory"}
    return stored[0] if stored else labs.add_site_limit(team=team, by=user, **values)


def _model(app: str, name: str) -> Any:
    return apps.get_model(app, name)


def _row(row: str, /, *more: Any, version: bool = True, **data: Any) -> Callable[[Full], Post]:
    """Return a write to one row that stands in the address."""

    def make(full: Full) -> Post:
        own = {"version": full[row].version} if version else {}
        return Post((full.case.pk, *more, full[row].pk), own | data)

    return make


def _section(name: str, row: str = "", /, **data: Any) -> Callable[[Full], Post]:
    def make(full: Full) -> Post:
        stored = {"": full.case, "patient": full.case.patient}.get(row) or full[row]
        return Post((full.case.pk, name), {"version": stored.version} | data)

    return make


def _new_drug(full: Full) -> Post:
    return Post((full.case.pk,), {"id": uuid4(), "version": 0, "name": "amoxicillin", "role": "suspect"})


def case_text(local_id: str) -> str:
    """Return a case file of a patient, with nothing else in it."""
    return json.dumps({"format": "dress-case/1", "id": "opened", "patient": {"local_id": local_id}})


def _lab_key() -> str:
    return DAY.isoformat()


def _seen_on_the_day(case: Any) -> str:
    return write_seen(versions_of(list_sample(case, DAY)))


# Every address that writes, with the requests that it takes.
WRITES: dict[str, list[Callable[[Full], Post]]] = {
    "new": [lambda f: Post((), {"id": uuid4(), "local_id": f"N-{uuid4()}", "rash_onset_on": "12 Mar 2026"})],
    "open_file": [
        lambda f: Post((), {"id": uuid4(), "confirmed": f.case.patient.pk, "text": case_text(f.case.patient.local_id)})
    ],
    "save_section": [
        _section("patient", "patient", local_id="P-changed"),
        _section("course", admission_on="13 Mar 2026"),
        _section("background", "background", hiv="no"),
        _section("outcome", "outcome", intensive_care="no"),
        _section("conclusion", conclusion="Probably sorafenib", expert_diagnosis=""),
    ],
    "add_step": [lambda f: Post((f.case.pk,), {"id": uuid4(), "version": 0, "kind": "ivig"})],
    "change_step": [_row("step", kind="ivig")],
    "void_step": [_row("step")],
    "restore_step": [_row("step")],
    "add_drug": [_new_drug],
    "confirm_list": [lambda f: Post((f.case.pk,), {"is_complete": "yes", "version": f["exposures"].version})],
    "exposure": [lambda f: Post((f.case.pk, "contrast"), {"answer": "yes", "seen": "no"})],
    "edit_drug": [_row("course", name="sorafenib tosylate", role="suspect")],
    "remove_drug": [_row("course")],
    "restore_drug": [_row("course")],
    "move_drug": [_row("course", direction="down")],
    "still_taken": [_row("second", answer="yes")],
    "last_day": [_row("second", stop="13 Mar 2026")],
    "conclude_drug": [_row("course", conclusion="culprit", conclusion_basis="in time")],
    "drug_code": [_row("course", atc="L01EX02")],
    "drug_name": [_row("misspelled", name="phenytoin")],
    "drug_name_back": [
        lambda f: Post((f.case.pk, f["respelled"].pk), {}, f"?version={f['respelled'].version}")
    ],
    "causality": [_row("course", naranjo_3="yes", protopathic="no")],
    "save_hla": [
        lambda f: Post((f.case.pk,), {"id": uuid4(), "version": 0, "site": "HLA-A*31:01", "value_raw": "yes"}),
        lambda f: Post((f.case.pk,), {"id": f["allele"].pk, "version": f["allele"].version, "site": "HLA-B*58:01",
                                      "value_raw": "yes"}),
    ],
    "remove_hla": [_row("allele")],
    "restore_hla": [_row("allele", version=False)],
    "save_lab_value": [
        lambda f: Post((f.case.pk,), {"analyte": "alt", "at": "2026-03-15", "value": "88", "version": 0}),
        lambda f: Post((f.case.pk,), {"analyte": "alt", "at": _lab_key(), "value": "89",
                                      "version": f["result"].version, "result": f["result"].pk}),
    ],
    "delete_lab_value": [_row("result")],
    "restore_lab_value": [_row("result")],
    "revert_lab_value": [lambda f: Post((f.case.pk, f["result"].pk), {}, f"?version={f['result'].version}")],
    "save_lab_date": [lambda f: Post((f.case.pk,), {"taken_on": "16 Mar 2026", "value_alt": "77", "version_alt": 0})],
    "delete_lab_date": [lambda f: Post((f.case.pk, _lab_key()), {"seen": _seen_on_the_day(f.case)})],
    "restore_lab_date": [lambda f: Post((f.case.pk, _lab_key()), {}, f"?ids={f['result'].pk.hex}")],
    "save_lab_row": [
        lambda f: Post((f.case.pk, "ggt"), {"version": f["bare"].version, "unit": "U/L", "upper_limit": "70"})
    ],
    "remove_lab_row": [lambda f: Post((f.case.pk, "ggt"), {"version": f["bare"].version})],
    "restore_lab_row": [lambda f: Post((f.case.pk, "ggt"))],
    "undo_row_limits": [lambda f: Post((f.case.pk, "ggt"), {}, "?first=0&last=0")],
    "add_limit": [lambda f: Post((), {"id": uuid4(), "team": f.case.team_id, "analyte": "ck", "unit": "U/L",
                                      "upper_limit": "200", "sex": "male", "source": "Handbook"})],
    "change_limit": [
        lambda f: Post((f["limit"].pk,), {"version": f["limit"].version, "unit": "U/L", "upper_limit": "65",
                                          "source": "Handbook"})
    ],
    "undo_limit": [lambda f: Post((f["limit"].pk,), {}, f"?version={f['limit'].version}")],
    "remove_limit": [lambda f: Post((f["limit"].pk,), {"version": f["limit"].version})],
    "restore_limit": [lambda f: Post((f["limit"].pk,))],
    "paste_labs": [lambda f: Post((f.case.pk,), {"text": TABLES["ready"].replace("61", "60")})],
    "intake": [_row("waiting", **{"cell-r2c3": "skip"})],
    "confirm_intake": [lambda f: Post((f.case.pk, f["ready"].pk), {"version": 1, "digest": _digest(f.case, f["ready"])})],
    "undo_intake": [_row("stored", version=False)],
    "reopen_intake": [_row("undone", version=False)],
    "cancel_intake": [_row("waiting")],
    "stop_intake": [_row("ready", version=False)],
    "score_take_over": [lambda f: Post((f.case.pk,))],
    "score_answer": [lambda f: Post((f.case.pk, "lymph_nodes"), {"answer": "yes", "version": f["answer"].version,
                                                                 "explanation": "felt"})],
    "score_clear": [lambda f: Post((f.case.pk, "lymph_nodes"), {"version": f["answer"].version})],
    "score_restore_answer": [_row("answer")],
    "score_finding": [lambda f: Post((f.case.pk, "facial_oedema"), {"answer": "no", "version": 1})],
    "score_save_row": [
        lambda f: Post((f.case.pk, "test"), {"id": uuid4(), "version": 0, "test": "mycoplasma", "result": "negative"}),
        lambda f: Post((f.case.pk, "virus"), {"id": f["virus"].pk, "version": 1, "virus": "hhv6",
                                              "result": "positive"}),
        lambda f: Post((f.case.pk, "finding"), {"id": uuid4(), "version": 0, "site": "axillary", "value": "2.2", "method": "clinical"},
                       "?what=node"),
    ],
    "score_remove_row": [_row("test", "test"), _row("finding", "finding"), _row("virus", "virus")],
    "score_restore_row": [_row("test", "test"), _row("finding", "finding"), _row("virus", "virus")],
    "criteria_finding": [lambda f: Post((f.case.pk, "carditis"), {"answer": "no", "version": 0})],
    "criteria_save_row": [
        lambda f: Post((f.case.pk, "finding"), {"id": uuid4(), "version": 0, "value": "12"}, "?what=erosions_surface"),
    ],
    "criteria_remove_row": [_row("node", "finding")],
    "criteria_restore_row": [_row("node", "finding")],
    "score_explains": [_row("test", "test", answer="no"), _row("virus", "virus", answer="no")],
    "save_tracked": [
        lambda f: Post((f.case.pk,), {"id": uuid4(), "version": 0, "test": "mycoplasma", "result": "pending"}),
        lambda f: Post((f.case.pk,), {"id": f["test"].pk, "version": f["test"].version, "result": "pending",
                                      "tested_on": "13 Mar 2026"}),
    ],
    "sign_assessment": [lambda f: Post((f["signable"].pk, 1), {"meaning": "author", "password": PASSWORD})],
    "complete_assessment": [lambda f: Post((f.case.pk,), {"id": uuid4(), "revision": f.case.revision})],
} | TEAM_WRITES  # fmt: skip

# Every address that is read.
READS: dict[str, list[Callable[[Full], Post]]] = {
    "list": [lambda f: Post(())],
    "new": [lambda f: Post(())],
    "summary": [lambda f: Post((f.case.pk,)), lambda f: Post((f.case.pk,), query=f"?step={f['step'].pk}")]
    + [lambda f, n=n: Post((f.case.pk,), query=f"?edit={n}") for n in "patient course background outcome conclusion".split()]
    + [lambda f: Post((f.case.pk,), query="?step=new")],
    "drugs": [lambda f: Post((f.case.pk,)), lambda f: Post((f.case.pk,), query="?add")]
    + [lambda f, n=n: Post((f.case.pk,), query=f"?{n}={f['course'].pk}") for n in ("edit", "last-day", "conclude")]
    + [lambda f: Post((f.case.pk,), query="?hla=new"), lambda f: Post((f.case.pk,), query=f"?hla={f['allele'].pk}")],
    "causality": [lambda f: Post((f.case.pk, f["course"].pk))],
    "labs": [lambda f: Post((f.case.pk,)), lambda f: Post((f.case.pk,), query=f"?on={_lab_key()}")]
    + [lambda f, q=q: Post((f.case.pk,), query=f"?{q}") for q in ("add=test", "add=date", "row=ggt")]
    + [lambda f: Post((f.case.pk,), query=f"?date={_lab_key()}"),
       lambda f: Post((f.case.pk,), query=f"?value=alt&at={_lab_key()}&result={f['result'].pk}")],
    "limits": [lambda f: Post(()), lambda f: Post((), query=f"?edit={f['limit'].pk}"),
               lambda f: Post((), query=f"?add=ck&team={f.case.team_id}")],
    "open_file": [lambda f: Post(())],
    "lab_meaning": [lambda f: Post(("alt",), query="?value=50&unit=U/L")],
    "paste_labs": [lambda f: Post((f.case.pk,))],
    "intake": [lambda f, n=n: Post((f.case.pk, f[n].pk)) for n in ("waiting", "ready", "stored", "undone")]
    + [lambda f: Post((f.case.pk, f["ready"].pk), query="?change=t0"), lambda f: Post((f.case.pk, f["ready"].pk), query="?change=d0")],
    "intake_progress": [lambda f: Post((f.case.pk, f["ready"].pk))],
    "score": [lambda f: Post((f.case.pk,))]
    + [lambda f, n=n: Post((f.case.pk,), query=f"?edit={f[n].pk}") for n in ("test", "virus", "finding", "node")]
    + [lambda f, n=n: Post((f.case.pk,), query=f"?add={n}") for n in ("test", "virus", "node")],
    "criteria": [lambda f: Post((f.case.pk,)), lambda f: Post((f.case.pk,), query="?open=tests")]
    + [lambda f, n=n: Post((f.case.pk,), query=f"?add={n}") for n in ("erosions_surface", "fever_days")],
    "timeline": [lambda f: Post((f.case.pk,))],
    "history": [lambda f: Post((f.case.pk,))],
    "trail": [lambda f: Post(()), lambda f: Post((), query=f"?patient={seal(f.case.patient.local_id)}&what=changes")],
    "case_changes": [lambda f: Post((f.case.pk,)), lambda f: Post((f.case.pk,), query="?kind=result")],
    "row_changes": [lambda f, k=k, n=n: Post((f.case.pk, k, f[n].pk))
                    for k, n in (("result", "result"), ("drug", "course"), ("answer", "answer"), ("finding", "node"))]
    + [lambda f: Post((f.case.pk, "patient", f.case.patient.pk)), lambda f: Post((f.case.pk, "course", f.case.pk))],
    "snapshot": [lambda f: Post((f.case.pk, 1))],
    "compare": [lambda f: Post((f.case.pk,)), lambda f: Post((f.case.pk,), query="?from=1&to=now")],
    "sign_assessment": [lambda f: Post((f.case.pk, 1))],
    "complete_assessment": [lambda f: Post((f.case.pk,))],
    "snapshot_pdf": [lambda f: Post((f.case.pk, 1))],
    "snapshot_figure": [lambda f: Post((f.case.pk, 1))],
    "report": [lambda f: Post((f.case.pk,)), lambda f: Post((f.case.pk,), query="?name=no")],
    "report_pdf": [lambda f: Post((f.case.pk,))],
    "report_figure": [lambda f: Post((f.case.pk,))],
    "paper_form": [lambda f: Post(())],
} | TEAM_READS  # fmt: skip


def routes() -> set[str]:
    """Return the name of every address, whatever includes it."""
    return set(_names(get_resolver().url_patterns))


def _names(patterns: list[URLPattern | URLResolver]) -> Any:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns)
        else:
            yield pattern.name


def digest() -> str:
    """Return one hash over every row of every clinical table."""
    whole = sha256()
    for app in CLINICAL_APPS:
        for model in apps.get_app_config(app).get_models():
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT * FROM "{model._meta.db_table}" ORDER BY 1')
                whole.update(repr((model._meta.db_table, cursor.fetchall())).encode())
    return whole.hexdigest()
