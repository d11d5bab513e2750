"""The people of the organisation, as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from seachange.people.guard import stand


class PeopleConfig(AppConfig):
    """Members, teams, departments; and the guard at the tables."""

    name = "seachange.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Set the guard on every connection from its first moment."""
        connection_created.connect(stand, dispatch_uid="seachange.people.guard")
