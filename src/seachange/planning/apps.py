"""What we intend, as a Django app."""

from __future__ import annotations

import importlib
import pkgutil

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class PlanningConfig(AppConfig):
    """The plan: one app, one history of migrations."""

    name = "seachange.planning"
    label = "planning"
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Import every file of models: a file a concept, and nothing to keep in step by hand."""
        super().import_models()
        models = importlib.import_module("seachange.planning.models")
        for module in pkgutil.iter_modules(models.__path__):
            importlib.import_module(f"seachange.planning.models.{module.name}")

    def ready(self) -> None:
        """Have the database's own refusals set up anew whenever its tables were changed."""
        from seachange.planning.models.refusals import set_up, take_down

        pre_migrate.connect(take_down, sender=self, dispatch_uid="seachange.planning.down")
        post_migrate.connect(set_up, sender=self, dispatch_uid="seachange.planning.up")
