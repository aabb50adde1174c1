"""Make an account: `manage.py createuser NAME --team TEAM`."""

import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from dressapp.accounts import selectors, services
from dressapp.accounts.models import Role, User


class Command(BaseCommand):
    """Make one account, and its place in a team."""

    help = "Make an account that can sign in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the name, the team and where the password comes from."""
        parser.add_argument("name", help="what the person types to sign in")
        parser.add_argument("--full-name", default="", help="the name shown and printed")
        parser.add_argument("--team", default="", help="the team whose patients the person sees")
        parser.add_argument("--role", choices=Role.values, default=Role.CLINICIAN)
        parser.add_argument("--may-export", action="store_true", help="let the person take data out as files")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from one line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the name and the password, then make the account."""
        name = options["name"]
        if selectors.has_user(name):
            raise CommandError(f"There is already an account {name}.")
        password = sys.stdin.readline().rstrip("\n") if options["password_stdin"] else ask_password()
        user = User(username=name, full_name=options["full_name"])
        try:
            user.clean_fields(exclude=["password"])
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        services.create_user(
            username=name,
            password=password,
            full_name=options["full_name"],
            team=options["team"],
            role=options["role"],
            may_export=options["may_export"],
        )
        self.stdout.write(f"{name} can sign in now.")


def ask_password() -> str:
    """Ask for the password twice."""
    password = getpass("Password: ")
    if password != getpass("Password again: "):
        raise CommandError("The two passwords differ. Nothing was made.")
    return password
