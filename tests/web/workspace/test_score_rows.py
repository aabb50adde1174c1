"""Findings, nodes, tests for other causes and viruses on the Score tab: taps, forms, the way back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from dressapp.assessments.selectors import get_assessment
from dressapp.audit.models import Event
from dressapp.cases.models import CauseTest, Finding, VirusTest
from dressapp.cases.services import add_row, own_id
from dressapp.workspace.services import changing
from scoring.findings import FINDINGS
from tests.factories.records import RASH, make_case, make_finding, make_node

FEATURES = ("facial_oedema", "infiltration", "purpura_beyond_legs", "psoriasiform_scaling")
TAPS = [
    *((name, "yes") for name, kind in FINDINGS.items() if kind.kind == "tri" and kind.group != "genes"),
    *((f"mucosa_{site}", "erosive") for site in ("mouth", "eyes", "genital", "throat")),
]


@pytest.fixture
def case(user):
    return make_case(user)


def url(case, name="score", *args):
    return reverse(f"workspace:{name}", args=[case.pk, *args])


def page(client, case, query=""):
    response = client.get(url(case) + query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def tap(client, case, finding, answer, version=0, place=""):
    address = url(case, "score_finding", finding) + (f"?open={place}" if place else "")
    return client.post(address, {"answer": answer, "version": version})


def save(client, case, kind, what="", **values):
    data = {"id": str(uuid4()), "version": 0} | values
    return client.post(url(case, "score_save_row", kind) + f"?what={what or kind}", data)


def record(client, case, name, result="negative", **values):
    return save(client, case, "test", test=name, result=result, **values)


def item(case, name):
    return get_assessment(case).regiscar.items[name]


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(("finding", "answer"), TAPS)
def test_a_tap_records_a_finding_and_a_second_click_clears_it_with_undo(client_in, case, finding, answer):
    assert tap(client_in, case, finding, answer).status_code == 303
    assert Finding.objects.get(case=case).value_raw == answer
    response = client_in.post(url(case, "score_finding", finding), {"answer": "", "version": 1}, follow=True)
    assert not case.findings.live().exists()
    client_in.post(next(iter(response.context["notices"])).undo_url)
    assert case.findings.live().get().value_raw == answer


def test_two_features_make_the_rash_suggest_dress_from_data(client_in, case):
    for feature in FEATURES[:2]:
        tap(client_in, case, feature, "yes")
    assert item(case, "rash_suggests_dress").answer == "yes"
    assert "Present: facial oedema, infiltrated lesions" in page(client_in, case)


def test_features_are_asked_in_words_for_every_colour_of_skin(client_in, case):
    text = page(client_in, case)
    for words in ("grey", "violaceous", "silvery"):
        assert words in text


def test_a_tap_in_an_unfolded_place_leads_back_to_it(client_in, case):
    response = tap(client_in, case, "pustules", "no", place="skin")
    assert "?open=skin" in response["Location"]
    assert 'id="tap-nikolsky"' in page(client_in, case, "?open=skin")


def test_a_folded_place_shows_what_is_on_record_as_text(client_in, case):
    tap(client_in, case, "ecg_abnormal", "no")
    text = page(client_in, case)
    assert "ECG abnormal: <strong>no</strong>" in text
    assert 'id="tap-ecg_abnormal"' not in text


def test_no_rash_at_all_says_how_it_scores_and_what_contradicts_it(client_in, case):
    tap(client_in, case, "no_rash", "yes")
    assert "counts −1; left unknown, 0" in page(client_in, case)
    tap(client_in, case, "facial_oedema", "yes")
    assert "both on record" in page(client_in, case)


def test_a_second_editor_of_a_tap_sees_both_answers(client_in, case):
    tap(client_in, case, "pustules", "yes")
    response = tap(client_in, case, "pustules", "no")
    assert response.status_code == 409
    assert Finding.objects.get(case=case).value_raw == "yes"


def test_the_same_tap_twice_is_no_conflict_and_no_change(client_in, case):
    tap(client_in, case, "pustules", "yes")
    case.refresh_from_db()
    revision = case.revision
    assert tap(client_in, case, "pustules", "yes").status_code == 303
    case.refresh_from_db()
    assert case.revision == revision


@pytest.mark.parametrize(
    ("finding", "answer", "status"),
    [
        ("pustules", "perhaps", 422),
        ("mucosa_eyes", "yes", 422),
        ("node", "yes", 404),
        ("nonsense", "yes", 404),
    ],
)
def test_a_tap_that_means_nothing_is_refused(client_in, case, finding, answer, status):
    assert tap(client_in, case, finding, answer).status_code == status
    assert Finding.objects.count() == 0


def test_an_older_answer_to_the_same_question_stays_visible(client_in, case, user):
    with changing(case):
        make_finding(case, user, value="no", seen_on=RASH)
        make_finding(case, user, value="yes")
    assert "also no on 12 Mar 2026" in page(client_in, case)


def test_nodes_at_two_sites_above_one_centimetre_answer_the_item(client_in, case):
    for site, size in (("left axillary", "1.5"), ("right axillary", "2")):
        assert save(client_in, case, "finding", "node", site=site, value=size).status_code == 303
    assert item(case, "lymph_nodes").answer == "unknown"
    save(client_in, case, "finding", "node", site="cervical", value="1.2", method="imaging", attributed="yes")
    assert item(case, "lymph_nodes").answer == "yes"
    text = page(client_in, case)
    assert "cervical, 1.2 cm" in text
    assert "imaging; part of the reaction" in text
    assert "Right and left of one region are one site" in page(client_in, case, "?add=node")


def test_a_node_is_changed_removed_and_brought_back(client_in, case, user):
    with changing(case):
        node = make_node(case, user)
    assert 'value="cervical"' in page(client_in, case, f"?edit={node.pk}")
    save(client_in, case, "finding", id=node.pk, version=1, site="inguinal", value="3")
    node.refresh_from_db()
    assert (node.site, node.value_canonical, node.version) == ("inguinal", "3", 2)
    address = url(case, "score_remove_row", "finding", node.pk)
    response = client_in.post(address, {"version": 2}, follow=True)
    assert not case.findings.live().exists()
    client_in.post(next(iter(response.context["notices"])).undo_url)
    assert case.findings.live().get().site == "inguinal"


def test_a_stale_change_of_a_node_shows_both_texts(client_in, case, user):
    with changing(case):
        node = make_node(case, user)
    save(client_in, case, "finding", id=node.pk, version=1, site="inguinal", value="3")
    response = save(client_in, case, "finding", id=node.pk, version=1, site="axillary", value="2")
    text = text_of(response)
    assert response.status_code == 409
    assert "inguinal" in text
    assert "axillary" in text


def test_a_form_posted_twice_makes_one_row(client_in, case):
    row_id = str(uuid4())
    for _ in range(2):
        save(client_in, case, "finding", "node", id=row_id, site="cervical", value="1.5")
    assert Finding.objects.count() == 1
    assert Event.objects.filter(action="create", object_id=row_id).count() == 1


@pytest.mark.parametrize(("value", "answer"), [("50", "no"), ("50.1", "yes"), ("<40", "no")])
def test_body_surface_answers_the_extent(client_in, case, value, answer):
    save(client_in, case, "finding", "body_surface", value=value, seen_on="12 Mar 2026")
    assert item(case, "rash_extent_over_50").answer == answer
    assert "12 Mar 2026" in page(client_in, case)


@pytest.mark.parametrize(
    ("what", "values", "message"),
    [
        ("body_surface", {"value": "140"}, "Enter at most 100 %"),
        ("body_surface", {"value": "12,5"}, "12.5"),
        ("body_surface", {"value": ""}, "required"),
        ("node", {"site": "", "value": "2"}, "required"),
        ("node", {"site": "neck", "value": "300"}, "Enter at most 30 cm"),
        ("node", {"site": "neck", "value": "2", "method": "guess"}, "valid choice"),
        ("node", {"site": "neck", "value": "2", "seen_on": "03/04/2026"}, "in letters"),
        ("biopsy", {"value_raw": "x" * 10_000}, "Shorten it to 4000"),
        ("other_finding", {"finding": "Facial oedema", "value_raw": "yes"}, "place of its own"),
        ("oxygen_saturation", {"value": "1.500"}, "can be read as"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_nothing_typed_is_lost(client_in, case, what, values, message):
    response = save(client_in, case, "finding", what, note="keep me", **values)
    text = text_of(response)
    assert response.status_code == 422
    assert message in text
    assert "error-summary" in text
    assert "keep me" in text
    assert Finding.objects.count() == 0


def test_a_day_in_the_future_is_refused(client_in, case):
    tomorrow = timezone.localdate() + timedelta(days=1)
    response = save(client_in, case, "finding", "smear", value_raw="atypical", seen_on=tomorrow.isoformat())
    assert response.status_code == 422
    assert "in the future" in text_of(response)


def test_a_relative_case_takes_and_shows_days(client_in, user):
    case = make_case(user, local_id="P-9", basis="relative")
    save(client_in, case, "finding", "body_surface", value="60", seen_on="day 3")
    assert case.findings.get().seen_on == RASH + timedelta(days=3)
    text = page(client_in, case)
    assert "60 % of the body surface on day 3" in text
    assert "2026" not in text[text.index('id="tab"') :].split("<footer")[0]


@pytest.mark.parametrize("what", ["smear", "biopsy", "morphology"])
def test_findings_in_words_are_kept_and_shown_as_text(client_in, case, what):
    save(client_in, case, "finding", what, value_raw="<script>alert(1)</script> 🩸")
    text = page(client_in, case)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 🩸" in text
    assert "<script>alert" not in text


def test_any_other_finding_is_kept_listed_and_never_scored(client_in, case):
    save(client_in, case, "finding", "other_finding", finding="virus", value_raw="seen", unit="mm")
    before = get_assessment(case).regiscar.now.total
    row = Finding.objects.get()
    assert (row.finding, row.value_raw, before) == ("virus", "seen", -2)
    assert "virus: <strong>seen mm</strong>" in page(client_in, case)
    assert 'value="virus"' in page(client_in, case, f"?edit={row.pk}")


def test_a_test_is_recorded_with_one_tap_and_not_twice(client_in, case):
    assert 'id="test-ana-negative"' in page(client_in, case, "?open=tests")
    for _ in range(2):
        record(client_in, case, "ana", id=own_id(case, "test", "ana"))
    assert CauseTest.objects.count() == 1
    assert 'id="test-ana-negative"' not in page(client_in, case, "?open=tests")


def test_three_negative_groups_answer_the_item_from_data(client_in, case):
    for name in ("ana", "blood_culture", "hepatitis_b"):
        record(client_in, case, name, tested_on="13 Mar 2026")
    assert item(case, "other_causes_excluded").answer == "yes"


def test_a_positive_test_asks_whether_it_explains_the_reaction(client_in, case):
    record(client_in, case, "blood_culture", "positive", detail="MRSA, left arm")
    row = CauseTest.objects.get()
    text = page(client_in, case)
    assert "Explains the reaction now?" in text
    assert "MRSA, left arm" in text
    address = url(case, "score_explains", "test", row.pk)
    assert client_in.post(address, {"answer": "no", "version": 1}).status_code == 303
    assert CauseTest.objects.get().explains_reaction == "no"
    assert client_in.post(address, {"answer": "yes", "version": 1}).status_code == 409
    assert client_in.post(address, {"answer": "surely", "version": 2}).status_code == 422


def test_a_test_from_before_the_illness_is_listed_and_not_counted(client_in, case):
    record(client_in, case, "hepatitis_b", tested_on="1 Jul 2025")
    assert "older than 14 days before the illness: listed, not counted" in page(client_in, case)


def test_a_test_by_another_name_is_listed_and_not_counted(client_in, case):
    record(client_in, case, "other", other_name="Hantavirus")
    text = page(client_in, case)
    assert "Hantavirus" in text
    assert "listed, not counted" in text
    row = CauseTest.objects.get()
    assert 'value="Hantavirus"' in page(client_in, case, f"?edit={row.pk}")


def test_another_test_needs_its_name(client_in, case):
    response = record(client_in, case, "other")
    assert response.status_code == 422
    assert "Enter the name of the test" in text_of(response)


def test_a_virus_test_is_stored_with_reading_and_value(client_in, case):
    values = {
        "virus": "hhv6",
        "specimen": "blood",
        "method": "PCR",
        "result": "positive",
        "value_raw": "2300",
    }
    save(client_in, case, "virus", unit="copies/mL", reading="reactivation", **values)
    row = VirusTest.objects.get()
    assert (row.value_canonical, row.reading) == ("2300", "reactivation")
    text = page(client_in, case)
    assert "reactivation is part of DRESS, never another cause" in text
    assert "2300 copies/mL" in text
    assert item(case, "other_causes_excluded").answer == "unknown"


@pytest.mark.parametrize(
    ("virus", "reading", "is_asked"), [("ebv", "past", False), ("ebv", "primary", True), ("hsv", "", True)]
)
def test_only_a_virus_that_may_be_another_cause_is_asked_about(client_in, case, virus, reading, is_asked):
    save(client_in, case, "virus", virus=virus, result="positive", reading=reading)
    row = VirusTest.objects.get()
    assert (url(case, "score_explains", "virus", row.pk) in page(client_in, case)) is is_asked


@pytest.mark.parametrize(("value", "status"), [("1:160", 303), ("1.500", 422), ("2,300", 422), ("<50", 303)])
def test_a_virus_value_is_a_sure_number_or_a_titre(client_in, case, value, status):
    assert save(client_in, case, "virus", virus="cmv", value_raw=value).status_code == status


@pytest.mark.parametrize(("kind", "model"), [("test", CauseTest), ("virus", VirusTest), ("finding", Finding)])
def test_a_row_of_another_case_is_not_found(client_in, case, user, kind, model):
    other = make_case(user, local_id="P-8")
    named = {"test": {"test": "ana"}, "virus": {"virus": "ebv"}, "finding": {"finding": "node"}}[kind]
    with changing(other):
        row = add_row(model=model, case=other, by=user, **named)
    fields = {"test": "ana", "result": "negative", "virus": "ebv", "site": "neck", "value": "2"}
    assert client_in.get(url(case) + f"?edit={row.pk}").status_code == 404
    assert save(client_in, case, kind, id=row.pk, version=1, **fields).status_code == 404
    what = "node" if kind == "finding" else kind
    assert save(client_in, case, kind, what, id=row.pk, **fields).status_code == 404
    for name in ("score_remove_row", "score_restore_row"):
        assert client_in.post(url(case, name, kind, row.pk), {"version": 1}).status_code == 404


@pytest.mark.parametrize(
    ("kind", "what"), [("finding", "test"), ("test", "node"), ("finding", "x"), ("drug", "x")]
)
def test_a_kind_of_row_that_is_none_is_not_found(client_in, case, kind, what):
    assert save(client_in, case, kind, what).status_code == 404


def test_a_form_without_its_row_is_a_bad_request(client_in, case):
    assert save(client_in, case, "finding", "node", id="x").status_code == 400
    assert client_in.get(url(case) + "?add=nonsense").status_code == 404


def test_a_reader_may_change_no_row(client_for, reader, case, user):
    with changing(case):
        node = make_node(case, user)
    client = client_for(reader)
    assert tap(client, case, "pustules", "yes").status_code == 403
    assert save(client, case, "finding", "node", site="x", value="1").status_code == 403
    assert client.post(url(case, "score_remove_row", "finding", node.pk), {"version": 1}).status_code == 403
    assert "<form" not in page(client, case, f"?edit={node.pk}").split('id="tab"')[1]


def test_a_number_keeps_what_was_typed(client_in, case):
    save(client_in, case, "finding", "oxygen_saturation", value="<92.50")
    row = Finding.objects.get()
    assert (row.value_raw, row.value_canonical, row.unit) == ("<92.50", "92.5", "%")
    assert row.value_comparator == "<"
