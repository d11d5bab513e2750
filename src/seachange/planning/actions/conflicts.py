"""Whether somebody changed a record since it was read: nobody's words are lost."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Max

from seachange.errors import Conflict
from seachange.planning.models.history import History
from seachange.planning.rules.plan.encoding import RECORD_TYPES
from seachange.planning.rules.plan.record import link_fields
from seachange.planning.rules.plan.shape import label_of
from seachange.planning.rules.vocabulary import Kind

# What is written down beside a record, and by nobody who changes it.
NOTED = frozenset({"breaches"})
# By which of its fields somebody may see a record, or may not.
SEEN_BY = ("visibility", "team", "keeper")


def version_of(record: str) -> int:
    """Return the number of a record's last change: what was read when it is given back as `seen`.

    0 is a record that nobody ever stated.
    """
    last = History.objects.filter(record=record).order_by("-sequence").values_list("sequence")
    found = last.first()
    return int(found[0]) if found else 0


def version_of_plan() -> int:
    """Return the number of the plan's last change: what a file of it is given back with."""
    return int(History.objects.aggregate(last=Max("sequence"))["last"] or 0)


def check_none_seen_before(wanted: Iterable[str], seen: int | None) -> None:
    """Raise `Conflict` if any of these records was changed after a version of the plan."""
    if seen is None:
        return
    since = History.objects.filter(sequence__gt=seen).values_list("record", flat=True)
    for record in sorted(set(since) & set(wanted)):
        check_seen(record, seen)


def check_seen(record: str, seen: int | None) -> None:
    """Raise `Conflict` if a record was changed after the version that was seen.

    It names who changed what, when, and what it read before and reads now. None asks nothing.
    """
    if seen is None:
        return
    since = list(History.objects.filter(record=record, sequence__gt=seen).order_by("sequence"))
    if not since:
        return
    last = since[-1]
    who = last.by or "the operator"
    told = (
        _differences(Kind(last.kind), since[0].before or {}, last.after)
        if last.after
        else ["it was removed"]
    )
    raise Conflict(
        f"{who} changed this since you read it, at {last.at:%Y-%m-%d %H:%M} UTC",
        place=record,
        remedy="\n".join([*told, "read it again, and make your change to what it says now"]),
    )


def _differences(kind: Kind, before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Say what changed; of links only that they did: whoever reads this may not see where to.

    Nor what it read before, where somebody else could see it then than can now.
    """
    links = {name for name, _ in link_fields(RECORD_TYPES[kind])}
    was_seen_alike = all(before.get(name) == after.get(name) for name in SEEN_BY)
    return [
        f"{label_of(kind, name)}: changed"
        if name in links or not was_seen_alike
        else f"{label_of(kind, name)}: {before.get(name)!r} became {after.get(name)!r}"
        for name in sorted((before.keys() | after.keys()) - NOTED)
        if before.get(name) != after.get(name)
    ]
