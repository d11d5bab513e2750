"""Breakdown: a property whose values part an answer into groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from seachange.events.documents import Field

LEVELS = ("event", "actor", "account")


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Group by a property: of the entry event itself, or the latest value of the actor's
    (or the account's) events up to and including the entry; at most `most` groups are
    shown, the rest together as `other`.
    """

    name: str
    level: str = "event"
    most: int = 20

    def to_dict(self) -> dict[str, Any]:
        """Return the breakdown with every default spelt out."""
        return {self.level: self.name, "most": self.most}


def parse_breakdown(field: Field) -> Breakdown:
    """Read `platform`, `{actor: plan}` or `{event: platform, most: 5}`."""
    if isinstance(field.value, str):
        return Breakdown(field.text())
    keys = field.keys((*LEVELS, "most"), what="a breakdown")
    levels = [level for level in LEVELS if level in keys]
    if len(levels) != 1:
        raise field.wrong("a breakdown needs exactly one of event, actor, account")
    most = keys["most"].whole(least=1) if "most" in keys else 20
    return Breakdown(keys[levels[0]].text(), levels[0], most)
