"""Setting up what the database refuses, anew with every migration, and telling if it stands."""

from __future__ import annotations

import hashlib
import re
from secrets import token_hex
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connections, transaction

from seachange.people.guard import writing
from seachange.planning.models.triggers import STANDING, removals, statements, tables
from seachange.planning.models.turns import Turn

NAMED = re.compile(r"CREATE (?:TRIGGER|FUNCTION) (\w+)")


def take_down(*, using: str, **_: Any) -> None:
    """Take the refusals away, so that tables can be changed; SQLite would lose some by itself."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for line in removals(connection.vendor, standing(using)):
            cursor.execute(line)


def set_up(*, using: str, **_: Any) -> None:
    """Set all refusals up, and the one row they look at."""
    connection = connections[using]
    if Turn._meta.db_table not in connection.introspection.table_names():
        return  # migrated back to before there were any tables
    take_down(using=using)
    with transaction.atomic(using=using), writing():
        # A name of its own: what the same rows mean may have changed with the tables.
        told = {"stamp": token_hex(16), "refusals": fingerprint(connection.vendor)}
        Turn.objects.using(using).update_or_create(id=1, defaults=told)
        with connection.cursor() as cursor:
            for line in statements(connection.vendor):
                cursor.execute(line)


def fingerprint(vendor: str) -> str:
    """Return a SHA-256 of this version's columns and of all it refuses in this make of database."""
    models = {each._meta.db_table: each for each in apps.get_models(include_auto_created=True)}
    columns = [
        f"{table} {field.column}"
        for table in tables()
        for field in models[table]._meta.concrete_fields
    ]
    return hashlib.sha256("\n".join((*columns, *statements(vendor))).encode()).hexdigest()


def are_of_this_version(using: str = "default") -> bool:
    """Return whether a database was last set up by a version that refuses what this one does."""
    connection = connections[using]
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT refusals FROM planning_turn")
            row = cursor.fetchone()
    except DatabaseError:
        return False  # from before this was noted down
    return row is not None and row[0] == fingerprint(connection.vendor)


def standing(using: str) -> dict[str, str]:
    """Return the refusals that stand in a database, by name: of triggers, or functions."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(STANDING[connection.vendor])
        return dict(cursor.fetchall())


def fallen(using: str = "default") -> list[str]:
    """Return the names of the refusals that should stand in a database and do not, as they read."""
    vendor = connections[using].vendor
    what = "TRIGGER" if vendor == "sqlite" else "FUNCTION"
    lines = [line for line in statements(vendor) if line.startswith(f"CREATE {what}")]
    # PostgreSQL keeps of a function what is between the dollars; SQLite the whole of a trigger.
    reads = {
        found[1]: line if vendor == "sqlite" else line.split("$$")[1]
        for line in lines
        if (found := NAMED.match(line))
    }
    now = standing(using)
    return sorted(name for name, text in reads.items() if now.get(name) != text)
