"""The moved clock, with a planted fault: nothing ends a session that was left alone."""

from .moved_clock import *  # noqa: F403  every other setting is the product's own
from .moved_clock import MIDDLEWARE

MIDDLEWARE = [name for name in MIDDLEWARE if "SessionLimits" not in name]
SILENCED_SYSTEM_CHECKS = ["security.W008", "dressapp.E022"]
