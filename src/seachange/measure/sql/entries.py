"""Entries: the events with which actors come into a question, as named tables in SQL.

Every question that starts from an event writes its query on top of these tables:

- `entry(actor, t[, seq][, period][, value])`: the entries of the question's period,
  inside its population; `value` is the breakdown's text, null where there was none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from seachange.events.rules import Rule
from seachange.measure.periods import Period
from seachange.measure.questions.breakdown import Breakdown
from seachange.measure.questions.scope import Scope
from seachange.measure.sql.query import Writer, period_index

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def entries(
    writer: Writer,
    of: Rule,
    scope: Scope,
    *,
    every: bool = False,
    by: Breakdown | None = None,
    cut: Sequence[Period] = (),
    arrival: bool = True,
) -> list[str]:
    """Return the named tables that end in `entry`: each actor's first match, or `every` one.

    With `cut` it is each actor's first match in each of those periods, and `period` its
    index. Whoever does not need `seq` says so with `arrival=False`: a plain minimum is
    then enough for the first match, which is several times faster than numbering rows.
    """
    people = scope.population
    where = within(writer.rule(of), scope)
    parts = ["actor", "period"] if cut else ["actor"]
    extras = [f"{period_index('t', cut)} AS period"] if cut else []
    kept, single = [*parts, "t"], not (every or cut)
    if not (every or arrival or by or people.where or people.account_where):
        found = writer.events(where=where, extra=", ".join(extras))
        keys = ", ".join(parts)
        tables = [
            f"opening AS (SELECT {keys}, MIN(t) AS t FROM ({found}) candidate GROUP BY {keys})"
        ]
        return tables + population(writer, scope, source="opening", kept=", ".join(kept))
    kept.append("seq")
    columns = ["seq", "account"] if people.account_where else ["seq"]
    if by is not None:
        kept.append("value")
        if by.level == "event":
            extras.append(f"{writer.property_column(by.name)} AS value")
        elif by.level == "account":
            columns.append("account")
    candidates = writer.events(*columns, where=where, extra=", ".join(extras))
    tables, source = [f"candidate AS ({candidates})"], "candidate"
    if not every:
        tables.append(_first(source, of_each=parts))
        source = "opening"
    if by is not None and by.level != "event":
        tables += described(writer, by, source=source, single=single)
        source = "described"
    kept_columns = ", ".join(kept)
    return tables + population(writer, scope, source=source, kept=kept_columns, single=single)


def population(
    writer: Writer, scope: Scope, *, source: str, kept: str, single: bool = False
) -> list[str]:
    """Return the named tables that restrict `source` to the population, ending in `entry`.

    `source` needs `seq` if the population looks at properties, and `account` if at those
    of accounts; `single` says that no actor is in it twice.
    """
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
            tables += held_by_then(
                writer, condition.name, level=level, source=source, name=name, single=single
            )
            joins.append(f"LEFT JOIN {name} ON {name}.seq = s.seq")
            wanted.append(writer.demand(condition, held=f"{name}.value"))
    # Named, since ClickHouse calls a column of a join `s.t` unless it is told otherwise.
    names = [column.strip() for column in kept.split(",")]
    columns = ", ".join(f"s.{name} AS {name}" for name in names)
    where = f" WHERE {' AND '.join(wanted)}" if wanted else ""
    joined = "".join(f" {join}" for join in joins)
    return [*tables, f"entry AS (SELECT {columns} FROM {source} s{joined}{where})"]


def micros_of(moment: datetime) -> int:
    """Return a moment in microseconds since 1970 UTC."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def within(condition: str, scope: Scope) -> str:
    """Return a condition on events together with the bounds of the question's period."""
    bounds = [condition]
    if scope.start:
        bounds.append(f"t >= {micros_of(scope.start)}")
    if scope.end:
        bounds.append(f"t < {micros_of(scope.end)}")
    return " AND ".join(bounds)


def _first(source: str, *, of_each: Sequence[str]) -> str:
    return f"""opening AS (
  SELECT * FROM (
    SELECT c.*, ROW_NUMBER() OVER (PARTITION BY {", ".join(of_each)} ORDER BY t, seq) AS nth
    FROM {source} c
  ) numbered WHERE nth = 1)"""


def _earliest(writer: Writer, rule: Rule) -> str:
    met = writer.events(where=writer.rule(rule))
    return f"SELECT actor, MIN(t) AS t FROM ({met}) met GROUP BY actor"


def described(writer: Writer, by: Breakdown, *, source: str, single: bool) -> list[str]:
    """Give each entry the latest value its actor, or account, had by then."""
    latest = held_by_then(
        writer, by.name, level=by.level, source=source, name="latest", single=single
    )
    return [
        *latest,
        f"""described AS (
  SELECT s.*, latest.value AS value FROM {source} s LEFT JOIN latest ON latest.seq = s.seq)""",
    ]


def held_by_then(
    writer: Writer, held: str, *, level: str, source: str, name: str, single: bool
) -> list[str]:
    """Return the tables that end in `name(seq, value)`: for each row of `source` the latest
    value of a property at its time or before.

    Where each actor has a `single` entry its values up to then are numbered backwards.
    Else the values an owner had are numbered in order, and the running maximum of that
    number over values and entries together says which was the latest at each entry: one
    sort, however many values and entries one owner has, where joining each with each
    would not end.
    """
    column = writer.property_column(held)
    owner = "actor" if level == "actor" or writer.unit == "account" else "account"
    known = writer.events(
        "seq",
        *(["account"] if owner == "account" else []),
        where=f"{column} IS NOT NULL",
        extra=f"{column} AS value",
    )
    if single and owner == "actor":
        return [
            f"{name}_held AS ({known})",
            f"""{name} AS (
  SELECT seq, value FROM (
    SELECT s.seq AS seq, h.value AS value, ROW_NUMBER() OVER (
      PARTITION BY s.actor ORDER BY h.t DESC, h.seq DESC) AS nth
    FROM {source} s JOIN {name}_held h ON h.actor = s.actor AND h.t <= s.t
  ) numbered WHERE nth = 1)""",
        ]
    return [
        f"""{name}_held AS (
  SELECT {owner} AS owner, t, value,
    CAST(ROW_NUMBER() OVER (PARTITION BY {owner} ORDER BY t, seq) AS BIGINT) AS nth
  FROM ({known}) known WHERE {owner} IS NOT NULL)""",
        f"""{name}_mark AS (
  SELECT owner, t, 0 AS entering, CAST(NULL AS BIGINT) AS seq, nth FROM {name}_held UNION ALL
  SELECT {owner}, t, 1, seq, CAST(NULL AS BIGINT) FROM {source} WHERE {owner} IS NOT NULL)""",
        f"""{name}_by_then AS (
  SELECT owner, entering, seq, MAX(nth) OVER (PARTITION BY owner ORDER BY t, entering) AS nth
  FROM {name}_mark)""",
        f"""{name} AS (
  SELECT b.seq AS seq, h.value AS value FROM {name}_by_then b JOIN {name}_held h
  ON h.owner = b.owner AND h.nth = b.nth WHERE b.entering = 1)""",
    ]
