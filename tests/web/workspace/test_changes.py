"""The history of a row and of a case: every change in words, beside the field and on pages of their own."""

import re
from datetime import date

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dressapp.audit.models import Event
from dressapp.cases import services as cases
from dressapp.cases.models import Treatment
from dressapp.core.models import Record
from dressapp.core.services import update_record
from dressapp.drugs import services as drugs
from dressapp.labs import services as labs
from dressapp.workspace.presenters.changes_fields import OF_A_CASE, SILENT, fields_of
from dressapp.workspace.presenters.changes_kinds import KINDS, MODELS
from dressapp.workspace.services import changing
from tests.factories.many import record_much
from tests.factories.records import RASH, make_answer, make_case, make_drug, make_finding, make_lab, number
from tests.web.security.world import make_full_case

RECORDS = sorted(MODELS.values(), key=lambda model: model.__name__)


@pytest.fixture
def case(user):
    return make_case(user)


def words(response):
    return " ".join(response.content.decode().split())


def plain(response):
    """Return the list of changes as somebody reads it, tags taken away."""
    text = response.content.decode()
    start = text.index('<ol class="change-log">') if "change-log" in text else 0
    text = re.sub(r"<[^>]+>", " ", text[start : text.rindex("</ol>")] if start else text)
    return " ".join(text.split())


def history(client, case, kind, row, **options):
    return client.get(reverse("workspace:row_changes", args=[case.pk, kind, row.pk]), **options)


@pytest.mark.parametrize("model", RECORDS, ids=[model.__name__ for model in RECORDS])
def test_every_column_of_every_audited_row_has_words(model):
    shown = fields_of(model)
    told = {column for field in shown for column in field.columns}
    assert told | SILENT.get(model, frozenset()) | {OF_A_CASE} >= set(model.DATA)
    assert [field.name for field in shown if not field.label] == []


def test_every_audited_kind_of_a_case_has_a_history():
    of_case = {model for model in RECORDS if "case" in model.DATA}
    assert of_case <= {kind.model for kind in KINDS.values()}
    assert {model for model in apps.get_models() if issubclass(model, Record)} == set(RECORDS)


@pytest.mark.promise("P05")
def test_a_corrected_value_says_what_it_was_by_whom_when_and_why(client_in, user, case):
    with changing(case):
        result = make_lab(case, user, value="120")
        labs.update_result(case=case, result=result, version=1, by=user, **number("value", "210"))
    text = plain(history(client_in, case, "result", result))
    assert "ALT 120 → became 210 U/L" in text
    assert "Changed Dr Clinician, " in text
    assert "ALT 120 U/L" in text
    assert text.index("210") < text.index("Recorded")


def test_the_reason_of_a_change_is_shown(client_in, user, case):
    with changing(case):
        result = make_lab(case, user, value="120")
        update_record(
            result, by=user, case_id=case.pk, version=1, why="typing error", **number("value", "210")
        )
    assert "Reason: typing error" in plain(history(client_in, case, "result", result))


def test_another_unit_is_told_on_both_sides(client_in, user, case):
    with changing(case):
        result = make_lab(case, user, analyte="creatinine", value="1.5", unit="mg/dL")
        values = number("value", "130") | {"unit": "umol/L"}
        labs.update_result(case=case, result=result, version=1, by=user, **values)
    assert "Creatinine 1.5 mg/dL → became 130 µmol/L" in plain(history(client_in, case, "result", result))


def test_a_course_tells_its_days_and_choices_by_their_words(client_in, user, case):
    with changing(case):
        course = make_drug(case, user)
        drugs.update_course(
            case=case, course=course, version=1, by=user, role="concomitant",
            start_on=date(2026, 3, 1), start_precision="month",
        )  # fmt: skip
        drugs.void_course(case=case, course=course, version=2, by=user)
        drugs.restore_course(case=case, course=course, by=user)
    text = plain(history(client_in, case, "drug", course))
    assert "Role Suspect → became Other drug" in text
    assert "First day 2 Mar 2026 → became Mar 2026" in text
    assert text.index("Brought back") < text.index("Taken away") < text.index("Changed")


def test_a_blank_is_called_blank_and_unknown_is_unknown(client_in, user, case):
    with changing(case):
        background = cases.save_background(case=case, version=0, by=user, hiv="unknown")
        cases.save_background(case=case, version=1, by=user, hiv="", dialysis="no")
    text = plain(history(client_in, case, "background", background))
    assert "HIV Unknown → became blank" in text
    assert "Dialysis blank → became No" in text


def test_course_and_conclusion_of_a_case_have_histories_of_their_own(client_in, user, case):
    with changing(case):
        cases.set_dates(case=case, version=case.version, by=user, admission_on=date(2026, 3, 13))
        cases.save_conclusion(case=case, version=case.version, conclusion="Probably DRESS", by=user)
    course, conclusion = (plain(history(client_in, case, kind, case)) for kind in ("course", "conclusion"))
    assert "Admitted blank → became 13 Mar 2026" in course
    assert "Probably" not in course
    assert "Conclusion blank → became Probably DRESS" in conclusion
    assert "Admitted" not in conclusion


