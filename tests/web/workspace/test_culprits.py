"""Which drug: the table on the Drugs tab, the questions about one drug, HLA results, how all are kept."""

import json
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dressapp.assessments import catalogue
from dressapp.assessments.causality_form import QUESTION_OF, CausalityForm
from dressapp.assessments.culprits_page import present_culprits
from dressapp.assessments.facts import build
from dressapp.assessments.snapshots import to_plain
from dressapp.audit.models import Event
from dressapp.cases.models import Finding
from dressapp.cases.services import void_row
from dressapp.drafts.models import Draft
from dressapp.drugs.catalogue import Match
from dressapp.drugs.models import DrugCourse
from dressapp.drugs.services import set_conclusion, update_course, void_course
from dressapp.exchange.case_file import loads
from dressapp.exchange.case_out import case_record
from dressapp.exchange.checks import CaseFileError
from dressapp.exchange.importer import import_case
from dressapp.exchange.json_text import dumps
from dressapp.exchange.lines import score_text
from dressapp.workspace.services import changing
from scoring.causality.culprits import QUESTIONS
from scoring.panel import assess
from tests.factories.queries import queries
from tests.factories.records import make_case, make_drug, make_finding
from tests.scoring.causality.build import association, substance
from tests.web.exchange.round_trip import differences, opened_again
from tests.web.safety.test_words import said_in

ANSWERS = {
    "naranjo.3": "yes", "naranjo.5": "unknown", "sefv.withdrawal": "improved", "alden.notoriety": "other",
    "alden.rechallenge": "none", "who_umc": "probable", "protopathic": "no", "rechallenge": "not_done",
}  # fmt: skip
HTMX = {"HX-Request": "true"}


@pytest.fixture
def case(user, team):
    return make_case(user)


@pytest.fixture
def drug(case, user):
    return make_drug(case, user)


def url(case, name="drugs", *args):
    return reverse(f"workspace:{name}", args=[case.pk, *args])


def text_of(response, status=200):
    assert response.status_code == status
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def answer(client, case, course, version=None, **answers):
    data = {"version": course.version if version is None else version} | answers
    return client.post(url(case, "causality", course.pk), data)


def rows_of(client, case):
    return {row.name: row for row in client.get(url(case)).context["culprits"].rows}


def test_a_combination_counts_by_its_parts(client_in, case, user):
    make_drug(case, user, name="Rifater")
    row = rows_of(client_in, case)["isoniazid, pyrazinamide and rifampicin"]
    known = next(each for each in row.ingredients if each.id == "notoriety")
    assert row.recorded == "recorded as Rifater"
    assert known.words.startswith("Tier 3 of 3: isoniazid: as a group listed as high risk")


def give(case, user, course, answers):
    with changing(case):
        return update_course(case=case, course=course, version=course.version, by=user, causality=answers)


# The table


def test_without_drugs_the_table_says_so(client_in, case):
    text = text_of(client_in.get(url(case)))
    assert "Nothing to compare yet: no drug is on record." in text
    assert "No HLA result on record." in text


def test_every_drug_stands_in_the_table_with_its_rank_its_ingredients_and_its_scales(
    client_in, case, user, drug
):
    make_drug(case, user, name="allopurinol", start_on=None, start_precision="unknown", role="concomitant")
    make_drug(case, user, name="prednisolone", start_on=case.rash_onset_on, role="treatment")
    rows = client_in.get(url(case)).context["culprits"].rows
    assert [(row.name, row.rank, row.rank_words) for row in rows] == [
        ("allopurinol", "1", "rank 1"),
        ("sorafenib", "2", "rank 2"),
        ("prednisolone", "–", "not ranked"),
    ]
    sorafenib = rows[1]
    cells = {cell.id: cell for cell in sorafenib.ingredients}
    assert (cells["latency"].words, cells["latency"].direction_words) == (
        "10 d, shorter than usual",
        "neutral",
    )
    assert (cells["notoriety"].words, cells["notoriety"].direction_words) == (
        "Tier 1 of 3: listed",
        "neutral",
    )
    assert cells["alternative"].words == "1 as well or better: allopurinol"
    assert [(cell.total, cell.category_words) for cell in sorafenib.scales] == [
        ("1", "SEFV: conditional so far (bands not verified)"),
        ("2", "Naranjo: possible so far"),
        ("–", "ALDEN: no total without 2 In the body, 5 Known for SJS/TEN, 6 Another drug"),
    ]
    assert sorafenib.scales[1].range_words == "−1 to 13"
    assert sorafenib.scales[1].open_words == "9 of 10 open"


