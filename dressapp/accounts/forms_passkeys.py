"""What a passkey answers: it comes from strangers, so anything may come, and none of it may break a page."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django.core.exceptions import ValidationError
from django.forms import CharField, Form, HiddenInput, JSONField

from dressapp.audit.services import record

from .forms import make_plain

NOT_TAKEN = "The passkey was not taken. Try again, or use another way."
TOO_MANY = "too_many_login_attempts"
LONGEST_NAME = 100
# What the library raises on bytes that are no answer of a key.
MALFORMED = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, struct.error)


class AnswerField(JSONField):
    """A key's answer as JSON."""

    widget = HiddenInput
    default_error_messages: ClassVar[dict[str, str]] = dict.fromkeys(("required", "invalid"), NOT_TAKEN)

    def to_python(self, value: Any) -> Any:
        """Read it, or refuse what cannot be read."""
        try:
            return super().to_python(value)
        except (RecursionError, ValueError):
            raise ValidationError(NOT_TAKEN, code="invalid") from None

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Leave it as it came: it is not shown again."""
        return data

    def prepare_value(self, value: Any) -> str:
        """Show none: each answers one question of the server, once."""
        return ""


@contextmanager
def _refusals(user: Any) -> Iterator[None]:
    """Say one thing of every answer that is not taken, whatever is wrong with it, and record that."""
    try:
        yield
    except MALFORMED:
        _refuse(user, "malformed")
    except ValidationError as error:
        if error.code == TOO_MANY:
            raise
        _refuse(user, "not taken")


def _refuse(user: Any, why: str) -> None:
    """Record a refused passkey, of nobody where none is named yet, and refuse it."""
    record(action="factor_refused", by=user, obj=user, detail={"what": "webauthn", "why": why})
    raise ValidationError(NOT_TAKEN)


class _AnswerForm(Form):
    """Takes the answer of a key that the person has already set up."""

    credential = AnswerField()

    def clean_credential(self) -> Any:
        """Check the answer."""
        with _refusals(self.user):
            return super().clean_credential()


class PasskeySignInForm(_AnswerForm, LoginWebAuthnForm):
    """A passkey in place of name, password and code."""


class PasskeyStepForm(_AnswerForm, AuthenticateWebAuthnForm):
    """A passkey as the second step of signing in."""


class SamePersonPasskeyForm(_AnswerForm, ReauthenticateWebAuthnForm):
    """A passkey once more, before a factor is changed."""


class PasskeyForm(AddWebAuthnForm):
    """A new passkey, which signs in by itself."""

    name = CharField(label="A name for it, such as: phone", required=False, max_length=LONGEST_NAME)
    credential = AnswerField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for a name alone: every passkey here can sign in without the password."""
        super().__init__(*args, **kwargs)
        make_plain(self, first="name")
        self.fields["passwordless"].widget = HiddenInput(attrs={"value": "on"})

    def clean(self) -> dict[str, Any]:
        """Check the answer."""
        with _refusals(self.user):
            return super().clean()
