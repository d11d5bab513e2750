"""Room on the disk: what unpacks to more than there is is refused, and work stops before it fills.

A small file may unpack to hundreds of gigabytes, and a column of a Parquet file that says one
thing a billion times is small as well; whoever sends one must not take the disk from the others.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from seachange.errors import BadMapping, UnreadableSource
from seachange.events.sources import cache

MOST = "SEACHANGE_MOST_UNPACKED_GB"
_MOST_UNPACKED = 256.0
# So much stays free for everybody else; of a disk with little room, half of what there is.
_SPARED = 2 << 30
_OFTEN = 0.2


def workplace() -> Path:
    """Return the folder in which large logs are staged."""
    return cache.workplace() or Path(tempfile.gettempdir())


def room(place: Path) -> int:
    """Return how many bytes work in a folder may add before it is stopped."""
    free = shutil.disk_usage(place).free
    return free - min(_SPARED, free // 2)


def most_unpacked() -> int:
    """Return how many bytes a compressed file may unpack to here. Raises BadMapping."""
    said = os.environ.get(MOST, "")
    try:
        most = float(said or _MOST_UNPACKED)
    except ValueError:
        most = 0.0
    if not most > 0:
        raise BadMapping("this is no number of gigabytes", place=MOST, remedy=f"Write {MOST}=256.")
    return min(int(most * (1 << 30)), room(workplace()))


def refuse_more_than(most: int, *, unpacked: int, place: str) -> None:
    """Refuse a file that unpacks to more bytes than it may. Raises UnreadableSource."""
    if unpacked > most:
        raise UnreadableSource(
            f"it unpacks to more than the {most / (1 << 30):,.1f} GB that there is room for",
            place=place,
            remedy=f"Make room on the disk, part the file, or raise {MOST} where the disk is "
            "large enough.",
        )


@contextmanager
def spared(place: Path, *, stop: Callable[[], None]) -> Iterator[None]:
    """Have what works in a folder stopped before its disk is full. Raises UnreadableSource.

    `stop` interrupts the work, which then fails in whatever way it does.
    """
    least = shutil.disk_usage(place).free - room(place)
    ended, full = threading.Event(), threading.Event()

    def look() -> None:
        while not ended.wait(_OFTEN):
            if shutil.disk_usage(place).free < least:
                full.set()
                stop()

    watch = threading.Thread(target=look, daemon=True)
    watch.start()
    try:
        yield
    except Exception as error:
        if not full.is_set():
            raise
        raise UnreadableSource(
            "reading it would fill the disk, and was stopped",
            remedy="Make room on the disk, or part the source.",
        ) from error
    finally:
        ended.set()
        watch.join()
