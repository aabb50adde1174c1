"""The app with answers, summaries and signed assessments."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """Configure the app."""

    name = "dressapp.assessments"
