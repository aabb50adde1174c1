"""The forms of the People page."""

from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator

from dressapp.accounts.models import Role, User
from dressapp.accounts.selectors import has_user
from dressapp.core.fields import TextField

CHOOSE_ROLE = ("", "Choose the role")
NAME_TAKEN = (
    "There is already an account of this name. If it was made a moment ago, open the person on the People "
    "page and give a new temporary password."
)


class RightsForm(forms.Form):
    """A person's role in a team, and the right to export."""

    role = forms.ChoiceField(
        label="Role", choices=[CHOOSE_ROLE, *Role.choices], error_messages={"required": "Choose the role."}
    )
    may_export = forms.BooleanField(label="May export", required=False)


class PersonForm(RightsForm):
    """A new account and its place in a team."""

    username = TextField(
        label="Username",
        required=True,
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        error_messages={"required": "Enter what the person types to sign in."},
    )
    full_name = TextField(
        label="Full name",
        required=True,
        max_length=150,
        help_text="As it is shown and printed",
        error_messages={"required": "Enter the name that is shown and printed."},
    )
    team = forms.ModelChoiceField(
        queryset=None,
        label="Team",
        empty_label="Choose the team",
        error_messages={"required": "Choose the team."},
    )

    field_order = ("username", "full_name", "team", "role", "may_export")

    def __init__(self, *args: Any, teams: Any, **kwargs: Any) -> None:
        """Take the teams that the administrator looks after; one alone is not asked about."""
        super().__init__(*args, **kwargs)
        self.teams = teams
        self.fields["team"].queryset = teams
        self.fields["username"].widget.attrs |= {"autocomplete": "off", "autocapitalize": "off"}
        if len(teams) == 1:
            del self.fields["team"]

    def clean_username(self) -> str:
        """Refuse a name that is taken."""
        name: str = User.normalize_username(self.cleaned_data["username"])
        if has_user(name):
            raise forms.ValidationError(NAME_TAKEN)
        return name

    @property
    def chosen_team(self) -> Any:
        """Return the team that the person is to work in."""
        return self.cleaned_data.get("team") or self.teams[0]
