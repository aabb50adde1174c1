"""The cast of every test: a clinician, a reader of the same team, and a stranger."""

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client, TransactionTestCase

from dressapp.accounts.models import Role, Team, User
from dressapp.assessments import triggers as assessment_triggers
from dressapp.audit import triggers as audit_triggers
from tests.factories.people import make_user

GUARDS = (audit_triggers, assessment_triggers)


def pytest_collection_modifyitems(config, items):
    """Leave out what is about the other database; nothing is ever skipped."""
    here, elsewhere = [], []
    for item in items:
        marks = list(item.iter_markers("only_on"))
        (here if all(connection.vendor in mark.args for mark in marks) else elsewhere).append(item)
    items[:] = here
    config.hook.pytest_deselected(items=elsewhere)


@pytest.fixture(scope="session", autouse=True)
def _emptied_tables_may_lose_events():
    """Lift the guards of audit trail and assessments while a test database is emptied, and only then."""
    empty = TransactionTestCase._fixture_teardown

    def lift_empty_and_guard(case):
        for triggers in GUARDS:
            triggers.remove(connections["default"])
        empty(case)
        for triggers in GUARDS:
            triggers.install(connections["default"])

    TransactionTestCase._fixture_teardown = lift_empty_and_guard
    yield
    TransactionTestCase._fixture_teardown = empty


@pytest.fixture(autouse=True)
def _every_turn_is_free():
    """Let nobody wait for what a test before has done: people's numbers come again."""
    cache.clear()


@pytest.fixture
def user(db) -> User:
    """Return a clinician of the ward."""
    return make_user()


@pytest.fixture
def team(user) -> Team:
    """Return the clinician's team."""
    return Team.objects.get(name="Ward")


@pytest.fixture
def reader(team) -> User:
    """Return somebody who may read what the ward records, and change nothing."""
    return make_user("reader", team=team.name, role=Role.READER)


@pytest.fixture
def lead(team) -> User:
    """Return somebody who leads the ward's team."""
    return make_user("lead", team=team.name, role=Role.LEAD)


@pytest.fixture
def administrator(team) -> User:
    """Return somebody who looks after the accounts of the ward's team."""
    return make_user("administrator", team=team.name, role=Role.ADMINISTRATOR)


@pytest.fixture
def stranger(db) -> User:
    """Return a clinician of another team."""
    return make_user("stranger", team="Elsewhere")


@pytest.fixture
def client_in(client, user) -> Client:
    """Return a browser in which the clinician has signed in."""
    client.force_login(user)
    return client


@pytest.fixture
def client_for():
    """Return a function that signs a person in, in a browser of their own."""

    def sign_in(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in
