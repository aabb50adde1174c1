"""The blank form on paper: the ten items with thresholds and points, on one sheet, with nobody's data."""

import io
from datetime import date

import pikepdf
import pytest
from django.urls import reverse

from dressapp.assessments.blank import ORGAN_ASKS, present_blank
from dressapp.audit.models import Event
from dressapp.reports.paper_form import make_paper_form
from dressapp.reports.presenters import INTENDED_USE
from scoring.derive.organs import ORGANS
from tests.factories.records import make_case
from tests.scoring.regiscar import oracle
from tests.web.reports.paper import pages_of, squeeze

URL = "/paper-form.pdf"
LABELS = {"none": "Below 700", "700_to_1499": "700 to 1,499", "1500_or_more": "1,500 or more"}


@pytest.fixture(scope="module")
def sheet():
    return make_paper_form(date(2026, 11, 29))


def test_the_sheet_is_one_tagged_page(sheet):
    assert len(pages_of(sheet)) == 1
    with pikepdf.open(io.BytesIO(sheet)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.docinfo["/Title"]) == "RegiSCAR assessment on paper"


@pytest.mark.hazard("H24")
def test_every_item_stands_there_with_what_it_asks_and_the_published_points(sheet):
    text, form = squeeze(pages_of(sheet)[0]), present_blank()
    assert len(form.items) == 10
    for (name, points), item in zip(oracle.POINTS.items(), form.items, strict=True):
        assert squeeze(item.title) in text, name
        assert squeeze(item.asks) in text, name
        for words, shown in item.answers:
            assert squeeze(f"{words} ({shown})") in text, (name, words)
        if name != "organs":
            published = {
                LABELS.get(word, word.replace("_", " ").capitalize()): n for word, n in points.items()
            }
            assert {words: int(shown.replace("−", "-")) for words, shown in item.answers} == published


@pytest.mark.hazard("H24")
def test_every_organ_has_its_threshold_and_three_answers(sheet):
    text = squeeze(pages_of(sheet)[0])
    assert ORGAN_ASKS.keys() == ORGANS.keys()
    for words in (*ORGANS.values(), *ORGAN_ASKS.values()):
        assert squeeze(words) in text, words
    assert text.count("YesNoUnknown") == len(ORGANS)


@pytest.mark.hazard("H24")
def test_the_sheet_says_what_it_is_for_and_what_a_total_is_called(sheet):
    text = squeeze(pages_of(sheet)[0])
    assert squeeze(INTENDED_USE) in text
    assert squeeze("only once the course is closed, never before") in text
    for total, words in {"2 to 3": "possible", "4 to 5": "probable", "6 or more": "definite"}.items():
        assert squeeze(total + words) in text


@pytest.mark.hazard("H24")
def test_the_list_leads_to_it_and_it_holds_nobodys_data(client_in, user):
    make_case(user, local_id="P-4711", name="Kim Larsen")
    assert f'href="{reverse("workspace:paper_form")}"' in client_in.get("/").content.decode()
    before = Event.objects.count()
    response = client_in.get(URL)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    text = " ".join(pages_of(response.content))
    assert not any(words in text for words in ("P-4711", "Kim Larsen", user.full_name, user.username))
    assert Event.objects.count() == before


def test_it_is_for_people_who_have_signed_in(client):
    assert client.get(URL).status_code == 302
