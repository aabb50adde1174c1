"""The Criteria tab: four sets of the same facts, the severity, what is recorded on it, and its way back."""

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from dressapp.assessments.criteria_page import present_criteria
from dressapp.assessments.presenters import present_assessment
from dressapp.assessments.selectors import get_assessment
from dressapp.assessments.snapshots import to_plain
from dressapp.cases.models import Finding, VirusTest
from dressapp.cases.services import add_row, save_background, save_outcome
from dressapp.exchange.importer import import_case
from dressapp.workspace.services import changing
from scoring.findings import FINDINGS
from tests.factories.queries import queries
from tests.factories.records import RASH, make_answer, make_case, make_drug, make_finding, make_lab

GOLDEN = Path(__file__).parents[2] / "golden" / "cases"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def case(user):
    return make_case(user, admission_on=RASH)


@pytest.fixture
def sorafenib(user, team):
    """Return the shipped case, of which only days are known."""
    text = (GOLDEN / "sorafenib-2016.json").read_text(encoding="utf-8")
    return import_case(json.loads(text, parse_float=Decimal), team=team, by=user)


def url(case, name="criteria", *args):
    return reverse(f"workspace:{name}", args=[case.pk, *args])


def response_of(client, case, query=""):
    response = client.get(url(case) + query)
    assert response.status_code == 200
    return response


def page(client, case, query=""):
    return " ".join(response_of(client, case, query).content.decode().split())


def column(client, case, name):
    columns = response_of(client, case).context["criteria"].columns
    return next(each for each in columns if each.id == name)


def cell(client, case, name):
    rows = response_of(client, case).context["criteria"].rows
    return next(each for row in rows for cells in row.cells for each in cells if each.id == name)


def tap(client, case, finding, answer, version=0, **headers):
    data = {"answer": answer, "version": version}
    return client.post(f"{url(case, 'criteria_finding', finding)}?open=criteria", data, headers=headers)


def save(client, case, what, **values):
    data = {"id": str(uuid4()), "version": 0} | values
    return client.post(f"{url(case, 'criteria_save_row', 'finding')}?what={what}", data)


def test_the_sorafenib_case_side_by_side(client_in, sorafenib):
    verdicts = [each.verdict for each in response_of(client_in, sorafenib).context["criteria"].columns]
    assert verdicts == [
        "RegiSCAR 6: definite DRESS case",
        "DIHS (J-SCAR): undetermined by the Japanese text; not met by the English tables",
        "Bocquet 1996: undetermined",
        "RegiSCAR inclusion criteria: met",
    ]
    text = page(client_in, sorafenib)
    assert "HHV-6 reactivation (no HHV-6 test on record" in text
    assert "RegiSCAR does not ask for it." in text
    assert "By the English tables (more than 3 weeks after the start): not met. sorafenib 10 d" in text


def test_where_only_days_are_known_no_date_is_shown(client_in, sorafenib):
    text = page(client_in, sorafenib)
    content = text[text.index('id="tab"') : text.index('id="rail"')]
    assert "Mar 2015" not in content
    assert "2015-" not in content
    assert "sorafenib stopped day 1, ill on day 19, 18 d later" in content
    assert "First visit: admission on day 1" in content
    assert "day 15 to day 29" in content


def test_the_severity_of_the_sorafenib_case_is_a_range_with_what_it_lacks(client_in, sorafenib):
    severity = response_of(client_in, sorafenib).context["criteria"].severity
    early, late = severity.scores
    assert (early.total, early.severity) == ("DDS 1 to 14", "no class: from moderate to severe")
    assert late.total == "DDS 1 to 14"
    assert early.missing_words == "7 of 11 inputs leave it open; nothing is filled in for them"
    creatinine = next(row for row in severity.inputs if row.title.startswith("Creatinine"))
    assert (creatinine.cells[0].points, creatinine.cells[0].certainty) == (
        "+1 to +3",
        "not verified: no source read supports it",
    )
    text = page(client_in, sorafenib)
    for words in ("55 patients of one centre", "Delphi consensus (Brüggen 2024) are not coded", "+1 to +3"):
        assert words in text


