"""The score by day on the Timeline tab, and the day from which an answer holds."""

import json
import re
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from dressapp.assessments.models import ItemAnswer
from dressapp.exchange.files import read_case_file
from dressapp.workspace.services import open_record
from tests.factories.records import make_answer, make_case, make_finding, make_lab
from tests.golden.published import CASES

SINCE = {"resolution_15_days": "2015-03-30"}


@pytest.fixture
def sorafenib(user, team):
    """Return the published case with a day for each of its answers."""
    record = json.loads((CASES / "sorafenib-2016.json").read_text())
    for item, word in record["items"].items():
        record["items"][item] = {"answer": word, "since": SINCE.get(item, "2015-03-12")}
    organs = record["items"]["organs"]["answer"]
    record["items"]["organs"] = {
        name: {"answer": word, "since": "2015-03-14"} for name, word in organs.items()
    }
    record["alternative_causes"][-1]["date"] = "2015-03-12"
    found, today = read_case_file(json.dumps(record).encode()), timezone.localdate()
    return open_record(found, team=team, id=uuid4(), local_id="", today=today, sha256="", by=user)


@pytest.fixture
def case(user):
    return make_case(user, rash_onset_on=date(2026, 3, 12))


def show(client, case, query=""):
    return client.get(reverse("workspace:timeline", args=[case.pk]) + query)


def save(client, case, item, **fields):
    return client.post(reverse("workspace:score_answer", args=[case.pk, item]), fields)


def test_the_sorafenib_case_goes_2_4_5_6(client_in, sorafenib):
    curve = show(client_in, sorafenib).context["curve"]
    totals = [row.total for row in curve.rows]
    assert [total for at, total in enumerate(totals) if total != (totals[at - 1] if at else "")] == [
        "−2", "2", "4", "5", "6",
    ]  # fmt: skip
    assert (curve.rows[-1].day, curve.rows[-1].range_words, curve.undated) == ("day 41", "5 to 8", 0)


def test_a_day_is_shown_with_its_items_and_its_range(client_in, sorafenib):
    response = show(client_in, sorafenib, "?day=3")
    page = " ".join(response.content.decode().split())
    assert "<h3>As of day 3: RegiSCAR 4 so far, day 3</h3>" not in page  # the course has days only
    assert re.search(r"<h3>As of day 3: RegiSCAR 4 so far", page)
    assert "3 (possible DRESS) to 7 (definite DRESS) on today&#x27;s findings" in page
    organs = next(item for item in response.context["as_of"].items if item.id == "organs")
    assert organs.points == "+2"
    assert 'aria-current="true"' in page


def test_a_day_says_what_other_criteria_and_the_intervals_were(client_in, sorafenib):
    before, later = (show(client_in, sorafenib, f"?day={day}") for day in (-6, 3))
    verdicts = [column.verdict for column in later.context["as_of_beside"]]
    assert [verdict.partition(":")[0] for verdict in verdicts] == [
        "DIHS (J-SCAR)", "Bocquet 1996", "RegiSCAR inclusion criteria",
    ]  # fmt: skip
    page = later.content.decode()
    assert all(f"<li>{verdict}</li>" in page for verdict in verdicts)
    assert "<li>sorafenib: 10 d, shorter than usual</li>" in page
    assert "not known, not known" not in page
    assert "RegiSCAR inclusion criteria: met" not in before.content.decode()


def test_the_table_reads_as_the_page_of_each_day(client_in, user):
    case = make_case(user, rash_onset_on=date(2026, 3, 12), closed_on=date(2026, 4, 30))
    make_lab(case, user, on=date(2026, 3, 14))
    rows = {row.number: row.headline for row in show(client_in, case).context["curve"].rows}
    assert rows[0] == "Too early to classify: score today −2 on day 0"
    for number, headline in rows.items():
        assert show(client_in, case, f"?day={number}").context["as_of"].headline == headline


def test_the_lane_of_the_score_holds_what_the_table_says(client_in, sorafenib):
    response = show(client_in, sorafenib)
    timeline, curve = response.context["timeline"], response.context["curve"]
    score = [row for row in timeline.table_rows if row.what == "RegiSCAR"]
    assert [row.value for row in score] == [row.total for row in curve.rows]
    assert [row.limit for row in score] == [f"range {row.range_words}" for row in curve.rows]
    assert "from 6: definite DRESS" in response.content.decode()
    chosen = show(client_in, sorafenib, "?lanes=alt").context["timeline"]
    assert [lane.id for lane in chosen.lanes_shown] == ["eosinophils", "alt"]
    assert "score" in [lane.id for lane in chosen.lanes_available]


