"""The ward clock on the Summary tab."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dressapp.assessments.clock_page import STATE_WORDS, present_clock
from dressapp.assessments.selectors import get_assessment
from dressapp.cases.models import CauseTest
from dressapp.cases.services import add_row, set_dates
from dressapp.workspace.services import changing
from scoring import clock
from tests.factories.day_four import make_day_four_case
from tests.factories.records import RASH, make_case, make_lab

ORDERS = ("should", "must", "order ", "please", "recommended to", "start ", "give ")


def page(client, case):
    response = client.get(reverse("workspace:summary", args=[case.pk]))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def card(client, case):
    """Return the words of the card alone."""
    return page(client, case).partition('id="clock"')[2].partition("</section>")[0]


def shown(case, today=None):
    found = present_clock(get_assessment(case), today=today or timezone.localdate())
    return {row.id: row for row in found.rows}


def test_the_card_stands_first_and_says_what_day_it_is_and_from_when_each_thing_can_be_known(client_in, user):
    today = timezone.localdate()
    case = make_day_four_case(user, today)
    text = page(client_in, case)
    assert text.index('id="clock"') < text.index('id="conclusion"')
    words = card(client_in, case)
    on = today + timedelta(days=11)
    assert "Today rash day 4" in words
    assert f"from day 15, {on.day} {on:%b} {on.year}" in words
    assert "not yet classifiable in the first week" in words
    assert "No last day on record of allopurinol, piperacillin-tazobactam, vancomycin" in words


def test_every_state_has_its_words():
    states = {clock.KNOWN, clock.NOT_YET, clock.DUE, clock.PASSED, clock.OVER, clock.UNCOUNTED, clock.LATE}
    assert set(STATE_WORDS) == states
    assert len({words for words, _ in STATE_WORDS.values()}) == len(states)


@pytest.mark.parametrize(("today", "state"), [(14, "not yet"), (15, "day reached, not on record")])
def test_the_page_goes_by_the_day_it_is_opened_on(client_in, user, time_machine, today, state):
    case = make_case(user)
    time_machine.move_to(RASH + timedelta(days=today), tick=False)
    client_in.force_login(user)
    row = card(client_in, case).partition('id="clock-duration"')[2].partition("</li>")[0]
    assert state in row


def test_what_is_said_has_its_source_and_how_sure_it_is(user):
    rows = shown(make_case(user))
    assert rows["hhv6"].source == "Shiohara 2007, read in papers that restate the primary one"
    for row in rows.values():
        assert row.source
        assert all(note.endswith(")") for note in row.notes)
    monthly = "One US recommendation names glucose, TSH and free T4 monthly for 3 months."
    assert rows["glucose"].notes[-1] == f"{monthly} (US review, read in a source)"


@pytest.mark.parametrize("prepare", [make_case, lambda user: make_day_four_case(user, timezone.localdate())])
def test_the_clock_gives_no_order(client_in, user, prepare):
    words = card(client_in, prepare(user)).lower()
    assert "ward clock" in words
    assert [order for order in ORDERS if order in words] == []


def test_pending_results_are_named_and_what_is_missing_is_not_listed_twice(client_in, user):
    case = make_case(user)
    with changing(case):
        add_row(model=CauseTest, case=case, by=user, test="ana", result="pending", tested_on=RASH)
    text = page(client_in, case)
    assert "<strong>Results pending</strong> ANA, sample 12 Mar 2026 (day 0)" in text
    assert 'href="#missing-title"' in card(client_in, case)
    assert text.count("ECG, troponin") == 1


def test_without_an_onset_the_card_says_so(client_in, user):
    words = card(client_in, make_case(user, rash_onset_on=None))
    assert "No first day of the illness is on record, so no day can be counted: enter the onset." in words
    assert "clock-sources" not in words


def test_after_death_and_after_the_end_it_says_what_can_no_longer_be_known(client_in, user):
    case = make_case(user)
    with changing(case):
        set_dates(case=case, version=case.version, by=user, died_on=RASH + timedelta(days=9))
    words = card(client_in, case)
    assert (
        "The patient died on 21 Mar 2026 (day 9): what was not looked for by then can no longer be known."
        in words
    )
    assert "Today" not in words
    closed = make_case(user, local_id="P-2", closed_on=RASH + timedelta(days=30))
    assert "The course is closed since 11 Apr 2026 (day 30)" in card(client_in, closed)


def test_a_case_of_days_names_days_alone(client_in, user):
    case = make_case(user, basis="relative", still_ill_on=RASH + timedelta(days=16))
    with changing(case):
        make_lab(case, user, analyte="glucose", value="98", unit="mg/dL", on=RASH + timedelta(days=3))
    words = card(client_in, case)
    assert "from day 15" in words
    assert "Glucose 98 mg/dL on day 3, the last" in words
    assert "2026" not in words


def test_entries_that_contradict_each_other_leave_the_tab_standing(client_in, user):
    case = make_case(user)
    case.patient.birth_on = RASH + timedelta(days=1)
    case.patient.save()
    assert "Ward clock" not in page(client_in, case)
