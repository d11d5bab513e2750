"""What the commands share: naming the events, the moment, the format and the file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, TypeVar

import click

from seachange.errors import BadQuestion
from seachange.events.documents import Field
from seachange.events.log import EventLog

Command = TypeVar("Command", bound=Callable[..., Any])
PICTURES = ("svg", "png", "pdf")
FORMATS = ("text", "json", "html", "csv", *PICTURES)


@dataclass(frozen=True, slots=True)
class Events:
    """Where the events are and how their columns are to be read."""

    sources: tuple[str, ...]
    mapping: dict[str, Any]
    timezone: str | None
    rejected: Path | None
    cache: bool


def events_options(command: Command) -> Command:
    """Add --events, which must be given, and the mapping of its columns."""
    return _decorated(command, _events(are_required=True))


def optional_events_options(command: Command) -> Command:
    """Add --events, which may be left out, and the mapping of its columns."""
    return _decorated(command, _events(are_required=False))


def _events(*, are_required: bool) -> list[Callable[[Any], Any]]:
    columns = {
        "actor": "Column that says who did it.",
        "time": "Column that says when.",
        "event": "Column that says what was done.",
        "case": "Column that names the case (session, order) an event belongs to.",
        "id": "Column that is unique to an event; repeated ids count once.",
        "account": "Column that names the account (company) of the actor.",
        "received": "Column that says when the event arrived.",
    }
    return [
        click.option(
            "--events",
            "sources",
            multiple=True,
            required=are_required,
            metavar="FILE…",
            help="Files (CSV, NDJSON, Parquet, XES, plain or gzip), db.duckdb::table, "
            "or postgresql://…?table=…; several make one log.",
        ),
        *(
            click.option(f"--{name}", f"column_{name}", metavar="COLUMN", help=said)
            for name, said in columns.items()
        ),
        click.option(
            "--source-timezone",
            metavar="ZONE",
            help="Zone of times written without one (UTC unless named).",
        ),
        click.option(
            "--rejected",
            type=click.Path(path_type=Path, dir_okay=False),
            metavar="FILE",
            help="Write the rows set aside to this CSV file.",
        ),
        click.option("--no-cache", is_flag=True, help="Neither use nor keep staged events."),
    ]


def answer_options(command: Command) -> Command:
    """Add --as-of, --format and -o."""
    options = [
        click.option(
            "--as-of",
            metavar="T",
            help="Read nothing later (ISO date or moment; a date means its end).",
        ),
        click.option(
            "--format",
            "form",
            type=click.Choice(FORMATS),
            default=None,
            help="text (default), json, html, csv, or a picture; -o's ending decides otherwise.",
        ),
        click.option("--json", "as_json", is_flag=True, help="The same as --format json."),
        click.option(
            "-o",
            "--output",
            type=click.Path(path_type=Path, dir_okay=False),
            metavar="FILE",
            help="Write to a file instead of the terminal.",
        ),
        click.option(
            "--allow-unseen",
            is_flag=True,
            help="Exit with 0 although a rule names events that the log has not.",
        ),
    ]
    return _decorated(command, options)


def _decorated(command: Command, options: list[Callable[[Any], Any]]) -> Command:
    for option in reversed(options):
        command = option(command)
    return command


def taken_events(keys: dict[str, Any]) -> Events:
    """Take the events' options out of a command's keywords."""
    names = [k for k in keys if k.startswith("column_")]
    mapping = {k.removeprefix("column_"): keys.pop(k) for k in names}
    return Events(
        sources=keys.pop("sources"),
        mapping={k: v for k, v in mapping.items() if v},
        timezone=keys.pop("source_timezone"),
        rejected=keys.pop("rejected"),
        cache=not keys.pop("no_cache"),
    )


@contextmanager
def opened(events: Events) -> Iterator[EventLog]:
    """Open the events with a progress bar, and write down what was set aside."""
    from seachange.cli.progress import shown_progress
    from seachange.events.sources.open import open_log

    sources: Any = events.sources[0] if len(events.sources) == 1 else list(events.sources)
    with shown_progress() as progress:
        log = open_log(
            sources,
            timezone=events.timezone,
            cache=events.cache,
            progress=progress,
            **events.mapping,
        )
    try:
        if events.rejected is not None:
            _write_set_aside(log, events.rejected)
        yield log
    finally:
        log.close()


def moment(text: str | None, *, option: str = "--as-of") -> datetime | None:
    """Read a moment given on the command line; a bare date means its last microsecond, UTC."""
    if text is None:
        return None
    try:
        value = Field(text).day_or_moment()
    except BadQuestion as error:
        raise BadQuestion(error.what, place=option, remedy=error.remedy) from None
    if not isinstance(value, datetime):
        return datetime.combine(value, time.max, tzinfo=UTC)
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _write_set_aside(log: EventLog, file: Path) -> None:
    import csv
    from io import StringIO

    from seachange.files import write_text

    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(["file", "row", "reason"])
    writer.writerows([row.file, row.row, row.reason] for row in log.list_set_aside())
    write_text(file, out.getvalue())
    sys.stderr.write(f"{log.intake.set_aside:,} rows set aside are listed in {file}\n")
