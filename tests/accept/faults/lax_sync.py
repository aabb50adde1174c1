"""The product's settings, with a planted fault: SQLite as most recipes for servers have it."""

from dressapp.config.settings import *  # noqa: F403  every other setting is the product's own
from dressapp.config.settings import DATABASES

OPTIONS = DATABASES["default"]["OPTIONS"]
LAX = OPTIONS["init_command"].replace("journal_mode=DELETE", "journal_mode=WAL").replace("EXTRA", "NORMAL")
DATABASES["default"] = DATABASES["default"] | {"OPTIONS": OPTIONS | {"init_command": LAX}}
SILENCED_SYSTEM_CHECKS = ["security.W008", "dressapp.E009", "dressapp.E029"]
