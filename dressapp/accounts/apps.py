"""The app with users, teams, roles and sign-in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Configure the app."""

    name = "dressapp.accounts"
