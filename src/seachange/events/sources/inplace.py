"""Staging where the events already live: the same steps, in each database's own words."""

from __future__ import annotations

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from seachange.events.log import ACCOUNTS, ACTORS, EVENTS, Intake
from seachange.events.sources.columns import Columns, Named, settle
from seachange.events.sources.times import Reading, Tally, decide, shifted

TYPED = "seachange_typed"
ASIDE = "seachange_set_aside"
NAMES = "seachange_names"
ONCE = "seachange_once"
STAGED = (EVENTS, ACTORS, ACCOUNTS, NAMES, ASIDE, TYPED, ONCE)

NO_ACTOR, NO_EVENT, NO_TIME = "no actor", "no event name", "no time"
UNREADABLE_TIME = "a time that cannot be read"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a user's table; `kind` is what its values are, whatever the engine says.

    Kinds: text, whole, fraction, yes_no, zoned (a moment), naive (a local time), day,
    nested (json and the like), other.
    """

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class InPlace:
    """What staging found, as the log will tell it."""

    names: dict[str, int]
    properties: dict[str, str]
    has_accounts: bool
    has_received: bool
    first: int | None
    last: int | None
    newest: int | None
    actors: int
    intake: Intake


class Words(ABC):
    """How one database says what staging needs; texts are SQL, columns are quoted names."""

    whole: str
    text_type: str

    @abstractmethod
    def rows(self, text: str) -> list[tuple[Any, ...]]:
        """Run a query and return its rows as plain values."""

    @abstractmethod
    def run(self, text: str) -> None:
        """Run a statement."""

    @abstractmethod
    def create(self, table: str, select: str, *, key: str = "") -> None:
        """Make a temporary table of a query's rows, sorted by `key`."""

    @abstractmethod
    def quoted(self, name: str) -> str:
        """Return a name as an identifier."""

    @abstractmethod
    def arrival(self) -> str:
        """Return the number, from 0, of each row in the order in which the table gives them."""

    @abstractmethod
    def text(self, column: Column) -> str:
        """Return a column's values as texts; null stays null."""

    @abstractmethod
    def is_blank(self, text: str) -> str:
        """Return a condition, never null: there is nothing but white space."""

    @abstractmethod
    def local(self, column: Column) -> str:
        """Return a time as microseconds since 1970 by its own clock; null if it is none."""

    @abstractmethod
    def ahead(self, text: str) -> str:
        """Return how far a text's zone is ahead of UTC in microseconds; null without a zone."""

    @abstractmethod
    def number(self, text: str) -> str:
        """Return a text as an exact decimal number; null if it is none."""

    @abstractmethod
    def codes(self, relation: str, column: str) -> str:
        """Return a query numbering a column's texts from 0 in the order of their bytes."""

    @abstractmethod
    def digest(self, table: str) -> str:
        """Return a text that changes when any row of a table does, whatever their order."""

    @abstractmethod
    def micros(self, number: str, nanoseconds: int) -> str:
        """Return a number of units (of so many nanoseconds) as whole microseconds."""


def stage_in_place(
    words: Words,
    relation: str,
    there: Sequence[Column],
    *,
    named: Named,
    timezone: str | None,
    place: str,
) -> InPlace:
    """Stage a relation of the database in temporary tables and say what became of its rows."""
    by_name = {column.name: column for column in there}
    columns = settle([column.name for column in there], named, place=place)
    reading = read_times(words, relation, by_name[columns.time], timezone=timezone, place=place)
    notes = [*columns.notes, *reading.notes]
    received = None
    if columns.received:
        held = by_name[columns.received]
        received = read_times(words, relation, held, timezone=timezone, place=place)
    properties = {name: f"p{index}" for index, name in enumerate(sorted(columns.properties))}
    typed = _typed(words, relation, by_name, columns, properties, (reading, received))
    words.create(TYPED, typed)
    staged = _stage(words, columns, properties)
    intake = _intake(words, columns, place=place, notes=notes)
    return InPlace(properties=properties, intake=intake, **staged)


