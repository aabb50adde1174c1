"""Refuse settings under which somebody gets in who should not, or stays in who has gone."""

from typing import Any

from allauth.account import app_settings as rules
from django.conf import settings
from django.core.checks import CheckMessage, Tags, register

from .checks import errors

DOORS = "dressapp.accounts.middleware."
LONGEST_TRUST = 7 * 24  # hours
LEAST_IDLE, MOST_IDLE, LONGEST_SESSION = 5 * 60, 30 * 60, 12 * 60 * 60  # seconds
SHORTEST_PASSWORD = 12
VALIDATORS = ("MinimumLengthValidator", "CommonPasswordValidator", "ContextWordValidator")


@register(Tags.security, deploy=True)
def check_factors(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse settings under which a password alone opens a case, or a secret lies open."""
    trusted = settings.MFA_TRUST_COOKIE_AGE.total_seconds() / 3600
    return errors(
        {
            "E020": (
                settings.SECOND_FACTOR_REQUIRED and _has_door("SecondFactorMiddleware"),
                "A second factor must be required.",
            ),
            "E021": (
                trusted <= LONGEST_TRUST and settings.MFA_TRUST_COOKIE_NAME.startswith("__Host-"),
                f"A device may be trusted for {LONGEST_TRUST} hours at most, by a __Host- cookie.",
            ),
            "E023": (
                settings.MFA_ADAPTER == "dressapp.accounts.factors.FactorAdapter",
                "The secrets of second factors must be encrypted: use FactorAdapter.",
            ),
            "E031": (
                not (settings.BEHIND_PROXY and settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN),
                "Behind a proxy a passkey must tell which site it answered.",
            ),
            "E032": (
                settings.MFA_RECOVERY_CODES_SHOW_ONCE,
                "Recovery codes must be shown once and never again.",
            ),
        }
    )


@register(Tags.security, deploy=True)
def check_sessions(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse settings under which pages are open, or a session outlives a shift."""
    is_short = (
        LEAST_IDLE <= settings.SESSION_IDLE <= MOST_IDLE and settings.SESSION_LONGEST <= LONGEST_SESSION
    )
    return errors(
        {
            "E022": (
                is_short and _has_door("SessionLimitsMiddleware"),
                "A session must end after 5 to 30 idle minutes, and after 12 hours at most.",
            ),
            "E033": (_has_door("SignInMiddleware"), "Every page must be closed to who has not signed in."),
        }
    )


@register(Tags.security, deploy=True)
def check_guessing(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse settings under which passwords can be guessed, by speed or because they are weak."""
    validators = settings.AUTH_PASSWORD_VALIDATORS
    found = {each["NAME"].rpartition(".")[2]: each.get("OPTIONS", {}) for each in validators}
    length = found.get("MinimumLengthValidator", {}).get("min_length", 0)
    return errors(
        {
            "E034": (
                bool(rules.RATE_LIMITS.get("login_failed")),
                "Wrong guesses must be limited: leave login_failed in ACCOUNT_RATE_LIMITS.",
            ),
            "E035": (
                length >= SHORTEST_PASSWORD and all(name in found for name in VALIDATORS),
                f"Passwords need {SHORTEST_PASSWORD} characters, and what is guessed first must be refused.",
            ),
        }
    )


def _has_door(name: str) -> bool:
    """Tell whether one of our middlewares stands in the way."""
    return f"{DOORS}{name}" in settings.MIDDLEWARE
