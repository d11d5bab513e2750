"""What events say of the plan, as a Django app: where events come from, and answers kept."""

from __future__ import annotations

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Sources of events and kept answers: nothing of the plan, and free to be measured anew."""

    name = "seachange.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"