def read_times(
    words: Words, relation: str, column: Column, *, timezone: str | None, place: str
) -> Reading:
    """Look at a whole column of times and decide how it is read."""
    if column.kind == "zoned":
        return Reading()
    quoted = words.quoted(column.name)
    if column.kind in ("naive", "day"):
        local = words.local(column)
        ((count, first, last),) = words.rows(
            f"SELECT COUNT({quoted}), MIN({local}), MAX({local}) FROM {relation}"
        )
        tally = Tally(naive=count, first=first, last=last)
    elif column.kind in ("whole", "fraction"):
        ((count, largest),) = words.rows(
            f"SELECT COUNT({quoted}), MAX(ABS({quoted})) FROM {relation}"
        )
        tally = Tally(numbers=count, largest=float(largest or 0))
    else:
        tally = _text_tally(words, relation, column)
    return decide(tally, column=column.name, place=place, timezone=timezone)


def _text_tally(words: Words, relation: str, column: Column) -> Tally:
    text = words.text(column)
    forms = f"""SELECT {words.arrival()} AS nth, {text} AS held, {words.is_blank(text)} AS blank,
        {words.local(column)} AS local, {words.ahead(text)} AS ahead,
        {words.number(text)} AS number FROM {relation}"""
    form = """CASE WHEN blank THEN 'blank' WHEN number IS NOT NULL THEN 'number'
        WHEN local IS NULL THEN 'unreadable' WHEN ahead IS NULL THEN 'naive' ELSE 'zoned' END"""
    found = words.rows(
        f"""SELECT form, COUNT(*), MAX(ABS(number)), MIN(local), MAX(local), MIN(nth)
        FROM (SELECT {form} AS form, f.* FROM ({forms}) f) g GROUP BY form"""
    )
    counts = {
        form: (count, largest, first, last, nth) for form, count, largest, first, last, nth in found
    }
    none = (0, None, None, None, None)
    examples = {form: _example(words, forms, nth=row[4]) for form, row in counts.items()}
    largest = counts.get("number", none)[1]
    return Tally(
        zoned=counts.get("zoned", none)[0],
        naive=counts.get("naive", none)[0],
        numbers=counts.get("number", none)[0],
        unreadable=counts.get("unreadable", none)[0],
        largest=None if largest is None else float(largest),
        first=counts.get("naive", none)[2],
        last=counts.get("naive", none)[3],
        zoned_example=examples.get("zoned"),
        naive_example=examples.get("naive"),
        unreadable_example=examples.get("unreadable"),
    )


def _example(words: Words, forms: str, *, nth: int) -> tuple[int, str]:
    ((text,),) = words.rows(f"SELECT held FROM ({forms}) f WHERE nth = {int(nth)}")
    return int(nth) + 1, str(text)[:60]


def moment(words: Words, column: Column, reading: Reading) -> str:
    """Return SQL for a column's moments in microseconds since 1970 UTC, null if unreadable."""
    if column.kind == "zoned":
        return words.local(column)
    if column.kind in ("naive", "day"):
        return shifted(words.local(column), reading.shifts)
    if column.kind in ("whole", "fraction"):
        return words.micros(words.quoted(column.name), reading.nanoseconds)
    text, local = words.text(column), words.local(column)
    number = words.number(text)
    return f"""CASE WHEN {number} IS NOT NULL THEN {words.micros(number, reading.nanoseconds)}
        WHEN {words.ahead(text)} IS NOT NULL THEN {local} - {words.ahead(text)}
        ELSE {shifted(local, reading.shifts)} END"""


