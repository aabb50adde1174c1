"""Refuse settings under which patient data could leave by headers, logs or a lost disk."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, register
from django.core.checks import Warning as Advice

from .checks import errors

YEAR = 365 * 24 * 60 * 60
NOWHERE = ("default-src", "base-uri", "object-src", "frame-ancestors")
LOOSE = ("unsafe", "*", "http:", "https:", "blob:")
FORMATTER = "dressapp.config.logs.JsonLine"
REPORTER = "dressapp.config.reporter.QuietReporter"
REQUEST_LINE = "dressapp.config.request_line.RequestLineMiddleware"
STATEMENTS = "django.db.backends"  # logs each statement with its values at DEBUG
HEADERS = (
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "dressapp.config.middleware.NoStoreMiddleware",
)


@register(Tags.security, deploy=True)
def check_headers(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse headers that let a browser speak unencrypted, run strangers' scripts or keep pages."""
    lasts = settings.SECURE_HSTS_SECONDS >= YEAR and settings.SECURE_HSTS_INCLUDE_SUBDOMAINS
    return errors(
        {
            "E014": (lasts, "HSTS must hold for a year, with subdomains."),
            "E015": (
                _is_strict(settings.CONTENT_SECURITY_POLICY.get("DIRECTIVES", {})),
                "The content policy must begin with nothing and allow nothing unsafe or from elsewhere.",
            ),
            "E016": (
                all(name in settings.MIDDLEWARE for name in HEADERS),
                f"Every answer needs its headers: keep {', '.join(HEADERS)}.",
            ),
        }
    )


def _is_strict(directives: dict[str, Any]) -> bool:
    """Tell whether a content policy allows nothing but our own files."""
    sources = [str(source) for found in directives.values() for source in found]
    is_closed = all([str(source) for source in directives.get(name, [])] == ["'none'"] for name in NOWHERE)
    return is_closed and not any(loose in source for source in sources for loose in LOOSE)


@register(Tags.security, deploy=True)
def check_logs(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse logs and mails that could repeat what somebody typed."""
    made = {name: each.get("()") for name, each in settings.LOGGING.get("formatters", {}).items()}
    handlers = list(settings.LOGGING.get("handlers", {}).values())
    is_plain = bool(handlers) and all(made.get(each.get("formatter")) == FORMATTER for each in handlers)
    level = settings.LOGGING.get("loggers", {}).get(STATEMENTS, {}).get("level")
    return errors(
        {
            "E017": (is_plain, f"Every handler of LOGGING must write by {FORMATTER}."),
            "E018": (
                not any("AdminEmailHandler" in str(each.get("class")) for each in handlers),
                "Failures must not be mailed: take AdminEmailHandler away.",
            ),
            "E019": (settings.DEFAULT_EXCEPTION_REPORTER == REPORTER, f"Failures are told by {REPORTER}."),
            "E024": (level == "WARNING", f"{STATEMENTS} must be at WARNING: below, values are logged."),
            "E025": (
                REQUEST_LINE in settings.MIDDLEWARE,
                f"Each request needs its line: keep {REQUEST_LINE}.",
            ),
        }
    )


@register(Tags.security, deploy=True)
def check_private_files(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a secret key or a folder of data that other accounts of the machine can read."""
    text = "{} must belong to the account of the server alone: chmod go-rwx."
    return errors(
        {
            "E026": (_is_private(settings.SECRET_FILE), text.format(settings.SECRET_FILE)),
            "E027": (_is_private(settings.VAR_DIR), text.format(settings.VAR_DIR)),
        }
    )


def _is_private(path: Path) -> bool:
    """Tell whether a file is not there or its owner's alone."""
    return not path.exists() or not path.stat().st_mode & 0o077


@register(Tags.security, deploy=True)
def check_backups(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Remind of backups where there are none."""
    if settings.BACKUP_RECIPIENT:
        return []
    text = "Nothing is backed up: run manage.py backup_key, and manage.py backup every day."
    return [Advice(text, id="dressapp.W001")]
