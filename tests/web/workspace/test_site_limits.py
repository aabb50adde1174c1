"""The page of a team's own limits: seen by the team, changed by its leads, with a way back."""

from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from dressapp.accounts.models import Role, Team
from dressapp.accounts.services import join_team
from dressapp.assessments import services as assessments
from dressapp.cases.models import Case
from dressapp.labs import services
from dressapp.labs.limit_selectors import list_site_limits
from dressapp.labs.models import SiteLimit
from tests.factories.records import RASH, make_case, make_lab
from tests.web.workspace.labs import message_of, text_of, undo_of

HANDBOOK = "Central laboratory handbook 2026"


def url(name="limits", *args):
    return reverse(f"workspace:{name}", args=args)


def page(client, query=""):
    response = client.get(url() + query)
    assert response.status_code == 200
    return text_of(response)


def add(client, team, /, **posted):
    given = {"id": uuid4(), "team": team.pk, "analyte": "alt", "unit": "U/L", "upper_limit": "41"}
    return client.post(url("add_limit"), given | {"source": HANDBOOK} | posted)


@pytest.fixture
def user(user):
    """Return the lead of the ward's team: limits are a lead's to change."""
    user.memberships.update(role=Role.LEAD)
    return user


def stored(team, user, **values):
    values = {"analyte": "alt", "unit": "U/L", "upper_limit": "41", "source": HANDBOOK} | values
    return services.add_site_limit(team=team, by=user, **values)


def rows_of(client, query=""):
    (shown,) = client.get(url() + query).context["teams"]
    return shown.rows


def test_an_empty_page_says_what_is_used_instead(client_in):
    text = page(client_in)
    assert "No limits yet: the laboratory’s own of each result are used, else assumed ones." in text
    assert "Temperature" not in text


def test_limits_are_added_shown_and_taken_back(client_in, team):
    response = add(client_in, team, sex="female", age_from="18", lower_limit="7")
    assert (response.status_code, response["Location"]) == (303, url())
    assert str(message_of(response)) == "ALT, women, from 18 years: added. No case is measured by it."
    (row,) = rows_of(client_in)
    assert (row.test, row.sex, row.ages, row.lower, row.upper, row.unit, row.source) == (
        "ALT", "women", "from 18 years", "7", "41", "U/L", HANDBOOK,
    )  # fmt: skip
    client_in.post(undo_of(response))
    assert not list_site_limits(team.pk)


def test_the_form_asks_for_the_unit_and_names_what_it_stands_in_for(client_in, user, team):
    stored(team, user, sex="female", upper_limit="33")
    text = page(client_in, "?add=alt")
    assert "New limits: ALT" in text
    assert "In place of the assumed limit 35 U/L. On record for this test: women 33 U/L." in text
    assert f'<option value="{HANDBOOK}">' in text
    assert "selected" not in text.partition("Choose the unit")[2].partition("</select>")[0]


