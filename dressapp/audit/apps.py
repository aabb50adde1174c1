"""The app that keeps the audit trail."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Configure the app."""

    name = "dressapp.audit"
