"""Whether a tag that would fill the memory is refused before a parser builds it."""

from __future__ import annotations

import io

import pytest

from seachange.errors import UnreadableSource
from seachange.events.sources.tags import LONGEST, MOST_SIGNS, Tags

PIECE = 32 * 1024


def read(text, encoding="utf-8"):
    """Return what is handed on of a text."""
    return to_the_end(io.BytesIO(text.encode(encoding)))


def to_the_end(source):
    """Read a stream in pieces, as a parser does; return what is handed on."""
    tags, found = Tags(source, "a.xes"), []
    while piece := tags.read(PIECE):
        found.append(piece)
    return b"".join(found)


def attributes(count, value="1"):
    return "<log " + " ".join(f'a{n}="{value}"' for n in range(count)) + "/>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "latin-1"])
@pytest.mark.parametrize("value", ["1", ">", "/>"])
def test_a_tag_of_very_many_attributes_is_refused_in_its_midst(encoding, value):
    source = io.BytesIO(attributes(3 * MOST_SIGNS, value).encode(encoding))
    with pytest.raises(UnreadableSource, match="larger than any of a log"):
        to_the_end(source)
    assert source.tell() < len(source.getvalue()) / 2


def test_letters_that_hold_the_bytes_of_a_tag_in_utf_16_end_none():
    with pytest.raises(UnreadableSource):
        read(attributes(2 * MOST_SIGNS, "\u3c3c"), "utf-16")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_any_number_of_tags_is_handed_on_as_it_is(encoding):
    text = "<log>" + '<string key="a" value="b=c"/>' * MOST_SIGNS + "</log>"
    assert read(text, encoding) == text.encode(encoding)


def test_a_long_text_is_left_to_the_parser_and_an_endless_one_is_not():
    long = "<log>" + "x" * (LONGEST - 100) + "</log>"
    assert read(long) == long.encode()
    with pytest.raises(UnreadableSource):
        read("<log>" + "x" * (LONGEST + PIECE))
