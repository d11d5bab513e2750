"""Styles and scripts, laid out where pages ask for them: each of them whole at any moment."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.contrib.staticfiles.management.commands.collectstatic import Command
from django.core.files.storage import storages
from django.core.management import call_command

# Which name each of them stands under.
NAMES = "staticfiles.json"


def lay_out() -> None:
    """Lay styles and scripts out, each under a name that tells what is in it.

    Another server may give them out at this moment, and what it finds half written it cannot
    send: the browser's connection ends without an answer. So they are made beside, and each is
    put in its place whole; the list of their names comes last, when all of them are there.
    """
    place = Path(settings.STATIC_ROOT)
    with TemporaryDirectory(prefix="static-", dir=place.parent) as beside:
        made = Command()
        made.storage = storages.create_storage(
            {**settings.STORAGES["staticfiles"], "OPTIONS": {"location": beside}}
        )
        call_command(made, interactive=False, verbosity=0)
        files = [Path(folder, each) for folder, _, names in os.walk(beside) for each in names]
        for file in sorted(files, key=lambda each: each.name == NAMES):
            wanted = place / file.relative_to(beside)
            wanted.parent.mkdir(parents=True, exist_ok=True)
            file.replace(wanted)
