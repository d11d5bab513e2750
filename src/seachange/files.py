"""The one writer of files: whole or not at all, even when the power fails."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from seachange.errors import UnwritableFile


def write_text(path: Path | str, text: str) -> None:
    """Write a file in UTF-8; newlines stay as they are. Raises UnwritableFile."""
    write_bytes(path, text.encode())


def write_bytes(path: Path | str, content: bytes) -> None:
    """Write a file so that a reader finds the old content or the new, never a part.

    Raises UnwritableFile.
    """
    with being_written(path) as unfinished:
        try:
            unfinished.write_bytes(content)
        except OSError as error:
            raise _unwritable(path, error) from error


@contextmanager
def being_written(path: Path | str) -> Iterator[Path]:
    """Give an unfinished file beside `path`, which becomes `path` when the block ends well.

    Order matters: the content reaches the disk before the name does, and the name before
    anybody is told. A block that fails leaves no file behind.
    """
    path = Path(path)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:100]}-", dir=path.parent)
    except OSError as error:
        raise _unwritable(path, error) from error
    os.close(handle)
    unfinished = Path(name)
    try:
        yield unfinished
        _finish(unfinished, path)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink()
        raise


def put(finished: Path, path: Path | str) -> None:
    """Give a file that is finished, and stands beside `path`, its name, as durably."""
    _finish(finished, Path(path))


def _finish(unfinished: Path, path: Path) -> None:
    try:
        unfinished.chmod(0o666 & ~_umask())
        _to_disk(unfinished)
        unfinished.replace(path)
        _to_disk(path.parent)
    except OSError as error:
        raise _unwritable(path, error) from error


def _to_disk(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return  # Windows neither can nor need flush a folder
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    """Return what the user's own new files are kept from, which mkstemp does not ask."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _unwritable(path: Path | str, error: OSError) -> UnwritableFile:
    return UnwritableFile(
        f"cannot be written: {error.strerror or error}",
        place=str(path),
        remedy="Is there such a folder, may you write in it, and is there room?",
    )
