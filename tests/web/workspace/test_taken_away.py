"""What a colleague took away while a page stood open: it never comes back unseen, nothing is lost."""

from uuid import uuid4

import pytest
from django.urls import reverse

from dressapp.assessments.models import ItemAnswer
from dressapp.cases.models import CauseTest, Finding, Treatment
from dressapp.cases.services import add_row, save_background, set_finding, update_row, void_row
from dressapp.core.errors import EditConflict
from dressapp.workspace.services import changing
from tests.factories.records import make_answer, make_case, make_drug, make_finding

OVER = "Save mine over it"


@pytest.fixture
def case(user):
    return make_case(user)


def url(case, name, *args):
    return reverse(f"workspace:{name}", args=[case.pk, *args])


def text_of(response, status):
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def take_away(case, user, row):
    with changing(case):
        void_row(case=case, row=row, version=row.version, by=user)


@pytest.mark.promise("P02")
def test_an_answer_that_somebody_cleared_is_not_brought_back_by_a_stale_page(client_in, case, user):
    answer = make_answer(case, user)
    take_away(case, user, answer)
    posted = {"answer": "no", "version": 1}
    assert OVER in text_of(client_in.post(url(case, "score_answer", "fever"), posted), 409)
    assert not ItemAnswer.objects.live().exists()
    assert client_in.post(url(case, "score_answer", "fever"), posted | {"version": 2}).status_code == 303
    assert ItemAnswer.objects.live().get().answer == "no"


@pytest.mark.promise("P02")
@pytest.mark.parametrize("way", ["tapped", "of a case file"])
def test_a_finding_that_somebody_cleared_is_not_brought_back_by_a_stale_tap(client_in, case, user, way):
    with changing(case):
        if way == "tapped":
            row = set_finding(case=case, finding="facial_oedema", answer="yes", by=user)
        else:  # its row has an id of its own
            row = make_finding(case, user)
    take_away(case, user, row)
    address, posted = url(case, "score_finding", "facial_oedema"), {"answer": "no", "version": 1}
    assert OVER in text_of(client_in.post(address, posted), 409)
    assert not case.findings.live().exists()
    assert client_in.post(address, posted | {"version": 2}).status_code == 303
    assert case.findings.live().get().value_raw == "no"
    assert Finding.objects.count() == 1


def test_a_page_that_shows_no_answer_may_give_one_although_there_was_one_once(client_in, case, user):
    take_away(case, user, make_answer(case, user))
    posted = {"answer": "no", "version": 0}
    assert client_in.post(url(case, "score_answer", "fever"), posted).status_code == 303


@pytest.mark.promise("P02")
def test_a_background_that_somebody_took_away_is_not_brought_back_unseen(case, user):
    with changing(case):
        row = save_background(case=case, version=0, dialysis="no", by=user)
    take_away(case, user, row)
    with pytest.raises(EditConflict):
        save_background(case=case, version=1, dialysis="yes", by=user)
    row.refresh_from_db()
    assert (row.is_voided, row.dialysis) == (True, "no")


# How a row is added: the address with its query, what is posted, and the column that is changed.
ADDED = {
    "drug": ("add_drug", (), "", {"name": "sorafenib", "role": "suspect"}, "brand"),
    "step": ("add_step", (), "", {"kind": "topical_steroid"}, "name"),
    "virus": ("score_save_row", ("virus",), "?what=virus", {"virus": "ebv", "result": "negative"}, "note"),
    "hla": ("save_hla", (), "", {"site": "HLA-B*58:01", "value_raw": "no"}, "note"),
}


@pytest.mark.promise("P02")
@pytest.mark.parametrize("kind", ADDED)
def test_an_add_form_sent_again_writes_over_no_row_that_was_changed_and_removed(client_in, case, user, kind):
    name, args, query, posted, column = ADDED[kind]
    address, form = url(case, name, *args) + query, posted | {"id": str(uuid4()), "version": 0}
    assert client_in.post(address, form).status_code == 303
    (row,) = [row for rows in (case.drug_courses, case.treatments, case.virus_tests, case.findings)
              for row in rows.all()]  # fmt: skip
    with changing(case):
        row = update_row(case=case, row=row, version=1, by=user, **{column: "by a colleague"})
    take_away(case, user, row)
    again = form | {column: "typed again"}
    assert OVER in text_of(client_in.post(address, again), 409)
    row.refresh_from_db()
    assert (row.is_voided, getattr(row, column)) == (True, "by a colleague")
    assert client_in.post(address, again | {"version": row.version}).status_code == 303
    row.refresh_from_db()
    assert (row.is_voided, getattr(row, column)) == (False, "typed again")


