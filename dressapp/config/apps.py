"""The project's own app: settings checks, start of the server."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Register the checks of a server for real use."""

    name = "dressapp.config"

    def ready(self) -> None:
        """Load the checks."""
        from . import checks, checks_database, checks_privacy, checks_sign_in  # noqa: F401  register themselves
