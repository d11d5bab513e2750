"""How the house is wired: the settings Django reads, taken from the environment.

SEACHANGE_DATA is the folder everything is kept in (./seachange-data); SEACHANGE_DATABASE a
`postgresql://` address to keep the plan there instead; SEACHANGE_SECRET signs and seals, where it
is not to be the secret kept in that folder; SEACHANGE_SECRET_BEFORE opens what was sealed before.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from seachange.errors import SeachangeError
from seachange.people.secret import secret_of, secrets_before

FOLDER = Path(os.environ.get("SEACHANGE_DATA", "seachange-data"))


def database(address: str) -> dict[str, Any]:
    """Return Django's settings of the database at an address; an empty one is SQLite's file.

    What stands behind a `?` is handed to PostgreSQL: `sslmode=verify-full`, or a socket's
    `host=/run/postgresql`. Raise `SeachangeError` where an address is none.

    SQLite waits for its turn, takes the write lock when a transaction begins (so that what an
    action read is what it writes upon) and loses nothing it has acknowledged.
    """
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(FOLDER / "plan.sqlite3"),
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    try:
        parts = urlsplit(address)
        port = str(parts.port or "")
    except ValueError as error:
        raise _no_address(str(error)) from None
    if parts.scheme not in {"postgres", "postgresql"}:
        raise _no_address(f"a plan is not kept at {parts.scheme}://")
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise _no_address("it names no database")
    told = dict(parse_qsl(parts.query, keep_blank_values=True))
    # As long as SQLite: who waits longer for their turn is told that somebody is at work.
    told["options"] = f"-c lock_timeout=20s {told.get('options', '')}".strip()
    # A server that is gone without a word does not hold up every page for minutes.
    told.setdefault("connect_timeout", "5")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "HOST": parts.hostname or "",
        "PORT": port,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "OPTIONS": told,
        # To connect takes longer than most pages; one that was lost meanwhile is opened anew.
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _no_address(why: str) -> SeachangeError:
    return SeachangeError(
        why,
        place="SEACHANGE_DATABASE",
        remedy="leave it empty for SQLite, or give postgresql://name@host/database",
    )


SECRET_KEY = secret_of(FOLDER, given=os.environ.get("SEACHANGE_SECRET", ""))
_BEFORE = os.environ.get("SEACHANGE_SECRET_BEFORE", "")
SECRETS_BEFORE = secrets_before(FOLDER, today=SECRET_KEY, given=_BEFORE)
DEBUG = False
ALLOWED_HOSTS: list[str] = []
USE_TZ = True
TIME_ZONE = "UTC"
ROOT_URLCONF = "seachange.server.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "seachange.people.apps.PeopleConfig",
    "seachange.planning.apps.PlanningConfig",
    "seachange.evidence.apps.EvidenceConfig",
]
DATABASES = {"default": database(os.environ.get("SEACHANGE_DATABASE", ""))}