def test_no_foreign_id_is_shown_raw(client_in, user):
    own = make_full_case(user, "P-own")
    text = words(client_in.get(reverse("workspace:case_changes", args=[own.case.pk])))
    shown = text[text.index('<ol class="change-log">') :]
    visible = re.sub(r"<[^>]+>", " ", shown)
    assert re.findall(r"[0-9a-f]{8}-[0-9a-f]{4}", visible) == []
    assert "Patient P-own" in " ".join(visible.split())


def test_days_of_a_case_that_knows_only_days_are_days(client_in, user):
    case = make_case(user, local_id="P-rel", basis="relative")
    with changing(case):
        result = make_lab(case, user, on=date(2026, 3, 14))
    response = history(client_in, case, "result", result)
    assert "ALT on day 2" in words(response)
    assert "14 Mar 2026" not in words(response)


def test_a_stranger_and_a_row_of_another_case_are_not_found(client_in, client_for, stranger, user, case):
    other = make_case(user, local_id="P-2")
    with changing(other):
        result = make_lab(other, user)
    assert history(client_in, case, "result", result).status_code == 404
    assert history(client_in, other, "nothing", result).status_code == 404
    assert history(client_for(stranger), other, "result", result).status_code == 404


def test_every_kind_of_row_has_a_page(client_in, user):
    own = make_full_case(user, "P-own")
    rows = {
        "result": own["result"], "row": own["bare"], "drug": own["course"], "exposures": own["exposures"],
        "answer": own["answer"], "finding": own["node"], "test": own["test"], "virus": own["virus"],
        "treatment": own["step"], "background": own["background"], "outcome": own["outcome"],
        "patient": own.case.patient, "course": own.case, "table": own["stored"],
    }  # fmt: skip
    assert rows.keys() | {"conclusion"} == KINDS.keys()
    for kind, row in rows.items():
        response = history(client_in, own.case, kind, row)
        assert response.status_code == 200
        assert "Recorded" in plain(response), kind


@pytest.mark.promise("P07")
def test_a_page_of_a_history_is_logged_and_a_fold_is_not(client_in, user, case):
    with changing(case):
        course = make_drug(case, user)
    seen = Event.objects.filter(action="view", case_id=str(case.pk))
    history(client_in, case, "drug", course)
    assert seen.count() == 1
    fold = history(client_in, case, "drug", course, headers={"HX-Request": "true"})
    assert seen.count() == 1
    assert fold.content.decode().lstrip().startswith("<ol")


def test_all_changes_of_a_case_are_narrowed_by_kind_and_person(client_in, user, case, stranger):
    with changing(case):
        make_drug(case, user)
        make_lab(case, stranger)
        make_finding(case, user)
        make_answer(case, user)
        cases.add_row(model=Treatment, case=case, kind="ivig", by=user)
    address = reverse("workspace:case_changes", args=[case.pk])
    assert "sorafenib recorded" in plain(client_in.get(address))
    only_labs = plain(client_in.get(address, {"kind": "result"}))
    assert "ALT on 12 Mar 2026" in only_labs
    assert "sorafenib" not in only_labs
    by_stranger = plain(client_in.get(address, {"person": stranger.pk}))
    assert "Dr Stranger" in by_stranger
    assert "Dr Clinician" not in by_stranger


def test_older_changes_stand_on_pages_of_their_own(client_in, user, case):
    record_much(case, user, 30)
    address = reverse("workspace:case_changes", args=[case.pk])
    first = words(client_in.get(address))
    assert "Newest" not in first
    older = first[first.index("?before=") :].partition('"')[0]
    second = words(client_in.get(address + older))
    assert ">Newest<" in second
    assert "drug 29" in first
    assert "drug 29" not in second


@pytest.mark.parametrize("name", ["case_changes", "drugs", "labs", "score", "summary"])
def test_history_costs_no_query_more_with_many_rows(client_in, user, case, name):
    counts = []
    for rows, each in ((1, case), (12, make_case(user, local_id="P-many"))):
        record_much(each, user, rows)
        address = reverse(f"workspace:{name}", args=[each.pk])
        client_in.get(address)
        with CaptureQueriesContext(connection) as queries:
            client_in.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.promise("P04")
def test_twenty_versions_stay_readable(client_in, user, case):
    with changing(case):
        result = make_lab(case, user, value="100")
        for turn in range(20):
            values = number("value", str(101 + turn))
            result = labs.update_result(case=case, result=result, version=turn + 1, by=user, **values)
    text = plain(history(client_in, case, "result", result))
    for turn in range(20):
        assert f"ALT {100 + turn} → became {101 + turn} U/L" in text
    assert RASH.isoformat() not in text
