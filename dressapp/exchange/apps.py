"""The app with case files in and out."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Configure the app."""

    name = "dressapp.exchange"
