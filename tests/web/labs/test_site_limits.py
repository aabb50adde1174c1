"""A site's own limits: which of them hold for a patient, and what cannot stand beside each other."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from dressapp.audit.models import Event
from dressapp.core.errors import EditConflict, NotYours
from dressapp.labs import services
from dressapp.labs.limit_selectors import get_site_limit_for, get_site_limits, list_site_limits
from dressapp.labs.models import SiteLimit
from dressapp.labs.services import LimitsOverlap
from dressapp.labs.site_limit_form import SiteLimitForm
from dressapp.labs.site_limits import age_for_limits, choose, name_group, overlap
from scoring.facts import SiteLimits
from tests.factories.people import make_user
from tests.factories.records import make_case

HANDBOOK = "Central laboratory handbook 2026"


def row(upper="40", *, sex="", age=(None, None), analyte="alt", **more):
    values = {"unit": "U/L", "source": HANDBOOK, "upper_limit": upper} | more
    return SiteLimit(analyte=analyte, sex=sex, age_from=age[0], age_to=age[1], **values)


def upper(rows, sex="", age=None):
    """Return the upper limit chosen for ALT."""
    found = choose(rows, sex=sex, age=age).limits.get("alt")
    return found and str(found.upper)


def stored(team, user, **values):
    values = {"analyte": "alt", "unit": "U/L", "upper_limit": "40", "source": HANDBOOK} | values
    return services.add_site_limit(team=team, by=user, **values)


BANDS = [row("50", age=(None, 17)), row("40", age=(18, 64)), row("45", age=(65, None))]


@pytest.mark.hazard("H09")
@pytest.mark.parametrize(
    ("age", "expected"),
    [(0, "50"), (17, "50"), (18, "40"), (64, "40"), (65, "45"), (120, "45"), (None, None), (-1, None)],
)
def test_both_ages_of_a_row_are_included_and_an_unknown_age_meets_none(age, expected):
    assert upper(BANDS, age=age) == expected


SEXES = [row("33", sex="female"), row("41", sex="male")]


@pytest.mark.parametrize(
    ("sex", "expected"), [("female", "33"), ("male", "41"), ("other", None), ("unknown", None), ("", None)]
)
def test_a_row_for_a_sex_holds_for_that_sex_alone(sex, expected):
    assert upper(SEXES, sex) == expected
    assert upper([*SEXES, row("35")], sex) == (expected or "35")


MORE = [row("40"), row("33", sex="female"), row("60", age=(0, 17)), row("30", sex="female", age=(0, 17))]


@pytest.mark.parametrize(
    ("sex", "age", "expected"),
    [
        ("female", 10, "30"),
        ("female", 30, "33"),
        ("female", None, "33"),
        ("male", 10, "60"),
        ("male", 30, "40"),
        ("", 10, "60"),
        ("", None, "40"),
    ],
)
def test_the_row_that_asks_for_most_holds(sex, age, expected):
    for rows in (MORE, MORE[::-1]):
        assert upper(rows, sex, age) == expected


@pytest.mark.hazard("H09")
def test_of_two_rows_that_hold_equally_neither_is_used():
    chosen = choose([row("33", sex="female"), row("60", age=(0, 17)), row("40")], sex="female", age=10)
    assert chosen.limits == {}
    assert chosen.conflicts == {"alt": "women and 0 to 17 years"}
    assert upper([row("33", sex="female"), row("60", age=(0, 17))], "female", 30) == "33"


def test_chosen_limits_carry_their_unit_and_say_for_whom_they_hold():
    (found,) = choose(
        [row("0.7", unit="ukat/L", lower_limit="0.1", sex="female")], sex="female", age=1
    ).limits.values()
    assert found == SiteLimits("ukat/L", f"{HANDBOOK}, women", Decimal("0.1"), Decimal("0.7"))
    assert choose([row()], sex="", age=None).limits["alt"].source == HANDBOOK


GROUPS = [
    (("", None, None), "everyone"),
    (("female", None, None), "women"),
    (("male", 18, 64), "men, 18 to 64 years"),
    (("female", 18, None), "women, from 18 years"),
    (("female", 0, 17), "female, 0 to 17 years"),
    (("male", None, 17), "male, up to 17 years"),
    (("", 65, None), "from 65 years"),
    (("", 1, 1), "1 year"),
    (("", 5, 5), "5 years"),
]


@pytest.mark.parametrize(("condition", "words"), GROUPS)
def test_a_row_says_whom_it_holds_for(condition, words):
    sex, *age = condition
    assert name_group(row(sex=sex, age=age)) == words


def test_rows_overlap_where_some_patient_would_meet_both_equally():
    sexes, ages = ("", "female", "male"), ((None, None), (None, 17), (0, 17), (17, 30), (18, None))
    rows = [row(sex=sex, age=age) for sex, age in product(sexes, ages)]
    patients = list(product(("female", "male", "other", ""), (None, 0, 16, 17, 18, 30, 31, 120)))
    for one, other in product(rows, rows):
        if one is not other:
            meets = any(choose([one, other], sex=sex, age=age).conflicts for sex, age in patients)
            assert overlap(one, other) is meets, (name_group(one), name_group(other))
    assert not overlap(row(), row(analyte="ast"))


AGES = [
    ({"birth_on": date(1958, 3, 12)}, 68),
    ({"birth_on": date(1958, 3, 13)}, 67),
    ({"birth_on": date(2008, 2, 29), "index_day": date(2026, 2, 28)}, 17),
    ({"birth_on": date(2008, 2, 29), "index_day": date(2026, 3, 1)}, 18),
    ({"birth_on": date(1958, 3, 12), "age_years": 40}, 68),
    ({"birth_on": date(1958, 3, 12), "age_years": 40, "index_day": None}, 40),
    ({"birth_on": date(1958, 3, 12), "age_years": 40, "basis": "relative"}, 40),
    ({"birth_on": date(1958, 3, 12), "basis": "relative"}, None),
    ({"age_years": 0}, 0),
    ({}, None),
]


@pytest.mark.parametrize(("known", "age"), AGES)
def test_the_age_is_that_of_the_index_day_else_the_one_recorded(known, age):
    given = {"birth_on": None, "index_day": date(2026, 3, 12), "age_years": None, "basis": "calendar"}
    assert age_for_limits(**given | known) == age


def test_a_case_gets_the_limits_of_its_team_and_no_others(user, team, stranger):
    stored(team, user, sex="female", age_from=18)
    stored(stranger.memberships.get().team, stranger, upper_limit="99")
    gone = stored(team, user, analyte="ast")
    services.void_site_limit(limit=gone, version=1, by=user)
    case = make_case(user, sex="female", birth_on=date(2008, 3, 12))
    assert str(get_site_limits(case).limits["alt"].upper) == "40"
    case.rash_onset_on = date(2026, 3, 11)
    assert not get_site_limits(case).limits


def test_rows_stand_in_the_order_of_the_catalogue(user, team):
    for sex in ("male", "female"):
        stored(team, user, sex=sex)
    stored(team, user, analyte="wbc", unit="/uL", upper_limit="10000")
    assert [(each.analyte, each.sex) for each in list_site_limits(team.pk)] == [
        ("wbc", ""), ("alt", "female"), ("alt", "male"),
    ]  # fmt: skip


def test_limits_that_hold_for_the_same_patients_are_refused_however_they_come(user, team):
    women, men = stored(team, user, sex="female"), stored(team, user, sex="male")
    with pytest.raises(LimitsOverlap) as refused:
        stored(team, user, age_to=17)
    assert refused.value.other == women
    with pytest.raises(LimitsOverlap):
        services.update_site_limit(limit=men, version=1, sex="female", by=user)
    services.void_site_limit(limit=women, version=1, by=user)
    girls = stored(team, user, sex="female", age_to=17)
    changed = services.update_site_limit(limit=girls, version=1, age_to=None, by=user)
    with pytest.raises(LimitsOverlap):
        services.restore_site_limit(limit=women, by=user)
    back = services.take_back_site_limit(limit=changed, version=2, by=user)
    assert (back.age_to, back.version) == (17, 3)
    services.restore_site_limit(limit=women, by=user)
    assert len(list_site_limits(team.pk)) == 3


def test_the_same_form_posted_twice_makes_one_row(user, team, stranger):
    one = stored(team, user)
    assert stored(team, user, id=one.pk) == one
    services.void_site_limit(limit=one, version=1, by=user)
    again = stored(team, user, id=one.pk, upper_limit="41")
    assert (again.pk, again.upper_limit, again.is_voided) == (one.pk, "41", False)
    with pytest.raises(EditConflict):
        stored(team, user, id=one.pk, upper_limit="42")
    with pytest.raises(NotYours):
        stored(stranger.memberships.get().team, stranger, id=one.pk)


def test_a_change_over_somebody_elses_is_a_conflict_and_every_change_is_in_the_trail(user, team):
    limit = stored(team, user)
    services.update_site_limit(limit=limit, version=1, upper_limit="41", by=user)
    for stale in (
        lambda: services.update_site_limit(limit=limit, version=1, upper_limit="42", by=user),
        lambda: services.take_back_site_limit(limit=limit, version=1, by=user),
        lambda: services.void_site_limit(limit=limit, version=1, by=user),
    ):
        with pytest.raises(EditConflict):
            stale()
    services.void_site_limit(limit=limit, version=2, by=user)
    services.restore_site_limit(limit=limit, by=user)
    events = Event.objects.filter(object_type="labs.sitelimit", object_id=str(limit.pk))
    assert [event.action for event in events] == ["create", "update", "void", "restore"]
    assert events[1].detail == {"before": {"upper_limit": "40"}, "after": {"upper_limit": "41"}}


def test_limits_are_found_by_their_team_alone(user, team, reader, stranger):
    limit = stored(team, user)
    user.memberships.update(role="lead")
    assert get_site_limit_for(reader, limit.pk).pk == limit.pk
    assert get_site_limit_for(user, limit.pk, write=True).pk == limit.pk
    with pytest.raises(PermissionDenied):
        get_site_limit_for(reader, limit.pk, write=True)
    with pytest.raises(Http404):
        get_site_limit_for(stranger, limit.pk)
    services.void_site_limit(limit=limit, version=1, by=user)
    with pytest.raises(Http404):
        get_site_limit_for(user, limit.pk)
    assert get_site_limit_for(user, limit.pk, voided=True).is_voided
    both = make_user("both", team=team.name)
    assert get_site_limit_for(both, limit.pk, voided=True).pk == limit.pk


GIVEN = {"unit": "U/L", "lower_limit": "5", "upper_limit": "40", "sex": "female", "age_from": "18",
         "age_to": "64", "source": HANDBOOK}  # fmt: skip


def test_a_form_gives_the_columns_of_a_row(db):
    form = SiteLimitForm(GIVEN, analyte="alt")
    assert form.is_valid(), form.errors
    assert form.values == GIVEN | {"age_from": 18, "age_to": 64}


REFUSED = [
    ({"upper_limit": "0"}, "upper_limit", "A limit of 0 tells nothing."),
    ({"lower_limit": "0"}, "lower_limit", "A limit of 0 tells nothing."),
    ({"lower_limit": "0.0"}, "lower_limit", "A limit of 0 tells nothing."),
    ({"lower_limit": "41"}, "upper_limit", "below the lower limit"),
    ({"lower_limit": "", "upper_limit": ""}, "upper_limit", "Enter a lower or an upper limit."),
    ({"upper_limit": "<40"}, "upper_limit", "without < or >"),
    ({"upper_limit": "1.500"}, "upper_limit", "1500 or as 1.5"),
    ({"upper_limit": "40,5"}, "upper_limit", "with a point"),
    ({"upper_limit": "-40"}, "upper_limit", "without a sign"),
    ({"unit": "mg/dL"}, "unit", "Select a valid choice"),
    ({"unit": ""}, "unit", "Choose the unit."),
    ({"sex": "other"}, "sex", "Select a valid choice"),
    ({"age_from": "65"}, "age_to", "wrong order"),
    ({"age_from": "1_8"}, "age_from", "whole years"),
    ({"age_from": "١٨"}, "age_from", "whole years"),
    ({"age_to": "121"}, "age_to", "0 to 120"),
    ({"age_to": "6.5"}, "age_to", "whole years"),
    ({"source": ""}, "source", "Enter where these limits are from."),
    ({"source": "  "}, "source", "Enter where these limits are from."),
    ({"source": "x" * 201}, "source", "Shorten it to 200"),
]


@pytest.mark.parametrize(("given", "field", "message"), REFUSED)
def test_what_cannot_be_is_refused_with_what_to_do(given, field, message):
    form = SiteLimitForm(GIVEN | given, analyte="alt")
    assert not form.is_valid()
    assert message in str(form.errors[field][0])


def test_limits_left_in_the_old_unit_are_refused(user, team):
    limit = stored(team, user)
    posted = GIVEN | {"unit": "ukat/L", "lower_limit": "", "version": "1"}
    form = SiteLimitForm(posted, analyte="alt", row=limit)
    assert not form.is_valid()
    assert form.errors["unit"] == ["The limits are still in U/L. Write them in µkat/L, or clear them."]
    assert SiteLimitForm(posted | {"upper_limit": "0.7"}, analyte="alt", row=limit).is_valid()
    assert SiteLimitForm(posted | {"unit": "[IU]/L"}, analyte="alt", row=limit).is_valid()


def test_what_a_post_leaves_out_stays_as_stored(user, team):
    limit = stored(team, user, sex="female", age_from=18)
    form = SiteLimitForm({"upper_limit": "41", "version": "1"}, analyte="alt", row=limit)
    assert form.is_valid(), form.errors
    assert form.values == {"upper_limit": "41"}
