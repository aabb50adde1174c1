"""Take away factors that a person has lost: `manage.py resetfactor NAME --reason "phone lost"`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dressapp.accounts import services
from dressapp.accounts.models import User


class Command(BaseCommand):
    """Let a person set up a new second factor at the next sign-in."""

    help = "Take away the second factors of a person; the password stays, and all sessions end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare whose factors and why."""
        parser.add_argument("name", help="what the person types to sign in")
        parser.add_argument("--reason", required=True, help="goes into the audit trail")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take them away."""
        user = User.objects.filter(username=options["name"]).first()
        if user is None:
            raise CommandError(f"There is no account {options['name']}.")
        count = services.reset_factors(user=user, reason=options["reason"], by=None)
        self.stdout.write(f"{count} taken away. {user.username} sets up a new one at the next sign-in.")
