"""Teams, roles and the command that makes accounts."""

import io

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import check_password, make_password
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from dressapp.accounts import selectors, services
from dressapp.accounts.models import Role, Team, User

GOOD = "seven large umbrellas"


def create(name="lee", password=GOOD, monkeypatch=None, **options):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    call_command("createuser", name, password_stdin=True, stdout=io.StringIO(), **options)


@pytest.mark.parametrize("role", [Role.CLINICIAN, Role.LEAD, Role.ADMINISTRATOR])
def test_member_may_write_when_not_a_reader(team, user, role):
    user.memberships.update(role=role)
    assert selectors.can_write(user, team.pk)
    assert list(selectors.writable_teams_for(user)) == [team]


def test_reader_sees_the_team_and_may_not_write(team, reader):
    assert list(selectors.teams_for(reader)) == [team]
    assert not selectors.can_write(reader, team.pk)
    assert not selectors.writable_teams_for(reader).exists()


def test_reader_of_one_team_may_write_in_another(reader, team):
    services.join_team(user=reader, team="Second", role=Role.CLINICIAN)
    assert [found.name for found in selectors.writable_teams_for(reader)] == ["Second"]
    assert selectors.teams_for(reader).count() == 2


def test_stranger_has_nothing_in_the_team(team, stranger):
    assert team not in selectors.teams_for(stranger)
    assert not selectors.can_write(stranger, team.pk)


def test_person_has_one_role_in_a_team(user, team):
    with pytest.raises(IntegrityError), transaction.atomic():
        services.join_team(user=user, team=team.name, role=Role.READER)


@pytest.mark.promise("P11")
def test_command_makes_an_account_that_can_sign_in(db, monkeypatch):
    create(team="Ward", full_name="Dr Lee", monkeypatch=monkeypatch)
    user = User.objects.get(username="lee")
    assert user.check_password(GOOD)
    assert user.get_full_name() == user.get_short_name() == "Dr Lee"
    assert selectors.can_write(user, Team.objects.get(name="Ward").pk)


@pytest.mark.parametrize("password", ["", "short", "password1234", "lee-lee-lee-lee"])
def test_command_refuses_a_weak_password(db, monkeypatch, password):
    with pytest.raises(CommandError):
        create(name="lee-lee-lee-lee", password=password, monkeypatch=monkeypatch)
    assert not User.objects.exists()


def test_command_refuses_a_name_that_is_taken_or_cannot_be(user, monkeypatch):
    for name in (user.username, user.username.upper(), "two words"):
        with pytest.raises(CommandError):
            create(name=name, monkeypatch=monkeypatch)


def test_command_asks_twice_when_the_password_is_typed(db, monkeypatch):
    answers = iter([GOOD, "another"])
    monkeypatch.setattr("dressapp.accounts.management.commands.createuser.getpass", lambda _: next(answers))
    with pytest.raises(CommandError, match="differ"):
        call_command("createuser", "lee")


def test_password_hash_costs_little_memory(settings):
    settings.PASSWORD_HASHERS = ["dressapp.accounts.hashers.SmallArgon2PasswordHasher"]
    encoded = make_password(GOOD)
    assert "m=19456,t=2,p=1" in encoded
    assert check_password(GOOD, encoded)


def test_names_show_something_when_no_full_name_was_given(db):
    user = services.create_user(username="lee", password=GOOD, team="Ward")
    assert user.get_full_name() == "lee"
    assert str(user.memberships.get()) == "lee in Ward: clinician"
    assert authenticate(username="lee", password=GOOD) == user
