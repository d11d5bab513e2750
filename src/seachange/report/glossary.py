"""The words of a plan as the project's glossary explains them, to stand beside what uses them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

_SECTIONS = (
    "How sure", "Why any of it", "What a plan speaks of", "Judging a plan", "The plan",
)  # fmt: skip
_LINE = re.compile(r"^- (\*\*.+)$")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_MARKS = re.compile(r"[*`]|\[(.+?)\]\(.+?\)")
# Said of other things as well, so that explaining them would mislead more often than help.
_PLAIN_WORDS = frozenset(
    "amend board calibrated check control convert deed dose entry estimate exposure faded finding"
    " finish gather look luck margin move new oracle reading record role seal side split stamp"
    " standing state turn unknown void".split()
) | {"as found", "set aside"}


@dataclass(frozen=True, slots=True)
class Meaning:
    """A word of the glossary and what it means; `anchor` names it inside a page."""

    word: str
    means: str

    @property
    def anchor(self) -> str:
        """The name a page links to."""
        return "word-" + re.sub(r"[^a-z0-9]+", "-", self.word)


def words_in(text: str) -> tuple[Meaning, ...]:
    """Return the words of the glossary that a text uses, in their order in the text."""
    known = _meanings()
    found = (known[each.lower()] for each in _pattern().findall(text))
    return tuple(dict.fromkeys(found))


@cache
def _meanings() -> Mapping[str, Meaning]:
    """Every word and its plural, in lower case."""
    known: dict[str, Meaning] = {}
    section = ""
    for line in _text().splitlines():
        section = line.removeprefix("## ") if line.startswith("## ") else section
        told = _LINE.match(line) if section in _SECTIONS else None
        for word in _BOLD.findall(told[1]) if told else ():
            name = word.lower()
            if told and name not in _PLAIN_WORDS:
                meaning = Meaning(name, _MARKS.sub(lambda mark: mark[1] or "", told[1]).strip())
                known.setdefault(name, meaning)
                known.setdefault(_plural(name), meaning)
    return known


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_meanings(), key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(map(re.escape, longest_first)) or '(?!)'})\b", re.IGNORECASE)


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in set("aeiou"):
        return word[:-1] + "ies"
    if word.endswith("sis"):
        return word.removesuffix("is") + "es"
    return word + ("" if word.endswith("s") else "es" if word.endswith("ch") else "s")


def _text() -> str:
    """Read the glossary: beside the package where it is installed, else at the project's root."""
    packed = files("seachange") / "GLOSSARY.md"
    if packed.is_file():
        return packed.read_text(encoding="utf-8")
    at_root = Path(__file__).parents[3] / "GLOSSARY.md"
    return at_root.read_text(encoding="utf-8") if at_root.is_file() else ""
