"""The product's settings, with a planted fault: a save never asks whether somebody saved before it."""

from dressapp.config.settings import *  # noqa: F403  every other setting is the product's own
from dressapp.config.settings import MIDDLEWARE

MIDDLEWARE = [*MIDDLEWARE, "tests.accept.faults.plants.NoVersions"]
