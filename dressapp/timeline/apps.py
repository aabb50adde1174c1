"""The app with the timeline figure."""

from django.apps import AppConfig


class TimelineConfig(AppConfig):
    """Configure the app."""

    name = "dressapp.timeline"

    def warm_up(self) -> None:
        """Load the renderer in a new worker, before its first figure is asked for."""
        from dressapp.timeline.figure import warm_up

        warm_up()
