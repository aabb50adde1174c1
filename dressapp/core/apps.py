"""The app with the base model, the parsers and the form fields."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Configure the app."""

    name = "dressapp.core"
