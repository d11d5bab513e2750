"""Staged logs that are kept, so that the same bytes are never staged twice.

A log's name is a hash of the bytes and of how they were to be read, so it is never out
of date. Files appear whole or not at all; when there are too many, the one that was
opened longest ago goes first.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from seachange.clock import now
from seachange.errors import UnwritableFile
from seachange.events.sources.intake import LAYOUT
from seachange.files import put

FOLDER, SIZE = "SEACHANGE_CACHE", "SEACHANGE_CACHE_GB"
_DEFAULT_SIZE = 20.0
_ENDING = ".seachange.duckdb"

# The beginning of the names of folders in which logs are being made.
WORK = "seachange-work-"
_DAY = 86_400


def folder() -> Path | None:
    """Return where staged logs are kept; None where that is turned off (SEACHANGE_CACHE=0)."""
    chosen = os.environ.get(FOLDER, "")
    if chosen == "0":
        return None
    if chosen:
        return Path(chosen).expanduser()
    home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(home).expanduser() / "seachange"


def key(digests: Iterable[tuple[str, str]], said: dict[str, Any]) -> str:
    """Return the name of what comes of these bytes (kind, SHA-256), read in this way."""
    import duckdb

    told = [LAYOUT, duckdb.__version__, list(digests), said]
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=list).encode()).hexdigest()


def kept(name: str) -> Path | None:
    """Return the staged log of this name, if it is there, and remember that it was wanted."""
    place = folder()
    path = place / f"{name}{_ENDING}" if place else None
    if path is None or not path.is_file():
        return None
    with suppress(OSError):
        os.utime(path)
    return path


def workplace() -> Path | None:
    """Return a folder in which to make what will be kept; None where nothing can be."""
    place = folder()
    if place is None:
        return None
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return place if os.access(place, os.W_OK) else None


def keep(name: str, file: Path) -> Path | None:
    """Keep a staged log made in `workplace`; return where, or None where it cannot be kept.

    A cache that cannot be written is no error: the log is there, only not next time.
    """
    place = folder()
    if place is None:
        return None
    path = place / f"{name}{_ENDING}"
    try:
        put(file, path)
    except UnwritableFile:
        return None
    _make_room(place, besides=path)
    sweep()
    return path


def _make_room(place: Path, *, besides: Path) -> None:
    """Remove what was not opened for longest until the rest is small enough."""
    try:
        most = float(os.environ.get(SIZE, _DEFAULT_SIZE)) * 2**30
    except ValueError:
        most = _DEFAULT_SIZE * 2**30
    found = []
    for path in place.glob(f"*{_ENDING}"):
        with suppress(OSError):  # another process may have removed it just now
            found.append((path.stat().st_mtime, path.stat().st_size, path))
    total = sum(size for _, size, _ in found)
    for _, size, path in sorted(found):
        if total <= most:
            return
        if path != besides:
            with suppress(OSError):
                path.unlink()
                total -= size


def empty(place: Path) -> None:
    """Let go of every staged log kept in a folder; what is asked for again is staged again."""
    for path in place.glob(f"*{_ENDING}"):
        with suppress(OSError):
            path.unlink()


def sweep() -> None:
    """Remove what a staging that was killed has left behind, once it is a day old."""
    place = folder()
    for path in place.glob(f"{WORK}*") if place else ():
        with suppress(OSError):
            if now().timestamp() - path.stat().st_mtime > _DAY:
                shutil.rmtree(path)
