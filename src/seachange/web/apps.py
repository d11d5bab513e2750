"""The pages people work on, as a Django app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages: they read through reads and questions, and write through actions alone."""

    name = "seachange.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have sessions noted by us: allauth would keep their keys as they are."""
        import_module("seachange.web.sessions").note_them_here()
