"""Events in a table of ClickHouse (in this process, through chdb), staged beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from itertools import count
from typing import Any
from urllib.parse import SplitResult, unquote

from seachange.errors import EngineFailed, MissingExtra, SeachangeError, UnreadableSource
from seachange.events.log import EventLog
from seachange.events.sources import times
from seachange.events.sources.columns import Named
from seachange.events.sources.inplace import Tables, stage_in_place
from seachange.events.sources.nested import NEST
from seachange.events.sources.typed import Relation
from seachange.events.sources.words import (
    DAY,
    FRACTION,
    NESTED,
    OTHER,
    TEXT,
    WHOLE,
    YES_NO,
    ZONED,
    Column,
)

# One order of reading, nulls from outer joins, columns before aliases of the same name, and
# whole numbers that JSON does not quote.
_SETTINGS = (
    "SETTINGS max_threads = 1, join_use_nulls = 1, transform_null_in = 1, "
    "prefer_column_name_to_alias = 1, output_format_json_quote_64bit_integers = 0, "
    "output_format_json_quote_decimals = 0"
)
_numbers = count()


class Database:
    """One database of the session that this process has: chdb allows no second session."""

    _current: str = ""

    def __init__(self, session: Any, name: str) -> None:
        self.session = session
        self.name = name

    def create(self) -> None:
        """Make the database."""
        self.session.query(f"CREATE DATABASE {_quoted(self.name)} ENGINE = Atomic")

    def drop(self) -> None:
        """Drop the database and all in it."""
        Database._current = ""
        self.session.query("USE default")
        self.session.query(f"DROP DATABASE IF EXISTS {_quoted(self.name)} SYNC")

    def query(self, text: str, form: str = "CSV", params: Any = None) -> Any:
        """Run a text in this database, whichever was asked last."""
        if Database._current != self.name:
            self.session.query(f"USE {_quoted(self.name)}")
            Database._current = self.name
        return self.session.query(text, form, params=params or {})


def open_table(
    session: Any,
    table: str,
    *,
    named: Named,
    timezone: str | None = None,
    relation: str = "",
    close: Callable[[], None] | None = None,
) -> EventLog:
    """Stage a table named `database.table` in a database of its own, gone when the log closes.

    `relation` is SQL for the table where that is more than its name.

    Rows arrive in the order in which ClickHouse reads them on one thread: by the table's
    sorting key within each part.
    """
    name = f"seachange_{next(_numbers)}"
    database = Database(session, name)
    database.create()
    tables = ClickHouseTables(database)
    quoted = relation or ".".join(map(_quoted, table.split(".")))

    def gone() -> None:
        database.drop()
        if close:
            close()

    try:
        arrival = "toInt64(rowNumberInAllBlocks())"
        found = Relation(table, quoted, tables.columns(quoted), arrival)
        return stage_in_place(tables, found, named=named, timezone=timezone, close=gone)
    except RuntimeError as error:
        gone()
        raise _unread(error, table) from error
    except SeachangeError:
        gone()
        raise


def first_rows(
    session: Any, table: str, *, relation: str, rows: int, columns: int
) -> tuple[tuple[Column, ...], list[tuple[Any, ...]]]:
    """Return all columns of a table, and of its first rows as many columns as texts.

    `relation` is SQL for the table where that is more than its name. Raises UnreadableSource.
    """
    tables = ClickHouseTables(Database(session, "default"))
    quoted = relation or ".".join(map(_quoted, table.split(".")))
    try:
        found = tables.columns(quoted)
        texts = ", ".join(map(tables.text, found[:columns]))
        return found, tables.rows(f"SELECT {texts} FROM {quoted} LIMIT {rows}")
    except RuntimeError as error:
        raise _unread(error, table) from error


def elsewhere(address: SplitResult, table: str) -> str:
    """Return SQL for a table of a ClickHouse server; its rows come here to be staged."""
    database, _, name = table.rpartition(".")
    host = f"{address.hostname or 'localhost'}:{address.port or 9000}"
    within = database or unquote(address.path.strip("/")) or "default"
    user, password = unquote(address.username or "default"), unquote(address.password or "")
    return f"remote({', '.join(map(_literal, (host, within, name, user, password)))})"


@cache
def open_session(path: str = "") -> Any:
    """Open the one session that this process can have, in memory or in a folder chdb keeps."""
    try:
        from chdb.session import Session
    except ImportError:
        raise MissingExtra(
            "ClickHouse needs chdb", remedy="Install it: pip install 'seachange[clickhouse]'."
        ) from None
    try:
        return Session(path) if path else Session()
    except RuntimeError as error:
        raise EngineFailed(
            f"chdb could not open it: {str(error).splitlines()[0]}",
            place=path,
            remedy="A process can have one such folder open at a time.",
        ) from error


class ClickHouseTables(Tables):
    """ClickHouse's words; its tables are real ones, since temporary ones cannot be sorted."""

    engine = "clickhouse"
    whole = "Nullable(Int64)"
    text_type = "Nullable(String)"

    def __init__(self, database: Database) -> None:
        self.connection = database

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Run a query and return its rows as plain values."""
        found = self.connection.query(f"{query} {_SETTINGS}", "JSONCompactEachRow")
        return [tuple(json.loads(line)) for line in str(found).splitlines() if line]

    def columns(self, relation: str) -> tuple[Column, ...]:
        """Return the columns of a relation and what their values are."""
        described = {name: kind for name, kind, *_ in self.rows(f"DESCRIBE TABLE {relation}")}
        is_map = described.get(NEST, "").startswith("Map(")
        columns = [Column(n, _kind(k)) for n, k in described.items() if not (is_map and n == NEST)]
        return (*columns, *(self._within(relation, set(described)) if is_map else ()))

    def _within(self, relation: str, taken: set[str]) -> list[Column]:
        """Return the keys of a map called properties as columns."""
        found = self.rows(
            f"""SELECT arrayJoin(mapKeys({NEST})) AS key, count() AS times FROM {relation}
            GROUP BY key ORDER BY times DESC, key"""
        )
        columns = []
        for key, _ in found:
            name, held = f"{NEST}.{key}" if key in taken else key, f"{NEST}[{_literal(key)}]"
            sql = f"if(mapContains({NEST}, {_literal(key)}), {held}, NULL)"
            columns.append(Column(name, TEXT, sql=sql))
        return columns

    def create(self, table: str, select: str, *, key: str = "") -> None:
        """Make a table of a query's rows, sorted by `key`, whose columns are never null."""
        keys = [column.strip() for column in key.split(",")] if key else []
        sure = ", ".join(f"assumeNotNull({column}) AS {column}" for column in keys)
        picked = f"* REPLACE ({sure})" if sure else "*"
        engine = f"MergeTree ORDER BY ({key})" if key else "Memory"
        self.connection.query(
            f"CREATE TABLE {table} ENGINE = {engine} "
            f"AS SELECT {picked} FROM ({select}) s {_SETTINGS}"
        )

    def forget(self, table: str) -> None:
        """Drop a table that is no longer needed."""
        self.connection.query(f"DROP TABLE {table} SYNC")

    def quoted(self, name: str) -> str:
        """Return a name as an identifier."""
        return _quoted(name)

    def text(self, column: Column) -> str:
        """Return a column's values as texts; null stays null."""
        quoted = self.found(column)
        if column.kind == ZONED:
            moment = f"toDateTime64({quoted}, 6, 'UTC')"
            text = f"formatDateTime({moment}, '%Y-%m-%dT%H:%i:%S.%fZ', 'UTC')"
        else:
            text = f"toString({quoted})"
        return f"CAST({text} AS Nullable(String))"

    def is_blank(self, text: str) -> str:
        """Return a condition, never null: there is nothing but white space."""
        return f"({text} IS NULL OR match(assumeNotNull({text}), '{_escaped(times.NOTHING)}'))"

    def form(self, text: str, clock: str) -> str:
        """Return the form of a written time as a number."""
        sure = f"assumeNotNull({text})"
        return f"""multiIf({self.is_blank(text)}, {times.BLANK},
            match({sure}, '{_escaped(times.NUMBER)}'), {times.NUMERIC},
            {clock} IS NULL, {times.UNREADABLE},
            {_parts(text)}[8] = '', {times.LOCAL}, {times.ZONED})"""

    def clock(self, text: str) -> str:
        """Return a written time in microseconds since 1970."""
        return _micros_of_parts(_parts(text))

    def native(self, column: Column) -> str:
        """Return a column of times in microseconds since 1970 by its own clock."""
        quoted = self.found(column)
        if column.kind == DAY:
            return f"toInt64(toInt32({quoted})) * 86400000000"
        return f"toUnixTimestamp64Micro(toDateTime64({quoted}, 6, 'UTC'))"

    def number(self, text: str) -> str:
        """Return a text of the form of a number as one."""
        return f"toDecimal128OrNull(trimBoth(assumeNotNull({text})), 9)"

    def decimal(self, column: Column) -> str:
        """Return a column of numbers as exact decimals; null where they are not finite."""
        return f"toDecimal128OrNull(toString({self.found(column)}), 9)"

    def micros(self, decimal: str, nanoseconds: int) -> str:
        """Return a decimal of units of so many nanoseconds as whole microseconds."""
        exact = f"toDecimal256({decimal}, 9) * {nanoseconds} / 1000"
        return f"CAST(floor({exact}) AS Nullable(Int64))"

    def nearest_micros(self, column: Column, nanoseconds: int) -> str:
        """Return a column of fractions of such units as the nearest whole microseconds."""
        number = f"toFloat64({self.found(column)})"
        return f"if(isFinite({number}), toInt64(round({number} * {nanoseconds} / 1000)), NULL)"

    def codes(self, relation: str, column: str) -> str:
        """Return a query numbering a column's texts from 0 in the order of their bytes."""
        return f"""SELECT toInt32(ROW_NUMBER() OVER (ORDER BY {column}) - 1) AS code, {column}
            FROM (SELECT DISTINCT {column} FROM {relation} WHERE {column} IS NOT NULL) d"""

    def digest(self, table: str) -> str:
        """Return a text that changes when any row of a table does, whatever their order."""
        ((total, rows),) = self.rows(f"SELECT toString(sum(sipHash64(*))), count() FROM {table}")
        return f"{rows}:{total}"


