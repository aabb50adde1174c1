"""The product's settings, with a planted fault: SQLite as most recipes for servers have it."""

from dressapp.config.settings import *  # noqa: F403  every other setting is the product's own
from dressapp.config.settings import DATABASES

PRAGMAS = DATABASES["default"]["OPTIONS"]["init_command"]
LAX = PRAGMAS.replace("journal_mode=DELETE", "journal_mode=WAL").replace(
    "synchronous=EXTRA", "synchronous=NORMAL"
)
DATABASES["default"] = DATABASES["default"] | {
    "OPTIONS": DATABASES["default"]["OPTIONS"] | {"init_command": LAX}
}
SILENCED_SYSTEM_CHECKS = ["security.W008", "dressapp.E009"]
