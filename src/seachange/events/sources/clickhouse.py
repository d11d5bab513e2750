"""Events in a table of ClickHouse (in this process, through chdb), staged beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import count
from typing import Any

from seachange.errors import MissingExtra, UnreadableSource
from seachange.events.log import EventLog, SetAside
from seachange.events.sources.columns import Named
from seachange.events.sources.inplace import ASIDE, Column, Words, stage_in_place

# One order of reading, plain NULLs from outer joins, and numbers that JSON does not quote.
_SETTINGS = (
    "SETTINGS max_threads = 1, join_use_nulls = 1, transform_null_in = 1, "
    "output_format_json_quote_64bit_integers = 0"
)

_MOMENT = (
    r"^\s*(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?"
    r"\s*(Z|z|UTC|[+-]\d\d(?::?\d\d)?)?\s*$"
)
_NUMBER = r"^\s*-?\d{1,20}([.]\d{1,9})?\s*$"
_numbers = count()


class Database:
    """One database of the session that this process has: chdb allows no second session."""

    _current: str = ""

    def __init__(self, session: Any, name: str) -> None:
        self.session = session
        self.name = name

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
    close: Callable[[], None] | None = None,
) -> EventLog:
    """Stage a table named `database.table` in a database of its own, gone when the log closes.

    Rows arrive in the order in which ClickHouse reads them on one thread: by the table's
    sorting key within each part.
    """
    name = f"seachange_{next(_numbers)}"
    session.query(f"CREATE DATABASE {_quoted(name)} ENGINE = Atomic")
    words = ClickHouseWords(Database(session, name))
    relation = ".".join(map(_quoted, table.split(".")))

    def gone() -> None:
        Database._current = ""
        session.query("USE default")
        session.query(f"DROP DATABASE IF EXISTS {_quoted(name)} SYNC")
        if close:
            close()

    try:
        there = words.columns(relation)
        found = stage_in_place(words, relation, there, named=named, timezone=timezone, place=table)
    except RuntimeError as error:
        gone()
        raise UnreadableSource(
            f"ClickHouse could not read it: {str(error).splitlines()[0]}", place=table
        ) from error
    return EventLog(
        engine="clickhouse",
        connection=words.database,
        names=found.names,
        properties=found.properties,
        has_accounts=found.has_accounts,
        has_received=found.has_received,
        first=found.first,
        last=found.last,
        newest=found.newest,
        actors=found.actors,
        intake=found.intake,
        list_set_aside=lambda: [
            SetAside(table, int(seq) + 1, reason)
            for seq, reason in words.rows(f"SELECT seq, reason FROM {ASIDE} ORDER BY seq")
        ],
        close=gone,
    )


def open_session(path: str = "") -> Any:
    """Open the one session of this process, in memory or in a folder that chdb keeps."""
    try:
        from chdb.session import Session
    except ImportError:
        raise MissingExtra(
            "ClickHouse needs chdb", remedy="Install it: pip install 'seachange[clickhouse]'."
        ) from None
    return Session(path) if path else Session()


class ClickHouseWords(Words):
    """ClickHouse's words; sorted tables of its own kind, since it has no sorted temporary ones."""

    whole = "Nullable(Int64)"
    text_type = "Nullable(String)"

    def __init__(self, database: Database) -> None:
        self.database = database

    def rows(self, text: str) -> list[tuple[Any, ...]]:
        """Run a query and return its rows as plain values."""
        found = self.database.query(f"{text} {_SETTINGS}", "JSONCompactEachRow")
        return [tuple(json.loads(line)) for line in str(found).splitlines() if line]

    def run(self, text: str) -> None:
        """Run a statement."""
        self.database.query(text)

    def columns(self, relation: str) -> list[Column]:
        """Return the columns of a relation and what their values are."""
        return [
            Column(name, _kind(kind)) for name, kind, *_ in self.rows(f"DESCRIBE TABLE {relation}")
        ]

    def create(self, table: str, select: str, *, key: str = "") -> None:
        """Make a table of a query's rows, sorted by `key`, whose columns are never null."""
        keys = [column.strip() for column in key.split(",")] if key else []
        sure = ", ".join(f"assumeNotNull({column}) AS {column}" for column in keys)
        picked = f"* REPLACE ({sure})" if sure else "*"
        engine = f"MergeTree ORDER BY ({key})" if key else "Memory"
        self.run(
            f"CREATE TABLE {table} ENGINE = {engine} AS SELECT {picked} FROM ({select}) {_SETTINGS}"
        )

    def quoted(self, name: str) -> str:
        """Return a name as an identifier."""
        return _quoted(name)

    def arrival(self) -> str:
        """Return the number, from 0, of each row in the order in which the table gives them."""
        return "toInt64(rowNumberInAllBlocks())"

    def text(self, column: Column) -> str:
        """Return a column's values as texts; null stays null."""
        quoted = self.quoted(column.name)
        if column.kind == "zoned":
            moment = f"toDateTime64({quoted}, 6, 'UTC')"
            return f"formatDateTime({moment}, '%Y-%m-%dT%H:%i:%S.%fZ', 'UTC')"
        return f"CAST(toString({quoted}) AS Nullable(String))"

    def is_blank(self, text: str) -> str:
        """Return a condition, never null: there is nothing but white space."""
        return rf"({text} IS NULL OR match(assumeNotNull({text}), '^\\s*$'))"

    def local(self, column: Column) -> str:
        """Return a time as microseconds since 1970 by its own clock; null if it is none."""
        quoted = self.quoted(column.name)
        if column.kind == "zoned":
            return f"toUnixTimestamp64Micro(toDateTime64({quoted}, 6, 'UTC'))"
        if column.kind == "day":
            return f"toInt64(toInt32({quoted})) * 86400000000"
        return _civil(self.text(column))

    def ahead(self, text: str) -> str:
        """Return how far a text's zone is ahead of UTC in microseconds; null without a zone."""
        z = f"{_parts(text)}[8]"
        signed = f"if(startsWith({z}, '-'), -1, 1)"
        minutes = f"toInt64OrZero(substring({z}, 2, 2)) * 60"
        minutes += f" + toInt64OrZero(replaceAll(substring({z}, 4), ':', ''))"
        return (
            f"multiIf({z} = '', NULL, {z} IN ('Z', 'z', 'UTC'), toInt64(0), "
            f"{signed} * ({minutes}) * 60000000)"
        )

    def number(self, text: str) -> str:
        """Return a text as an exact decimal number; null if it is none."""
        sure = f"assumeNotNull({text})"
        return f"if(match({sure}, '{_escaped(_NUMBER)}'), toDecimal128OrNull(trimBoth({sure}), 9), NULL)"

    def codes(self, relation: str, column: str) -> str:
        """Return a query numbering a column's texts from 0 in the order of their bytes."""
        return (
            f"SELECT toInt32(ROW_NUMBER() OVER (ORDER BY {column}) - 1) AS code, {column} "
            f"FROM (SELECT DISTINCT {column} FROM {relation} WHERE {column} IS NOT NULL) d"
        )

    def digest(self, table: str) -> str:
        """Return a text that changes when any row of a table does, whatever their order."""
        ((total, rows),) = self.rows(f"SELECT toString(sum(sipHash64(*))), count() FROM {table}")
        return f"{rows}:{total}"

    def micros(self, number: str, nanoseconds: int) -> str:
        """Return a number of units (of so many nanoseconds) as whole microseconds."""
        return f"CAST(floor(toDecimal128({number}, 9) * {nanoseconds} / 1000) AS Nullable(Int64))"


