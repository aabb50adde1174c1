"""The app with drug courses."""

from django.apps import AppConfig


class DrugsConfig(AppConfig):
    """Configure the app."""

    name = "dressapp.drugs"
