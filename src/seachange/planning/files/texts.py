"""Texts as YAML scalars that read back as the same text: plain, as lines, or in quotes."""

from __future__ import annotations

import re

from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

# What ruamel.yaml writes plain or folds, so that another text is read back: a mark in
# front, and line ends that are none of ours.
_ODD = re.compile("^[?:-]|[\r\x7f-\x9f\u2028\u2029\ufeff]")
_SEEN = "[!-~\xa1-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\ud7ff\U0001f300-\U0001faff]"
# Lines that begin and end with something one sees, so that no indent is guessed at.
_LINE = f"{_SEEN}(?:(?:{_SEEN}| )*{_SEEN})?"
_LINES = re.compile(rf"{_LINE}(?:\n+{_LINE})+\n?")


def written(text: str) -> str:
    """Return a text as a scalar for one line, in quotes where it has to be."""
    return DoubleQuotedScalarString(text) if _ODD.search(text) else text


def written_as_lines(text: str) -> str:
    """Return a text as a scalar of a block mapping, its lines standing as lines if they can."""
    return LiteralScalarString(text) if _LINES.fullmatch(text) else written(text)
