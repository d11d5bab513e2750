"""A log of events, staged once in the one layout that every question counts over.

The staged table `seachange_events` has one row an event, sorted by (actor, t, seq):

- `actor`, `account`: whole numbers from 0; `seachange_actors(code, actor)` and
  `seachange_accounts(code, account)` hold their texts (account: null where there is none);
- `t`: when it happened, whole microseconds since 1970 UTC;
- `name`: a whole number; `EventLog.names` maps texts to it;
- `seq`: arrival, a whole number that no two rows share; breaks ties in time;
- `received`: microseconds since 1970 UTC, only where the source has it;
- `p0`, `p1` …: properties as texts, null where missing; `EventLog.properties` maps names.

Why one layout: `docs/adr/0002-one-staged-layout.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

EVENTS = "seachange_events"
ACTORS = "seachange_actors"
ACCOUNTS = "seachange_accounts"
NAMES = "seachange_names"


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that is not an event: where it stood and why it was left out."""

    file: str
    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of the rows of a source.

    `names` are the files or tables read; `fingerprint` a SHA-256 over bytes and mapping;
    `rows` what was there, `events` what is counted, `set_aside` and `duplicates` (ids
    seen before) the rest: rows = events + set_aside + duplicates. `reasons` counts the
    rows set aside by reason. `notes` tell how columns and times were understood.
    """

    names: tuple[str, ...]
    fingerprint: str
    rows: int
    events: int
    set_aside: int
    duplicates: int
    reasons: Mapping[str, int]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pause:
    """A time without any event, in microseconds since 1970 UTC; `events` are those after it."""

    begins: int
    ends: int
    events: int


@dataclass(frozen=True, slots=True, eq=False)
class EventLog:
    """Staged events and how to reach them; made by `events/sources`, asked by `measure`.

    `engine` names the adapter (`duckdb`, `postgres`, `clickhouse`) that speaks to
    `connection`. `first` and `last` are the times of the earliest and latest event,
    `newest` the latest arrival (`last` where the source does not say), all in
    microseconds since 1970 UTC, None for an empty log. `last_pauses` are those of more than a
    day between the latest few of its events (a thousandth, of a small log ten at most), the
    earliest first; none where its database was not asked.
    `list_set_aside()` yields every row left out, in order.
    """

    engine: str
    connection: Any
    names: Mapping[str, int]
    properties: Mapping[str, str]
    has_accounts: bool
    has_received: bool
    first: int | None
    last: int | None
    newest: int | None
    actors: int
    intake: Intake
    list_set_aside: Callable[[], list[SetAside]] = field(default=list)
    close: Callable[[], None] = field(default=lambda: None)
    last_pauses: tuple[Pause, ...] = ()