def test_each_scale_says_what_it_was_made_for_and_where_it_is_weak(client_in, case, drug):
    text = text_of(client_in.get(url(case)))
    for words in (
        "made for SJS/TEN, not validated for DRESS",
        "kappa 0.22",
        "the Spanish guideline for DRESS (2020) uses it",
        "questions 4, 6, 7 and 8 nearly always stay unknown",
        "Nothing is added up.",
        "a rank is no probability",
        "never derived here",
    ):
        assert words in text


def test_scales_that_are_not_verified_say_so_beside_their_category(client_in, case, user, drug):
    give(case, user, drug, {"sefv.time": "compatible"})
    cell = rows_of(client_in, case)["sorafenib"].scales[0]
    assert cell.category_words == "SEFV: conditional so far (bands not verified)"
    marks = {line.id: line.mark for line in cell.lines}
    assert marks["sefv.time"] == ""


def test_the_clinicians_conclusion_stands_beside_and_is_never_written(client_in, case, user, drug):
    with changing(case):
        set_conclusion(case=case, course=drug, version=1, conclusion="unlikely", by=user)
    give(case, user, DrugCourse.objects.get(), {"rechallenge": "reappeared", "who_umc": "certain"})
    row = rows_of(client_in, case)["sorafenib"]
    assert row.conclusions == ("unlikely (Dr Clinician)",)
    assert row.who_umc == "WHO-UMC: certain"
    assert DrugCourse.objects.get().conclusion == "unlikely"


def test_a_catalogue_that_is_hooked_in_reaches_the_table(client_in, case, user, drug, monkeypatch):
    alleles = [association("B*58:01"), association("B*15:02", is_for_dress=False, certainty="GK")]
    known = substance("sorafenib", tier=3, half_life=("1", "2"), hla=alleles, certainty="GK")
    monkeypatch.setattr(catalogue, "find_substance", lambda name: Match(substance=known))
    make_drug(case, user, name="Nexavar", start_on=None, start_precision="unknown")
    for site, value in (("HLA-B*58:01", "yes"), ("HLA-B*15:02", "yes")):
        make_finding(case, user, finding="hla_allele", site=site, value=value)
    row = rows_of(client_in, case)["sorafenib"]
    assert (row.recorded, len(row.courses)) == ("recorded as Nexavar", 2)
    assert [link.words for link in row.courses] == ["course from 2 Mar 2026", "course with no first day"]
    cells = {cell.id: cell for cell in row.ingredients}
    assert (cells["notoriety"].words, cells["notoriety"].mark) == (
        "Tier 3 of 3: a large series",
        "not verified",
    )
    assert cells["hla"].words.startswith("B*15:02 carried (found for SJS/TEN alone, no support in DRESS")
    assert cells["hla"].direction_words == "speaks for"
    text = text_of(client_in.get(url(case)))
    assert "Answer, course from 2 Mar 2026" in text
    assert "Its courses count as one drug" in text_of(client_in.get(url(case, "causality", drug.pk)))


def test_a_drug_that_left_the_body_is_lowered_and_cleared_of_nothing(case, user, drug, monkeypatch):
    known = substance("sorafenib", half_life=("1", "2"))
    monkeypatch.setattr(catalogue, "find_substance", lambda name: Match(substance=known))
    update_course(case=case, course=drug, version=1, by=user, stop_on="2026-03-05", stop_precision="day")
    page = present_culprits(assess(build(case)))
    cell = next(cell for cell in page.rows[0].ingredients if cell.id == "presence")
    assert cell.direction_words == "lowers"