def _unread(error: RuntimeError, table: str) -> UnreadableSource:
    said = str(error).splitlines()[0]
    return UnreadableSource(
        f"ClickHouse could not read it: {said}",
        place=table,
        remedy="Is there such a table, written as database.table, and may you read it?",
    )


def _kind(engine_type: str) -> str:
    """Say what the values of a ClickHouse type are; its DateTimes are moments, zone or not."""
    bare = engine_type
    while match := re.fullmatch(r"(?:Nullable|LowCardinality)\((.*)\)", bare):
        bare = match[1]
    word = bare.partition("(")[0]
    patterns = {
        "DateTime(64)?": ZONED,
        "Date(32)?": DAY,
        r"U?Int\d+": WHOLE,
        r"Float\d+|Decimal\d*": FRACTION,
        r"(Fixed)?String|UUID|Enum\d*": TEXT,
        "Bool": YES_NO,
        "JSON|Map|Tuple|Array": NESTED,
    }
    return next((kind for p, kind in patterns.items() if re.fullmatch(p, word)), OTHER)


def _quoted(name: str) -> str:
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`"


def _literal(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _escaped(pattern: str) -> str:
    return pattern.replace("\\", "\\\\")


def _parts(text: str) -> str:
    return f"extractGroups(assumeNotNull({text}), '{_escaped(times.MOMENT)}')"


def _micros_of_parts(g: str) -> str:
    """Return microseconds since 1970 from the parts of a written time, null if no such day.

    The same count of days as in PostgreSQL, since the day a cast makes of an impossible
    date differs from version to version.
    """
    year, month, day, hour, minute, second = (f"toInt64OrZero({g}[{i}])" for i in range(1, 7))
    fraction = f"toInt64OrZero(rightPad(substring({g}[7], 1, 6), 6, '0'))"
    leap = f"({year} % 4 = 0 AND ({year} % 100 <> 0 OR {year} % 400 = 0))"
    longest = f"multiIf({month} IN (4, 6, 9, 11), 30, {month} != 2, 31, {leap}, 29, 28)"
    y = f"({year} - if({month} <= 2, 1, 0))"
    days = f"""({y} * 365 + intDiv({y}, 4) - intDiv({y}, 100) + intDiv({y}, 400)
        + intDiv(153 * ({month} + if({month} > 2, -3, 9)) + 2, 5) + {day} - 1 - 719468)"""
    zone = f"{g}[8]"
    ahead = f"""if({zone} IN ('', 'Z', 'UTC'), 0, if(startsWith({zone}, '-'), -1, 1)
        * (toInt64OrZero(substring({zone}, 2, 2)) * 60
        + toInt64OrZero(replaceAll(substring({zone}, 4), ':', ''))))"""
    minutes = f"(({days} * 24 + {hour}) * 60 + {minute} - {ahead})"
    micros = f"({minutes} * 60 + {second}) * 1000000 + {fraction}"
    return f"if(notEmpty({g}) AND {day} <= {longest}, {micros}, NULL)"
