#!/usr/bin/env python
"""Run a Django command of dressapp."""

import os
import sys

from django.core.management import execute_from_command_line

from dressapp.config.logs import catch_the_rest


def main() -> None:
    """Hand the command line to Django."""
    catch_the_rest()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dressapp.config.settings")
    os.umask(0o077)  # what a command writes belongs to the account that runs the server, and to nobody else
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
