"""Two who changed the same record: what one wrote beside what it says now, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.plan.shape import shape_of
from seachange.web.pages.field_shown import value_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A field that differs: what was typed for it, and what it says now."""

    label: str
    yours: str
    now: str


def clashes(plan: Plan, now: Record, values: Mapping[str, Any]) -> tuple[Clash, ...]:
    """Return the fields in which what somebody typed is not what a record says now."""
    mine = replace(now, **values)
    out = []
    for name in values:
        shape = shape_of(now.kind, name)
        yours, theirs = value_text(plan, mine, name), value_text(plan, now, name)
        if shape is not None and yours != theirs:
            out.append(Clash(label=shape.label, yours=yours, now=theirs))
    return tuple(out)
