"""The logs that this process has open: each opened once by whoever counts, and kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from seachange import clock
from seachange.errors import UnreadableSource
from seachange.events.log import EventLog
from seachange.events.sources.open import open_log
from seachange.evidence.models import EventSource
from seachange.people.sealing import Unopenable, is_sealed

Progress = Callable[[str, float], None]
MOST_OPEN = 2


class _Open(threading.local):
    """What one thread has open: a connection is asked by one thread alone."""

    def __init__(self) -> None:
        self.logs: OrderedDict[str, EventLog] = OrderedDict()


_OPEN = _Open()


def log_of(source: EventSource, *, progress: Progress | None = None) -> EventLog:
    """Return the log of a source, opened when it is first asked for.

    A table is staged as it stands, so one that was opened on another day is opened anew, and so
    is one whose database has hung up. Raises UnreadableSource or BadMapping.
    """
    day = clock.now().date().isoformat() if source.address else ""
    name = f"{source.pk} {source.fingerprint} {source.mapping} {source.zone} {day}"
    held = _OPEN.logs
    if name not in held or _is_broken(held[name]):
        for known in [each for each in held if each.startswith(f"{source.pk} ")]:
            _let_go(held.pop(known))
        held[name] = opened(source, progress=progress)
        while len(held) > MOST_OPEN:
            _let_go(held.popitem(last=False)[1])
    held.move_to_end(name)
    return held[name]


def _is_broken(log: EventLog) -> bool:
    return bool(getattr(log.connection, "closed", False))


def _let_go(log: EventLog) -> None:
    """Close a log, unless its database has done so already."""
    if not _is_broken(log):
        log.close()


def opened(source: EventSource, *, progress: Progress | None = None) -> EventLog:
    """Open a source anew, read as its mapping says; its staged log is kept for the next."""
    named = {part: column for part, column in source.mapping.items() if column is not None}
    return open_log(
        where(source),
        timezone=source.zone or None,
        progress=progress,
        on_disk=not settings.JOBS_AT_ONCE,
        **named,
    )


def where(source: EventSource) -> str:
    """Return the path or the address of a source's events. Raises UnreadableSource."""
    if is_sealed(source.address):
        lost = Unopenable()
        raise UnreadableSource(f"its address cannot be opened: {lost.what}", remedy=lost.remedy)
    return source.address or str(Path(settings.FOLDER) / source.place)


def staged() -> Path:
    """Return the folder in which the staged logs of this installation are kept."""
    return Path(settings.FOLDER) / "staged"


def forget() -> None:
    """Close what this thread has open."""
    while _OPEN.logs:
        _let_go(_OPEN.logs.popitem()[1])


def interrupt(log: EventLog) -> None:
    """Stop the query that runs on a log's connection, where its database can."""
    stop = getattr(log.connection, "interrupt", None) or getattr(log.connection, "cancel", None)
    if stop is not None:
        with suppress(RuntimeError):
            stop()
