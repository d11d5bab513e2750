"""Opening the database a plan is kept in, for commands that read or change it."""

from __future__ import annotations

import os
from pathlib import Path

from seachange.errors import SeachangeError
from seachange.people.secret import keep_secret, make_folder


def open_kept_plan(*, make: bool = False) -> None:
    """Make Django ready for the database of this installation; `make` sets its tables up.

    A plan that another version kept is brought to what this one holds and refuses.
    Where it is: the folder SEACHANGE_DATA (./seachange-data), or the address SEACHANGE_DATABASE.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seachange.server.settings")
    import django
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command
    from django.db import DatabaseError, connection

    if not apps.ready:
        django.setup()
    if make:
        make_folder(settings.FOLDER)
        try:
            call_command("migrate", verbosity=0)
        except DatabaseError as error:
            raise _not_to_be_used(error) from error
        return
    try:
        tables = connection.introspection.table_names()
    except DatabaseError as error:
        raise _none(str(error)) from error
    if "planning_seal" not in tables:
        raise _none("its tables are not there")
    from seachange.planning.models.refusals import are_of_this_version

    if not are_of_this_version():
        call_command("migrate", verbosity=0)


def open_pages() -> None:
    """Make Django ready for what works with the pages: tables set up, secrets sealed."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "seachange.server.web"
    if not os.environ.get("SEACHANGE_SECRET"):
        # Before the settings are read: sessions outlive this process only with a lasting secret.
        keep_secret(Path(os.environ.get("SEACHANGE_DATA", "seachange-data")))
    open_kept_plan(make=True)
    from seachange.events.sources.cache import FOLDER
    from seachange.evidence.logs import staged
    from seachange.web.sealed import seal_what_lies_open

    seal_what_lies_open()
    os.environ.setdefault(FOLDER, str(staged()))


def open_plan_in_memory() -> None:
    """Make Django ready for an empty plan in memory, gone when the process ends."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seachange.server.settings")
    import django
    from django.apps import apps
    from django.core.management import call_command
    from django.db import connections
    from django.db.utils import load_backend

    if not apps.ready:
        django.setup()
    settings = {
        **connections.databases["default"],
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ":memory:",
        "OPTIONS": {"transaction_mode": "IMMEDIATE"},
    }
    wrapper = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, alias="default")
    connections["default"] = wrapper
    call_command("migrate", verbosity=0)


def _not_to_be_used(error: Exception) -> SeachangeError:
    where = "SEACHANGE_DATABASE" if os.environ.get("SEACHANGE_DATABASE") else "SEACHANGE_DATA"
    return SeachangeError(
        f"no tables can be made here: {' '.join(str(error).split())}",
        place=where,
        remedy="name a place that is there, and where you may make tables",
    )


def _none(why: str) -> SeachangeError:
    return SeachangeError(
        f"there is no plan here: {why}",
        remedy="set SEACHANGE_DATA to the folder it is kept in, or SEACHANGE_DATABASE to its"
        " address",
    )
