"""The one door for events: files, frames, rows, or a table of a database; one log comes out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir
from typing import Any, Unpack

import duckdb

from seachange.errors import BadMapping, UnreadableSource
from seachange.events.documents import nearest
from seachange.events.log import EventLog
from seachange.events.sources import cache as kept_logs
from seachange.events.sources.addresses import (
    Address,
    address_of,
    open_database,
    without_password,
)
from seachange.events.sources.columns import Columns, Named, settle
from seachange.events.sources.frames import as_arrow, frame, is_frame, rows_as_arrow
from seachange.events.sources.looking import (
    DUCKDB,
    Source,
    expanded,
    kind_of_file,
    looked_at,
    rows_of,
    scanned_as,
)
from seachange.events.sources.room import spared
from seachange.events.sources.staging import Portion, Staged, opened, stage
from seachange.events.sources.tables import duckdb_table
from seachange.events.sources.times import zone_named
from seachange.events.sources.typed import Relation, read_times
from seachange.events.sources.workshop import (
    Progress,
    Workshop,
    large_workshop,
    reading_workshop,
    small_workshop,
)

Look = Callable[[Workshop], Sequence[Source]]

# From here on a log is staged on disk, by a DuckDB of bounded memory; below, in memory.
_MUCH, _MANY_ROWS = 64 << 20, 2_000_000


def open_log(
    source: Any,
    *,
    timezone: str | None = None,
    progress: Progress | None = None,
    cache: bool = True,
    threads: int | None = None,
    memory: str | None = None,
    on_disk: bool = False,
    **named: Unpack[Named],
) -> EventLog:
    """Open events as a log that questions can be asked of.

    `source` is a path or several (CSV, TSV, NDJSON, XES, plain or gzip; Parquet; patterns
    such as `logs/*.csv`), which arrived in the order given; an address
    (`file.duckdb::table`, `postgresql://…?table=…`, `chdb:///folder?table=…`); a pandas,
    Polars or Arrow frame or a DuckDB relation; or rows as mappings.

    `actor`, `time`, `event`, `id`, `account`, `received` and `case` name columns; what is
    not named is guessed, and `log.intake.notes` says so. `timezone` is the zone of times
    written without one (UTC unless named). `progress(stage, share done)` is told how far
    it is. `memory` bounds DuckDB (`"1GB"`), `threads` its threads. `cache=False` neither
    uses nor keeps a staged log; `on_disk=True` stages a small file on disk, too, so that
    the next who opens it finds it staged.

    Raises UnreadableSource or BadMapping, which name the place and the remedy.
    """
    _must_be_known(named)
    zone_named(timezone)
    opening = _Opening(
        named=named,
        timezone=timezone,
        progress=progress or (lambda _stage, _done: None),
        cache=cache,
        threads=threads,
        memory=memory,
        much=0 if on_disk else _MUCH,
    )
    if isinstance(source, str | os.PathLike):
        return opening.named_by(source)
    if is_frame(source):
        return opening.frame(as_arrow(source), objects=False)
    if isinstance(source, Mapping) or hasattr(source, "read"):
        what = "a mapping of columns" if isinstance(source, Mapping) else "an open file"
        raise UnreadableSource(
            f"events cannot be read from {what}",
            remedy="Give the file's path, a frame (pandas, Polars, Arrow), or rows as mappings.",
        )
    if isinstance(source, Iterable):
        listed = list(source)
        if listed and all(isinstance(each, str | os.PathLike) for each in listed):
            return opening.named_by(listed[0]) if len(listed) == 1 else opening.files(listed)
        return opening.frame(rows_as_arrow(listed), objects=True)
    raise UnreadableSource(
        f"events cannot be read from {type(source).__name__}",
        remedy="Give a path or several, an address, a frame, or rows as mappings.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opening:
    """One opening of a source: how it is to be read, and with what means."""

    named: Named
    timezone: str | None
    progress: Progress
    cache: bool
    threads: int | None
    memory: str | None
    much: int

    def named_by(self, name: str | os.PathLike[str]) -> EventLog:
        """Open what one name stands for: a file, a pattern, or the address of a table."""
        address = None if os.path.exists(name) else address_of(os.fspath(name))
        if address is None:
            return self.files([name])
        if address.kind == "duckdb":
            return self.table(address)
        log = open_database(address, named=self.named, timezone=self.timezone)
        return _with_events(log, address.table)

    def files(self, paths: Sequence[str | os.PathLike[str]]) -> EventLog:
        """Open files as one log."""
        for path in paths:
            if not os.path.exists(path) and address_of(os.fspath(path)) is not None:
                raise UnreadableSource(
                    "this is a table, and a table is a source by itself",
                    place=without_password(os.fspath(path)),
                    remedy="Name it alone, or export it as Parquet beside the other files.",
                )
        found = [(kind_of_file(path), path) for path in expanded(paths)]
        for kind, path in found:
            if kind == DUCKDB:
                raise UnreadableSource(
                    "this is a database, and its table is not named",
                    place=str(path),
                    remedy=f"Write {path}::TABLE, and no other source beside it.",
                )
        scanned = [(kind, scanned_as(kind, path, self.progress)) for kind, path in found]

        def look(workshop: Workshop) -> list[Source]:
            return [looked_at(kind, each, workshop, self.progress) for kind, each in scanned]

        names = [str(each.path) for _, each in scanned]
        much = sum(each.unpacked for _, each in scanned) > self.much
        if not much and not any(rows_of(kind, each) > _MANY_ROWS for kind, each in scanned):
            return self._in_memory(look, names)
        return self._on_disk(look, [(kind, each.sha256) for kind, each in scanned], names)

    def table(self, address: Address) -> EventLog:
        """Open a table of a DuckDB file."""
        path = Path(address.rest).expanduser()
        scanned = scanned_as(DUCKDB, path, self.progress)

        def look(workshop: Workshop) -> list[Source]:
            return [duckdb_table(workshop, scanned, address.table)]

        names = [f"{path}::{address.table}"]
        if scanned.size <= self.much:
            return self._in_memory(look, names)
        return self._on_disk(look, [(f"{DUCKDB} {address.table}", scanned.sha256)], names)

    def frame(self, held: Any, *, objects: bool) -> EventLog:
        """Open a frame, or rows that were made one."""
        if not held.num_rows:
            raise UnreadableSource("there are no rows", remedy="Give at least one event.")

        name = "rows" if objects else "frame"

        def look(workshop: Workshop) -> list[Source]:
            return [frame(workshop, held, name=name, objects=objects)]

        if held.num_rows <= _MANY_ROWS:
            return self._in_memory(look, [name])
        return self._on_disk(look, [], [name])

    def _in_memory(self, look: Look, names: Sequence[str]) -> EventLog:
        workshop = small_workshop(threads=self.threads, memory=self.memory)
        with _discarded_if_it_fails(workshop, names):
            return _with_events(opened(workshop, self._stage(workshop, look)), *names)

    def _on_disk(
        self, look: Look, digests: Sequence[tuple[str, str]], names: Sequence[str]
    ) -> EventLog:
        """Stage in a file; take the one kept from last time, or keep this one for the next."""
        place = kept_logs.workplace() if self.cache and digests else None
        name = kept_logs.key(digests, {**self.named, "timezone": self.timezone})
        log = self._kept(name, names) if place else None
        if log is not None:
            return log
        workshop = large_workshop(threads=self.threads, memory=self.memory, place=place)
        with _discarded_if_it_fails(workshop, names):
            with spared(place or Path(gettempdir()), stop=workshop.connection.interrupt):
                staged = self._stage(workshop, look)
            log = _with_events(opened(workshop, staged), *names)
            if place is None:
                return log
            if kept_logs.keep(name, workshop.closed_file()) is None:
                return opened(workshop.reopened(), staged)
        workshop.discard()
        log = self._kept(name, names)
        return log if log is not None else self._on_disk(look, [], names)

    def _kept(self, name: str, names: Sequence[str]) -> EventLog | None:
        """Return the log kept under a name; one that cannot be read is as good as none."""
        file = kept_logs.kept(name)
        if file is None:
            return None
        try:
            workshop = reading_workshop(file, threads=self.threads, memory=self.memory)
        except duckdb.Error:
            return None
        try:
            return opened(workshop, names=names)
        except (duckdb.Error, KeyError, TypeError, ValueError):
            workshop.discard()
            return None

    def _stage(self, workshop: Workshop, look: Look) -> Staged:
        self.progress("Reading", 0.0)
        sources = look(workshop)
        place = sources[0].name if len(sources) == 1 else f"{sources[0].name} and others"
        there = list(dict.fromkeys(name for source in sources for name in source.names))

        def timed() -> list[str]:
            return list(dict.fromkeys(name for source in sources for name in source.timed()))

        columns = settle(there, self.named, place=place, timed=timed)
        portions = []
        for number, source in enumerate(sources):
            _must_have(source, columns)
            begin, end = number / len(sources), (number + 1) / len(sources)
            with workshop.watched(self.progress, "Reading", begin=begin, end=end):
                relation = source.load(workshop, columns)
            self.progress("Reading", end)
            portions.append(self._portion(workshop, relation, columns))
        digests = [source.digest for source in sources]
        return stage(workshop, portions, columns, digests=digests, progress=self.progress)

    def _portion(self, workshop: Workshop, relation: Relation, columns: Columns) -> Portion:
        readings = read_times(workshop.words, relation, columns, timezone=self.timezone)
        count = f"SELECT COUNT(*), COALESCE(MAX({relation.arrival}) + 1, 0) FROM {relation.sql}"
        ((rows, span),) = workshop.words.rows(count)
        return Portion(relation, readings, rows=rows, span=span)


def _must_be_known(named: Named) -> None:
    """Refuse a keyword that means nothing here, rather than leave it unheard."""
    for word in named.keys() - Named.__annotations__.keys():
        near = nearest(word, Named.__annotations__)
        raise TypeError(
            f"open_log() has no keyword {word!r}"
            + (f"; did you mean {' or '.join(near)}?" if near else "")
        )


def _must_have(source: Source, columns: Columns) -> None:
    needed = {"actor": columns.actor, "time": columns.time, "event": columns.event}
    for part, column in needed.items():
        if column not in source.names:
            raise BadMapping(
                f"there is no column {column!r}, which is the {part} in the other files",
                place=source.name,
                remedy="Files that make one log name their columns alike.",
            )


def _with_events(log: EventLog, *names: str) -> EventLog:
    """Return a log that has events; close one that has none and say why."""
    intake = log.intake
    if intake.events:
        return log
    first = log.list_set_aside()[:1]
    log.close()
    if not intake.rows:
        raise UnreadableSource(
            "there are no rows, only the names of columns" if names else "there are no rows",
            place=", ".join(names[:3]),
            remedy="Was its export interrupted?",
        )
    example = f", to begin with row {first[0].row}: {first[0].reason}" if first else ""
    why = ", ".join(f"{n:,} × {reason}" for reason, n in sorted(intake.reasons.items()))
    raise UnreadableSource(
        f"none of {intake.rows:,} rows is an event ({why}){example}",
        place=", ".join(names[:3]),
        remedy="Do --actor, --time and --event name the right columns?",
    )


@contextmanager
def _discarded_if_it_fails(workshop: Workshop, names: Sequence[str]) -> Iterator[None]:
    try:
        yield
    except (duckdb.Error, UnicodeDecodeError) as error:
        workshop.discard()
        said = str(error).splitlines()[0][:300]
        raise UnreadableSource(
            f"it cannot be read: {said}",
            place=", ".join(names[:3]),
            remedy="Is there room on the disk, and is the file whole? "
            "With little memory, try memory='1GB' in Python.",
        ) from error
    except BaseException:
        workshop.discard()
        raise
