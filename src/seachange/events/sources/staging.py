"""Staging in DuckDB: from relations of rows to the one layout that questions count over."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from typing import Any

from seachange.events.log import ACCOUNTS, ACTORS, EVENTS, NAMES, EventLog, Intake, Pause, SetAside
from seachange.events.sources.columns import Columns
from seachange.events.sources.intake import doubt_about_ids, fingerprint, laid_out
from seachange.events.sources.typed import Readings, Relation, typed
from seachange.events.sources.workshop import Progress, Workshop

TYPED = "seachange_typed"
ASIDE = "seachange_set_aside"
ABOUT = "seachange_about"
_MOST_LATEST = 1_000
_DAY = 24 * 60 * 60 * 1_000_000


@dataclass(frozen=True, slots=True)
class Portion:
    """One file or table of a source, how its times are read, and how many rows it has.

    Its rows arrive under numbers from 0 that are less than `span`.
    """

    relation: Relation
    readings: Readings
    rows: int
    span: int


@dataclass(frozen=True, slots=True)
class Staged:
    """What a staged log says of itself, as it is kept beside its tables."""

    properties: dict[str, str]
    has_accounts: bool
    has_received: bool
    first: int | None
    last: int | None
    newest: int | None
    actors: int
    intake: Intake
    last_pauses: tuple[Pause, ...] = ()


def stage(
    workshop: Workshop,
    portions: Sequence[Portion],
    columns: Columns,
    *,
    digests: Sequence[str],
    progress: Progress,
) -> Staged:
    """Stage portions, the earlier ones having arrived earlier, in the workshop's database.

    Rows that are no events go to a table of their own; of rows that share an id the
    first to arrive counts. `digests` stand for the bytes that were read.
    """
    run = workshop.connection.execute
    layout = laid_out(columns)
    # Looked at several times: a small log is typed once, a large one as often as it takes.
    kind = "VIEW" if workshop.large else "TABLE"
    run(f"CREATE TEMP {kind} {TYPED} AS {_all(workshop, portions, columns, layout)}")
    run(
        f"CREATE TABLE {ASIDE} AS SELECT seq, file, line, reason FROM {TYPED} "
        "WHERE reason IS NOT NULL ORDER BY seq"
    )
    progress("Sorting", 0.2)
    (aside,) = _one(workshop, f"SELECT COUNT(*) FROM {ASIDE}")
    doubt, again = _again(workshop, columns, aside=bool(aside))
    if columns.id and not doubt:
        layout.pop(columns.id, None)
    left_out = [f"SELECT seq FROM {ASIDE}"] * bool(aside) + [f"SELECT seq FROM {again}"] * bool(
        again
    )
    kept = f" WHERE seq NOT IN ({' UNION ALL '.join(left_out)})" if left_out else ""
    progress("Sorting", 0.3)
    _lay_out(workshop, columns, list(layout.values()), f"(SELECT * FROM {TYPED}{kept})", progress)
    run(f"DROP {kind} {TYPED}")
    notes = (*columns.notes, *_notes(portions), *doubt)
    intake = _intake(workshop, portions, notes)
    intake = replace(intake, fingerprint=fingerprint(digests, columns, notes))
    staged = _describe(workshop, columns, layout, intake)
    run(f"CREATE TABLE {ABOUT} AS SELECT ? AS about", [json.dumps(asdict(staged))])
    workshop.clear()
    progress("Sorting", 1.0)
    return staged


def opened(
    workshop: Workshop, staged: Staged | None = None, *, names: Sequence[str] = ()
) -> EventLog:
    """Return the log staged in the workshop's database.

    Without `staged` the log is described by itself; `names` are then what its files are
    called now.
    """
    connection = workshop.connection
    if staged is None:
        (about,) = _one(workshop, f"SELECT about FROM {ABOUT}")
        told = json.loads(about)
        intake = {**told.pop("intake"), "names": tuple(names)}
        told["last_pauses"] = tuple(Pause(**pause) for pause in told.pop("last_pauses"))
        staged = Staged(**told, intake=Intake(**{**intake, "notes": tuple(intake["notes"])}))
    codes = connection.execute(f"SELECT name, code FROM {NAMES} ORDER BY code").fetchall()
    files = staged.intake.names
    listed = f"SELECT file, line, reason FROM {ASIDE} ORDER BY seq"
    return EventLog(
        engine="duckdb",
        connection=connection,
        names=dict(codes),
        properties=staged.properties,
        has_accounts=staged.has_accounts,
        has_received=staged.has_received,
        first=staged.first,
        last=staged.last,
        newest=staged.newest,
        actors=staged.actors,
        intake=staged.intake,
        list_set_aside=lambda: [
            SetAside(files[file], line, reason)
            for file, line, reason in connection.execute(listed).fetchall()
        ],
        close=workshop.discard,
        last_pauses=staged.last_pauses,
    )


def _all(
    workshop: Workshop, portions: Sequence[Portion], columns: Columns, layout: dict[str, str]
) -> str:
    """Return the typed rows of all portions, numbered through in the order of arrival."""
    selects, offset = [], 0
    for file, portion in enumerate(portions):
        selects.append(
            typed(
                workshop.words,
                portion.relation,
                columns,
                portion.readings,
                properties=layout,
                file=file,
                offset=offset,
            )
        )
        offset += portion.span
    return " UNION ALL ".join(f"({select})" for select in selects)


def _again(workshop: Workshop, columns: Columns, *, aside: bool) -> tuple[tuple[str, ...], str]:
    """Find rows whose id was there before: (doubts about a guessed id, the table of their seq)."""
    if columns.id is None:
        return (), ""
    events = f"SELECT * FROM {TYPED} WHERE id IS NOT NULL"
    events += f" AND seq NOT IN (SELECT seq FROM {ASIDE})" if aside else ""
    # Whole numbers take less room than ids; that few meet by chance is settled just below.
    met = workshop.keep(
        "met", f"SELECT hash(id) AS h FROM ({events}) GROUP BY h HAVING COUNT(*) > 1"
    )
    (some,) = _one(workshop, f"SELECT COUNT(*) FROM {met}")
    if not some:
        return (), ""
    again = workshop.keep(
        "again",
        f"""SELECT seq, same FROM (
          SELECT seq, ROW_NUMBER() OVER arrived AS nth, FIRST_VALUE(actor) OVER arrived = actor
          AND FIRST_VALUE(name) OVER arrived = name AND FIRST_VALUE(t) OVER arrived = t AS same
          FROM (SELECT * FROM ({events}) WHERE hash(id) IN (SELECT h FROM {met}))
          WINDOW arrived AS (PARTITION BY id ORDER BY seq)) WHERE nth > 1""",
    )
    repeated, differing = _one(
        workshop, f"SELECT COUNT(*), COUNT(*) FILTER (WHERE NOT same) FROM {again}"
    )
    doubt: tuple[str, ...] = ()
    if "id" in columns.guessed:
        doubt = doubt_about_ids(columns.id, repeated=repeated, differing=differing)
    return (doubt, "") if doubt or not repeated else ((), again)


def _lay_out(
    workshop: Workshop, columns: Columns, held: Sequence[str], rows: str, progress: Progress
) -> None:
    """Number actors, names and accounts, and write the events in their order."""
    run = workshop.connection.execute
    for table, column in ((ACTORS, "actor"), (NAMES, "name"), (ACCOUNTS, "account")):
        run(f"CREATE TABLE {table} AS {_codes(rows, column)}")
    progress("Sorting", 0.5)
    received = ", e.received" if columns.received else ""
    account, joined = "CAST(NULL AS INTEGER) AS account", ""
    if columns.account:
        account, joined = "c.code AS account", f"LEFT JOIN {ACCOUNTS} c ON c.account = e.account"
    properties = "".join(f", e.{column}" for column in held)
    with workshop.watched(progress, "Sorting", begin=0.5, end=1.0):
        run(
            f"""CREATE TABLE {EVENTS} AS
            SELECT a.code AS actor, e.t, n.code AS name, e.seq, {account}{received}{properties}
            FROM {rows} e JOIN {ACTORS} a ON a.actor = e.actor JOIN {NAMES} n ON n.name = e.name
            {joined} ORDER BY a.code, e.t, e.seq"""
        )


def _codes(rows: str, column: str) -> str:
    """Number the distinct texts of a column from 0, in their own order (so: repeatably)."""
    return f"""SELECT CAST(ROW_NUMBER() OVER (ORDER BY {column}) - 1 AS INTEGER) AS code, {column}
        FROM (SELECT DISTINCT {column} FROM {rows} WHERE {column} IS NOT NULL) ORDER BY code"""


def _describe(
    workshop: Workshop, columns: Columns, layout: dict[str, str], intake: Intake
) -> Staged:
    newest = "MAX(received)" if columns.received else "MAX(t)"
    latest = _few_of(intake.events) + 1
    first, last, arrived, times = _one(
        workshop, f"SELECT MIN(t), MAX(t), {newest}, MAX(t, {latest}) FROM {EVENTS}"
    )
    (actors,) = _one(workshop, f"SELECT COUNT(*) FROM {ACTORS}")
    return Staged(
        properties=layout,
        has_accounts=columns.account is not None,
        has_received=columns.received is not None,
        first=first,
        last=last,
        newest=arrived if arrived is not None else last,
        actors=actors,
        intake=intake,
        last_pauses=_pauses(times or ()),
    )


def _few_of(events: int) -> int:
    """Return how many events are few: a thousandth, of a small log a hundredth and ten at most."""
    return min(max(events // 1_000, min(events // 100, 10), 1), _MOST_LATEST)


def _pauses(latest: Sequence[int]) -> tuple[Pause, ...]:
    """Return the pauses between the latest times, the newest of which comes first."""
    pauses = [Pause(old, new, nth) for nth, (new, old) in enumerate(pairwise(latest), start=1)]
    return tuple(pause for pause in reversed(pauses) if pause.ends - pause.begins > _DAY)


def _intake(workshop: Workshop, portions: Sequence[Portion], notes: Sequence[str]) -> Intake:
    counted = f"SELECT reason, COUNT(*) FROM {ASIDE} GROUP BY reason ORDER BY reason"
    reasons = dict(workshop.words.rows(counted))
    (events,) = _one(workshop, f"SELECT COUNT(*) FROM {EVENTS}")
    rows, aside = sum(portion.rows for portion in portions), sum(reasons.values())
    return Intake(
        names=tuple(portion.relation.name for portion in portions),
        fingerprint="",
        rows=rows,
        events=events,
        set_aside=aside,
        duplicates=rows - aside - events,
        reasons=reasons,
        notes=tuple(notes),
    )


def _notes(portions: Sequence[Portion]) -> Iterator[str]:
    """Yield how times were read, naming the file where not all were read alike."""
    alike = len({portion.readings.notes for portion in portions}) <= 1
    for portion in portions[:1] if alike else portions:
        for note in portion.readings.notes:
            yield note if alike else f"{portion.relation.name}: {note}"


def _one(workshop: Workshop, query: str) -> tuple[Any, ...]:
    (row,) = workshop.words.rows(query)
    return row
