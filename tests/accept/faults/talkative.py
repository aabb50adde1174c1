"""The same with the logs that Django has by default, and failures by mail."""

from tests.accept.faults.crashing import *  # noqa: F403  every other setting is that one's

CONSOLE = {"class": "logging.StreamHandler", "formatter": "plain"}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(message)s"}},
    "handlers": {
        "console": CONSOLE,
        "mail": {"class": "django.utils.log.AdminEmailHandler", "level": "ERROR"},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console", "mail"], "level": "INFO", "propagate": False},
        "gunicorn.error": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "gunicorn.access": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
DEFAULT_EXCEPTION_REPORTER = "django.views.debug.ExceptionReporter"
SILENCED_SYSTEM_CHECKS = ["security.W008", *(f"dressapp.E0{number}" for number in (17, 18, 19, 24))]