def test_in_a_case_of_days_alone_no_date_is_shown(client_in, user, team):
    case = make_case(user, basis="relative")
    for name, values in (("a", {}), ("a", {"stop_on": case.rash_onset_on, "stop_precision": "day"})):
        make_drug(case, user, name=name, **values)
    make_finding(case, user, finding="hla_allele", site="HLA-B*58:01", seen_on=case.rash_onset_on)
    page = client_in.get(url(case)).context["culprits"]
    assert [link.words for link in page.rows[0].courses] == ["course from day −10"] * 2
    assert client_in.get(url(case)).context["alleles"][0].detail == "day 0"
    assert "2026" not in json.dumps(to_plain(page)).replace("2020", "").replace("Aguirre 2026", "")


def test_the_page_is_plain_strings_that_can_be_stored(case, drug):
    page = present_culprits(assess(build(case)))
    assert json.loads(json.dumps(to_plain(page)))["rows"][0]["name"] == "sorafenib"


def test_a_case_that_contradicts_itself_has_no_table_and_says_why(client_in, case, user, drug):
    update_course(case=case, course=drug, version=1, by=user, stop_on="2026-02-01", stop_precision="month")
    update_course(case=case, course=drug, version=2, by=user, start_precision="month")
    assert "Nothing can be compared while entries contradict each other" in text_of(client_in.get(url(case)))
    assert "Nothing can be set beside" in text_of(client_in.get(url(case, "causality", drug.pk)))


def test_hla_results_and_their_form_stand_while_facts_contradict_each_other(client_in, case, user, drug):
    make_finding(case, user, finding="hla_allele", site="HLA-B*58:01", value="yes")
    update_course(case=case, course=drug, version=1, by=user, stop_on="2026-02-01", stop_precision="month")
    update_course(case=case, course=drug, version=2, by=user, start_precision="month")
    assert alleles(client_in, case) == [("HLA-B*58:01", "carried")]
    refused = text_of(hla(client_in, case, site="B5801", value_raw="yes"), 422)
    assert 'value="B5801"' in refused
    assert f'href="{url(case)}?edit=' in refused  # a link there works without JavaScript, too


def test_of_many_drugs_that_stand_alike_five_are_named(client_in, case, user):
    for number in range(8):
        make_drug(case, user, name=f"drug {number}")
    row = rows_of(client_in, case)["drug 7"]
    other = next(each for each in row.ingredients if each.id == "alternative")
    assert other.words == "7 as well or better: drug 0, drug 1, drug 2, drug 3, drug 4 and 2 more"


def test_saving_nothing_new_never_brings_back_what_somebody_took_away(client_in, case, user, drug):
    void_course(case=case, course=drug, version=1, by=user)
    assert "took this away" in text_of(answer(client_in, case, drug, version=1), 409)
    row = make_finding(case, user, finding="hla_allele", site="HLA-B*58:01", value="no")
    void_row(case=case, row=row, version=1, by=user)
    same = {"id": row.pk, "version": 1, "value_raw": "no"}
    assert "took this away" in text_of(hla(client_in, case, **same), 409)
    assert DrugCourse.objects.get().is_voided
    assert Finding.objects.get().is_voided


def test_answers_on_a_drug_that_was_taken_away_are_not_put_back(client_in, case, user, drug):
    action = url(case, "causality", drug.pk)
    fields = {"id": str(drug.pk), "version": "1", "naranjo.3": "yes"}
    about = {"draft-action": action, "draft-title": "sorafenib", "draft-words": "3 Better on stopping Yes"}
    client_in.post("/drafts/", about | fields)
    void_course(case=case, course=drug, version=1, by=user)
    asked = client_in.get(action, {"draft": Draft.objects.get().pk}, follow=True)
    assert "contradict" not in asked.content.decode()
    assert asked.status_code == 404


def test_the_courses_of_a_case_of_days_without_an_onset_have_no_invented_date(client_in, user):
    case = make_case(user, basis="relative", rash_onset_on=None)
    for _ in range(2):
        make_drug(case, user, name="a")
    page = client_in.get(url(case)).context["culprits"]
    assert [link.words for link in page.rows[0].courses] == ["course 1", "course 2"]


