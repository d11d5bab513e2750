"""The words used here, from the glossary that comes with the project."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

TERM = re.compile(r"^- \*\*(.+?)\*\*:? *(.*)$")
MARKS = re.compile(r"[*`]|\[(.+?)\]\(.+?\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word and what it means here."""

    word: str
    means: str


@cache
def terms() -> tuple[Term, ...]:
    """Return every term of the glossary, in its order."""
    found = (TERM.match(line) for line in _text().splitlines())
    return tuple(Term(word=each[1], means=_plain(each[2])) for each in found if each)


def terms_with(words: str) -> list[Term]:
    """Return the terms whose word holds all of these, those that begin with them first."""
    wanted = words.casefold().split()
    if not wanted:
        return []
    fitting = [t for t in terms() if all(word in t.word.casefold() for word in wanted)]
    return sorted(fitting, key=lambda t: not t.word.casefold().startswith(wanted[0]))


def _plain(text: str) -> str:
    return MARKS.sub(lambda found: found[1] or "", text).strip()


def _text() -> str:
    """Read the glossary: beside the package where it is installed, else at the project's root."""
    packed = files("seachange") / "GLOSSARY.md"
    if packed.is_file():
        return packed.read_text(encoding="utf-8")
    at_root = Path(__file__).parents[4] / "GLOSSARY.md"
    return at_root.read_text(encoding="utf-8") if at_root.is_file() else ""
