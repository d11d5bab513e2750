"""How a record is called: by its id, and by its name or the words it is stated in."""

from __future__ import annotations

import unicodedata

from seachange.planning.rules.plan.record import Record

# Unicode's categories of letters that take no ink: what steers, what parts, what is none.
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"})
_STATED = ("text", "title", "statement", "asked", "act", "need", "category")

# What an address says behind a record's id, or in the place of one: an id with one of these between
# its slashes would share its page's address with another page.
OF_ADDRESSES = frozenset(
    {
        "baseline",
        "choices",
        "draw",
        "edit",
        "kind",
        "new",
        "outcome",
        "remove",
        "results",
        "rule",
        "steps",
    }
)


def title_of(record: Record) -> str:
    """Return a record's name, else the words it is stated in; empty where it has neither."""
    stated = (getattr(record, field, "") for field in _STATED)
    return next((words for words in (record.name, *stated) if words), "")


def flaw_of_id(told: str) -> str:
    """Return why an id cannot stand in an address or on a line; empty where it can.

    >>> flaw_of_id("OC1"), flaw_of_id("Team/Größe 2")
    ('', '')
    >>> flaw_of_id("a\\nb")
    'holds a letter that cannot be seen'
    >>> flaw_of_id("OC1/edit")
    'holds the word edit alone: an address with it leads elsewhere'
    """
    steps = told.split("/")
    if {"", ".", ".."} & set(steps):
        return "holds a step of a path: an address with it leads elsewhere"
    if taken := next((each for each in steps if each in OF_ADDRESSES), ""):
        return f"holds the word {taken} alone: an address with it leads elsewhere"
    if any(unicodedata.category(letter) in _UNSEEN for letter in told if letter != " "):
        return "holds a letter that cannot be seen"
    return ""
