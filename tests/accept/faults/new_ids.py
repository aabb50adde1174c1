"""The product's settings, with a planted fault: a row never gets the id that its form brings."""

from dressapp.config.settings import *  # noqa: F403  every other setting is the product's own
from dressapp.config.settings import MIDDLEWARE

MIDDLEWARE = [*MIDDLEWARE, "tests.accept.faults.plants.NewIds"]