def test_an_add_form_sent_again_brings_back_a_row_that_was_removed_alone(client_in, case, user):
    form = {"id": str(uuid4()), "version": 0, "kind": "topical_steroid"}
    client_in.post(url(case, "add_step"), form)
    take_away(case, user, Treatment.objects.get())
    assert client_in.post(url(case, "add_step"), form).status_code == 303
    assert case.treatments.live().count() == 1


def make_step(case, user):
    return add_row(model=Treatment, case=case, by=user, kind="topical_steroid")


def make_test(case, user):
    return add_row(model=CauseTest, case=case, by=user, test="ana", result="negative")


def make_hla(case, user):
    return make_finding(case, user, finding="hla_allele", site="HLA-B*58:01")


def make_smear(case, user):
    return make_finding(case, user, finding="smear", value="atypical")


def make_days(case, user):
    return make_finding(case, user, finding="fever_days", value="3")


DRUG = {"name": "sorafenib", "role": "suspect"}
WRONG = {"seen_on": "03/04/2026", "note": "typed"}
# How a row is made, where its form goes (with its id if that is true), and what is refused.
REFUSED = {
    "drug": (make_drug, "edit_drug", (), True, DRUG | {"start": "03/04/2026", "note": "typed"}),
    "last day": (make_drug, "last_day", (), True, {"stop": "typed"}),
    "conclusion": (make_drug, "conclude_drug", (), True, {"conclusion": "", "conclusion_basis": "typed"}),
    "step": (
        make_step,
        "change_step",
        (),
        True,
        {"kind": "topical_steroid", "dose": "much", "name": "typed"},
    ),
    "hla": (make_hla, "save_hla", (), False, {"site": "typed", "value_raw": "yes"}),
    "smear": (make_smear, "score_save_row", ("finding",), False, {"value_raw": "x"} | WRONG),
    "days": (make_days, "criteria_save_row", ("finding",), False, {"value": "5"} | WRONG),
    "test": (make_test, "score_save_row", ("test",), False, {"tested_on": "03/04/2026", "note": "typed"}),
    "tracker": (make_test, "save_tracked", (), False, {"tested_on": "typed", "result": "positive"}),
}


@pytest.mark.promise("P02")
@pytest.mark.parametrize("kind", REFUSED)
def test_a_refused_form_of_a_row_that_was_taken_away_is_shown_as_it_was_typed(client_in, case, user, kind):
    make, name, args, has_id, typed = REFUSED[kind]
    with changing(case):
        row = make(case, user)
    take_away(case, user, row)
    address = url(case, name, *args, *([row.pk] if has_id else []))
    text = text_of(client_in.post(address, typed | {"id": row.pk, "version": 1}), 422)
    shown = text.partition('id="tab"')[2]
    assert 'value="typed"' in shown or ">typed</textarea>" in shown.replace("> typed", ">typed")
    assert f'action="{address}' in shown
    assert "error-summary" in shown


@pytest.mark.promise("P02")
@pytest.mark.parametrize(
    ("name", "typed"),
    [("last_day", {"stop": "20 Mar 2026"}), ("conclude_drug", {"conclusion": "culprit"})],
)
def test_what_is_said_of_a_drug_that_was_taken_away_can_be_saved_over(client_in, case, user, name, typed):
    drug = make_drug(case, user)
    take_away(case, user, drug)
    assert OVER in text_of(client_in.post(url(case, name, drug.pk), typed | {"version": 1}), 409)
    drug.refresh_from_db()
    assert drug.is_voided
    assert client_in.post(url(case, name, drug.pk), typed | {"version": 2}).status_code == 303
    drug.refresh_from_db()
    assert not drug.is_voided
