"""Who may sign in, and in which teams they work."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models

from dressapp.core.models import IDENTIFYING, TECHNICAL


class User(AbstractUser):
    """A person with one account."""

    first_name = None
    last_name = None
    full_name = models.CharField(max_length=150, blank=True)
    password_is_temporary = models.BooleanField(default=False)

    DATA: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id password password_is_temporary last_login is_superuser is_staff is_active date_joined groups "
            "user_permissions"
        ).split(),
        TECHNICAL,
    ) | dict.fromkeys(["username", "email", "full_name"], IDENTIFYING)

    def get_full_name(self) -> str:
        """Return the name to show."""
        return self.full_name or self.username

    def get_short_name(self) -> str:
        """Return the same name: nobody is called by half of it."""
        return self.get_full_name()


class Team(models.Model):
    """A group of people who see the same patients."""

    name = models.CharField(max_length=100, unique=True)

    DATA: ClassVar[dict[str, str]] = {"id": TECHNICAL, "name": TECHNICAL}

    def __str__(self) -> str:
        """Return the team's name."""
        return self.name


class Role(models.TextChoices):
    """What a member is in a team; `rights` says what each may."""

    READER = "reader", "Reader"
    CLINICIAN = "clinician", "Clinician"
    LEAD = "lead", "Lead"
    ADMINISTRATOR = "administrator", "Administrator"


class Membership(models.Model):
    """One person's role in one team; taking data out of the system is a right of its own."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.CLINICIAN)
    may_export = models.BooleanField(default=False)

    DATA: ClassVar[dict[str, str]] = dict.fromkeys(["id", "user", "team", "role", "may_export"], TECHNICAL)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "team"], name="one_role_a_team")
        ]

    def __str__(self) -> str:
        """Name the person, the team and the role."""
        return f"{self.user} in {self.team}: {self.role}"
