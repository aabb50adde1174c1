"""Settings for the test suite: fast hashes, plain static files, a database of this process alone."""

import os
import string
import tempfile
from pathlib import Path

from .settings import *  # noqa: F403  every setting but the ones below is the product's own
from .settings import DATABASES, STORAGES

SECRET_KEY = "of-the-tests-alone-" + string.ascii_letters
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
SECOND_FACTOR_REQUIRED = False  # what it closes has tests of its own, which ask for it
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
DATABASE_ROUTERS: list[str] = []

AUDIT_ANCHORS = Path(tempfile.gettempdir()) / f"dressapp-test-anchors-{os.getpid()}.jsonl"

DATABASES.pop("cache")
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A test that forgets its database gets an empty one in memory, never the product's file.
    DATABASES["default"]["NAME"] = ":memory:"
    DATABASES["default"]["TEST"] = {
        "NAME": str(Path(tempfile.gettempdir()) / f"dressapp-test-{os.getpid()}.sqlite3")
    }
