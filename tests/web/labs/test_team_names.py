"""The team's own names of tests: remembered once confirmed, and never against the table."""

import pytest

from dressapp.audit.models import Event
from dressapp.labs.models import TeamTestName
from dressapp.labs.names import find_test
from dressapp.labs.selectors import team_names
from dressapp.labs.services import remember_name
from tests.factories.records import make_case


@pytest.fixture
def case(user, team):
    return make_case(user)


def test_a_confirmed_name_is_the_teams_from_then_on(case, user, team):
    remember_name(case=case, text="Leber-1 (U/l)", analyte="alt", by=user)
    match = find_test("LEBER 1", team_names(team.pk))
    assert (match.analyte, match.how, match.certainty) == ("alt", "team", 100)


def test_a_name_is_remembered_with_its_audit_event(case, user):
    row = remember_name(case=case, text="Leber-1", analyte="alt", by=user)
    event = Event.objects.get(object_type="labs.teamtestname")
    assert (event.action, event.object_id, event.case_id) == ("create", str(row.pk), str(case.pk))
    assert (row.text, row.folded) == ("Leber-1", "leber 1")


def test_the_same_meaning_again_changes_nothing(case, user):
    for _ in range(2):
        remember_name(case=case, text="Leber-1", analyte="alt", by=user)
    assert TeamTestName.objects.get().version == 1


def test_a_later_meaning_replaces_the_former_also_from_another_case(case, user, team):
    remember_name(case=case, text="Leber-1", analyte="alt", by=user)
    remember_name(case=make_case(user, local_id="P-2"), text="leber 1", analyte="ast", by=user)
    assert team_names(team.pk) == {"leber 1": "ast"}
    event = Event.objects.filter(object_type="labs.teamtestname").latest("seq")
    assert event.detail["before"]["analyte"] == "alt"


def test_another_team_does_not_know_the_name(case, user, stranger):
    remember_name(case=case, text="Leber-1", analyte="alt", by=user)
    elsewhere = make_case(stranger, local_id="P-9").team_id
    assert team_names(elsewhere) == {}
    assert find_test("Leber-1", team_names(elsewhere)).how == ""


@pytest.mark.parametrize(
    ("text", "analyte"),
    [
        ("ALT", "ast"),  # the table is sure
        ("BUN", "urea"),  # known to be another test
        ("Eosinophils", "eosinophils_pct"),  # the unit decides
        ("1742-6", "ast"),  # a code
        ("()", "alt"),  # no name
        ("x" * 121, "alt"),  # longer than a name
    ],
)
def test_a_name_that_has_its_meaning_gets_no_other(case, user, text, analyte):
    assert remember_name(case=case, text=text, analyte=analyte, by=user) is None
    assert not TeamTestName.objects.exists()


@pytest.mark.parametrize("text", ["Creatinne", "TB", "Leberwert 7"])
def test_a_misspelt_doubtful_or_unknown_name_can_be_learned(case, user, team, text):
    remember_name(case=case, text=text, analyte="bilirubin_total", by=user)
    assert find_test(text, team_names(team.pk)).how == "team"


def test_a_name_of_a_test_that_is_no_longer_kept_is_not_taken():
    assert find_test("Leber-1", {"leber 1": "gone"}).analyte == ""
