"""The app that keeps what is being typed until it is saved."""

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    """Configure the app."""

    name = "dressapp.drafts"
