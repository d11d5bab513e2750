"""One pass over a file's bytes: what it is, whether it is whole, and its fingerprint.

Nothing here is larger than a few megabytes at a time, whatever the file is or claims to be.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Any

from seachange.errors import UnreadableSource
from seachange.events.sources.room import most_unpacked, refuse_more_than
from seachange.events.sources.workshop import Progress

_CHUNK = 1 << 20
_HEAD = 1 << 16

# A line longer than this is no event; it would only fill the memory.
LONGEST_LINE = 16 << 20

# Logs shrink 10 to 50 times. What shrinks more, and is large, was made to burst somebody's disk.
_MOST_SHRUNK, _HARMLESS = 200, 256 << 20

_FOREIGN = {
    b"PK\x03\x04": ("a zip archive or a spreadsheet", "Unpack it, or save the sheet as CSV."),
    b"\x28\xb5\x2f\xfd": ("compressed with zstd", "Unpack it: unzstd FILE."),
    b"BZh": ("compressed with bzip2", "Unpack it: bunzip2 FILE."),
    b"\xfd7zXZ\x00": ("compressed with xz", "Unpack it: unxz FILE."),
    b"\xff\xfe": ("UTF-16", "Save it as UTF-8."),
    b"\xfe\xff": ("UTF-16", "Save it as UTF-8."),
    b"SQLite format 3": ("an SQLite database", "Export its table of events as CSV."),
}
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Scanned:
    """What one pass over a file found.

    `sha256` is of the bytes as they are on the disk; `size` and `unpacked` count bytes
    before and after gzip; `lines` counts lines as an editor does, none of which is longer
    than `longest`; `head` is the beginning, unpacked.
    """

    path: Path
    sha256: str
    size: int
    unpacked: int
    lines: int
    longest: int
    gzipped: bool
    head: bytes


def scan(path: Path, *, text: bool, longest: int | None, progress: Progress) -> Scanned:
    """Read a file once from end to end; raise UnreadableSource where that is not possible.

    A `text` must be one, whole, and with no line longer than `longest` bytes (None: of
    any length). Of anything else the bytes are only counted and hashed.
    """
    with opened_bytes(path) as file:
        size = path.stat().st_size
        if size == 0:
            raise UnreadableSource(
                "the file is empty", place=str(path), remedy="Was its export interrupted?"
            )
        begun = file.peek(16)
        gzipped = begun.startswith(_GZIP)
        if text:
            must_be_ours(begun, path)
        counted = _Counted(file, size, progress)
        found = _Lines(path, longest)
        total, head = 0, b""
        most = most_unpacked() if gzipped and text else None
        for chunk in _chunks(counted, path, gzipped=gzipped and text):
            total += len(chunk)
            if len(head) < _HEAD:
                head += chunk[: _HEAD - len(head)]
                if text:
                    _must_be_text(head, path)
            if text:
                found.take(chunk)
            if gzipped and total > _HARMLESS and total > counted.taken * _MOST_SHRUNK:
                raise _bomb(path, counted.taken, total)
            if most is not None:
                refuse_more_than(most, unpacked=total, place=str(path))
    return Scanned(
        path=path,
        sha256=counted.digest.hexdigest(),
        size=size,
        unpacked=total,
        lines=found.lines + (found.unended > 0),
        longest=min(max(found.longest, _CHUNK), total),
        gzipped=gzipped,
        head=head,
    )


def opened_bytes(path: Path) -> BufferedReader:
    """Open a file for reading, or say why it cannot be."""
    try:
        if path.is_dir():
            raise UnreadableSource(
                "is a folder", place=str(path), remedy=f"Name its files: {path}/*.csv."
            )
        if str(path) == "-" or (path.exists() and not path.is_file()):
            raise UnreadableSource(
                "is a stream, not a file",
                place=str(path),
                remedy="Events are read more than once: write them to a file, and name that.",
            )
        return path.open("rb")
    except FileNotFoundError:
        raise UnreadableSource(
            "there is no such file", place=str(path), remedy=_siblings(path)
        ) from None
    except OSError as error:
        raise UnreadableSource(
            f"cannot be opened: {error.strerror or error}",
            place=str(path),
            remedy="May you read it, and is it a file?",
        ) from None


class _Counted:
    """A file that hashes and counts what is read from it, on the way."""

    def __init__(self, file: BufferedReader, size: int, progress: Progress) -> None:
        self.file, self.size, self.progress = file, size, progress
        self.digest = hashlib.sha256()
        self.taken = 0

    def read(self, size: int = -1) -> bytes:
        chunk = self.file.read(size)
        self.digest.update(chunk)
        self.taken += len(chunk)
        self.progress("Checking", self.taken / self.size)
        return chunk


def _chunks(file: Any, path: Path, *, gzipped: bool) -> Iterator[bytes]:
    source: Any = gzip.GzipFile(mode="rb", fileobj=_Seekless(file)) if gzipped else file
    try:
        while chunk := source.read(_CHUNK):
            yield chunk
        while gzipped and file.read(_CHUNK):
            continue
    except EOFError:
        raise UnreadableSource(
            "the gzip file ends in the middle",
            place=str(path),
            remedy="It was cut off on its way: fetch or export it again.",
        ) from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise UnreadableSource(
            f"the gzip file is damaged: {error}",
            place=str(path),
            remedy="Fetch or export it again.",
        ) from None
    except OSError as error:
        raise UnreadableSource(f"cannot be read: {error}", place=str(path)) from None


class _Seekless:
    """Gives gzip what it needs and no more, so that all bytes pass by the counter."""

    def __init__(self, file: _Counted) -> None:
        self.file = file

    def read(self, size: int = -1, /) -> bytes:
        return self.file.read(_CHUNK if size < 0 else size)

    def seek(self, _offset: int, _whence: int = 0, /) -> int:
        raise OSError("a stream is read once, from the beginning")


class _Lines:
    """Counts lines and refuses one that does not end."""

    def __init__(self, path: Path, most: int | None) -> None:
        self.path, self.most = path, most
        self.lines = 0
        self.unended = 0
        self.longest = 0  # of the lines that go beyond a chunk

    def take(self, chunk: bytes) -> None:
        last = chunk.rfind(b"\n")
        self.longest = max(self.longest, self.unended + chunk.find(b"\n"))
        if last < 0:
            self.unended += len(chunk)
        else:
            self.lines += chunk.count(b"\n")
            self.unended = len(chunk) - last - 1
        self.longest = max(self.longest, self.unended)
        if self.most is not None and self.unended > self.most:
            raise UnreadableSource(
                f"a line is longer than {self.most >> 20} MB",
                place=f"{self.path}, line {self.lines + 1}",
                remedy="Is it a log of events, one a line?",
            )


def _must_be_text(head: bytes, path: Path) -> None:
    if b"\0" in head or _share_of_junk(head) > 0.3:
        raise UnreadableSource(
            "this is not text",
            place=str(path),
            remedy="Understood are CSV, NDJSON, XES (plain or gzip), Parquet and DuckDB files.",
        )


def must_be_ours(begun: bytes, path: Path) -> None:
    """Refuse a file that begins as something else does, by the name of that."""
    for magic, (what, remedy) in _FOREIGN.items():
        if begun.startswith(magic):
            raise UnreadableSource(f"the file is {what}", place=str(path), remedy=remedy)


def _share_of_junk(head: bytes) -> float:
    """Return which share of a beginning is neither printable nor a letter of any language."""
    text = head.decode("utf-8", errors="replace")
    junk = sum(1 for c in text if c == "\ufffd" or (c < " " and c not in "\t\n\r\v\f"))
    return junk / max(len(text), 1)


def _bomb(path: Path, packed: int, unpacked: int) -> UnreadableSource:
    return UnreadableSource(
        f"the gzip file swells more than {_MOST_SHRUNK} times "
        f"({packed:,} bytes became {unpacked:,} and more to come)",
        place=str(path),
        remedy="If it is really a log, unpack it yourself and open the result.",
    )


def _siblings(path: Path) -> str:
    from seachange.events.documents import nearest

    folder = path.parent
    try:
        near = nearest(path.name, [p.name for p in folder.iterdir()]) if folder.is_dir() else []
    except OSError:
        near = []
    if near:
        return f"Did you mean {' or '.join(str(folder / name) for name in near)}?"
    return "Is it another folder?" if folder.is_dir() else f"There is no folder {folder} either."
