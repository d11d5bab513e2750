"""The pages people work on, as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages: they read through reads and questions, and write through actions alone."""

    name = "seachange.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
