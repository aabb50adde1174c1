"""The app with the printed assessment."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Configure the app."""

    name = "dressapp.reports"
