"""The product's settings with a layer that fails on request, and mail that would lie in a folder."""

from dressapp.config.settings import *  # noqa: F403  every other setting is the product's own
from dressapp.config.settings import MIDDLEWARE, VAR_DIR

MIDDLEWARE = [*MIDDLEWARE, "tests.accept.faults.crash.CrashMiddleware"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
ADMINS = [("Somebody", "somebody@hospital.example")]