def test_the_tab_asks_the_database_the_same_for_one_drug_and_for_thirty(client_in, case, user, drug):
    client_in.get(url(case))
    counts = []
    for made in (0, 29):
        for number in range(made):
            name = f"drug {number}"
            make_drug(case, user, name=name, causality=ANSWERS)
            make_finding(case, user, finding="hla_allele", site=f"A*{number}", value="no")
        with CaptureQueriesContext(connection) as asked:
            client_in.get(url(case))
        counts.append(len([each for each in asked if each["sql"].startswith("SELECT")]))
    assert counts[0] == counts[1] <= queries(16)


def test_a_tap_refreshes_the_table_with_the_row(client_in, case, drug):
    page = text_of(client_in.get(url(case)))
    assert page.count("#drugs-compared") >= 1
    assert 'id="drugs-compared"' in page


# The questions about one drug


def test_nothing_is_preselected_and_the_record_stands_beside_the_question(client_in, case, drug):
    text = text_of(client_in.get(url(case, "causality", drug.pk)))
    assert "checked" not in text
    assert "sorafenib: its part in the reaction" in text
    assert "Started before the first sign of the reaction: Yes" in text
    assert "Reported now and then (+1, not verified)" in text
    assert "SJS/TEN with this drug (+4)" in text
    assert text.count("<fieldset") == len(QUESTIONS)


def test_answers_are_stored_with_one_event_and_count_at_once(client_in, case, drug):
    fields = {name: ANSWERS[question] for name, question in QUESTION_OF.items() if question in ANSWERS}
    response = answer(client_in, case, drug, **fields)
    assert (response.status_code, response.url) == (303, url(case) + "#culprits")
    assert [str(each) for each in get_messages(response.wsgi_request)] == ["Answers on sorafenib saved."]
    drug.refresh_from_db()
    assert (drug.causality, drug.version) == (ANSWERS, 2)
    assert build(case).drugs[0].causality == ANSWERS
    assert Event.objects.filter(object_type="drugs.drugcourse", action="update").count() == 1
    case.refresh_from_db()
    assert case.revision == 1
    row = rows_of(client_in, case)["sorafenib"]
    assert (row.scales[1].total, row.who_umc) == ("3", "WHO-UMC: probable")


def test_a_stored_answer_is_shown_can_be_cleared_and_what_was_not_offered_stays(client_in, case, user, drug):
    drug = give(case, user, drug, ANSWERS)
    text = text_of(client_in.get(url(case, "causality", drug.pk)))
    assert text.count("checked") == len(ANSWERS)
    assert text.count("Not answered") == len(ANSWERS)
    answer(client_in, case, drug, naranjo_3="", protopathic="yes")
    drug.refresh_from_db()
    expected = {question: word for question, word in ANSWERS.items() if question != "naranjo.3"}
    assert drug.causality == expected | {"protopathic": "yes"}


def test_a_word_that_is_no_answer_is_refused_with_a_way_to_its_question(client_in, case, drug):
    response = answer(client_in, case, drug, naranjo_3="perhaps", protopathic="yes")
    text = text_of(response, 422)
    assert 'href="#div_id_naranjo_3"' in text
    assert 'id="div_id_naranjo_3"' in text
    assert text.count("checked") == 1
    drug.refresh_from_db()
    assert drug.causality == {}


def test_two_editors_see_both_answers_and_saving_over_keeps_what_the_other_one_added(
    client_in, case, user, drug
):
    give(case, user, drug, {"naranjo.3": "no", "sefv.time": "partly"})
    text = text_of(answer(client_in, case, drug, version=1, naranjo_3="yes"), 409)
    assert "3 Better on stopping" in text
    assert "Yes (+1)" in text
    assert "No (0)" in text
    assert "Time sequence" in text
    answer(client_in, case, drug, version=2, naranjo_3="yes")
    drug.refresh_from_db()
    assert drug.causality == {"naranjo.3": "yes", "sefv.time": "partly"}


def test_answers_on_a_drug_that_was_removed_meanwhile_are_a_conflict_and_saving_brings_it_back(
    client_in, case, drug
):
    client_in.post(url(case, "remove_drug", drug.pk), {"version": 1})
    assert "took this away" in text_of(answer(client_in, case, drug, version=1, naranjo_3="yes"), 409)
    assert answer(client_in, case, drug, version=2, naranjo_3="yes").status_code == 303
    drug.refresh_from_db()
    assert (drug.is_voided, drug.causality) == (False, {"naranjo.3": "yes"})


