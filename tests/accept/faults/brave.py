"""The moved clock, with a planted fault: every failure of the database is answered as if all were well."""

from .moved_clock import *  # noqa: F403  every other setting is the product's own
from .moved_clock import MIDDLEWARE

MIDDLEWARE = ["tests.accept.faults.plants.Brave", *MIDDLEWARE]