def test_an_empty_case_shows_what_is_asked_and_judges_nothing(client_in, user):
    case = make_case(user, rash_onset_on=None)
    shown = response_of(client_in, case).context["criteria"]
    assert shown.disagree_intro.startswith("None of the sets is met on what is on record")
    assert shown.disagreements == ()
    states = {each.state for row in shown.rows for cells in row.cells for each in cells}
    assert states == {"open"}
    assert shown.severity.scores == ()
    assert "Neither a day of admission nor an onset is on record" in page(client_in, case)


def test_facts_that_contradict_each_other_are_not_judged(client_in, case, user):
    with changing(case):
        make_lab(case, user, analyte="wbc", value="1000", unit="/uL")
        make_lab(case, user, analyte="eosinophils_abs", value="2000", unit="/uL")
    text = page(client_in, case)
    assert "none of the sets is applied until one of them is corrected" in text
    assert "Severity" not in text


@pytest.mark.hazard("H21")
def test_every_verdict_names_its_set_and_an_open_course_is_not_met_so_far(client_in, case):
    tap(client_in, case, "maculopapular_rash", "no")
    shown = response_of(client_in, case).context["criteria"]
    starts = ("RegiSCAR", "DIHS (J-SCAR):", "Bocquet 1996:", "RegiSCAR inclusion criteria:")
    verdicts = [column.verdict for column in shown.columns]
    assert verdicts[1:] == [verdict for verdict in verdicts[1:] if verdict.startswith(starts)]
    assert column(client_in, case, "jscar").verdict == "DIHS (J-SCAR): not met so far"
    assert cell(client_in, case, "jscar-rash").state_words == "not met so far"


@pytest.mark.parametrize("name", [name for name, kind in FINDINGS.items() if kind.group == "criteria"])
def test_each_fact_is_tapped_on_the_tab_and_leads_back_to_it(client_in, case, name):
    response = tap(client_in, case, name, "yes")
    assert response.status_code == 303
    assert response["Location"] == f"{url(case)}?open=criteria#tap-{name}"
    assert Finding.objects.get(case=case).value_raw == "yes"
    assert f'id="tap-{name}"' in page(client_in, case)


def test_a_tap_with_htmx_shows_the_tab_with_its_new_verdict(client_in, case):
    response = tap(client_in, case, "maculopapular_rash", "no", **HTMX)
    assert response.status_code == 200
    assert "DIHS (J-SCAR): not met so far" in " ".join(response.content.decode().split())


def test_a_cleared_tap_can_be_brought_back_on_the_tab(client_in, case):
    tap(client_in, case, "carditis", "yes")
    response = tap(client_in, case, "carditis", "", version=1)
    assert response["Location"].startswith(url(case))
    undo = next(iter(client_in.get(response["Location"]).context["notices"])).undo_url
    assert "/criteria/rows/finding/" in undo
    assert client_in.post(undo)["Location"].startswith(url(case))
    assert case.findings.live().get().value_raw == "yes"


def scored(case):
    """Return the totals of the score with each item's answer, points and bounds."""
    score = get_assessment(case).regiscar
    items = {item.id: (item.answer, item.points, item.source, item.bounds) for item in score.items.values()}
    thresholds = [organ.threshold for organ in score.items["organs"].organs]
    return score.now, score.lowest, score.highest, score.highest_if_course_goes_on, items, thresholds


def test_none_of_these_answers_changes_the_score(client_in, case):
    before = scored(case)
    for name, kind in FINDINGS.items():
        if kind.group in ("criteria", "severity") and kind.kind == "tri":
            tap(client_in, case, name, "yes")
    for name in ("erosions_surface", "fever_days", "low_intake_days"):
        assert save(client_in, case, name, value="8").status_code == 303
    assert scored(case) == before