@pytest.mark.parametrize(
    ("posted", "message"),
    [
        ({"unit": ""}, "Choose the unit."),
        ({"unit": "mg/dL"}, "Select a valid choice"),
        ({"upper_limit": "0"}, "A limit of 0 tells nothing."),
        ({"lower_limit": "50"}, "The upper limit lies below the lower limit."),
        ({"source": ""}, "Enter where these limits are from."),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(client_in, team, posted, message):
    response = add(client_in, team, **{"age_to": "64"} | posted)
    assert response.status_code == 422
    assert message in text_of(response)
    assert 'value="64"' in text_of(response)
    assert not SiteLimit.objects.exists()


def test_limits_that_hold_for_the_same_patients_are_refused_with_a_way_out(client_in, user, team):
    stored(team, user, sex="female")
    response = add(client_in, team, age_to="17")
    assert response.status_code == 422
    assert (
        "The limits for women (Central laboratory handbook 2026) would hold for the same patients"
        in text_of(response)
    )
    assert len(rows_of(client_in)) == 1


def test_a_change_says_what_it_is_of_and_can_be_changed_back(client_in, user, team):
    limit = stored(team, user)
    posted = {"version": 1, "unit": "U/L", "upper_limit": "45", "sex": "male", "source": HANDBOOK}
    response = client_in.post(url("change_limit", limit.pk), posted)
    assert str(message_of(response)).startswith("ALT, men: changed.")
    client_in.post(undo_of(response))
    limit.refresh_from_db()
    assert (limit.upper_limit, limit.sex, limit.version) == ("41", "", 3)
    client_in.get(url())
    assert not list(client_in.get(url()).context["notices"])
    same = client_in.post(
        url("change_limit", limit.pk), posted | {"version": 3, "sex": "", "upper_limit": "41"}
    )
    assert same.status_code == 303
    limit.refresh_from_db()
    assert limit.version == 3


def test_limits_are_removed_and_come_back(client_in, user, team):
    limit = stored(team, user)
    response = client_in.post(url("remove_limit", limit.pk), {"version": 1})
    assert not rows_of(client_in)
    client_in.post(undo_of(response))
    assert len(rows_of(client_in)) == 1


def test_what_took_their_place_keeps_removed_limits_from_coming_back(client_in, user, team):
    limit = stored(team, user)
    response = client_in.post(url("remove_limit", limit.pk), {"version": 1})
    stored(team, user, upper_limit="45")
    assert "not back. The limits for everyone" in str(message_of(client_in.post(undo_of(response))))
    assert [row.upper for row in rows_of(client_in)] == ["45"]


def test_the_second_of_two_editors_sees_both_texts(client_in, user, team):
    limit = stored(team, user)
    services.update_site_limit(limit=limit, version=1, upper_limit="45", age_from=18, by=user)
    posted = {"version": 1, "unit": "U/L", "upper_limit": "50", "sex": "", "age_from": "", "source": HANDBOOK}
    response = client_in.post(url("change_limit", limit.pk), posted)
    assert response.status_code == 409
    found = {field.label: (field.yours, field.theirs) for field in response.context["conflict"].fields}
    assert found["Upper limit"] == ("50", "45")
    assert found["From age"] == ("(blank)", "18")
    assert found["Sex"] == ("(blank)", "Both")
    assert "hx-post" not in text_of(response)
    again = client_in.post(url("change_limit", limit.pk), posted | {"version": 2})
    assert again.status_code == 303
    for name in ("remove_limit", "undo_limit"):
        stale = client_in.post(url(name, limit.pk) + "?version=1")
        assert "Dr Clinician changed it meanwhile." in str(message_of(stale))
    limit.refresh_from_db()
    assert (limit.upper_limit, limit.is_voided) == ("50", False)


@pytest.mark.parametrize("role", [Role.READER, Role.CLINICIAN])
def test_who_does_not_lead_sees_the_limits_and_changes_none(client_for, reader, user, team, role):
    reader.memberships.update(role=role)
    limit = stored(team, user)
    client = client_for(reader)
    for query in ("", "?add=alt", f"?edit={limit.pk}"):
        text = page(client, query)
        assert HANDBOOK in text
        assert "Change" not in text
        assert text.count('method="post"') == 2  # search, sign out
    assert add(client, team).status_code == 403
    for name in ("change_limit", "undo_limit", "remove_limit", "restore_limit"):
        assert client.post(url(name, limit.pk), {"version": 1}).status_code == 403
    limit.refresh_from_db()
    assert (limit.version, limit.is_voided) == (1, False)


def test_a_stranger_finds_none_of_it(client_for, stranger, user, team):
    stranger.memberships.update(role=Role.LEAD)
    limit = stored(team, user)
    client = client_for(stranger)
    assert HANDBOOK not in page(client)
    assert client.get(url() + f"?edit={limit.pk}").status_code == 404
    assert client.get(url() + f"?add=alt&team={team.pk}").status_code == 404
    assert add(client, team).status_code == 404
    for name in ("change_limit", "undo_limit", "remove_limit", "restore_limit"):
        assert client.post(url(name, limit.pk), {"version": 1}).status_code == 404
    assert add(client, stranger.memberships.get().team, id=limit.pk).status_code == 404
    assert SiteLimit.objects.count() == 1


@pytest.mark.parametrize(
    "query", ["?add=nothing", "?add=temperature", "?edit=x", f"?edit={UUID(int=7)}", "?add=alt&team=999"]
)
def test_a_form_of_nothing_is_not_found(client_in, query):
    assert client_in.get(url() + query).status_code == 404


@pytest.mark.parametrize("posted", [{"analyte": "temperature"}, {"analyte": ""}, {"team": "x"}])
def test_nothing_is_added_to_nothing(client_in, team, posted):
    assert add(client_in, team, **posted).status_code == 404


def test_somebody_in_two_teams_sees_both_and_says_which(client_in, user, team):
    join_team(user=user, team="Clinic", role=Role.LEAD)
    clinic = Team.objects.get(name="Clinic")
    stored(clinic, user, upper_limit="55")
    assert [shown.name for shown in client_in.get(url()).context["teams"]] == ["Clinic", "Ward"]
    assert client_in.get(url() + "?add=alt").status_code == 404
    assert "New limits: ALT" in page(client_in, f"?add=alt&team={team.pk}")
    assert add(client_in, clinic, analyte="ast").status_code == 303
    assert add(client_in, team, team="").status_code == 404
    assert {row.analyte for row in list_site_limits(clinic.pk)} == {"alt", "ast"}


def test_limits_that_contradict_each_other_say_so(client_in, user, team):
    stored(team, user, sex="female")
    men = stored(team, user, sex="male")
    SiteLimit.objects.filter(pk=men.pk).update(sex="female")
    assert [row.conflict for row in rows_of(client_in)] == ["women", "women"]
    assert "not used: women as specific" in page(client_in)


def test_a_change_says_how_many_cases_were_scored_again(client_in, user, team, monkeypatch):
    for local_id in ("P-1", "P-2"):
        case = make_case(user, local_id=local_id)
        make_lab(case, user)
    response = add(client_in, team)
    words = "2 cases measured by it scored again; assessments saved before are out of date."
    assert words in str(message_of(response))
    monkeypatch.setattr(assessments, "MOST_AT_ONCE", 1)
    undone = client_in.post(undo_of(response))
    assert "2 cases measured by it are out of date until they are scored again." in str(message_of(undone))


def test_a_change_of_limits_and_its_way_back_leave_the_score_as_it_was(client_in, user, team):
    case = make_case(user)
    for days in (12, 14):
        make_lab(case, user, value="75", on=RASH.replace(day=days))
    assessments.summarise(case)
    before = Case.objects.get(pk=case.pk).summary
    response = add(client_in, team, upper_limit="60")
    client_in.post(undo_of(response))
    after = Case.objects.get(pk=case.pk).summary
    assert (after.total, after.highest_total) == (before.total, before.highest_total)
    assert after.revision == before.revision + 2


def test_the_page_is_found_from_the_menu_and_from_the_labs(client_in, user, team):
    case = make_case(user)
    make_lab(case, user)
    link = f'href="{url()}"'
    assert link in page(client_in)
    assert text_of(client_in.get(reverse("workspace:labs", args=[case.pk]))).count(link) == 2