def _kind(engine_type: str) -> str:
    """Say what the values of a ClickHouse type are; its DateTimes are moments, zone or not."""
    bare = engine_type
    while match := re.fullmatch(r"(?:Nullable|LowCardinality)\((.*)\)", bare):
        bare = match[1]
    word = bare.partition("(")[0]
    if word in ("DateTime", "DateTime64"):
        return "zoned"
    if word in ("Date", "Date32"):
        return "day"
    if re.fullmatch(r"U?Int\d+", word):
        return "whole"
    if re.fullmatch(r"Float\d+|Decimal\d*", word):
        return "fraction"
    if word in ("String", "FixedString", "UUID") or word.startswith("Enum"):
        return "text"
    return "yes_no" if word == "Bool" else "nested" if word in ("JSON", "Map", "Tuple") else "other"


def _quoted(name: str) -> str:
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`"


def _escaped(pattern: str) -> str:
    return pattern.replace("\\", "\\\\")


def _parts(text: str) -> str:
    return f"extractGroups(assumeNotNull({text}), '{_escaped(_MOMENT)}')"


def _civil(text: str) -> str:
    """Return microseconds since 1970 from a written time, null if there is no such time."""
    g = _parts(text)
    year, month, day, hour, minute, second = (f"toInt64OrZero({g}[{i}])" for i in range(1, 7))
    fraction = f"toInt64OrZero(rightPad(substring({g}[7], 1, 6), 6, '0'))"
    leap = f"({year} % 4 = 0 AND ({year} % 100 <> 0 OR {year} % 400 = 0))"
    longest = f"multiIf({month} IN (4, 6, 9, 11), 30, {month} != 2, 31, {leap}, 29, 28)"
    valid = (
        f"{year} >= 1 AND {month} BETWEEN 1 AND 12 AND {day} BETWEEN 1 AND {longest} "
        f"AND {hour} <= 23 AND {minute} <= 59 AND {second} <= 59"
    )
    y = f"({year} - if({month} <= 2, 1, 0))"
    in_year = f"(intDiv(153 * ({month} + if({month} > 2, -3, 9)) + 2, 5) + {day} - 1)"
    days = (
        f"({y} * 365 + intDiv({y}, 4) - intDiv({y}, 100) + intDiv({y}, 400) + {in_year} - 719468)"
    )
    micros = f"((({days} * 24 + {hour}) * 60 + {minute}) * 60 + {second}) * 1000000 + {fraction}"
    return f"if(notEmpty({g}) AND {valid}, {micros}, NULL)"
