"""The app with patients, cases and findings."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Configure the app."""

    name = "dressapp.cases"
