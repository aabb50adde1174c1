"""Log lines that hold no patient data: JSON, by request id and route, without the words of an exception.

Names of people, paths, query strings, form fields and the arguments of exceptions never reach a log. Of other
libraries' messages only the pattern is kept, before values are put into it.
"""

import json
import logging
import sys
import threading
import traceback
from datetime import UTC, datetime
from pathlib import PurePath
from types import TracebackType
from typing import Any

from dressapp.audit import context

OWN = "dressapp"
FRAMES = 30  # of a traceback, the last ones


class JsonLine(logging.Formatter):
    """Write a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        at = datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds")
        line = {"time": at, "level": record.levelname, "logger": record.name}
        line |= {"request_id": context.current().request_id} | _what(record)
        if record.exc_info and record.exc_info[1]:
            line["error"] = describe(record.exc_info[1])
        return json.dumps({name: value for name, value in line.items() if value not in ("", None)})


def _what(record: logging.LogRecord) -> dict[str, Any]:
    """Return what our own code says; of others, the pattern of the message and where it stands."""
    if record.name.split(".")[0] == OWN:
        return {"message": record.msg} | getattr(record, "about", {})
    pattern = record.msg if record.args and isinstance(record.msg, str) else ""
    where = f"{record.module}:{record.lineno}"
    return {"message": pattern, "where": where, "status": getattr(record, "status_code", None)}


def describe(error: BaseException) -> list[dict[str, Any]]:
    """Return the kinds of an exception and of those behind it, and where each was raised; no words."""
    found, seen = [], set()
    while error and id(error) not in seen:
        seen.add(id(error))
        kind = f"{type(error).__module__}.{type(error).__qualname__}"
        found.append({"kind": kind, "at": _places(error.__traceback__)})
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found


def _places(trace: TracebackType | None) -> list[str]:
    """Return file, line and function of each step."""
    steps = traceback.extract_tb(trace)[-FRAMES:]
    return [f"{'/'.join(PurePath(step.filename).parts[-3:])}:{step.lineno} {step.name}" for step in steps]


def logging_settings(level: str) -> dict[str, Any]:
    """Return Django's and gunicorn's LOGGING: everything through one formatter."""
    quiet = {"handlers": ["console"], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "dressapp.config.logs.JsonLine"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            OWN: quiet | {"level": level},
            "django": quiet | {"level": "WARNING"},
            "django.request": quiet | {"level": "ERROR"},  # the line of the request says the rest
            "django.db.backends": quiet | {"level": "WARNING"},  # statements are logged below that
            "gunicorn.error": quiet | {"level": "WARNING"},
        },
    }


def catch_the_rest() -> None:
    """Log what nobody caught, warnings and errors of other threads through the same formatter."""
    logging.captureWarnings(True)
    logger = logging.getLogger(OWN)
    sys.excepthook = _log_end
    sys.unraisablehook = lambda given: logger.error("ignored", exc_info=_info(given))
    threading.excepthook = lambda given: logger.error("a thread ended", exc_info=_info(given))


def _log_end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log why a program ends, unless a person ended it."""
    if not issubclass(kind, KeyboardInterrupt):
        logging.getLogger(OWN).critical("uncaught", exc_info=(kind, error, trace))


def _info(given: Any) -> tuple[Any, Any, Any]:
    """Return what a hook was given as logging wants it."""
    return given.exc_type, given.exc_value, given.exc_traceback
