"""Whether somebody counts here: a sign of life in the folder, and the words where there is none."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from django.conf import settings

from seachange import clock

# How old a sign of life may be, and how long whoever was begun may take until their first.
STILL, COMING = 12.0, 90.0
# The process that began this one; without it this one ends, too.
CHILD_OF = "SEACHANGE_JOBS_OF"


class Presence(StrEnum):
    """Who does the jobs of this installation just now."""

    HERE = "here"
    COMING = "coming"
    NOBODY = "nobody"

    @property
    def words(self) -> str:
        """What whoever waits for a number should know of it; nothing where it is being counted."""
        return {
            Presence.HERE: "",
            Presence.COMING: "What counts here has just been started: "
            "it begins within half a minute, and this page follows by itself.",
            Presence.NOBODY: "Nobody counts here now: start “seachange jobs” on the machine.",
        }[self]


def presence() -> Presence:
    """Return whether a process does the jobs of this installation, or is about to."""
    if settings.JOBS_AT_ONCE:
        return Presence.HERE
    try:
        said, shown_at = _sign().read_text(), _sign().stat().st_mtime
    except OSError:
        return Presence.NOBODY
    age = clock.now().timestamp() - shown_at
    if said == Presence.COMING.value and age < COMING:
        return Presence.COMING
    return Presence.HERE if age < STILL else Presence.NOBODY


def announce() -> None:
    """Say that somebody was begun who will do the jobs."""
    _show(Presence.COMING)


@contextmanager
def at_work() -> Iterator[None]:
    """Show that somebody is at work, for as long as they are."""
    ended = threading.Event()
    parent = os.environ.get(CHILD_OF, "")

    def show() -> None:
        while True:
            _show(Presence.HERE)
            if parent and str(os.getppid()) != parent:
                os.kill(os.getpid(), signal.SIGTERM)  # whoever began us is gone
            if ended.wait(STILL / 4):
                return

    shows = threading.Thread(target=show, daemon=True)
    shows.start()
    try:
        yield
    finally:
        ended.set()
        shows.join()  # or its last sign would stand after the work is laid down
        _sign().unlink(missing_ok=True)


def _show(what: Presence) -> None:
    sign = _sign()
    sign.write_text(what.value)
    # By our own calendar, which the demonstration holds, not by the file system's.
    moment = clock.now().timestamp()
    os.utime(sign, (moment, moment))


def _sign() -> Path:
    return Path(settings.FOLDER) / "jobs.alive"
