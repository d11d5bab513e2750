"""Sealing, as the pages are opened, what still lies open or under a secret from before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from seachange.evidence.models import EventSource
from seachange.people.sealing import is_sealed, sealed_today
from seachange.web.session_store import MARK, kept

# What of a second factor makes codes, or is some.
MAKE_CODES = ("secret", "seed", "migrated_codes")


def seal_what_lies_open() -> bool:
    """Seal all of it under the secret of today; tell whether any lay there readable.

    Then the database is written anew, so that its file does not keep what was overwritten.
    """
    with transaction.atomic():
        if connection.vendor == "sqlite":
            connection.cursor().execute("PRAGMA secure_delete = ON")
        lay_open = [*_addresses(), *_second_factors(), *_keys_of_sessions()]
    if any(lay_open):
        _write_anew()
    return any(lay_open)


def _addresses() -> Iterator[bool]:
    """Seal the addresses of databases; tell of each whether it lay open."""
    as_kept = Cast("address", TextField())
    for each in EventSource.objects.exclude(address="").annotate(kept=as_kept):
        if sealed_today(each.kept) != each.kept:
            each.save(update_fields=["address"])
        yield not is_sealed(each.kept)


def _second_factors() -> Iterator[bool]:
    for each in Authenticator.objects.all():
        told = {name: each.data[name] for name in MAKE_CODES if name in each.data}
        sealed = {name: _sealed(kept) for name, kept in told.items()}
        if sealed != told:
            each.data |= sealed
            each.save(update_fields=["data"])
        yield any(_lies_open(kept) for kept in told.values())


def _keys_of_sessions() -> Iterator[bool]:
    """Keep sessions from before under a digest of their key; they go on."""
    for model in (Session, UserSession):
        open_ones = model.objects.exclude(session_key__startswith=MARK)
        for key in open_ones.values_list("session_key", flat=True):
            model.objects.filter(session_key=key).update(session_key=kept(key))
            yield True


def _sealed(kept: Any) -> Any:
    return [sealed_today(each) for each in kept] if isinstance(kept, list) else sealed_today(kept)


def _lies_open(kept: Any) -> bool:
    return not all(map(is_sealed, kept if isinstance(kept, list) else [kept]))


def _write_anew() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            for model in (EventSource, Authenticator, Session, UserSession):
                cursor.execute(f"VACUUM (FULL) {model._meta.db_table}")
