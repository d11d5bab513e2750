"""Records at random, of every kind, out of small pools: most of them sensible, some not."""

from __future__ import annotations

from dataclasses import MISSING, fields
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from random import Random
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from seachange.planning.rules.plan.encoding import RECORD_TYPES, default_of
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.values import (
    Claim,
    Criteria,
    Lane,
    Level,
    MeasurementPlan,
    SalesMotion,
)
from seachange.planning.rules.states import MOVES
from seachange.planning.rules.vocabulary import Visibility
from tests.planning.rules.invariants.worlds import CRITERIA, PLANNED, QUARTER

DAY = date(2026, 6, 1)
HINTS = {kind: get_type_hints(record_type) for kind, record_type in RECORD_TYPES.items()}
FIXED = {"id", "state", "breaches", "visibility", "team", "keeper"}
POOLS: dict[type, list[Any]] = {
    str: ["", "holds a meeting", "uses instant slots"],
    bool: [True, False],
    int: [0, 1, 2, 3, 6, 12],
    float: [0.0, 0.05, 0.31, 0.45, 1.0, 10.5],
    Decimal: [Decimal(0), Decimal("12.5")],
    date: [DAY, DAY - timedelta(days=90), DAY + timedelta(days=400)],
    Level: [
        Level(),
        Level(did=899, people=2900, version=1, **QUARTER),
        Level(value=3.0, version=2),
    ],
    Criteria: [Criteria(), CRITERIA],
    MeasurementPlan: [MeasurementPlan(), PLANNED],
    SalesMotion: [SalesMotion(), SalesMotion(buyer="CFO")],
    Claim: [Claim(text="fast")],
    Lane: [Lane(actor="client")],
}


def record_at_random(random: Random, plan: Plan, name: str):
    """Return a record of a random kind that points at what there is; it may be nonsense."""
    kind = random.choice(list(RECORD_TYPES))
    record_type = RECORD_TYPES[kind]
    told: dict[str, Any] = {"id": name}
    for field in fields(record_type):
        needed = field.name != "id" and _is_needed(field)
        if needed or (field.name not in FIXED and random.random() < 0.4):
            told[field.name] = value_at_random(random, plan, kind, field)
    if random.random() < 0.15:
        told |= shade_at_random(random, plan)
    if random.random() < 0.05 and kind in MOVES:
        told["state"] = random.choice(list(MOVES[kind]))
    return record_type(**told)


def shade_at_random(random: Random, plan: Plan):
    """Return who may see a record: anybody, a team, its keeper; some with nobody named."""
    return {
        "visibility": random.choice(list(Visibility)),
        "team": random.choice([None, *(team.id for team in plan.teams)]),
        "keeper": random.choice([None, *(member.id for member in plan.members)]),
    }


def change_at_random(random: Random, plan: Plan, record):
    """Return one or two fields of a record with other values."""
    if random.random() < 0.1:
        return shade_at_random(random, plan)
    free = [field for field in fields(record) if field.name not in FIXED]
    if not free:
        return {"name": random.choice(POOLS[str])}
    chosen = random.sample(free, k=min(len(free), random.choice([1, 1, 2])))
    return {f.name: value_at_random(random, plan, record.kind, f) for f in chosen}


def value_at_random(random: Random, plan: Plan, kind, field):
    """Return a value of a field: now and then nothing, else one of its pool."""
    hint = HINTS[kind][field.name]
    may_be_none = isinstance(hint, UnionType)
    if may_be_none and random.random() < 0.2:
        return None
    if "to" in field.metadata:
        there = [r.id for r in plan.records() if r.kind in field.metadata["to"]] or ["nobody"]
        if get_origin(hint) is tuple:
            return tuple(random.sample(there, k=random.randint(0, min(2, len(there)))))
        return random.choice(there)
    inner = next(e for e in get_args(hint) if e is not type(None)) if may_be_none else hint
    if get_origin(inner) is tuple:
        pool = _pool(get_args(inner)[0])
        return tuple(random.sample(pool, k=random.randint(0, min(2, len(pool)))))
    return random.choice(_pool(inner))


def _pool(of: type) -> list[Any]:
    return list(of) if issubclass(of, Enum) else POOLS[of]


def _is_needed(field) -> bool:
    return default_of(field) is MISSING
