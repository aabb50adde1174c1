"""The product's settings with a planted fault: a request may have any length, any fields and any files."""

from dressapp.config.settings import *  # noqa: F403  every other setting is the product's own
from dressapp.config.settings import MIDDLEWARE

MIDDLEWARE = ["tests.accept.faults.plants.Hospitable", *MIDDLEWARE]
DATA_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_NUMBER_FIELDS = DATA_UPLOAD_MAX_NUMBER_FILES = None
