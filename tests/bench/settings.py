"""The product's own settings on databases of the bench alone, with every middleware and real static files."""

import tempfile
from pathlib import Path

from dressapp.config import databases
from dressapp.config.settings import *  # noqa: F403  every setting but the ones below is the product's own
from dressapp.config.settings import TEMPLATES

FOLDER = Path(tempfile.mkdtemp(prefix="dressapp-bench-"))
SECRET_KEY = "only-for-the-bench-" + "x" * 50
ALLOWED_HOSTS = ["localhost"]
DATABASES = databases.databases(
    {"ENGINE": "django.db.backends.sqlite3", "NAME": str(FOLDER / "bench.sqlite3")}
)
DATABASE_ROUTERS = ["dressapp.config.databases.CacheRouter"]
STATIC_ROOT = FOLDER / "static"
ROOT_URLCONF = "tests.bench.urls"
TEMPLATES = [TEMPLATES[0] | {"DIRS": [*TEMPLATES[0]["DIRS"], Path(__file__).with_name("templates")]}]
SECURE_SSL_REDIRECT = False