def test_the_lane_follows_an_answer_that_the_figure_does_not_draw(client_in, case, user):
    make_lab(case, user, on=date(2026, 3, 14))
    before = show(client_in, case).context["timeline"].svg
    make_answer(case, user, item="lymph_nodes", answer="yes", since_on=date(2026, 3, 14))
    assert show(client_in, case).context["timeline"].svg != before


def test_the_report_has_the_score_by_day_on_request(client_in, sorafenib):
    address = reverse("workspace:report", args=[sorafenib.pk])
    without, asked = client_in.get(address), client_in.get(address + "?days=yes&name=no")
    assert "Score by day</h3>" not in without.content.decode()
    assert 'href="?days=yes">With score by day' in without.content.decode()
    rows = asked.content.decode().partition("Score by day</h3>")[2].partition("</table>")[0]
    assert re.findall(r"<th scope=\"row\">(day [^<]+)</th>", rows) == [
        "day −5", "day 1", "day 3", "day 7", "day 16", "day 41",
    ]  # fmt: skip
    assert asked.context["pdf_url"].endswith("?name=no&days=yes")
    assert asked.context["name_query"] == "?days=yes"


@pytest.mark.parametrize("day", ["", "x", "2026-03-12", "99999", "--3", "３"])
def test_a_day_that_is_none_shows_the_curve_alone(client_in, sorafenib, day):
    response = show(client_in, sorafenib, f"?day={day}")
    assert response.status_code == 200
    assert "as_of" not in response.context


def test_what_has_no_day_is_told_and_counts_on_none(client_in, user, case):
    make_answer(case, user, item="lymph_nodes", answer="yes")
    make_finding(case, user)
    make_lab(case, user, on=date(2026, 3, 14))
    response = show(client_in, case)
    assert response.context["curve"].undated == 2
    assert (
        "<strong>2 answers, findings or tests without a day count on none</strong>"
        in response.content.decode()
    )
    assert {row.total for row in response.context["curve"].rows} == {"−2"}


def test_a_case_without_an_onset_says_what_to_enter(client_in, user):
    response = show(client_in, make_case(user, rash_onset_on=None), "?day=3")
    assert "without a first day of the illness no day can be scored" in response.content.decode()


def test_the_day_of_an_answer_is_stored_kept_and_taken_away(client_in, case):
    save(client_in, case, "lymph_nodes", answer="yes", version=0)
    save(client_in, case, "lymph_nodes", answer="yes", version=1, since_on="14 Mar 2026")
    stored = ItemAnswer.objects.get(case=case, voided_at=None)
    assert (stored.answer, stored.since_on) == ("yes", date(2026, 3, 14))
    assert show(client_in, case).context["curve"].rows[-1].total == "−1"
    save(client_in, case, "lymph_nodes", answer="yes", version=2)
    assert ItemAnswer.objects.get(case=case, voided_at=None).since_on == date(2026, 3, 14)
    save(client_in, case, "lymph_nodes", answer="no", version=stored.version)
    assert ItemAnswer.objects.get(case=case, voided_at=None).since_on is None
    page = client_in.get(reverse("workspace:score", args=[case.pk])).content.decode()
    assert 'id="item-lymph_nodes-since_on" name="since_on" value=""' in page


@pytest.mark.parametrize("text", ["03/04/2026", "1 Mar 2999", "yesterday"])
def test_a_day_that_cannot_be_is_refused_and_stays_typed(client_in, case, text):
    save(client_in, case, "lymph_nodes", answer="yes", version=0)
    response = save(client_in, case, "lymph_nodes", answer="yes", version=1, since_on=text)
    page = response.content.decode()
    assert response.status_code == 422
    assert f'name="since_on" value="{text}"' in page
    assert 'id="item-lymph_nodes-since-error"' in page
    assert ItemAnswer.objects.get(case=case).since_on is None


def test_a_refused_day_hides_no_reason_and_a_refused_reason_no_day(client_in, case):
    stored = {"answer": "yes", "explanation": "seen at two sites", "since_on": "14 Mar 2026"}
    save(client_in, case, "organs.liver", version=0, **stored)
    refused = save(client_in, case, "organs.liver", answer="yes", version=1, since_on="yesterday")
    assert ">seen at two sites</textarea>" in refused.content.decode()
    save(client_in, case, "organs.liver", answer="yes", version=1, explanation="seen at three sites")
    assert ItemAnswer.objects.get(case=case, voided_at=None).since_on == date(2026, 3, 14)


def test_where_only_days_are_known_a_conflict_shows_the_day_by_its_number(client_in, sorafenib):
    response = save(client_in, sorafenib, "fever", answer="no", version=0, explanation="not measured")
    assert (response.status_code, "2015" in response.content.decode().split("conflict")[1]) == (409, False)
