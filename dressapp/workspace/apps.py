"""The app with the pages."""

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    """Configure the app."""

    name = "dressapp.workspace"