def test_a_measured_number_is_entered_changed_and_removed_on_the_tab(client_in, case):
    assert 'id="entry"' in page(client_in, case, "?add=erosions_surface")
    response = save(client_in, case, "erosions_surface", value="12", seen_on="13 Mar 2026")
    assert response["Location"] == f"{url(case)}?open=severity#facts-severity"
    row = Finding.objects.get(case=case)
    assert (row.unit, row.value_canonical) == ("%", "12")
    assert "12 % on 13 Mar 2026" in page(client_in, case)
    assert f'value="{row.value_raw}"' in page(client_in, case, f"?edit={row.pk}")
    removed = client_in.post(url(case, "criteria_remove_row", "finding", row.pk), {"version": 1})
    assert removed["Location"].startswith(url(case))
    assert not case.findings.live().exists()


@pytest.mark.parametrize(
    ("what", "value", "words"),
    [
        ("erosions_surface", "101", "at most 100 %"),
        ("fever_days", "400", "at most 366 d"),
        ("fever_days", "x", ""),
    ],
)
def test_what_cannot_be_is_refused_and_stays_in_its_form_on_the_tab(client_in, case, what, value, words):
    response = save(client_in, case, what, value=value)
    assert response.status_code == 422
    text = response.content.decode()
    assert words in text
    assert f'value="{value}"' in text
    assert "Criteria side by side" in text
    assert Finding.objects.count() == 0


def test_an_unknown_word_of_a_tap_is_refused_on_the_tab(client_in, case):
    response = tap(client_in, case, "carditis", "perhaps")
    assert response.status_code == 422
    assert "Criteria side by side" in response.content.decode()


@pytest.mark.parametrize("query", ["?add=nonsense", "?edit=00000000-0000-0000-0000-000000000000"])
def test_what_is_not_there_cannot_be_opened(client_in, case, query):
    assert client_in.get(url(case) + query).status_code == 404


def test_a_second_editor_sees_both_texts_and_comes_back_to_the_tab(client_in, case):
    tap(client_in, case, "carditis", "yes")
    response = tap(client_in, case, "carditis", "no")
    assert response.status_code == 409
    assert url(case) in response.content.decode()
    assert Finding.objects.get(case=case).value_raw == "yes"


def test_a_reader_sees_what_is_recorded_and_cannot_change_it(client_for, reader, case, user):
    with changing(case):
        make_finding(case, user, finding="carditis", value="yes")
    client = client_for(reader)
    text = page(client, case)
    assert "Carditis: <strong>yes</strong>" in text
    assert 'id="carditis-yes"' not in text
    assert tap(client, case, "carditis", "no").status_code == 403


def test_what_was_not_saved_is_put_back_on_the_tab(client_in, case):
    action = f"{url(case, 'criteria_save_row', 'finding')}?open=severity&what=fever_days"
    fields = {"id": str(uuid4()), "version": "0", "value": "6", "note": "typed and not saved"}
    about = {"draft-action": action, "draft-title": "Days", "draft-words": ""}
    assert client_in.post("/drafts/", about | fields).status_code == 200
    offer = response_of(client_in, case).context["drafts"].offers[0]
    assert offer.put_back_url.startswith(url(case))
    put_back = client_in.get(offer.put_back_url.partition("#")[0])
    assert put_back.status_code == 200
    assert "typed and not saved" in put_back.content.decode()


def test_the_day_from_which_the_late_score_can_be_made_is_said(client_in, user):
    today = timezone.localdate()
    case = make_case(user, rash_onset_on=today, admission_on=today, age_years=50)
    late = response_of(client_in, case).context["criteria"].severity.scores[1]
    assert (late.total, late.severity, late.missing) == ("Not to be scored yet", "", ())
    past = make_case(user, local_id="P-2", admission_on=RASH, age_years=50, rash_onset_on=RASH,
                     closed_on=RASH + timedelta(days=9))  # fmt: skip
    late = response_of(client_in, past).context["criteria"].severity.scores[1]
    assert late.total == "Nothing is on record from these days"


