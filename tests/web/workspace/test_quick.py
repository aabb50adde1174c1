"""The quick score: the engine's own words for ten answers, nothing stored, and the way into a case."""

import json
import random

import pytest
from django.urls import reverse

from dressapp.assessments.forms import ORGAN, choices_of
from dressapp.assessments.models import ItemAnswer
from dressapp.assessments.quick import TITLES
from dressapp.audit.models import Event
from dressapp.cases.models import Case
from dressapp.exchange.case_file import parse_case
from scoring import panel
from tests.web.security.world import digest

URL = "/score/"


def some_answers(chance):
    """Return any answers to some of the questions."""
    asked = chance.sample(sorted(TITLES), chance.randrange(len(TITLES) + 1))
    return {name: chance.choice([word for word, _ in choices_of(name)]) for name in asked}


def by_case_file(answers, *, is_over):
    """Return the result of the same answers in a case file."""
    items = {name: word for name, word in answers.items() if not name.startswith(ORGAN)}
    organs = {name.removeprefix(ORGAN): word for name, word in answers.items() if name.startswith(ORGAN)}
    items |= {"organs": organs} if organs else {}
    record = {"format": "dress-case/1", "id": "quick", "items": items}
    record |= {"dates": {"closed_on": "2026-03-12"}} if is_over else {}
    return panel.assess(parse_case(json.loads(json.dumps(record)))).regiscar


@pytest.mark.parametrize("course", ["", "goes_on", "over"])
def test_scores_are_those_of_a_case_file_with_the_same_answers(client, db, course):
    chance = random.Random(20261129)  # noqa: S311
    for _ in range(150):
        answers = some_answers(chance)
        page = client.get(URL, answers | ({"course": course} if course else {})).context["page"]
        score = by_case_file(answers, is_over=course == "over")
        cells = [cell.total for cell in page.scale if cell.is_in_range]
        assert page.total.replace("−", "-") == str(score.now.total), answers
        assert (cells[0], cells[-1]) == (score.lowest.total, score.highest.total), answers


@pytest.mark.hazard("H04")
def test_nobody_has_to_sign_in_nothing_is_chosen_and_nothing_is_kept(client, db):
    before = digest()
    answer = client.get(URL)
    assert answer.status_code == 200
    assert " checked" not in answer.content.decode()
    assert "Too little on record to classify" in answer.content.decode()
    assert client.get(URL, {"fever": "yes", "utm_source": "x"}).status_code == 200
    assert (digest(), Event.objects.count()) == (before, 0)
    assert answer.headers["Cache-Control"] == "no-store"
    assert client.post(URL, {"fever": "yes"}).status_code == 405


def test_what_is_chosen_stands_in_the_form_and_in_the_address(client, db):
    page = client.get(URL, {"fever": "yes", "organs.liver": "no", "course": "over"}).content.decode()
    for chosen in ("item-fever-yes", "item-organs-liver-no", "item-course-over"):
        assert f'id="{chosen}"' in page
        assert page.split(f'id="{chosen}"')[1].split(">")[0].endswith("checked")
    assert page.count(" checked") == 3
    assert f'form="quick-form" formaction="{reverse("workspace:new")}"' in page


@pytest.mark.parametrize(
    "answers", [{"fever": "maybe"}, {"organs.liver": "2"}, {"course": "open"}, {"fever": "x" * 3000}]
)
def test_an_answer_that_there_is_not_is_named_and_nothing_is_scored(client, db, answers):
    answer = client.get(URL, answers)
    assert answer.status_code == 422
    assert "There is no such answer as" in answer.content.decode()
    assert 'id="rail"' not in answer.content.decode()


def test_the_answers_begin_a_case_without_being_typed_again(client_in, user):
    answers = {
        "fever": "yes",
        "eosinophilia": "1500_or_more",
        "organs.liver": "yes",
        "biopsy_suggests_dress": "not_done",
    }
    page = client_in.get(reverse("workspace:new"), answers | {"course": "over", "utm": "x"})
    assert page.context["form"]["answers"].value() == (
        "fever=yes&eosinophilia=1500_or_more&biopsy_suggests_dress=not_done&organs.liver=yes"
    )
    assert "Eosinophilia: 1,500 /µL or more" in page.content.decode()
    form = page.context["form"]
    sent = {"id": form["id"].value(), "answers": form["answers"].value(), "local_id": "Q-1"}
    assert client_in.post(reverse("workspace:new"), sent).status_code == 303
    case = Case.objects.get(patient__local_id="Q-1")
    assert dict(ItemAnswer.objects.filter(case=case).values_list("item", "answer")) == answers
    assert case.summary.total == by_case_file(answers, is_over=False).now.total
    assert Event.objects.filter(object_type="assessments.itemanswer", case_id=str(case.pk)).count() == 4


@pytest.mark.parametrize("carried", ["fever=maybe", "organs.liver=3", "x" * 2000])
def test_carried_answers_that_there_are_not_begin_no_case(client_in, user, carried):
    sent = {"id": "6b0f0b3e-0000-4000-8000-000000000000", "answers": carried, "local_id": "Q-1"}
    answer = client_in.post(reverse("workspace:new"), sent)
    assert answer.status_code == (303 if carried.startswith("x") and len(carried) < 1000 else 422)
    assert not Case.objects.exists()


def test_a_case_without_a_quick_score_begins_with_no_answer(client_in, user):
    page = client_in.get(reverse("workspace:new"))
    assert "quick score" not in page.content.decode().lower().split("<main")[1]