def test_a_form_refused_for_a_removed_drug_still_answers(client_in, case, drug):
    client_in.post(url(case, "remove_drug", drug.pk), {"version": 1})
    assert answer(client_in, case, drug, naranjo_3="perhaps").status_code == 422


def test_htmx_gets_the_tab(client_in, case, drug):
    response = client_in.post(
        url(case, "causality", drug.pk), {"version": 1, "protopathic": "yes"}, headers=HTMX
    )
    assert "Answers on sorafenib saved." in text_of(response)


def test_a_reader_sees_the_answers_and_writes_none(client_for, case, user, drug, reader):
    give(case, user, drug, ANSWERS)
    client = client_for(reader)
    text = text_of(client.get(url(case, "causality", drug.pk)))
    assert "<fieldset" not in text
    assert "Save the answers" not in text
    assert "Withdrawn, and improved" in text
    assert "Probable" in text
    assert answer(client, case, drug, naranjo_3="no").status_code == 403
    assert "Add an HLA result" not in text_of(client.get(url(case)))
    assert client.post(url(case, "save_hla"), {"id": uuid4(), "version": 0}).status_code == 403


def test_a_drug_of_another_case_or_team_is_not_found(client_in, client_for, case, user, drug, stranger):
    other = make_drug(make_case(user, local_id="P-2"), user)
    assert client_in.get(url(case, "causality", other.pk)).status_code == 404
    assert answer(client_in, case, other, naranjo_3="no").status_code == 404
    assert client_for(stranger).get(url(case, "causality", drug.pk)).status_code == 404


def test_a_draft_of_the_answers_is_put_back_on_its_own_page_and_goes_when_saved(client_in, case, user, drug):
    action = url(case, "causality", drug.pk)
    fields = {"version": "1", "naranjo_3": "yes", "protopathic": "unknown"}
    about = {"draft-action": action, "draft-title": "sorafenib", "draft-words": "3 Better on stopping Yes"}
    assert client_in.post("/drafts/", about | fields).status_code == 200
    offer = client_in.get(url(case)).context["drafts"].offers[0]
    assert offer.put_back_url.startswith(f"{action}?draft=")
    text = text_of(client_in.get(action, {"draft": Draft.objects.get().pk}))
    assert text.count("checked") == 2
    drug.refresh_from_db()
    assert drug.causality == {}
    answer(client_in, case, drug, naranjo_3="yes")
    assert Draft.objects.count() == 0


def test_the_history_of_a_drug_tells_the_answers_in_words(client_in, case, user, drug):
    give(case, user, drug, {"naranjo.3": "yes", "alden.present": "gone", "protopathic": "no"})
    text = text_of(client_in.get(url(case, "row_changes", "drug", drug.pk)))
    assert "Answers on its part in the reaction" in text
    assert (
        "Started for early symptoms: No; Naranjo 3 Better on stopping: Yes; ALDEN 2 In the body: Gone" in text
    )


def test_every_question_has_a_field_and_none_is_asked_twice():
    assert sorted(QUESTION_OF.values()) == sorted(QUESTIONS)
    assert set(QUESTION_OF) < set(CausalityForm.base_fields)


# Kept in case files


def test_answers_come_back_from_a_case_file_as_they_went(case, user, team, drug):
    give(case, user, drug, ANSWERS)
    make_finding(case, user, finding="hla_allele", site="HLA-B*58:01", value="no")
    record = case_record(case)
    assert record["drugs"][0]["extra"] == {"dressapp": {"causality": ANSWERS}}
    assert differences(case, team, user) == []
    again = opened_again(dumps(record), team, user)
    assert again.drug_courses.get().causality == ANSWERS
    assert build(again).findings[0].site == "HLA-B*58:01"


def test_scoring_a_file_looks_at_no_answer_in_it(case, user, drug):
    give(case, user, drug, ANSWERS)
    record = case_record(case)
    bare = json.loads(dumps(record))
    del bare["drugs"][0]["extra"]
    assert score_text(1, dumps(record).encode()) == score_text(1, json.dumps(bare).encode())


