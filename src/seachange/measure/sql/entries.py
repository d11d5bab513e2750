"""Entries: the events with which actors come into a question, as named tables in SQL.

Every question that starts from an event writes its query on top of these tables:

- `entry(actor, t, seq[, value])`: the entries of the period, inside the population;
  `value` is the breakdown's text, null where the actor had none.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from seachange.events.rules import Rule
from seachange.measure.questions.breakdown import Breakdown
from seachange.measure.questions.scope import Scope
from seachange.measure.sql.query import Writer

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def entries(
    writer: Writer, of: Rule, scope: Scope, *, every: bool, by: Breakdown | None = None
) -> list[str]:
    """Return the named tables that end in `entry`, each actor's first match or every one."""
    columns = ["seq"]
    held_by_event = by is not None and by.level == "event"
    if by is not None and held_by_event:
        column = writer.property_column(by.name)
        extra = f"{column} AS value"
    else:
        extra = ""
    if (by is not None and by.level == "account") or scope.population.account_where:
        columns.append("account")
    candidates = writer.events(
        *columns, where=_within(writer.rule(of), scope), extra=extra
    )
    tables = [f"candidate AS ({candidates})"]
    last = "candidate"
    if not every:
        tables.append(
            """opening AS (
  SELECT * FROM (
    SELECT c.*, ROW_NUMBER() OVER (PARTITION BY actor ORDER BY t, seq) AS nth FROM candidate c
  ) numbered WHERE nth = 1)"""
        )
        last = "opening"
    if by is not None and not held_by_event:
        tables += _held(writer, by, source=last)
        last = "described"
    kept = "actor, t, seq" + (", value" if by is not None else "")
    tables += population(writer, scope, source=last, kept=kept)
    return tables


def population(writer: Writer, scope: Scope, *, source: str, kept: str) -> list[str]:
    """Return the named tables that restrict `source` to the population, ending in `entry`."""
    tables: list[str] = []
    joins: list[str] = []
    wanted: list[str] = []
    people = scope.population
    if people.did:
        tables.append(f"did_before AS ({_earliest(writer, people.did)})")
        joins.append("JOIN did_before ON did_before.actor = s.actor AND did_before.t < s.t")
    if people.without:
        tables.append(f"ruled_out AS ({_earliest(writer, people.without)})")
        joins.append("LEFT JOIN ruled_out ON ruled_out.actor = s.actor")
        wanted.append("(ruled_out.t IS NULL OR ruled_out.t >= s.t)")
    for level, conditions in (("actor", people.where), ("account", people.account_where)):
        for condition in conditions:
            name = f"known{len(tables)}"
            tables += _latest(writer, condition.name, level=level, source=source, name=name)
            joins.append(
                f"LEFT JOIN {name} ON {name}.actor = s.actor "
                f"AND {name}.t = s.t AND {name}.seq = s.seq"
            )
            wanted.append(writer.demand(condition, held=f"{name}.value"))
    columns = ", ".join(f"s.{column.strip()}" for column in kept.split(","))
    where = f" WHERE {' AND '.join(wanted)}" if wanted else ""
    joined = "".join(f" {join}" for join in joins)
    return [*tables, f"entry AS (SELECT {columns} FROM {source} s{joined}{where})"]


def micros_of(moment: datetime) -> int:
    """Return a moment in microseconds since 1970 UTC."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def _within(condition: str, scope: Scope) -> str:
    bounds = [condition]
    if scope.start:
        bounds.append(f"t >= {micros_of(scope.start)}")
    if scope.end:
        bounds.append(f"t < {micros_of(scope.end)}")
    return " AND ".join(bounds)


def _earliest(writer: Writer, rule: Rule) -> str:
    met = writer.events(where=writer.rule(rule))
    return f"SELECT actor, MIN(t) AS t FROM ({met}) met GROUP BY actor"


def _held(writer: Writer, by: Breakdown, *, source: str) -> list[str]:
    """Give each entry the latest value its actor, or account, had by then."""
    tables = _latest(writer, by.name, level=by.level, source=source, name="latest")
    tables.append(
        f"""described AS (
  SELECT s.*, latest.value FROM {source} s LEFT JOIN latest
  ON latest.actor = s.actor AND latest.t = s.t AND latest.seq = s.seq)"""
    )
    return tables


def _latest(writer: Writer, held: str, *, level: str, source: str, name: str) -> list[str]:
    """Find, for every row of `source`, the latest value of a property at its time or before."""
    column = writer.property_column(held)
    known = writer.events(
        "seq", "account", where=f"{column} IS NOT NULL", extra=f"{column} AS value"
    )
    same = "h.actor = s.actor" if level == "actor" else "h.account = s.account"
    return [
        f"{name}_held AS ({known})",
        f"""{name} AS (
  SELECT actor, t, seq, value FROM (
    SELECT s.actor, s.t, s.seq, h.value, ROW_NUMBER() OVER (
      PARTITION BY s.actor, s.t, s.seq ORDER BY h.t DESC, h.seq DESC) AS nth
    FROM {source} s JOIN {name}_held h ON {same} AND h.t <= s.t
  ) numbered WHERE nth = 1)""",
    ]
