"""Who sends the requests of a world: somebody who may send every one of them."""

import pytest

from dressapp.accounts.models import Role


@pytest.fixture
def user(user):
    """Return an administrator of the ward who may export."""
    user.memberships.update(role=Role.ADMINISTRATOR)
    return user