@pytest.mark.parametrize(
    ("causality", "message"),
    [
        (
            {"naranjo.11": "yes"},
            "causality.naranjo.11: is no question that this version of the program knows",
        ),
        ({"naranjo.3": "perhaps"}, "causality.naranjo.3: must be one of yes, no, unknown"),
        ({"naranjo.3": True}, "causality.naranjo.3: must be one of yes, no, unknown"),
        (["naranjo.3"], "causality: must be an object"),
    ],
)
def test_an_answer_that_nobody_can_have_given_is_refused_with_its_place(user, team, causality, message):
    drugs = [{"name": "x", "extra": {"dressapp": {"causality": causality}}}]
    text = json.dumps({"format": "dress-case/1", "id": "made", "drugs": drugs})
    with pytest.raises(CaseFileError) as refused:
        import_case(loads(text), team=team, by=user)
    assert str(refused.value) == f"drugs[0]: extra.dressapp.{message}"


def test_what_another_program_keeps_under_the_same_word_stays_untouched_and_counts_for_nothing(user, team):
    extra = {"causality": {"naranjo.3": "yes"}}
    text = json.dumps({"format": "dress-case/1", "id": "made", "drugs": [{"name": "x", "extra": extra}]})
    case = import_case(loads(text), team=team, by=user)
    course = case.drug_courses.get()
    assert (course.causality, course.extra) == ({}, extra)
    assert case_record(case)["drugs"][0]["extra"] == extra


# HLA results


def hla(client, case, **data):
    return client.post(url(case, "save_hla"), {"id": uuid4(), "version": 0, "site": "HLA-B*58:01"} | data)


def alleles(client, case):
    return [(each.allele, each.words) for each in client.get(url(case)).context["alleles"]]


def test_an_hla_result_is_added_changed_removed_and_brought_back(client_in, case):
    text = text_of(client_in.get(url(case) + "?hla=new"))
    assert 'id="hla-form-title"' in text
    assert "checked" not in text
    response = hla(client_in, case, value_raw="no", seen_on="12 Mar 2026")
    assert (response.status_code, response.url) == (303, url(case) + "#hla")
    row = Finding.objects.get()
    assert (row.finding, row.site, row.value_raw) == ("hla_allele", "HLA-B*58:01", "no")
    assert alleles(client_in, case) == [("HLA-B*58:01", "not carried")]
    assert "Change an HLA result" in text_of(client_in.get(f"{url(case)}?hla={row.pk}"))
    hla(client_in, case, id=row.pk, version=row.version, value_raw="yes")
    assert alleles(client_in, case) == [("HLA-B*58:01", "carried")]
    row.refresh_from_db()
    client_in.post(url(case, "remove_hla", row.pk), {"version": row.version})
    assert alleles(client_in, case) == []
    client_in.post(url(case, "restore_hla", row.pk))
    assert alleles(client_in, case) == [("HLA-B*58:01", "carried")]


@pytest.mark.parametrize(
    ("site", "published"),
    [
        ("HLA-B*58:01", "B*58:01"), ("b*58:01", "B*58:01"), ("B * 58:01", "B*58:01"),
        ("HLA B*58:01", "B*58:01"), ("hla-b*5801", "B*58:01"), ("B*58:01N", "B*58:01N"),
        ("DRB1*1501", "DRB1*15:01"), ("Cw*04:01", "C*04"), ("C*04", "HLA-C*04"),
        ("HLA-A*31:01:02", "A*31:01"), ("CYP2C9*3", "CYP2C9*3"),
    ],
)  # fmt: skip
def test_an_allele_is_found_for_its_drug_as_people_write_it(
    client_in, case, drug, monkeypatch, site, published
):
    known = substance("sorafenib", hla=[association(published)])
    monkeypatch.setattr(catalogue, "find_substance", lambda name: Match(substance=known))
    assert hla(client_in, case, site=site, value_raw="yes").status_code == 303
    (row,) = rows_of(client_in, case).values()
    found = next(each for each in row.ingredients if each.id == "hla")
    assert found.direction == "for", found.words


