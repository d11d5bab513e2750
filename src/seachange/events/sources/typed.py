"""From a relation with whatever columns to one with ours, and why a row is no event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from seachange.events.sources import times
from seachange.events.sources.columns import Columns
from seachange.events.sources.times import (
    Reading,
    Tally,
    decide,
    doubts,
    of_other_units,
    shifted,
    two_units,
    within,
)
from seachange.events.sources.words import DAY, FRACTION, LOCAL, WHOLE, ZONED, Column, Words

NO_ACTOR, NO_EVENT, NO_TIME = "no actor", "no event name", "no time"
UNREADABLE_TIME = "a time that cannot be read"


@dataclass(frozen=True, slots=True)
class Relation:
    """Where the rows of one file or table are, in the connection that will stage them.

    `name` is what people call it. `arrival` is SQL for the row's number from 0, `line`
    for its number as people count (arrival + 1 unless it says otherwise), `broken` for
    why a row could not be taken apart at all (null where it could).
    """

    name: str
    sql: str
    columns: tuple[Column, ...]
    arrival: str
    line: str = ""
    broken: str = ""

    @property
    def row(self) -> str:
        """SQL for a row's number as people count."""
        return self.line or f"{self.arrival} + 1"

    def column(self, name: str | None) -> Column | None:
        """Return a column by its name, None where this relation lacks it."""
        return next((c for c in self.columns if c.name == name), None)


@dataclass(frozen=True, slots=True)
class Readings:
    """How a relation's times are read."""

    time: Reading
    received: Reading | None

    @property
    def notes(self) -> tuple[str, ...]:
        return (*self.time.notes, *(self.received.notes if self.received else ()))


def read_times(
    words: Words, relation: Relation, columns: Columns, *, timezone: str | None
) -> Readings:
    """Look at all of a relation's times and decide how they are read."""

    def reading(name: str | None) -> Reading | None:
        column = relation.column(name)
        if column is None:
            return None
        tally = _tally(words, relation, column)
        decided = decide(tally, column=column.name, place=relation.name, timezone=timezone)
        if tally.numbers:
            _must_be_of_one_unit(words, relation, column, spans=of_other_units(tally, decided))
        said = _doubts(words, relation, column, decided)
        return replace(decided, notes=(*decided.notes, *said))

    return Readings(reading(columns.time) or Reading(), reading(columns.received))


def _tally(words: Words, relation: Relation, column: Column) -> Tally:
    quoted = words.found(column)
    if column.kind == ZONED:
        return Tally()
    if column.kind in (LOCAL, DAY):
        clock = words.native(column)
        ((count, first, last),) = words.rows(
            f"SELECT COUNT({quoted}), MIN({clock}), MAX({clock}) FROM {relation.sql}"
        )
        return Tally(local=count, first=first or 0, last=last or 0)
    if column.kind in (WHOLE, FRACTION):
        number = words.decimal(column)
        ((count, least, most),) = words.rows(
            f"SELECT COUNT({quoted}), MIN({number}), MAX({number}) FROM {relation.sql}"
        )
        largest = max(abs(float(least or 0)), abs(float(most or 0)))
        return Tally(numbers=count, least=float(least or 0), largest=largest)
    return _text_tally(words, relation, column)


def _text_tally(words: Words, relation: Relation, column: Column) -> Tally:
    text = words.text(column)
    form, clock = form_and_clock(words, column)
    looked = f"""SELECT {relation.arrival} AS nth, {relation.row} AS line, {text} AS held,
        {form} AS form, {clock} AS clock FROM {relation.sql}"""
    number = f"CASE WHEN form = {times.NUMERIC} THEN {words.number('held')} END"
    found = {
        int(form): (count, first, last, float(low or 0), float(high or 0), nth)
        for form, count, first, last, low, high, nth in words.rows(
            f"""SELECT form, COUNT(*), MIN(clock), MAX(clock), MIN({number}), MAX({number}),
            MIN(nth) FROM ({looked}) f GROUP BY form"""
        )
    }

    def count(form: int) -> int:
        return int(found[form][0]) if form in found else 0

    def example(form: int) -> tuple[int, str]:
        if form not in found:
            return 0, ""
        nth = int(found[form][5])
        ((line, held),) = words.rows(f"SELECT line, held FROM ({looked}) f WHERE nth = {nth}")
        return int(line), str(held)[:60]

    local, numbers = found.get(times.LOCAL), found.get(times.NUMERIC)
    return Tally(
        zoned=count(times.ZONED),
        local=count(times.LOCAL),
        numbers=count(times.NUMERIC),
        unreadable=count(times.UNREADABLE),
        least=numbers[3] if numbers else 0.0,
        largest=max(map(abs, numbers[3:5])) if numbers else 0.0,
        first=local[1] if local else 0,
        last=local[2] if local else 0,
        zoned_example=example(times.ZONED),
        local_example=example(times.LOCAL),
        number_example=example(times.NUMERIC),
        unreadable_example=example(times.UNREADABLE),
    )


