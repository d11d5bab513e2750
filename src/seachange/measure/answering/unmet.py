"""Conditions that no event meets: told with the values that there are, instead of a zero."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seachange.events.documents import nearest
from seachange.events.log import EventLog
from seachange.events.rules import COMPARISONS, Condition, Pick, Rule
from seachange.measure.answers import Caveat
from seachange.measure.engines.choose import engine_for
from seachange.measure.sql import unmet as sql
from seachange.measure.sql.query import Writer

_MOST, _SHOWN, _LONGEST = 500, 8, 60


def unmet(log: EventLog, key: str, rule: Rule, *, weight: str = "wrong") -> Iterator[Caveat]:
    """Yield a caveat for each part of a rule that no event of the log meets.

    It is `weight` where nothing is left of the rule and a value is at fault that no event
    has; `loud` where the demands may be meant so, such as a number that nobody reached; and
    a note where other parts of the rule are met. What the log has no event or no property
    for is told elsewhere.
    """
    asked = [pick for pick in rule.picks if pick.where and is_known(log, pick)]
    failing = [pick for pick in asked if not _is_met(log, pick)]
    others = (pick for pick in rule.picks if pick not in failing)
    nothing_left = bool(failing) and not any(_is_met(log, pick) for pick in others)
    for pick in failing:
        slip, hint = _why(log, pick)
        told = (weight if slip or weight == "note" else "loud") if nothing_left else "note"
        yield Caveat(
            "unseen_value", f"{key}: no event matches “{Rule((pick,)).label}”. {hint}", told
        )


def is_known(log: EventLog, pick: Pick) -> bool:
    """Whether the log has any event, and every property, that a part of a rule names."""
    named = pick.names is None or any(name in log.names for name in pick.names)
    return named and all(c.name in log.properties for c in pick.where)


def _is_met(log: EventLog, pick: Pick) -> bool:
    return bool(engine_for(log).rows(sql.met(_writer(log), Rule((pick,)))))


def _why(log: EventLog, pick: Pick) -> tuple[bool, str]:
    """Return whether a condition asks for what is never there, and what is there instead."""
    for condition in pick.where:
        if not _is_met(log, Pick(pick.names, (condition,))):
            return _instead(log, pick, condition)
    return False, "Each of its conditions is met by some event, all together by none."


def _instead(log: EventLog, pick: Pick, condition: Condition) -> tuple[bool, str]:
    writer = _writer(log)
    query = sql.values(writer, Rule((Pick(pick.names),)), name=condition.name, most=_MOST)
    found = sorted(engine_for(log).rows(query), key=lambda row: (-int(row[1]), str(row[0])))
    values = [str(value) for value, _ in found]
    if not values:
        own = properties_of(log, Rule((Pick(pick.names),)))
        instead = f"They have: {_listed(own)}." if own else "They have no property."
        return True, f"None of these events has “{condition.name}”. {instead}"
    near = [n for wanted in _wanted(condition) for n in nearest(wanted, values)]
    if near:
        return True, f"Near: {_listed(near)}."
    many = f"{_MOST:,} values and more" if len(values) == _MOST else f"{len(values):,}"
    there = f"“{condition.name}” has, among {many}: {_listed(values)}."
    if condition.operator in COMPARISONS:
        ends = sql.ends(_writer(log), Rule((Pick(pick.names),)), name=condition.name)
        for least, most in engine_for(log).rows(ends):
            return False, f"“{condition.name}” goes from {least:.15g} to {most:.15g}."
        return True, f"None of its values is a number: {there}"
    return condition.operator not in ("not", "is_set"), there


def properties_of(log: EventLog, rule: Rule) -> list[str]:
    """Return the properties that events of a rule have, those that most of them have first."""
    names = sorted(log.properties)
    if not names:
        return []
    columns = [log.properties[name] for name in names]
    for row in engine_for(log).rows(sql.held(_writer(log), rule, columns=columns)):
        counted = sorted(zip(names, map(int, row), strict=True), key=lambda each: -each[1])
        return [name for name, events in counted if events]
    return []


def _wanted(condition: Condition) -> list[str]:
    if condition.operator not in ("equals", "one_of", "contains"):
        return []
    held = condition.value if isinstance(condition.value, tuple) else (condition.value,)
    return [str(value).lower() if isinstance(value, bool) else str(value) for value in held]


def _listed(values: Sequence[str]) -> str:
    shown = list(dict.fromkeys(values))[:_SHOWN]
    return ", ".join(repr(v if len(v) <= _LONGEST else f"{v[:_LONGEST]}…") for v in shown)


def _writer(log: EventLog) -> Writer:
    """Return a writer that reads all of the log."""
    return Writer(log, as_of=max(log.last or 0, log.newest or 0))
