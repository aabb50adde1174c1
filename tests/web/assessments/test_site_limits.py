"""A site's limits on their way into the facts, and what a change of them makes out of date."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import transaction

from dressapp.assessments import services as assessments
from dressapp.assessments.facts import build
from dressapp.assessments.models import CaseSummary
from dressapp.assessments.selectors import get_assessment, list_cases_for, state_of
from dressapp.assessments.services import Followed, follow_site_limits
from dressapp.assessments.snapshots import save_snapshot
from dressapp.cases.models import Case
from dressapp.labs import services
from dressapp.labs.limit_selectors import list_site_limits
from scoring.facts import SiteLimits
from tests.factories.records import RASH, make_case, make_lab

HANDBOOK = "Central laboratory handbook 2026"


def change(team, write, analyte="alt"):
    """Run a change of limits as the page does."""
    with transaction.atomic():
        before = list_site_limits(team.pk, analyte)
        write()
        return follow_site_limits(team_id=team.pk, analyte=analyte, before=before)


def add(team, user, **values):
    values = {"analyte": "alt", "unit": "U/L", "upper_limit": "60", "source": HANDBOOK} | values
    return services.add_site_limit(team=team, by=user, **values)


def liver_case(user, local_id="P-1", *, team=None, **values):
    """Return a case whose ALT lies above twice 35 U/L on two dates, and not above twice 60 U/L."""
    case = make_case(user, local_id=local_id, team=team, sex="female", age_years=44)
    for days in (0, 2):
        make_lab(case, user, value="100", on=RASH + timedelta(days=days), **values)
    assessments.summarise(case)
    return case


def threshold(case):
    organs = get_assessment(case).regiscar.items["organs"].organs
    return next(organ.threshold for organ in organs if organ.organ == "liver")


def revision(case):
    return Case.objects.get(pk=case.pk).revision


def state(user, case):
    return state_of(list_cases_for(user).get(pk=case.pk))


def test_a_result_carries_the_sites_limits_and_its_own_win(user, team):
    case = make_case(user)
    make_lab(case, user, upper_limit="35")
    add(team, user, lower_limit="7")
    limits = SiteLimits("U/L", HANDBOOK, Decimal(7), Decimal(60))
    facts = build(case)
    assert (facts.labs[0].site_limits, facts.labs[0].upper_limit) == (limits, Decimal(35))
    assert facts.site_limits == {"alt": limits}


@pytest.mark.parametrize(("birth_on", "upper"), [(date(2008, 3, 12), "60"), (date(2008, 3, 13), "90")])
def test_the_birthday_on_the_index_day_decides(user, team, birth_on, upper):
    add(team, user, age_from=18)
    add(team, user, age_to=17, upper_limit="90")
    case = make_case(user, birth_on=birth_on, index_on=RASH)
    assert str(build(case).site_limits["alt"].upper) == upper


def test_limits_that_were_removed_or_are_another_teams_reach_no_case(user, team, stranger):
    case = make_case(user)
    make_lab(case, user)
    add(stranger.memberships.get().team, stranger)
    services.void_site_limit(limit=add(team, user), version=1, by=user)
    assert (build(case).site_limits, build(case).labs[0].site_limits) == ({}, None)


def test_rows_that_contradict_each_other_are_used_by_nobody_and_named(user, team):
    case = make_case(user, sex="female", age_years=10)
    make_lab(case, user)
    add(team, user, sex="female")
    children = add(team, user, sex="male", age_to=17, upper_limit="90")
    type(children).objects.filter(pk=children.pk).update(sex="")  # as two people at once could
    facts = build(case)
    assert facts.labs[0].site_limits is None
    assert facts.site_conflicts == {"alt": "women and up to 17 years"}


def test_reading_a_case_asks_no_more_however_many_limits_there_are(user, team, django_assert_num_queries):
    case = make_case(user)
    make_lab(case, user)
    for years in range(100):
        add(team, user, age_from=years, age_to=years)
    with django_assert_num_queries(8):
        assert build(case).site_limits == {}


def test_a_case_that_is_not_there_is_not_read(db):
    with pytest.raises(Case.DoesNotExist):
        build(Case(pk=UUID(int=1)))


@pytest.mark.hazard("H15")
def test_other_limits_give_another_score_and_take_no_case_out_of_order(user, team):
    case = liver_case(user)
    changed_at = Case.objects.get(pk=case.pk).updated_at
    assert threshold(case) == "met"
    assert change(team, lambda: add(team, user)) == Followed(1)
    assert threshold(case) == "not_met"
    stored = Case.objects.get(pk=case.pk)
    assert (stored.revision, stored.updated_at) == (case.revision + 1, changed_at)
    assert CaseSummary.objects.get(case=case).revision == stored.revision


@pytest.mark.hazard("H15")
def test_a_saved_assessment_is_out_of_date_once_a_limit_that_it_used_is_another(user, team):
    limit = add(team, user)
    case = liver_case(user)
    save_snapshot(case=case, revision=case.revision, present=lambda assessment: {}, by=user)
    assert state(user, case) == "complete"
    change(team, lambda: services.update_site_limit(limit=limit, version=1, upper_limit="50", by=user))
    assert state(user, case) == "out_of_date"


def test_a_saved_assessment_keeps_the_limits_that_it_was_made_with(user, team):
    add(team, user)
    case = liver_case(user)
    saved = save_snapshot(case=case, revision=case.revision, present=lambda assessment: {}, by=user)
    assert saved.facts["labs"][0]["site_limits"] == {
        "unit": "U/L", "source": HANDBOOK, "lower": None, "upper": "60",
    }  # fmt: skip


UNTOUCHED = [
    ({"upper_limit": "40", "lower_limit": "5"}, {}),
    ({"upper_limit": "40"}, {}),
    ({}, {"sex": "male"}),
    ({}, {"age_to": 17}),
    ({}, {"analyte": "ast"}),
]


@pytest.mark.parametrize(("own", "limits"), UNTOUCHED)
def test_a_case_that_is_not_measured_by_a_limit_stays_as_it_is(user, team, own, limits):
    case = liver_case(user, **own)
    before = get_assessment(case).regiscar
    followed = change(team, lambda: add(team, user, **limits), limits.get("analyte", "alt"))
    assert followed == Followed(0)
    assert revision(case) == case.revision
    assert get_assessment(case).regiscar == before


def test_only_the_side_that_a_result_lacks_concerns_it(user, team):
    case = liver_case(user, upper_limit="40")
    assert change(team, lambda: add(team, user, lower_limit="7")) == Followed(1)
    (limit,) = list_site_limits(team.pk)
    now = revision(case)
    write = {"limit": limit, "by": user}
    change(team, lambda: services.update_site_limit(version=1, upper_limit="50", **write))
    assert revision(case) == now
    change(team, lambda: services.update_site_limit(version=2, source="Handbook 2027", **write))
    assert revision(case) == now + 1


def test_cases_of_other_teams_are_not_touched(user, team, stranger):
    foreign = liver_case(stranger, "P-9", team=stranger.memberships.get().team)
    assert change(team, lambda: add(team, user)) == Followed(0)
    assert revision(foreign) == foreign.revision


def test_computed_eosinophils_make_their_limit_one_that_was_used(user, team):
    case = make_case(user)
    make_lab(case, user, analyte="wbc", unit="/uL", value="6000", upper_limit="10000", lower_limit="4000")
    make_lab(case, user, analyte="eosinophils_pct", unit="%", value="20", upper_limit="6", lower_limit="1")
    values = {"analyte": "eosinophils_abs", "unit": "/uL", "upper_limit": "400"}
    assert change(team, lambda: add(team, user, **values), "eosinophils_abs") == Followed(1)


def test_too_many_cases_to_score_at_once_wait_and_are_called_out_of_date(user, team, monkeypatch):
    monkeypatch.setattr(assessments, "MOST_AT_ONCE", 1)
    cases = [liver_case(user, f"P-{number}") for number in (1, 2)]
    assert change(team, lambda: add(team, user)) == Followed(2, is_scored=False)
    for case in cases:
        assert CaseSummary.objects.get(case=case).revision != revision(case)


def test_a_corrected_patient_is_measured_by_other_limits(user, team):
    add(team, user, sex="male")
    case = liver_case(user)
    assert threshold(case) == "met"
    assessments.correct_patient(case=case, version=1, sex="male", by=user)
    assert threshold(case) == "not_met"
