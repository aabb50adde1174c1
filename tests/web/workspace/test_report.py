"""The report on screen and as a file: who may print, what is written down, what cannot be printed."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from dressapp.assessments.models import Snapshot
from dressapp.audit.models import Event
from dressapp.workspace.services import changing
from tests.factories.day_four import make_day_four_case
from tests.factories.many import record_much
from tests.factories.queries import queries
from tests.factories.records import make_case, make_lab

PRINTS = ("report", "report_pdf", "report_figure", "snapshot", "snapshot_pdf", "snapshot_figure")


@pytest.fixture
def case(user):
    return make_day_four_case(user, timezone.localdate())


@pytest.fixture
def saved(client_in, case):
    case.refresh_from_db()
    posted = {"id": uuid4(), "revision": case.revision}
    assert client_in.post(reverse("workspace:complete_assessment", args=[case.pk]), posted).status_code == 303
    return Snapshot.objects.get(case=case)


def address(case, name):
    return reverse(f"workspace:{name}", args=[case.pk, 1] if name.startswith("snapshot") else [case.pk])


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("name", PRINTS)
def test_a_stranger_finds_nothing_and_a_reader_may_print(client_for, stranger, reader, case, saved, name):
    assert client_for(stranger).get(address(case, name)).status_code == 404
    assert client_for(reader).get(address(case, name)).status_code == 200


def test_a_reader_sees_no_button_to_complete(client_for, client_in, reader, case):
    assert "Complete the assessment" in text_of(client_in.get(address(case, "report")))
    assert "Complete the assessment" not in text_of(client_for(reader).get(address(case, "report")))


@pytest.mark.promise("P07")
@pytest.mark.parametrize(
    ("name", "query", "file", "detail"),
    [
        (
            "report_pdf",
            "",
            "dress-classification-draft.pdf",
            {"what": "dress-classification-draft", "named": True},
        ),
        (
            "report_pdf",
            "?name=no",
            "dress-classification-draft-without-name.pdf",
            {"what": "dress-classification-draft", "named": False},
        ),
        ("snapshot_pdf", "", "dress-classification-1.pdf", {"what": "dress-classification-1", "named": True}),
    ],
)
def test_printing_sends_a_pdf_and_writes_an_event(client_in, case, saved, name, query, file, detail):
    response = client_in.get(address(case, name) + query)
    assert response.content.startswith(b"%PDF-1.7")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == f'inline; filename="{file}"'
    assert response.headers["Cache-Control"] == "no-store"
    event = Event.objects.get(action="print")
    assert event.case_id == str(case.pk)
    assert event.detail == detail


def test_the_page_shows_what_is_printed(client_in, case):
    text = text_of(client_in.get(address(case, "report")))
    for words in (
        "DRESS classification record",
        "Draft, not complete",
        "Too early to classify: score today −1 on day 4",
        "−3 (below 2) to 7 (definite DRESS) on today&#x27;s findings",
        "What is absent so far (day 4) can still appear: up to 9 (definite DRESS) if the illness develops",
        "Suspects 3, still taken 3",
        "Classification aid for records.",
        f'src="{address(case, "report_figure")}"',
    ):
        assert words in text


def test_the_page_gives_eight_lines_to_copy(client_in, case):
    response = client_in.get(address(case, "report"))
    assert len(response.context["text"].split("\n")) == 8
    assert "data-copy" in response.content.decode()


def test_without_name_the_sheet_its_text_and_its_file_leave_the_name_out(client_in, user):
    case = make_case(user, local_id="HN-20418", name="Anna Maria Kim", sex="female", age_years=64)
    response = client_in.get(address(case, "report") + "?name=no")
    sheet = response.content.decode().partition('class="sheet card"')[2].partition("</article>")[0]
    assert "A.M.K. · female · 64 y" in sheet
    assert "Kim" not in sheet + response.context["text"]
    assert "HN-20418" not in sheet + response.context["text"]
    assert response.context["pdf_url"].endswith("?name=no")
    assert f"{address(case, 'report_figure')}?name=no" in sheet


def test_a_saved_assessment_shows_itself_not_the_case_of_today(client_in, user, case, saved):
    with changing(case):
        make_lab(case, user, analyte="ast", value="900")
    text = text_of(client_in.get(address(case, "snapshot")))
    assert "Assessment 1, completed" in text
    assert "The case has changed since this assessment was completed." in text
    assert "900 H" not in text.partition('class="sheet card"')[2]
    assert saved.sha256 in text


def test_a_number_that_was_never_saved_is_not_found(client_in, case):
    assert client_in.get(reverse("workspace:snapshot_pdf", args=[case.pk, 7])).status_code == 404


def test_facts_that_contradict_each_other_are_said_and_not_printed(client_in, user, case):
    with changing(case):
        make_lab(case, user, analyte="wbc", value="5", unit="10*3/uL")
        make_lab(case, user, analyte="eosinophils_abs", value="9", unit="10*3/uL")
    page = client_in.get(address(case, "report"))
    assert page.status_code == 200
    assert "Nothing can be printed while entries contradict each other." in text_of(page)
    assert "Complete the assessment" not in text_of(page)
    for name in ("report_pdf", "report_figure"):
        answer = client_in.get(address(case, name))
        assert answer.status_code == 409
        assert "eosinophils above the white cells" in text_of(answer)
    assert not Event.objects.filter(action="print").exists()


@pytest.mark.parametrize("name", ["report", "snapshot", "report_pdf", "snapshot_pdf"])
@pytest.mark.parametrize("rows", [1, 30])
def test_a_report_costs_few_queries_however_much_is_on_record(
    client_in, user, case, saved, django_assert_max_num_queries, name, rows
):
    record_much(case, user, rows)
    client_in.get(address(case, name))  # takes the message of the saving off the session
    with django_assert_max_num_queries(queries(18)):
        assert client_in.get(address(case, name)).status_code == 200
