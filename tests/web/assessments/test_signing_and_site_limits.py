"""A change of the site's limits stands in the way of a signature where a result is measured by them, only."""

from datetime import timedelta

import pytest
from django.db import transaction

from dressapp.assessments import signatures
from dressapp.assessments.models import Snapshot
from dressapp.assessments.services import follow_site_limits, summarise
from dressapp.assessments.signatures import is_of_today, reason_against, sign
from dressapp.assessments.snapshots import is_intact, save_snapshot
from dressapp.cases.models import Case
from dressapp.labs import services
from dressapp.labs.limit_selectors import list_site_limits
from tests.factories.records import RASH, make_case, make_lab

BOTH = {"upper_limit": "35", "lower_limit": "5"}
UPPER, LOWER = {"upper_limit": "35"}, {"lower_limit": "5"}


def add_limit(team, user, **values):
    values = {"analyte": "alt", "unit": "U/L", "source": "Handbook 2026"} | values
    return services.add_site_limit(team=team, by=user, **values)


def change(team, user, **values):
    """Change the team's only limit as the page does."""
    with transaction.atomic():
        before = list_site_limits(team.pk, "alt")
        services.update_site_limit(limit=before[0], version=1, by=user, **values)
        follow_site_limits(team_id=team.pk, analyte="alt", before=before)


def complete(user, **own):
    """Return a complete assessment of a case whose results have these limits of their own."""
    case = make_case(user)
    for days in (0, 2):
        make_lab(case, user, value="100", on=RASH + timedelta(days=days), **own)
    summarise(case)
    case.refresh_from_db()
    return save_snapshot(case=case, revision=case.revision, present=lambda assessment: {}, by=user)


def against(snapshot):
    return reason_against(snapshot, Case.objects.get(pk=snapshot.case_id))


NOT_CONCERNED = [
    (BOTH, {"upper_limit": "60", "lower_limit": "7"}, {"upper_limit": "50", "lower_limit": "9"}),
    (BOTH, {"upper_limit": "60"}, {"source": "Handbook 2027"}),
    (BOTH, {"upper_limit": "1.2", "unit": "ukat/L"}, {"upper_limit": "60", "unit": "U/L"}),
    (UPPER, {"upper_limit": "60"}, {"upper_limit": "50"}),
    (UPPER, {"upper_limit": "60", "lower_limit": "7"}, {"upper_limit": "50"}),
    (UPPER, {"upper_limit": "60"}, {"source": "Handbook 2027"}),
    (LOWER, {"upper_limit": "60", "lower_limit": "7"}, {"lower_limit": "9"}),
]
CONCERNED = [
    ({}, {"upper_limit": "60"}, {"upper_limit": "50"}),
    (LOWER, {"upper_limit": "60"}, {"upper_limit": "50"}),
    (UPPER, {"upper_limit": "60", "lower_limit": "7"}, {"lower_limit": "9"}),
    (UPPER, {"upper_limit": "60", "lower_limit": "7"}, {"source": "Handbook 2027"}),
]


@pytest.mark.parametrize(("own", "limit", "changed"), NOT_CONCERNED)
def test_limits_by_which_no_result_is_measured_stand_in_the_way_of_no_signature(
    user, team, own, limit, changed
):
    add_limit(team, user, **limit)
    snapshot = complete(user, **own)
    change(team, user, **changed)
    assert against(snapshot) == ""
    assert sign(snapshot=snapshot, meaning="author", by=user)


@pytest.mark.parametrize("own", [BOTH, UPPER])
def test_a_first_limit_of_the_site_and_one_taken_away_concern_no_result_that_has_its_own(user, team, own):
    before = complete(user, **own)
    limit = add_limit(team, user, upper_limit="60")
    assert against(before) == ""
    after = complete(user, **own)
    services.void_site_limit(limit=limit, version=1, by=user)
    assert against(after) == ""


@pytest.mark.parametrize(("own", "limit", "changed"), CONCERNED)
def test_a_limit_that_a_result_lacks_is_one_that_was_used(user, team, own, limit, changed):
    add_limit(team, user, **limit)
    snapshot = complete(user, **own)
    change(team, user, **changed)
    assert against(snapshot) == signatures.OUTDATED
    Case.objects.filter(pk=snapshot.case_id).update(revision=snapshot.case_revision)
    assert against(snapshot) == signatures.OUTDATED


@pytest.mark.parametrize("own", [{}, UPPER, LOWER, BOTH])
def test_what_was_saved_before_compares_as_before(user, team, own):
    """A stored assessment keeps every limit and its hash: only the comparison leaves some out."""
    add_limit(team, user, upper_limit="60", lower_limit="7")
    stored = Snapshot.objects.get(pk=complete(user, **own).pk)
    whole = {"unit": "U/L", "source": "Handbook 2026", "lower": "7", "upper": "60"}
    assert [point["site_limits"] for point in stored.facts["labs"]] == [whole, whole]
    assert is_intact(stored)
    assert is_of_today(stored, stored.case)
    make_lab(stored.case, user, value="101", on=RASH + timedelta(days=5), **own)
    assert not is_of_today(stored, stored.case)