def _typed(
    words: Words,
    relation: str,
    there: dict[str, Column],
    columns: Columns,
    properties: dict[str, str],
    readings: tuple[Reading, Reading | None],
) -> str:
    reading, received_reading = readings
    time = there[columns.time]
    t = moment(words, time, reading)

    def text(name: str | None) -> str:
        return words.text(there[name]) if name else f"CAST(NULL AS {words.text_type})"

    arrived = f"CAST(NULL AS {words.whole})"
    if columns.received and received_reading:
        arrived = moment(words, there[columns.received], received_reading)
    actor, event, ident, account = map(
        text, (columns.actor, columns.event, columns.id, columns.account)
    )
    held = "".join(f", {text(name)} AS {column}" for name, column in properties.items())
    absent = (
        f"{words.quoted(columns.time)} IS NULL"
        if time.kind != "text"
        else words.is_blank(words.text(time))
    )
    reason = f"""CASE WHEN {words.is_blank("actor")} THEN '{NO_ACTOR}'
        WHEN {words.is_blank("name")} THEN '{NO_EVENT}' WHEN untimed THEN '{NO_TIME}'
        WHEN t IS NULL THEN '{UNREADABLE_TIME}' END"""
    ident = f"CASE WHEN {words.is_blank('ident')} THEN NULL ELSE ident END"
    return f"""SELECT g.*, {ident} AS id, {reason} AS reason FROM (
        SELECT {words.arrival()} AS seq, {actor} AS actor, {event} AS name, {t} AS t,
        {text(columns.id)} AS ident, {account} AS account, {arrived} AS received, {absent} AS untimed
        {held} FROM {relation}) g"""


def _stage(words: Words, columns: Columns, properties: dict[str, str]) -> dict[str, Any]:
    run = words.create
    run(ASIDE, f"SELECT seq, reason FROM {TYPED} WHERE reason IS NOT NULL", key="seq")
    once = f"SELECT * FROM {TYPED} WHERE reason IS NULL"
    if columns.id:
        once = f"""SELECT * FROM (SELECT d.*, CASE WHEN id IS NULL THEN 1 ELSE
            ROW_NUMBER() OVER (PARTITION BY id ORDER BY seq) END AS nth
            FROM ({once}) d) n WHERE nth = 1"""
    run(ONCE, once)
    run(ACTORS, words.codes(ONCE, "actor"), key="code")
    run(NAMES, words.codes(ONCE, "name"), key="code")
    run(ACCOUNTS, words.codes(ONCE, "account"), key="code")
    held = "".join(f", e.{column} AS {column}" for column in properties.values())
    received = ", e.received AS received" if columns.received else ""
    run(
        EVENTS,
        f"""SELECT a.code AS actor, e.t AS t, n.code AS name, e.seq AS seq, c.code AS account
        {received}{held} FROM {ONCE} e JOIN {ACTORS} a ON a.actor = e.actor
        JOIN {NAMES} n ON n.name = e.name LEFT JOIN {ACCOUNTS} c ON c.account = e.account
        ORDER BY a.code, e.t, e.seq""",
        key="actor, t, seq",
    )
    newest = "MAX(received)" if columns.received else "MAX(t)"
    # Over no rows, ClickHouse's least and greatest are 0, not null.
    bounds = words.rows(f"SELECT MIN(t), MAX(t), {newest} FROM {EVENTS} HAVING COUNT(*) > 0")
    first, last, arrived = bounds[0] if bounds else (None, None, None)
    ((actors,),) = words.rows(f"SELECT COUNT(*) FROM {ACTORS}")
    return {
        "names": dict(words.rows(f"SELECT name, code FROM {NAMES} ORDER BY code")),
        "has_accounts": columns.account is not None,
        "has_received": columns.received is not None,
        "first": first,
        "last": last,
        "newest": arrived if arrived is not None else last,
        "actors": actors,
    }


def _intake(words: Words, columns: Columns, *, place: str, notes: Sequence[str]) -> Intake:
    ((rows,),) = words.rows(f"SELECT COUNT(*) FROM {TYPED}")
    ((events,),) = words.rows(f"SELECT COUNT(*) FROM {EVENTS}")
    reasons = dict(
        words.rows(f"SELECT reason, COUNT(*) FROM {ASIDE} GROUP BY reason ORDER BY reason")
    )
    aside = sum(reasons.values())
    mapping = json.dumps([words.digest(TYPED), asdict(columns)], sort_keys=True)
    return Intake(
        names=(place,),
        fingerprint=hashlib.sha256(mapping.encode()).hexdigest(),
        rows=rows,
        events=events,
        set_aside=aside,
        duplicates=rows - events - aside,
        reasons=reasons,
        notes=tuple(notes),
    )
