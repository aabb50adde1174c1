"""A higher role may all that a lower one may; nobody may what no role has."""

import pytest
from django.core.exceptions import PermissionDenied

from dressapp.accounts.models import Role
from dressapp.accounts.rights import LOWEST, Right, may, require, roles_with
from dressapp.accounts.selectors import teams_with

LADDER = [Role.READER, Role.CLINICIAN, Role.LEAD, Role.ADMINISTRATOR]
COUNTS = {Role.READER: 1, Role.CLINICIAN: 2, Role.LEAD: 7, Role.ADMINISTRATOR: 9}


def test_each_right_has_a_lowest_role_and_each_role_its_rights():
    assert LOWEST.keys() == set(Right)
    assert {role: sum(may(role, right) for right in Right) for role in LADDER} == COUNTS


@pytest.mark.parametrize("right", Right)
def test_a_higher_role_may_all_that_a_lower_one_may(right):
    found = [may(role, right) for role in LADDER]
    assert found == sorted(found)
    assert list(roles_with(right)) == [role for role, has in zip(LADDER, found, strict=True) if has]


@pytest.mark.parametrize("role", ["", "owner", "READER", "none"])
def test_what_is_no_role_may_nothing(role):
    for right in Right:
        with pytest.raises(PermissionDenied):
            require(role, right)


@pytest.mark.parametrize("role", LADDER)
def test_the_teams_of_a_right_are_those_of_the_roles_that_have_it(user, stranger, team, role):
    user.memberships.update(role=role)
    for right in Right:
        assert list(teams_with(user, right)) == ([team] if may(role, right) else [])
