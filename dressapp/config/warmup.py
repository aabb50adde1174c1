"""Load in a new worker what its first pages would wait for."""

from django.apps import apps
from django.urls import get_resolver


def warm_up() -> None:
    """Import every view, then call `warm_up()` of each app configuration that has one."""
    _ = get_resolver().url_patterns
    for config in apps.get_app_configs():
        if hasattr(config, "warm_up"):
            config.warm_up()
