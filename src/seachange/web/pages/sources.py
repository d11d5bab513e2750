"""A source of events as a page shows it: what was seen of it, and nothing that is secret."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from seachange.events.sources.columns import NEEDED, PARTS
from seachange.evidence.models import EventSource, SourceState
from seachange.evidence.sources import all_sources, is_gone, source_chosen
from seachange.report import words
from seachange.report.cells import Column, Sheet
from seachange.web.presence import presence

NOTHING_TYPED: Mapping[str, str] = MappingProxyType({})

# What each part of an event is, for whoever has to find its column.
MEANINGS = {
    "actor": "Who did it",
    "time": "When it was done",
    "event": "What was done",
    "id": "Unique to an event: repeated ones count once",
    "account": "The account (company) of whoever did it",
    "received": "When the event arrived",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an event: the column chosen for it, and whether that was a guess.

    `figures` say what came of reading it so, `doubts` why it is hardly the right column.
    """

    name: str
    meaning: str
    chosen: str
    is_guessed: bool
    is_needed: bool
    likely: tuple[str, ...]
    figures: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceShown:
    """A source of events: how far it is, how its columns are read, what became of its rows."""

    number: int
    name: str
    origin: str
    is_file: bool
    state: str
    is_used: bool
    why: str
    remedy: str
    stage: str
    progress: float
    idle: str
    zone: str
    added_by: str
    parts: tuple[Part, ...]
    columns: tuple[str, ...]
    first_rows: tuple[tuple[str, ...], ...]
    told: dict[str, Any]
    first: datetime | None
    last: datetime | None

    @property
    def is_on_its_way(self) -> bool:
        """Whether it is being read, or soon will be."""
        return self.state in {SourceState.NEW, SourceState.READING}

    @property
    def is_ready(self) -> bool:
        """Whether its events are read."""
        return self.state == SourceState.READY

    @property
    def can_be_mapped(self) -> bool:
        """Whether there is anything to say of its columns: of a damaged file none is known."""
        return bool(self.columns or self.is_ready or not self.is_file)

    @property
    def kinds(self) -> Sheet:
        """Every kind of its events, the commonest first, as a table."""
        columns = (Column("Event"), Column("Events", "people"), Column("People", "people"))
        return Sheet("Kinds of events", columns, tuple(map(tuple, self.told.get("names", ()))))

    @property
    def doubts(self) -> tuple[str, ...]:
        """What makes it doubtful that its columns are what they are taken for."""
        return tuple(doubt for part in self.parts for doubt in part.doubts)

    @property
    def left_out(self) -> int:
        """How many rows are no events."""
        return int(self.told.get("set_aside", 0))


def sources_shown() -> list[SourceShown]:
    """Return every source, the one in use first."""
    used = source_chosen()
    return [source_shown(each, used=used) for each in all_sources()]


def source_shown(
    source: EventSource,
    *,
    used: EventSource | None = None,
    typed: Mapping[str, str] = NOTHING_TYPED,
) -> SourceShown:
    """Return a source as its page shows it, with the columns that were `typed` but not taken."""
    used = used or source_chosen()
    told = source.told
    what, _, remedy = source.why.partition("\n")
    if is_gone(source):
        what, remedy = "what read it ended before it was done", "Have it read again."
    return SourceShown(
        number=source.pk,
        name=source.name,
        origin=_origin(source),
        is_file=not source.address,
        state=SourceState.FAILED.value if is_gone(source) else source.state,
        is_used=used is not None and used.pk == source.pk,
        why=what,
        remedy=remedy,
        stage=source.stage or "Waiting for its turn",
        progress=source.progress,
        idle=presence().words,
        zone=source.zone,
        added_by=source.added_by,
        parts=tuple(_part(source, name, typed) for name in PARTS),
        columns=tuple(told.get("columns", ())),
        first_rows=tuple(tuple(row) for row in told.get("first_rows", ())),
        told=told,
        first=_moment(told.get("first")),
        last=_moment(told.get("last")),
    )


def _part(source: EventSource, name: str, typed: Mapping[str, str]) -> Part:
    likely = tuple(source.told.get("likely", {}).get(name, ()))
    said = typed.get(name, source.mapping.get(name))
    guess = likely[0] if len(likely) == 1 else ""
    is_read = source.state == SourceState.READY
    return Part(
        name=name,
        meaning=MEANINGS[name],
        chosen=guess if said is None else said,
        is_guessed=said is None and bool(guess),
        is_needed=name in NEEDED,
        likely=likely if said is None else (),
        figures=_figures(source, name) if is_read and not typed else "",
        doubts=tuple(_doubts(source, name)) if is_read and not typed else (),
    )


def _figures(source: EventSource, part: str) -> str:
    """Say what the columns gave that a source was read by, for whoever has to judge them."""
    told = source.told
    events, actors = int(told.get("events", 0)), int(told.get("actors", 0))
    if not events or not actors:
        return ""
    if part == "actor":
        each = f"{events / actors:,.1f}".removesuffix(".0")
        return f"{words.plural(actors, 'person', 'people')}, {each} events each on average."
    if part == "event":
        return f"{words.plural(int(told.get('kinds', 0)), 'name')} of events."
    first, last = _moment(told.get("first")), _moment(told.get("last"))
    if part == "time" and first and last:
        days = words.plural((last.date() - first.date()).days + 1, "day")
        return f"{days}: {first:%d %b %Y %H:%M} to {last:%d %b %Y %H:%M} UTC."
    if part == "id" and source.mapping.get("id"):
        return f"{words.count(int(told.get('duplicates', 0)))} of its events came again."
    return ""


def _doubts(source: EventSource, part: str) -> Iterator[str]:
    """Walk why the column of a part is hardly the right one."""
    yield from (said for about, said in source.told.get("doubts", ()) if about == part)
    others = {name: source.mapping.get(name) for name in PARTS if name != part}
    column = source.mapping.get(part)
    twice = [MEANINGS[name].lower() for name, other in others.items() if column and other == column]
    if twice and part in NEEDED:
        yield f"{column} is read as “{MEANINGS[part].lower()}” and as “{twice[0]}” as well."


def _origin(source: EventSource) -> str:
    """Say where a source comes from, without the address: that may hold a password."""
    if not source.address:
        return str(source.told.get("kind", "File"))
    scheme = source.address.partition("://")[0] if "://" in source.address else "duckdb"
    return {"postgresql": "PostgreSQL", "postgres": "PostgreSQL", "duckdb": "DuckDB"}.get(
        scheme, "ClickHouse"
    )


def _moment(text: object) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) and text else None
