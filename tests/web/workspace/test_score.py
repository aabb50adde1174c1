"""The Score tab: each answer, what the data contradict, the way back, two editors, bad input."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dressapp.assessments.models import ItemAnswer
from dressapp.assessments.selectors import get_assessment, list_answers
from dressapp.audit.models import Event
from dressapp.workspace.services import changing
from tests.factories.records import RASH, make_answer, make_case, make_drug, make_finding, make_lab, make_node

HTMX = {"HX-Request": "true"}
TRI = ("yes", "no", "unknown")
ANSWERS = [
    *((item, answer) for item in ("fever", "lymph_nodes", "atypical_lymphocytes") for answer in TRI),
    *((item, answer) for item in ("rash_extent_over_50", "rash_suggests_dress") for answer in TRI),
    *(("eosinophilia", answer) for answer in ("none", "700_to_1499", "1500_or_more", "unknown")),
    *(("biopsy_suggests_dress", answer) for answer in (*TRI, "not_done")),
    *((item, answer) for item in ("resolution_15_days", "other_causes_excluded") for answer in TRI),
    *((f"organs.{organ}", answer) for organ in ("liver", "kidney", "lung") for answer in TRI),
    *((f"organs.{organ}", "yes") for organ in ("muscle_heart", "pancreas", "other")),
    ("organs", "2"),
]


@pytest.fixture
def case(user):
    return make_case(user)


@pytest.fixture
def measured(user):
    """Return a case with fever, many eosinophils, a day 20 still ill, and ALT beyond its limit twice."""
    case = make_case(user, local_id="P-2", still_ill_on=date(2026, 4, 1))
    with changing(case):
        make_lab(case, user, analyte="temperature", value="39.1", unit="Cel")
        make_lab(case, user, analyte="eosinophils_abs", value="1889", unit="/uL")
        for day in (12, 14):
            make_lab(case, user, value="300", upper_limit="40", on=date(2026, 3, day))
    return case


def url(case, name="score", *args):
    return reverse(f"workspace:{name}", args=[case.pk, *args])


def post(client, case, item, answer, version=0, **values):
    data = {"answer": answer, "version": version} | values
    return client.post(url(case, "score_answer", item), data)


def text_of(response):
    return " ".join(response.content.decode().split())


def page(client, case, query=""):
    response = client.get(url(case) + query)
    assert response.status_code == 200
    return text_of(response)


def row(client, case, item):
    return next(view for view in client.get(url(case)).context["score"].items if view.row.id == item)


def organ(client, case, name):
    return next(view for view in client.get(url(case)).context["score"].organs if view.row.id == name)


def stored(case, item):
    return list_answers(case).get(item)


@pytest.mark.parametrize(("item", "answer"), ANSWERS)
def test_an_answer_is_stored_with_its_author_and_shown(client_in, case, item, answer):
    response = post(client_in, case, item, answer)
    assert response.status_code == 303
    assert response["Location"].startswith(url(case))
    assert (stored(case, item).answer, stored(case, item).answered_by) == (answer, "Dr Clinician")
    assert f'value="{answer}" aria-pressed="true"' in page(client_in, case)


@pytest.mark.hazard("H04")
def test_nothing_is_preselected_on_an_empty_case(client_in, case):
    text = page(client_in, case)
    assert 'aria-pressed="true"' not in text
    assert "checked" not in text
    assert text.count("Not answered") == 10


@pytest.mark.hazard("H04")
def test_blank_items_score_as_the_table_says_and_no_row_is_stored(client_in, case):
    client_in.get(url(case))
    assert get_assessment(case).regiscar.now.total == -2
    assert ItemAnswer.objects.count() == 0


def test_items_stand_in_the_order_of_the_paper_with_what_they_ask(client_in, case):
    items = client_in.get(url(case)).context["score"].items
    assert [view.row.id for view in items] == [
        "fever", "lymph_nodes", "eosinophilia", "atypical_lymphocytes", "rash_extent_over_50",
        "rash_suggests_dress", "biopsy_suggests_dress", "organs", "resolution_15_days",
        "other_causes_excluded",
    ]  # fmt: skip
    assert "Larger than 1 cm, at two different sites or more" in page(client_in, case)


def test_measured_values_are_said_with_day_and_marked_as_not_confirmed(client_in, measured):
    text = page(client_in, measured)
    assert "39.1 °C on 12 Mar 2026" in text
    assert "from data, not confirmed" in text
    assert "(as the data say)" in text
    assert 'aria-pressed="true"' not in text


def test_a_negative_in_an_open_course_reads_so_far(client_in, case):
    post(client_in, case, "lymph_nodes", "no")
    assert row(client_in, case, "lymph_nodes").row.answer_words.startswith("no so far (day ")


def test_a_reason_is_offered_once_unknown_is_chosen_and_saved_in_one_click(client_in, case):
    assert "Why unknown?" not in page(client_in, case)
    post(client_in, case, "biopsy_suggests_dress", "unknown")
    assert "Why unknown?" in page(client_in, case)
    post(client_in, case, "biopsy_suggests_dress", "unknown", version=1, reason="pending")
    assert stored(case, "biopsy_suggests_dress").reason == "pending"
    assert "(pending)" in page(client_in, case)


def test_the_same_answer_clicked_again_keeps_its_reason(client_in, case):
    post(client_in, case, "fever", "unknown", reason="not_examined")
    post(client_in, case, "fever", "unknown", version=1)
    assert (stored(case, "fever").reason, stored(case, "fever").version) == ("not_examined", 1)


def test_a_reason_goes_with_the_unknown_it_belongs_to(client_in, case):
    post(client_in, case, "fever", "unknown", reason="not_examined")
    post(client_in, case, "fever", "yes", version=1)
    assert stored(case, "fever").reason == ""


@pytest.mark.parametrize("htmx", [{}, HTMX])
def test_an_answer_against_the_data_asks_why_before_it_is_stored(client_in, measured, htmx):
    address = url(measured, "score_answer", "fever")
    response = client_in.post(address, {"answer": "no", "version": 0}, headers=htmx)
    text = text_of(response)
    assert response.status_code == 422
    assert "Not stored yet." in text
    assert "39.1 °C on 12 Mar 2026" in text
    assert "error-summary" not in text
    assert stored(measured, "fever") is None


def test_an_answer_against_the_data_with_its_reason_keeps_both(client_in, measured):
    response = post(client_in, measured, "fever", "no", explanation="thermometer was faulty")
    text = page(client_in, measured)
    assert response.status_code == 303
    assert "thermometer was faulty" in text
    assert "Answer and data disagree; both are kept." in text
    assert "39.1 °C on 12 Mar 2026" in text


def test_an_empty_reason_is_said_at_the_field_and_in_the_summary(client_in, measured):
    response = post(client_in, measured, "fever", "no", explanation="  ")
    text = text_of(response)
    assert response.status_code == 422
    assert 'href="#item-fever-explanation"' in text
    assert 'aria-describedby="item-fever-error"' in text
    assert stored(measured, "fever") is None


def test_an_answer_that_agrees_with_the_data_or_is_unknown_asks_nothing(client_in, measured):
    assert post(client_in, measured, "fever", "yes").status_code == 303
    assert post(client_in, measured, "eosinophilia", "unknown").status_code == 303


def test_an_asked_answer_leaves_no_trace_of_a_change(client_in, measured):
    revision, events = measured.revision, Event.objects.filter(action="create").count()
    post(client_in, measured, "fever", "no")
    measured.refresh_from_db()
    assert measured.revision == revision
    assert Event.objects.filter(action="create").count() == events


def test_no_to_an_organ_beyond_its_threshold_asks_what_else_explains_it(client_in, measured):
    response = post(client_in, measured, "organs.liver", "no")
    assert response.status_code == 422
    assert "Another explanation is likely" in text_of(response)
    assert stored(measured, "organs.liver") is None


def test_no_to_an_organ_with_another_explanation_is_kept_as_judged(client_in, measured):
    values = {"other_explanation": "likely", "explanation": "hepatitis B flare"}
    assert post(client_in, measured, "organs.liver", "no", **values).status_code == 303
    view = organ(client_in, measured, "liver")
    assert (view.answer.other_words, view.row.explanation) == ("likely", "hepatitis B flare")
    assert "hepatitis B flare" in page(client_in, measured)


def test_no_to_an_organ_may_name_how_likely_another_explanation_is_alone(client_in, measured):
    assert post(client_in, measured, "organs.liver", "no", other_explanation="possible").status_code == 303
    assert get_assessment(measured).regiscar.items["organs"].contradiction == ""


def test_yes_to_an_organ_below_its_threshold_asks_why(client_in, case, user):
    with changing(case):
        make_lab(case, user, analyte="lipase", value="30", upper_limit="60")
    assert post(client_in, case, "organs.pancreas", "yes").status_code == 422
    assert post(client_in, case, "organs.pancreas", "yes", explanation="CT: oedema").status_code == 303


def test_an_organ_waits_for_judgement_until_it_is_answered(client_in, measured):
    assert "cause not judged yet" in page(client_in, measured)
    assert get_assessment(measured).regiscar.items["organs"].points == 0
    post(client_in, measured, "organs.liver", "yes")
    assert "cause not judged yet" not in page(client_in, measured)
    assert get_assessment(measured).regiscar.items["organs"].points == 1


def test_another_explanation_of_a_yes_is_saved_in_one_click_and_keeps_its_text(client_in, measured):
    post(client_in, measured, "organs.liver", "yes")
    post(client_in, measured, "organs.liver", "yes", version=1, explanation="no hepatotoxic drug")
    post(client_in, measured, "organs.liver", "yes", version=2, other_explanation="none_found")
    answer = stored(measured, "organs.liver")
    assert (answer.other_explanation, answer.explanation) == ("none_found", "no hepatotoxic drug")


def test_a_bare_count_of_organs_wins_and_says_so(client_in, measured):
    post(client_in, measured, "organs.liver", "yes")
    assert "The report only counts organs" in page(client_in, measured)
    post(client_in, measured, "organs", "3")
    assert "A bare count is recorded" in page(client_in, measured)
    assert get_assessment(measured).regiscar.items["organs"].answer == 3


def test_clearing_an_answer_lets_the_data_speak_and_can_be_undone(client_in, measured):
    post(client_in, measured, "fever", "yes")
    response = client_in.post(url(measured, "score_clear", "fever"), {"version": 1}, follow=True)
    undo = next(iter(response.context["notices"])).undo_url
    assert stored(measured, "fever") is None
    assert row(client_in, measured, "fever").row.source == "data"
    client_in.post(undo)
    assert stored(measured, "fever").answer == "yes"


def test_undo_does_not_replace_an_answer_given_since(client_in, case):
    post(client_in, case, "fever", "yes")
    first = stored(case, "fever")
    client_in.post(url(case, "score_clear", "fever"), {"version": 1})
    post(client_in, case, "fever", "no")
    again = client_in.post(url(case, "score_restore_answer", first.pk))
    assert again.status_code == 303
    assert stored(case, "fever").answer == "no"


def test_clearing_what_is_not_answered_changes_nothing(client_in, case):
    assert client_in.post(url(case, "score_clear", "fever"), {"version": 0}).status_code == 303
    assert Event.objects.filter(action="void").count() == 0


def test_a_cleared_answer_can_be_given_again(client_in, case):
    post(client_in, case, "fever", "yes")
    client_in.post(url(case, "score_clear", "fever"), {"version": 1})
    assert post(client_in, case, "fever", "no").status_code == 303
    assert stored(case, "fever").answer == "no"


def test_measured_values_are_taken_over_in_one_click_and_organs_wait(client_in, measured):
    assert "Take over measured values (3)" in page(client_in, measured)
    client_in.post(url(measured, "score_take_over"))
    answers = {item: answer.answer for item, answer in list_answers(measured).items()}
    assert answers == {"fever": "yes", "eosinophilia": "1500_or_more", "resolution_15_days": "yes"}
    assert "Take over measured values" not in page(client_in, measured)


def test_taking_over_twice_changes_nothing(client_in, measured):
    client_in.post(url(measured, "score_take_over"))
    measured.refresh_from_db()
    revision = measured.revision
    client_in.post(url(measured, "score_take_over"))
    measured.refresh_from_db()
    assert measured.revision == revision


def test_the_second_of_two_editors_sees_both_answers_and_may_save_over(client_in, case):
    post(client_in, case, "eosinophilia", "none")
    response = post(client_in, case, "eosinophilia", "1500_or_more")
    text = text_of(response)
    assert response.status_code == 409
    assert stored(case, "eosinophilia").answer == "none"
    assert "1,500 /µL or more" in text
    assert "below 700 /µL" in text
    again = dict(response.context["conflict"].posted) | {"version": response.context["conflict"].version}
    assert client_in.post(url(case, "score_answer", "eosinophilia"), again).status_code == 303
    assert stored(case, "eosinophilia").answer == "1500_or_more"


def test_htmx_puts_a_conflict_in_place_of_the_tab(client_in, case):
    post(client_in, case, "fever", "yes")
    address = url(case, "score_answer", "fever")
    response = client_in.post(address, {"answer": "no", "version": 0}, headers=HTMX)
    assert (response.status_code, response["HX-Retarget"], response["HX-Reselect"]) == (409, "#tab", "#tab")


def test_saving_over_through_htmx_answers_with_the_whole_tab(client_in, case):
    post(client_in, case, "fever", "yes")
    headers = HTMX | {"HX-Target": "tab"}
    address = url(case, "score_answer", "fever")
    response = client_in.post(address, {"answer": "no", "version": 1}, headers=headers)
    assert 'id="tab"' in text_of(response)


def test_the_same_answer_posted_twice_is_no_conflict_and_no_second_change(client_in, case):
    post(client_in, case, "fever", "yes")
    events = Event.objects.exclude(action="view").count()
    assert post(client_in, case, "fever", "yes").status_code == 303
    assert Event.objects.exclude(action="view").count() == events


def test_a_stale_clearing_is_a_conflict(client_in, case):
    post(client_in, case, "fever", "yes")
    post(client_in, case, "fever", "no", version=1)
    response = client_in.post(url(case, "score_clear", "fever"), {"version": 1})
    assert response.status_code == 409
    assert stored(case, "fever").answer == "no"


def test_htmx_gets_the_answered_row_with_frame_and_the_rows_that_follow_from_it(client_in, measured):
    address = url(measured, "score_answer", "organs.liver")
    response = client_in.post(address, {"answer": "yes", "version": 0}, headers=HTMX)
    text = text_of(response)
    for part in ("rail", "banner", "now", "tabs", "messages", "score-actions", "score-errors"):
        assert f'id="{part}"' in text
    for part in ("row-organs-liver", "row-organs", "row-resolution_15_days"):
        assert f'id="{part}"' in text
    assert 'id="row-fever"' not in text
    assert "<html" not in text


@pytest.mark.parametrize(
    ("item", "values"),
    [
        ("fever", {"answer": "maybe", "version": 0}),
        ("fever", {"answer": "", "version": 0}),
        ("fever", {"answer": "not_done", "version": 0}),
        ("fever", {"answer": "unknown", "reason": "too tired", "version": 0}),
        ("fever", {"answer": "yes"}),
        ("fever", {"answer": "yes", "version": "x"}),
        ("organs", {"answer": "7", "version": 0}),
        ("organs.liver", {"answer": "yes", "other_explanation": "surely", "version": 0}),
    ],
)
def test_an_impossible_answer_is_refused_with_a_message(client_in, case, item, values):
    response = client_in.post(url(case, "score_answer", item), values)
    assert response.status_code == 422
    assert "error-summary" in text_of(response)
    assert ItemAnswer.objects.count() == 0


@pytest.mark.parametrize("item", ["nonsense", "organs.spleen", "liver", "organs."])
def test_an_item_that_is_none_is_not_found(client_in, case, item):
    assert post(client_in, case, item, "yes").status_code == 404


def test_a_reason_of_10000_characters_is_refused_and_not_lost(client_in, measured):
    long = "why " * 2500
    response = post(client_in, measured, "fever", "no", explanation=long)
    assert response.status_code == 422
    assert "Shorten it to 4000" in text_of(response)
    assert long.strip() in text_of(response)
    assert stored(measured, "fever") is None


def test_markup_and_emoji_in_a_reason_are_shown_as_text(client_in, measured):
    post(client_in, measured, "fever", "no", explanation="<script>alert(1)</script> 🌡️\x07")
    text = page(client_in, measured)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 🌡️" in text
    assert "<script>alert" not in text
    assert stored(measured, "fever").explanation == "<script>alert(1)</script> 🌡️"


def test_a_stranger_finds_nothing_to_answer(client_for, stranger, case):
    assert post(client_for(stranger), case, "fever", "yes").status_code == 404
    assert client_for(stranger).post(url(case, "score_take_over")).status_code == 404


def test_a_reader_sees_text_alone_and_may_not_answer(client_for, reader, measured, user):
    with changing(measured):
        make_answer(measured, user, item="fever", answer="yes")
        make_node(measured, user)
        make_finding(measured, user)
    client = client_for(reader)
    text = page(client, measured)
    body = text[text.index('id="tab"') :].partition("<dialog")[0]
    assert "<form" not in body
    assert "<button" not in body
    for words in ("Dr Clinician", "cervical, 1.5 cm", "Facial oedema", "threshold met"):
        assert words in body
    assert post(client, measured, "fever", "no").status_code == 403
    assert client.post(url(measured, "score_clear", "fever"), {"version": 1}).status_code == 403


def test_an_answer_of_another_case_cannot_be_brought_back_here(client_in, case, measured, user):
    with changing(measured):
        answer = make_answer(measured, user)
    assert client_in.post(url(case, "score_restore_answer", answer.pk)).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_asks_the_database_the_same_whatever_is_on_record(client_in, case, user, count):
    with changing(case):
        for number in range(count):
            make_lab(case, user, value=str(50 + number), on=RASH + timedelta(days=number))
            make_node(case, user, site=f"site {number}")
    client_in.get(url(case))
    with CaptureQueriesContext(connection) as queries:
        client_in.get(url(case))
    assert len(queries) <= 21, [query["sql"][:90] for query in queries]


def test_a_get_does_not_answer(client_in, case):
    assert client_in.get(url(case, "score_answer", "fever")).status_code == 405


def test_the_latency_card_says_days_before_the_verdict_and_links_to_the_drugs(client_in, case, user):
    with changing(case):
        make_drug(case, user)
        make_drug(case, user, name="lotion", role="treatment", start_on=RASH)
    text = page(client_in, case)
    card = text[text.index("Drugs: start to onset") :]
    assert card.index("10 d") < card.index("shorter than usual")
    assert "Given for this reaction: lotion" in card
    assert url(case, "drugs") in card
