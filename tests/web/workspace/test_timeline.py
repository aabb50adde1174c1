"""The timeline tab: the figure, its switches, its table, and what stands in their place."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dressapp.workspace.services import changing
from tests.factories.day_four import make_day_four_case
from tests.factories.many import record_much
from tests.factories.queries import queries
from tests.factories.records import make_case, make_drug, make_lab


def url(case, query=""):
    return reverse("workspace:timeline", args=[case.pk]) + query


def text_of(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_tab_shows_figure_switches_and_the_same_facts_as_a_table(client_in, user):
    case = make_day_four_case(user, timezone.localdate())
    response = client_in.get(url(case))
    text = text_of(response)
    assert text.count("<svg") == 2  # one for a desk, one for a phone
    assert "vancomycin: first dose" in text
    assert "Lanes drawn" in text
    assert response.context["timeline"].table_rows
    assert '<h1 class="visually-hidden">Timeline</h1>' in text


def test_a_reader_may_look_and_a_stranger_may_not(client_for, user, reader, stranger):
    case = make_case(user)
    assert client_for(reader).get(url(case)).status_code == 200
    assert client_for(stranger).get(url(case)).status_code == 404


def test_the_lanes_asked_for_are_drawn(client_in, user):
    case = make_day_four_case(user, timezone.localdate())
    shown = client_in.get(url(case, "?lanes=eosinophils&lanes=temperature")).context["timeline"].lanes_shown
    assert [lane.id for lane in shown] == ["eosinophils", "temperature"]
    assert client_in.get(url(case, "?lanes=nonsense")).status_code == 200


def test_a_case_without_onset_says_what_to_enter(client_in, user):
    text = text_of(client_in.get(url(make_case(user, rash_onset_on=None))))
    assert "No onset is on record." in text
    assert "<svg" not in text


def test_days_stay_days_where_only_days_are_known(client_in, user):
    case = make_case(user, basis="relative")
    with changing(case):
        make_drug(case, user)
        make_lab(case, user)
    response = client_in.get(url(case))
    assert not response.context["timeline"].has_dates
    section = text_of(response).partition('id="timeline"')[2].partition('id="rail"')[0]
    assert "2026" not in section


def test_contradicting_facts_are_said_instead_of_drawn(client_in, user):
    case = make_case(user)
    with changing(case):
        make_lab(case, user, analyte="wbc", value="5", unit="10*3/uL")
        make_lab(case, user, analyte="eosinophils_abs", value="9", unit="10*3/uL")
    text = text_of(client_in.get(url(case)))
    assert "The facts on record contradict each other" in text


@pytest.mark.parametrize("count", [1, 40])
def test_the_timeline_costs_few_queries_however_much_is_on_record(
    client_in, user, django_assert_max_num_queries, count
):
    case = make_day_four_case(user, timezone.localdate())
    record_much(case, user, count)
    with django_assert_max_num_queries(queries(18)):
        assert client_in.get(url(case)).status_code == 200


def test_five_years_of_results_are_drawn(client_in, user):
    case = make_case(user)
    with changing(case):
        for year in range(5):
            make_lab(case, user, value="30", on=case.rash_onset_on - timedelta(days=365 * year))
    assert "<svg" in text_of(client_in.get(url(case)))
