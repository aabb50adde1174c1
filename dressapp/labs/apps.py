"""The app with laboratory results."""

from django.apps import AppConfig


class LabsConfig(AppConfig):
    """Configure the app."""

    name = "dressapp.labs"
