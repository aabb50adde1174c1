"""Forms of signing in and of one's own account: plain labels, and refusals in the audit trail."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.core.exceptions import ValidationError
from django.forms import BaseForm

from dressapp.audit.services import record

CODE = {"inputmode": "numeric", "maxlength": 12}


def make_plain(form: BaseForm, *, first: str) -> None:
    """Take away placeholders and hints: the labels say it."""
    for name, field in form.fields.items():
        field.help_text = ""
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs |= {"class": "form-control", "autofocus": name == first}


class SignInForm(LoginForm):
    """Username and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show two plain fields."""
        super().__init__(*args, **kwargs)
        make_plain(self, first="login")


class SamePersonForm(ReauthenticateForm):
    """The password once more, before a factor is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show one plain field."""
        super().__init__(*args, **kwargs)
        make_plain(self, first="password")


class _CodeRefusals:
    """Record a refused code, without the code."""

    user: Any

    def _emit_authentication_failed(self, authenticator: Any) -> None:
        """Write who was refused by which kind of factor."""
        record(action="factor_refused", by=self.user, obj=self.user, detail={"what": authenticator.type})


class CodeForm(_CodeRefusals, AuthenticateForm):
    """The second step of signing in: a code from an app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show one plain field."""
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "Code from your app, or a recovery code"
        make_plain(self, first="code")
        self.fields["code"].widget.attrs |= CODE


class SamePersonCodeForm(_CodeRefusals, ReauthenticateByCodeForm):
    """A code once more, before a factor is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show one plain field."""
        super().__init__(*args, **kwargs)
        make_plain(self, first="code")
        self.fields["code"].widget.attrs |= CODE


class FirstCodeForm(ActivateTOTPForm):
    """The first code of a new app: it shows that the secret has arrived."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show one plain field."""
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "The six figures that the app shows now"
        make_plain(self, first="code")
        self.fields["code"].widget.attrs |= CODE


class PasswordForm(ChangePasswordForm):
    """A new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show three plain fields."""
        super().__init__(*args, **kwargs)
        for name, label in (
            ("oldpassword", "Current password"), ("password1", "New password, 12 characters or more"),
            ("password2", "New password again"),
        ):  # fmt: skip
            self.fields[name].label = label
        make_plain(self, first="oldpassword")

    def clean_password1(self) -> str:
        """Refuse the password that is in use: somebody else may know it."""
        new: str = self.cleaned_data["password1"]
        if self.user.check_password(new):
            raise ValidationError("This is the password you have. Choose another one.")
        return new
