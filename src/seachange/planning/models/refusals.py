"""Setting up what the database refuses, anew with every migration, and telling if it stands."""

from __future__ import annotations

import re
from secrets import token_hex
from typing import Any

from django.db import connections, transaction

from seachange.people.guard import writing
from seachange.planning.models.triggers import STANDING, removals, statements
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
        Turn.objects.using(using).update_or_create(id=1, defaults={"stamp": token_hex(16)})
        with connection.cursor() as cursor:
            for line in statements(connection.vendor):
                cursor.execute(line)


def standing(using: str) -> set[str]:
    """Return the names of the refusals that stand in a database: of triggers, or functions."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(STANDING[connection.vendor])
        return {row[0] for row in cursor.fetchall()}


def fallen(using: str = "default") -> list[str]:
    """Return the names of the refusals that should stand in a database and do not."""
    vendor = connections[using].vendor
    what = "TRIGGER" if vendor == "sqlite" else "FUNCTION"
    lines = [line for line in statements(vendor) if line.startswith(f"CREATE {what}")]
    wanted = [found[1] for line in lines if (found := NAMED.match(line))]
    return sorted(set(wanted) - standing(using))
