"""Plans of one shape: many records hung on the same others, long chains, plans side by side."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from seachange.planning.rules.plan.plan import Plan, plan_of
from seachange.planning.rules.plan.record import Record, link_fields
from seachange.planning.rules.vocabulary import Kind

# What somebody wrote; no two records of a large plan say the same.
_WRITTEN = ("name", "text", "statement", "asked", "act", "need", "actor", "behaviour", "claim")


def another(record: Record, mark: str, **changed: Any) -> Record:
    """Return a record like this one with an id and words of its own, hung on the same others."""
    told = {f.name: getattr(record, f.name) for f in fields(record) if f.name in _WRITTEN}
    words = {
        name: f"{text} {mark}" for name, text in told.items() if isinstance(text, str) and text
    }
    return replace(record, id=f"{record.id}-{mark}", **{**words, **changed})


def hub(plan: Plan, kind: Kind, times: int) -> Plan:
    """Return a plan with every record of a kind so many times more, pointing where it does."""
    models = [record for record in plan.records() if record.kind is kind]
    return plan.changed(put=[another(each, f"x{n}") for n in range(times) for each in models])


def side_by_side(plan: Plan, times: int) -> Plan:
    """Return a plan that holds another so many times, none touching the next."""
    return plan_of(
        (_apart(record, f"x{n}") for n in range(times) for record in plan.records()),
        as_of=plan.as_of,
    )


def _apart(record: Record, mark: str) -> Record:
    moved: dict[str, Any] = {}
    for name, _ in link_fields(type(record)):
        held = getattr(record, name)
        if isinstance(held, tuple):
            moved[name] = tuple(f"{each}-{mark}" for each in held)
        elif held is not None:
            moved[name] = f"{held}-{mark}"
    return another(record, mark, **moved)


def chain(plan: Plan, start: str, link: str, many: int) -> Plan:
    """Return a plan with so many more records like one, each pointing at the one before."""
    model, before = plan.by_id[start], start
    links = []
    for n in range(many):
        held = (before,) if isinstance(getattr(model, link), tuple) else before
        links.append(another(model, f"x{n}", **{link: held}))
        before = links[-1].id
    return plan.changed(put=links)
