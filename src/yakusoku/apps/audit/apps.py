"""The app of the audit trail."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Audit trail."""

    name = "yakusoku.apps.audit"
    label = "audit"