def _must_be_of_one_unit(
    words: Words, relation: Relation, column: Column, *, spans: Mapping[str, tuple[int, int]]
) -> None:
    """Refuse numbers of several units: half of them would be decades off."""
    number, text = words.decimal(column), words.text(column)
    if column.kind not in (WHOLE, FRACTION):
        form, _ = form_and_clock(words, column)
        number = f"CASE WHEN {form} = {times.NUMERIC} THEN {words.number(text)} END"
    looked = f"""SELECT {relation.arrival} AS nth, {relation.row} AS line, {text} AS held,
        {number} AS number FROM {relation.sql}"""
    found = []
    for unit, (least, most) in spans.items():
        within_it = f"ABS(number) >= {least} AND ABS(number) < {most}"
        query = f"SELECT line, held FROM ({looked}) f WHERE {within_it} ORDER BY nth LIMIT 1"
        found += [(unit, int(line), str(held)[:60]) for line, held in words.rows(query)]
    if len(found) > 1:
        raise two_units(column.name, relation.name, *found)


def form_and_clock(words: Words, column: Column) -> tuple[str, str]:
    """Return SQL for the form and the clock of a column of written times."""
    text = words.text(column)
    clock = column.clock or words.clock(text)
    return column.form or words.form(text, clock), clock


def _doubts(words: Words, relation: Relation, column: Column, reading: Reading) -> tuple[str, ...]:
    """Count the local times that have no one moment, and say what was made of them."""
    if not reading.twice and not reading.skipped:
        return ()
    if column.kind in (LOCAL, DAY):
        clock, form = words.native(column), str(times.LOCAL)
    else:
        form, clock = form_and_clock(words, column)
    ((twice, skipped),) = words.rows(
        f"""SELECT SUM(CASE WHEN {within("clock", reading.twice)} THEN 1 ELSE 0 END),
        SUM(CASE WHEN {within("clock", reading.skipped)} THEN 1 ELSE 0 END)
        FROM (SELECT {form} AS form, {clock} AS clock FROM {relation.sql}) f
        WHERE form = {times.LOCAL}"""
    )
    return doubts(column.name, twice=int(twice or 0), skipped=int(skipped or 0))


def moment(words: Words, column: Column, reading: Reading) -> str:
    """Return SQL for a column's moments in microseconds since 1970 UTC, null if unreadable."""
    if column.kind == ZONED:
        return words.native(column)
    if column.kind in (LOCAL, DAY):
        return shifted(words.native(column), reading.shifts)
    if column.kind == WHOLE:
        return words.micros(words.decimal(column), reading.nanoseconds)
    if column.kind == FRACTION:
        return words.nearest_micros(column, reading.nanoseconds)
    text = words.text(column)
    form, clock = form_and_clock(words, column)
    return f"""CASE {form} WHEN {times.ZONED} THEN {clock}
        WHEN {times.LOCAL} THEN {shifted(clock, reading.shifts)}
        WHEN {times.NUMERIC} THEN {words.micros(words.number(text), reading.nanoseconds)} END"""


def typed(
    words: Words,
    relation: Relation,
    columns: Columns,
    readings: Readings,
    *,
    properties: Mapping[str, str],
    file: int = 0,
    offset: int = 0,
) -> str:
    """Return a SELECT of seq, file, line, actor, name, id, account, t, received, p0 …, reason.

    `properties` maps a column to its name in the staged layout; `offset` is the arrival
    of this relation's first row, `file` its number. Where `reason` is not null the row
    is no event.
    """

    def text(name: str | None) -> str:
        column = relation.column(name)
        return words.text(column) if column else f"CAST(NULL AS {words.text_type})"

    def at(name: str | None, reading: Reading | None) -> str:
        column = relation.column(name)
        if column is None or reading is None:
            return f"CAST(NULL AS {words.whole})"
        return moment(words, column, reading)

    held = "".join(f", {text(name)} AS {column}" for name, column in properties.items())
    broken = "WHEN broken IS NOT NULL THEN broken " if relation.broken else ""
    known = f", {relation.broken} AS broken" if relation.broken else ""
    ident = f"CASE WHEN NOT {words.is_blank('ident')} THEN ident END"
    account = f"CASE WHEN NOT {words.is_blank('company')} THEN company END"
    kept = "".join(f", {column}" for column in properties.values())
    return f"""SELECT seq, file, line, actor, name, {ident} AS id, {account} AS account, t,
        received{kept}, CASE {broken}WHEN {words.is_blank("actor")} THEN '{NO_ACTOR}'
        WHEN {words.is_blank("name")} THEN '{NO_EVENT}' WHEN t IS NOT NULL THEN NULL
        WHEN {words.is_blank("said")} THEN '{NO_TIME}' ELSE '{UNREADABLE_TIME}' END AS reason
        FROM (SELECT {relation.arrival} + {offset} AS seq, {file} AS file, {relation.row} AS line,
        {text(columns.actor)} AS actor, {text(columns.event)} AS name,
        {text(columns.id)} AS ident, {text(columns.account)} AS company,
        {at(columns.time, readings.time)} AS t,
        {at(columns.received, readings.received)} AS received,
        {text(columns.time)} AS said{known}{held} FROM {relation.sql}) g"""
