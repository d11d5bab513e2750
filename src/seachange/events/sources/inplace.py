"""Staging where the events already live: the same steps, in each database's own words."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from seachange.events.log import ACCOUNTS, ACTORS, EVENTS, NAMES, EventLog, Intake, SetAside
from seachange.events.sources.columns import Columns, Named, settle
from seachange.events.sources.intake import doubt_about_ids, fingerprint, laid_out
from seachange.events.sources.typed import Relation, read_times, typed
from seachange.events.sources.words import DAY, LOCAL, ZONED, Words

TYPED = "seachange_typed"
ONCE = "seachange_once"
ASIDE = "seachange_set_aside"
STAGED = (EVENTS, ACTORS, ACCOUNTS, NAMES, ASIDE, TYPED, ONCE)


class Tables(Words):
    """A database that can also hold the staged tables, for as long as the log is open."""

    engine: str
    connection: Any

    @abstractmethod
    def create(self, table: str, select: str, *, key: str = "") -> None:
        """Make a table of a query's rows, sorted by `key`."""

    @abstractmethod
    def forget(self, table: str) -> None:
        """Drop a table that is no longer needed."""

    @abstractmethod
    def codes(self, relation: str, column: str) -> str:
        """Return a query numbering a column's texts from 0 in the order of their bytes."""

    @abstractmethod
    def digest(self, table: str) -> str:
        """Return a text that changes when any row of a table does, whatever their order."""


@dataclass(frozen=True, slots=True)
class _Found:
    relation: Relation
    columns: Columns
    properties: dict[str, str]
    notes: tuple[str, ...]


def stage_in_place(
    tables: Tables,
    relation: Relation,
    *,
    named: Named,
    timezone: str | None,
    close: Callable[[], None],
) -> EventLog:
    """Stage a relation of a database in that database; the log's `close` is the one given."""
    columns = settle(
        [column.name for column in relation.columns],
        named,
        place=relation.name,
        timed=lambda: [c.name for c in relation.columns if c.kind in (ZONED, LOCAL, DAY)],
    )
    readings = read_times(tables, relation, columns, timezone=timezone)
    layout = laid_out(columns)
    tables.create(TYPED, typed(tables, relation, columns, readings, properties=layout))
    aside = f"SELECT seq, line, reason FROM {TYPED} WHERE reason IS NOT NULL"
    tables.create(ASIDE, aside, key="seq")
    doubt = _keep_once(tables, columns)
    if columns.id and not doubt:
        layout.pop(columns.id, None)
    notes = (*columns.notes, *readings.notes, *doubt)
    found = _Found(relation, columns, layout, notes)
    _lay_out(tables, found)
    log = _log(tables, found, close=close)
    for table in (TYPED, ONCE):
        tables.forget(table)
    return log


def _keep_once(tables: Tables, columns: Columns) -> tuple[str, ...]:
    """Leave out rows whose id was there before; return a note where a guessed id is none."""
    events = f"SELECT * FROM {TYPED} WHERE reason IS NULL"
    if columns.id is None:
        tables.create(ONCE, events)
        return ()
    numbered = f"""SELECT e.*, ROW_NUMBER() OVER (PARTITION BY id ORDER BY seq) AS nth
        FROM ({events}) e WHERE id IS NOT NULL"""
    if "id" in columns.guessed:
        ((repeated, differing),) = tables.rows(
            f"""SELECT COUNT(*), SUM(CASE WHEN l.actor = f.actor AND l.name = f.name
            AND l.t = f.t THEN 0 ELSE 1 END) FROM ({numbered}) l
            JOIN ({numbered}) f ON f.id = l.id WHERE l.nth > 1 AND f.nth = 1"""
        )
        doubt = doubt_about_ids(columns.id, repeated=repeated, differing=differing or 0)
        if doubt:
            tables.create(ONCE, events)
            return doubt
    again = f"SELECT seq FROM ({numbered}) n WHERE nth > 1"
    tables.create(ONCE, f"{events} AND seq NOT IN ({again})")
    return ()


def _lay_out(tables: Tables, found: _Found) -> None:
    for table, column in ((ACTORS, "actor"), (NAMES, "name"), (ACCOUNTS, "account")):
        tables.create(table, tables.codes(ONCE, column), key="code")
    held = "".join(f", e.{column} AS {column}" for column in found.properties.values())
    received = ", e.received AS received" if found.columns.received else ""
    tables.create(
        EVENTS,
        f"""SELECT a.code AS actor, e.t AS t, n.code AS name, e.seq AS seq, c.code AS account
        {received}{held} FROM {ONCE} e JOIN {ACTORS} a ON a.actor = e.actor
        JOIN {NAMES} n ON n.name = e.name LEFT JOIN {ACCOUNTS} c ON c.account = e.account
        ORDER BY a.code, e.t, e.seq""",
        key="actor, t, seq",
    )


def _log(tables: Tables, found: _Found, *, close: Callable[[], None]) -> EventLog:
    columns, name = found.columns, found.relation.name
    # Over no rows, ClickHouse's least and greatest are 0, not null.
    newest = "MAX(received)" if columns.received else "MAX(t)"
    bounds = tables.rows(f"SELECT MIN(t), MAX(t), {newest} FROM {EVENTS} HAVING COUNT(*) > 0")
    first, last, arrived = bounds[0] if bounds else (None, None, None)
    ((actors,),) = tables.rows(f"SELECT COUNT(*) FROM {ACTORS}")
    return EventLog(
        engine=tables.engine,
        connection=tables.connection,
        names=dict(tables.rows(f"SELECT name, code FROM {NAMES} ORDER BY code")),
        properties=found.properties,
        has_accounts=columns.account is not None,
        has_received=columns.received is not None,
        first=first,
        last=last,
        newest=arrived if arrived is not None else last,
        actors=actors,
        intake=_intake(tables, found),
        list_set_aside=lambda: [
            SetAside(name, int(line), reason)
            for line, reason in tables.rows(f"SELECT line, reason FROM {ASIDE} ORDER BY seq")
        ],
        close=close,
    )


def _intake(tables: Tables, found: _Found) -> Intake:
    ((rows,),) = tables.rows(f"SELECT COUNT(*) FROM {TYPED}")
    ((events,),) = tables.rows(f"SELECT COUNT(*) FROM {EVENTS}")
    counted = tables.rows(f"SELECT reason, COUNT(*) FROM {ASIDE} GROUP BY reason ORDER BY reason")
    reasons = {str(reason): int(count) for reason, count in counted}
    aside = sum(reasons.values())
    return Intake(
        names=(found.relation.name,),
        fingerprint=fingerprint([tables.digest(TYPED)], found.columns, found.notes),
        rows=rows,
        events=events,
        set_aside=aside,
        duplicates=rows - events - aside,
        reasons=reasons,
        notes=found.notes,
    )
