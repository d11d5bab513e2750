"""What events say of the plan, as a Django app: where events come from, and answers kept."""

from __future__ import annotations

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Sources of events and kept answers: nothing of the plan, and free to be measured anew."""

    name = "seachange.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Judge the questions that come into the plan, by whatever road."""
        from seachange.evidence.questions import check_askable
        from seachange.planning.actions.questions import judged_by

        judged_by(check_askable)
