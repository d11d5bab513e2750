"""How a record is called: by its name, or by the words it is stated in."""

from __future__ import annotations

from seachange.planning.rules.plan.record import Record

_STATED = ("text", "title", "statement", "asked", "act", "need", "category")


def title_of(record: Record) -> str:
    """Return a record's name, else the words it is stated in; empty where it has neither."""
    stated = (getattr(record, field, "") for field in _STATED)
    return next((words for words in (record.name, *stated) if words), "")