@pytest.mark.parametrize(
    "site", ["B5801", "HLA-B 5801", "58:01", "carrier", "HLA-B*58:01, A*31:01", "B*58011", "*58:01", "5*01"]
)
def test_an_allele_that_no_drug_would_be_found_by_is_refused_and_kept_in_the_form(client_in, case, site):
    text = text_of(hla(client_in, case, site=site, value_raw="yes"), 422)
    assert "Write the allele like HLA-B*58:01" in text
    assert f'value="{site}"' in text
    assert Finding.objects.count() == 0


def test_an_hla_result_needs_its_answer(client_in, case):
    assert 'href="#div_hla_value_raw"' in text_of(hla(client_in, case), 422)


def test_two_editors_of_one_hla_result_see_both_texts(client_in, case, user):
    row = make_finding(case, user, finding="hla_allele", site="HLA-B*58:01", value="no")
    hla(client_in, case, id=row.pk, version=1, value_raw="unknown")
    text = text_of(hla(client_in, case, id=row.pk, version=1, value_raw="yes"), 409)
    assert "Carried?" in text
    assert "Save mine over it" in text
    removal = text_of(client_in.post(url(case, "remove_hla", row.pk), {"version": 1, "value_raw": "no"}), 409)
    assert "Not removed" in removal
    assert "Remove it all the same" in removal
    assert "Yours" not in removal
    assert "Value raw" not in removal
    assert hla(client_in, case, id=row.pk, version=2, value_raw="yes").status_code == 303


def test_only_an_hla_result_of_this_case_can_be_changed_here(client_in, case, user):
    other = make_finding(case, user)
    foreign = make_finding(
        make_case(user, local_id="P-2"), user, finding="hla_allele", site="A*1", value="no"
    )
    for row in (other, foreign):
        assert client_in.get(f"{url(case)}?hla={row.pk}").status_code == 404
        assert hla(client_in, case, id=row.pk, version=1, value_raw="yes").status_code == 404
        assert client_in.post(url(case, "remove_hla", row.pk), {"version": 1}).status_code == 404
        assert client_in.post(url(case, "restore_hla", row.pk)).status_code == 404
    assert hla(client_in, case, id=foreign.pk, value_raw="yes").status_code == 404
    assert client_in.get(f"{url(case)}?hla=nonsense").status_code == 404
    assert client_in.post(url(case, "save_hla"), {"site": "A*1"}).status_code == 400


def test_an_hla_result_is_no_tap_of_the_score_tab_and_keeps_its_allele_there(client_in, case, user):
    address = reverse("workspace:score_finding", args=[case.pk, "hla_allele"])
    assert client_in.post(address, {"answer": "yes", "version": 0}).status_code == 404
    row = make_finding(case, user, finding="hla_allele", site="HLA-B*58:01", value="no")
    score = reverse("workspace:score", args=[case.pk])
    assert 'value="HLA-B*58:01"' in text_of(client_in.get(f"{score}?edit={row.pk}"))


def test_no_page_says_that_dress_is_excluded(client_in, case, user, drug, monkeypatch):
    alleles = [association("B*58:01"), association("B*15:02", is_for_dress=False)]
    known = substance("sorafenib", tier=3, half_life=("1", "2"), hla=alleles, certainty="GK")
    monkeypatch.setattr(catalogue, "find_substance", lambda name: Match(substance=known))
    for site in ("HLA-B*58:01", "HLA-B*15:02"):
        make_finding(case, user, finding="hla_allele", site=site, value="no")
    give(
        case,
        user,
        drug,
        {"alden.present": "gone", "alden.delay": "not_before", "sefv.alternative": "set_aside"},
    )
    for address in (url(case), url(case, "causality", drug.pk)):
        assert said_in(client_in.get(address).content.decode()) == []


def test_dress_and_a_drug_are_never_graded_with_the_same_bare_word(case, user, drug):
    give(case, user, drug, ANSWERS)
    (row,) = present_culprits(assess(build(case))).rows
    assert all(cell.category_words.startswith(f"{cell.name}: ") for cell in row.scales)
    assert row.who_umc.startswith("WHO-UMC: ")