def test_children_are_not_scored_and_the_page_says_so(client_in, user):
    case = make_case(user, age_years=9)
    assert "DDS was made for adults and is not scored in a patient of 9 years" in page(client_in, case)


def test_a_complete_severity_has_one_number_and_one_class(client_in, user):
    case = make_case(user, admission_on=RASH, age_years=50)
    with changing(case):
        save_background(case=case, version=0, dialysis="no", by=user)
        save_outcome(case=case, version=0, new_dialysis="no", by=user)
        make_drug(case, user, stop_on=RASH, stop_precision="day")
        for name, value in (("allopurinol_taken", "no"), ("steroid_pulse", "no")):
            make_finding(case, user, finding=name, value=value)
        for analyte, value, unit in (
            ("alt", "30", "U/L"),
            ("crp", "5", "mg/dL"),
            ("creatinine", "0.8", "mg/dL"),
        ):
            make_lab(case, user, analyte=analyte, value=value, unit=unit)
        make_answer(case, user, item="fever", answer="no")
        make_answer(case, user, item="rash_extent_over_50", answer="no")
        make_finding(case, user, finding="blisters_or_erosions", value="no")
    save(client_in, case, "low_intake_days", value="1", seen_on="12 Mar 2026")
    early = response_of(client_in, case).context["criteria"].severity.scores[0]
    assert (early.total, early.severity, early.missing_words) == (
        "DDS 0",
        "DDS: mild",
        "All inputs are on record",
    )


def test_a_missing_age_is_said(client_in, case):
    assert "DDS was made for adults; the age is not on record" in page(client_in, case)


def test_what_is_shown_is_of_strings_alone_and_can_be_kept(sorafenib):
    today = date(2026, 11, 29)
    assessment = get_assessment(sorafenib)
    shown = present_criteria(assessment, present_assessment(assessment, today=today), today=today)
    kept = to_plain(shown)
    assert json.loads(json.dumps(kept)) == kept
    assert {column["id"] for column in kept["columns"]} == {"regiscar", "jscar", "bocquet", "inclusion"}


def test_sets_that_agree_say_so(client_in, user):
    case = make_case(user, admission_on=RASH, still_ill_on=RASH + timedelta(days=20))
    with changing(case):
        make_drug(case, user, start_on=RASH - timedelta(days=30), stop_on=RASH, stop_precision="day")
        for name in ("maculopapular_rash", "lymphadenopathy", "carditis"):
            make_finding(case, user, finding=name, value="yes")
        for item in ("fever", "lymph_nodes", "rash_suggests_dress", "atypical_lymphocytes", "organs.kidney"):
            make_answer(case, user, item=item)
        make_answer(case, user, item="eosinophilia", answer="1500_or_more")
        found = {"result": "positive", "reading": "reactivation", "tested_on": RASH + timedelta(days=20)}
        add_row(model=VirusTest, case=case, virus="hhv6", by=user, **found)
    shown = response_of(client_in, case).context["criteria"]
    assert [each.verdict for each in shown.columns][1:] == [
        "DIHS (J-SCAR): typical",
        "Bocquet 1996: met",
        "RegiSCAR inclusion criteria: met",
    ]
    assert shown.disagree_intro == "No fact on record makes these sets disagree."


def test_the_number_of_queries_does_not_grow_with_the_record(
    client_in, case, user, django_assert_max_num_queries
):
    with changing(case):
        for day in range(20):
            for analyte, unit in (("alt", "U/L"), ("wbc", "10*9/L"), ("crp", "mg/L")):
                make_lab(case, user, analyte=analyte, unit=unit, on=RASH + timedelta(days=day))
            make_finding(case, user, finding="fever_days", value="3")
            make_drug(case, user, name=f"drug {day}")
    with django_assert_max_num_queries(queries(18)):
        page(client_in, case)
