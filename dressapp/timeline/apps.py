"""The app with the timeline figure."""

from django.apps import AppConfig


class TimelineConfig(AppConfig):
    """Configure the app."""

    name = "dressapp.timeline"
