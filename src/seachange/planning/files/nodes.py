"""A YAML text as nested nodes that know where they stand; what a scalar means is left open."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from seachange.errors import BadPlan
from seachange.planning.files.mistakes import Mistakes, PlanMistake
from seachange.planning.rules.checks.finding import Place

_MOST_ALIASES = 100
_DEEPEST = 20
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
# What the two readers of YAML take for a space, for the end of a line, or for the end of an
# anchor's name, is not all the same.
_READ_OTHERWISE = re.compile("[\t\x85\u2028\u2029\ufeff]|&[^ \n]*:")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MEND = "Look at that line: an indent, a colon or a quote is amiss."


@dataclass(slots=True)
class Scalar:
    """A text as it was written, and whether without quotes."""

    at: Place
    text: str
    is_plain: bool = True

    @property
    def is_nothing(self) -> bool:
        """Whether it says nothing: empty, `~` or `null`, without quotes."""
        return self.is_plain and self.text in _NOTHING


@dataclass(slots=True)
class Items:
    """A list."""

    at: Place
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Keys:
    """A mapping; `keys` says where each key stands."""

    at: Place
    held: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Place] = field(default_factory=dict)


Node = Scalar | Items | Keys


# Takes the place of a key that was given before: its value is read and left aside.
_GIVEN_BEFORE = Scalar(Place(""), "")


def wrong(at: Place, what: str, *, remedy: str = "") -> BadPlan:
    """Return the error to raise about what stands there."""
    return PlanMistake(what, at=at, remedy=remedy)


def named(node: Node) -> str:
    """Say what stands there, for a person."""
    if isinstance(node, Items):
        return "a list"
    if isinstance(node, Keys):
        return "a mapping"
    if node.is_nothing:
        return "nothing"
    return repr(node.text if len(node.text) <= 60 else f"{node.text[:60]}…")


def nodes_of(text: str, *, file: str, mistakes: Mistakes) -> Node | None:
    """Return the one document of a YAML or JSON text, or none if it is empty.

    Walks the parser's events, never itself deeper than they go, so that neither nesting nor
    aliases can exhaust anything. A key given twice is a mistake to read on behind; of what is
    no YAML nothing can be read: raises BadPlan with line and column.
    """
    sound = _of_a_sound_text(text, file=file)
    return _told(text, file=file, mistakes=mistakes) if sound is None else sound


def _of_a_sound_text(text: str, *, file: str) -> Node | None:
    """Read a text with which nothing is amiss, thirty times as fast; of any other return none.

    What is amiss is left to the other reader to tell, so that it is told in one way.
    """
    if not yaml.__with_libyaml__ or _READ_OTHERWISE.search(text):
        return None
    mistakes = Mistakes()
    growing = _Growing(file, mistakes)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            growing.take(event)
    except (yaml.YAMLError, BadPlan, ValueError, RecursionError):
        return None
    return None if mistakes else growing.root


def _told(text: str, *, file: str, mistakes: Mistakes) -> Node | None:
    growing = _Growing(file, mistakes)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            growing.take(event)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        at = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        told = f"not valid YAML: {error.problem or error.context}"
        raise wrong(at, told, remedy=_MEND) from None
    except (YAMLError, ValueError, RecursionError) as error:
        told = " ".join(str(error).split())
        raise BadPlan(f"not valid YAML: {told}", place=file, remedy=_MEND) from None
    return growing.root


class _Growing:
    """The tree while its events come in."""

    def __init__(self, file: str, mistakes: Mistakes) -> None:
        self.file = file
        self._mistakes = mistakes
        self.root: Node | None = None
        self._open: list[tuple[Items | Keys, str | None]] = []
        self._key: list[Scalar | None] = []  # of each open mapping, the key that waits
        self._anchors: dict[str, Node] = {}
        self._aliases = 0
        self._documents = 0

    def take(self, event: Any) -> None:
        """Take in the next event of the parser."""
        kind = type(event).__name__
        at = Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)
        if kind == "DocumentStartEvent":
            self._documents += 1
            if self._documents > 1:
                raise wrong(at, "a second document", remedy="One file holds one document.")
        elif kind == "ScalarEvent":
            _refuse_tag(event, at)
            scalar = Scalar(at, _sendable(event.value, at), is_plain=not event.style)
            self._put(scalar, event.anchor)
        elif kind in {"MappingStartEvent", "SequenceStartEvent"}:
            _refuse_tag(event, at)
            self._begin(Keys(at) if kind == "MappingStartEvent" else Items(at), event.anchor)
        elif kind in {"MappingEndEvent", "SequenceEndEvent"}:
            self._key.pop()
            self._put(*self._open.pop())
        elif kind == "AliasEvent":
            self._put(self._meant(event.anchor, at), None)

    def _begin(self, node: Items | Keys, anchor: str | None) -> None:
        if len(self._open) >= _DEEPEST:
            raise wrong(node.at, f"nested more than {_DEEPEST} deep", remedy=_MEND)
        self._open.append((node, anchor))
        self._key.append(None)

    def _put(self, node: Node, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors[anchor] = node
        if not self._open:
            self.root = node
            return
        parent = self._open[-1][0]
        if isinstance(parent, Items):
            parent.items.append(node)
            return
        key = self._key[-1]
        if key is not None:
            if key is not _GIVEN_BEFORE:
                parent.held[key.text] = node
            self._key[-1] = None
            return
        if not isinstance(node, Scalar) or node.is_nothing:
            raise wrong(node.at, f"a key must be a word, not {named(node)}")
        if node.text in parent.keys:
            before = parent.keys[node.text].line
            told = f"{node.text!r} is given twice, first in line {before}"
            remedy = "Rename one, or put them together."
            self._mistakes.add(wrong(node.at, told, remedy=remedy))
            self._key[-1] = _GIVEN_BEFORE
            return
        parent.keys[node.text] = node.at
        self._key[-1] = node

    def _meant(self, anchor: str, at: Place) -> Node:
        self._aliases += 1
        if self._aliases > _MOST_ALIASES:
            raise wrong(at, "too many aliases (*name)", remedy="Write values out.")
        if anchor not in self._anchors:
            raise wrong(at, f"there is no anchor &{anchor} before this", remedy="Write it out.")
        return self._anchors[anchor]


def _refuse_tag(event: Any, at: Place) -> None:
    if event.tag is not None:
        raise wrong(at, f"a tag ({event.tag}) has no meaning here", remedy="Leave it out.")


def _sendable(text: str, at: Place) -> str:
    """Refuse half a surrogate pair, which has no bytes, and NUL, which PostgreSQL cannot take.

    Both halves together are one letter, as JSON escapes it.
    """
    if _SURROGATE.search(text):
        try:
            text = text.encode("utf-16", "surrogatepass").decode("utf-16")
        except UnicodeDecodeError:
            raise wrong(at, "a text with bytes that are no letters") from None
    if "\0" in text:
        raise wrong(at, "a text with a zero byte")
    return text
