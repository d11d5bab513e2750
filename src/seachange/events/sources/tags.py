"""Whether the tags of an XML stream are of a size that events have."""

from __future__ import annotations

import codecs
from typing import Any

from seachange.errors import UnreadableSource

# An event's attributes are tags of their own with two or three of XML's; whoever writes more than
# this into one tag wants the parser, which builds all of a tag at once, to fill the memory.
MOST_SIGNS = 100_000

# What libxml2 allows a text at most, and room for its tag.
LONGEST = 11_000_000

_WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_WIDE |= {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}


class Tags:
    """Hands on what it reads of a stream, up to a tag that is too large to be one of a log.

    A tag and the text behind it reach from one `<` to the next, for inside of both it is
    written otherwise; each attribute of XML has a `=`. Counting both needs no parser.
    """

    def __init__(self, source: Any, place: str) -> None:
        self.source, self.place = source, place
        self.letters: codecs.IncrementalDecoder | None = None
        self.signs = self.length = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes; raise `UnreadableSource` at a tag that is too large."""
        read: bytes = self.source.read(size)
        if self.letters is None:
            told = codecs.getincrementaldecoder(_WIDE.get(read[:2], "latin-1"))
            self.letters = told(errors="replace")
        before, *others = self.letters.decode(read).split("<")
        self._count(before)
        for piece in others:
            self.signs = self.length = 0
            self._count(piece)
        return read

    def _count(self, piece: str) -> None:
        self.signs += piece.count("=")
        self.length += len(piece)
        if self.signs > MOST_SIGNS or self.length > LONGEST:
            raise UnreadableSource(
                "the XML has a tag larger than any of a log",
                place=self.place,
                remedy="Was it cut off, or made to burst a reader? Export it again.",
            )
