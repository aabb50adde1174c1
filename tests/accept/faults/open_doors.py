"""Settings with two planted faults: guesses are counted by each worker alone, and a password is enough."""

from dressapp.config.settings import *  # noqa: F403  every other setting is the product's own

SECOND_FACTOR_REQUIRED = False
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SILENCED_SYSTEM_CHECKS = ["security.W008", "dressapp.E006", "dressapp.E020"]
