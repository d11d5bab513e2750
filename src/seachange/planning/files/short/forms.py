"""What a short form is: a key written for several fields or records, and what it unfolds into."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from seachange.errors import BadPlan
from seachange.planning.files.mistakes import Mistakes
from seachange.planning.files.nodes import Items, Keys, Node, Scalar, named, wrong
from seachange.planning.rules.checks.finding import Place
from seachange.planning.rules.plan.plan import COLLECTIONS
from seachange.planning.rules.vocabulary import Kind

_GLUED = re.compile(r"(P|A|D|period):(\S+)\Z")
_SCORES = {"P": "promoters", "A": "passives", "D": "detractors"}
_NUMBER = re.compile(r"[-+]?[0-9]{1,9}(?:\.[0-9]{1,9})?\Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_ID = re.compile(r"[A-Z]{1,4}-?[0-9]{1,6}\Z|[MG]-[A-Z]\S*\Z")
_LONGEST_SLUG = 40
A_DAY = "2026-05-01"
Fields = Mapping[str, Node]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A short key: how it unfolds, an example of what it takes, its schema, what it stands for.

    `applies` tells a value written short from one of a long field of the same name. `field` is
    the one that this is no more than another word for.
    """

    unfold: Callable[[Entry, Node], None]
    example: str
    schema: Mapping[str, Any]
    means: str
    applies: Callable[[Node], bool] = lambda _: True
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A key at the top of a plan below which records of a kind may be written short.

    `finish` adds what goes without saying, after all short keys of a record were unfolded.
    `gives`: whether what a record must say can be said elsewhere instead.
    """

    kind: Kind
    forms: Mapping[str, Form]
    finish: Callable[[Entry], None] = lambda _: None
    gives: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Top:
    """A key at the top of a plan that is a short form as a whole."""

    unfold: Callable[[Whole, Keys | Items, Place], None]
    example: str
    schema: Mapping[str, Any]
    means: str
    applies: Callable[[Node], bool] = lambda _: True


@dataclass(slots=True)
class Whole:
    """All files of a plan while what was written short in them is unfolded.

    `files` is as it was written, `long` what becomes of it. `written` is every record with its
    kind, `taken` every id there is; `owners` names for each record that was implied what it was
    written with: a record's id, or a key at the top.
    """

    as_of: date
    mistakes: Mistakes
    files: Mapping[str, Keys]
    long: Mapping[str, Keys]
    written: dict[str, tuple[Kind, Keys]] = field(default_factory=dict)
    taken: dict[str, Place] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    given: list[tuple[str, str, Scalar]] = field(default_factory=list)
    _naming: dict[str, dict[str, str]] = field(default_factory=dict)

    def kind_of(self, record_id: str) -> Kind | None:
        """Return what an id is the id of, none if of nothing that was written."""
        return self.written[record_id][0] if record_id in self.written else None

    def field_of(self, record_id: str, name: str) -> str:
        """Return a field of a record as it was written, if it was one word or text."""
        held = self.written[record_id][1].held.get(name) if record_id in self.written else None
        return held.text if isinstance(held, Scalar) and not held.is_nothing else ""

    def naming(self, key: str, text: str) -> str:
        """Return the first record that was written with this word under this key, or nothing."""
        return self.words_under(key).get(text, "")

    def words_under(self, key: str) -> Mapping[str, str]:
        """Return all words that were written under this key, each with its first record."""
        if key not in self._naming:
            found: dict[str, str] = {}
            for record_id, (_, node) in self.written.items():
                held = node.held.get(key)
                for each in held.items if isinstance(held, Items) else [held]:
                    if isinstance(each, Scalar) and not each.is_nothing:
                        found.setdefault(each.text, record_id)
            self._naming[key] = found
        return self._naming[key]

    def give(self, record_id: str, name: str, node: Scalar) -> None:
        """Have a field of another record say this, once all are unfolded."""
        self.given.append((record_id, name, node))

    def tops(self, name: str) -> list[Node]:
        """Return what stands under a key at the top, in whichever files."""
        return [root.held[name] for root in self.files.values() if name in root.held]

    def imply(self, kind: Kind, record_id: str, fields: Fields, *, at: Place, owner: str) -> None:
        """Add a record that something written short stands for. Refuses an id that is taken."""
        if record_id in self.taken:
            what = f"this stands for {kind.one} {record_id}, and that id is taken"
            first = self.taken[record_id]
            where = f"line {first.line}" if first.file == at.file else first
            remedy = f"First given in {where}; leave out one of them."
            raise wrong(at, what, remedy=remedy)
        self.taken[record_id] = at
        self.owners[record_id] = owner
        self.written[record_id] = kind, keys_of(fields, at)
        self.place(kind, record_id, self.written[record_id][1], at=at)

    def place(self, kind: Kind, record_id: str, node: Keys, *, at: Place) -> None:
        """Put a record in its long form among those of its kind in its file."""
        root, name = self.long[at.file], COLLECTIONS[kind]
        held = root.held.get(name)
        if not isinstance(held, Keys):
            held = root.held[name] = Keys(at)
            root.keys[name] = at
        held.held[record_id] = node
        held.keys[record_id] = at


@dataclass(slots=True)
class Entry:
    """A record that is written short: as it stands there, and in the long form it unfolds into."""

    whole: Whole
    kind: Kind
    id: str
    node: Keys
    at: Place
    owner: str
    long: Keys

    def put(self, name: str, node: Node, *, said: str) -> None:
        """Give a field what a short key says. Refuses what is said twice."""
        if name in self.long.held and name != said and not is_silent(self.long.held[name]):
            what = f"{self.id} says {name!r} twice, once as {said!r}"
            raise wrong(self.node.keys[said], what, remedy="Leave one out.")
        self.long.held[name] = node
        self.long.keys[name] = self.node.keys[said]

    def put_part(self, name: str, part: str, node: Node, *, said: str) -> None:
        """Give a part of a field (criteria) what a short key says."""
        held = self.long.held.get(name)
        if not isinstance(held, Keys):
            held = Keys(node.at)
        elif held is self.node.held.get(name):
            held = Keys(held.at, dict(held.held), dict(held.keys))
        if part in held.held:
            what = f"{self.id} says {part!r} twice, once as {said!r}"
            raise wrong(self.node.keys[said], what, remedy="Leave one out.")
        held.held[part] = node
        held.keys[part] = node.at
        self.long.held[name] = held
        self.long.keys[name] = self.node.keys[said]

    def fill(self, name: str, text: str) -> None:
        """Give a field what goes without saying, unless it is said."""
        if text and is_silent(self.long.held.get(name)):
            self.long.held[name] = Scalar(self.at, text, is_plain=False)
            self.long.keys[name] = self.at

    def says(self, name: str) -> str:
        """Return a field of the long form, if it is one word or text."""
        held = self.long.held.get(name)
        return held.text if isinstance(held, Scalar) and not held.is_nothing else ""

    def imply(self, kind: Kind, record_id: str, fields: Fields, *, at: Place) -> None:
        """Add a record that this one stands for."""
        self.whole.imply(kind, record_id, fields, at=at, owner=self.owner)


def unfold(entry: Entry, section: Section) -> None:
    """Unfold one record, and put it where its long form stands. What is amiss is left out."""
    short = {}
    for key, held in entry.node.held.items():
        if key in section.forms and section.forms[key].applies(held):
            short[key] = held
        else:
            entry.long.held[key] = held
            entry.long.keys[key] = entry.node.keys[key]
    for key, held in short.items():
        if not is_silent(held):
            with entry.whole.mistakes.caught():
                section.forms[key].unfold(entry, held)
    with entry.whole.mistakes.caught():
        section.finish(entry)
    entry.whole.place(section.kind, entry.id, entry.long, at=entry.at)


# --- nodes ----------------------------------------------------------------------------------------


def is_silent(node: Node | None) -> bool:
    """Tell whether a node is left out or says nothing."""
    return node is None or (isinstance(node, Scalar) and node.is_nothing)


def word(text: str, at: Place) -> Scalar:
    """Return a text as a node."""
    return Scalar(at, text, is_plain=False)


def figure(text: str, at: Place) -> Scalar:
    """Return a number or a day as a node."""
    return Scalar(at, text)


def keys_of(fields: Fields, at: Place) -> Keys:
    """Return fields as a mapping that stands in one place; what says nothing is left out."""
    told = {name: node for name, node in fields.items() if not is_silent(node)}
    return Keys(at, told, dict.fromkeys(told, at))


def ids_of(ids: list[str], at: Place) -> Items:
    """Return ids as a list."""
    return Items(at, [word(each, at) for each in ids])


def words_in(node: Node, *, key: str, example: str) -> list[Scalar]:
    """Return a list of words, or one that stands on its own. Refuses anything else."""
    found = []
    for each in node.items if isinstance(node, Items) else [node]:
        if each is not node and (words := _without_quotes(each)):
            what = f"{key} takes words, and a colon without quotes makes a mapping of them"
            raise wrong(each.at, what, remedy=f'Write `"{words}"`.')
        if not isinstance(each, Scalar) or each.is_nothing:
            raise expected(each, key=key, example=example)
        found.append(each)
    return found


def _without_quotes(node: Node) -> str:
    """Return the words that YAML read as a mapping: `- theme: no missed meetings`."""
    pairs = node.held.items() if isinstance(node, Keys) and len(node.held) == 1 else ()
    told = (f"{name}: {held.text}" for name, held in pairs if isinstance(held, Scalar))
    return next(told, "")


def text_of(node: Node, *, key: str, example: str) -> str:
    """Return the text of one word or sentence. Refuses anything else."""
    if not isinstance(node, Scalar) or node.is_nothing or not node.text.strip():
        raise expected(node, key=key, example=example)
    return node.text


def expected(node: Node, *, key: str, example: str) -> BadPlan:
    """Return the refusal of what stands under a short key, with an example."""
    return wrong(node.at, f"{key} cannot be {named(node)}", remedy=f"Write `{key}: {example}`.")


def number_of(node: Node, *, key: str, example: str) -> Decimal:
    """Return a number. Refuses anything else."""
    text = text_of(node, key=key, example=example)
    if not _NUMBER.match(text):
        raise expected(node, key=key, example=example)
    return Decimal(text)


def is_day(text: str) -> bool:
    """Tell whether a text is written as a day: 2026-06-30."""
    return bool(_DAY.match(text))


def is_id(text: str) -> bool:
    """Tell whether one word is written as ids are, and is nothing to be read in words.

    >>> is_id("OC1"), is_id("M-OC1"), is_id("refunds")
    (True, True, False)
    """
    return bool(_ID.match(text))


def slug(text: str) -> str:
    """Return the words of a text as part of an id.

    >>> slug("No missed meetings!")
    'no-missed-meetings'
    """
    words = re.findall(r"\w+", text.casefold())
    out = ""
    for each in words:
        if out and len(out) + len(each) > _LONGEST_SLUG:
            break
        out = f"{out}-{each}" if out else each
    return out


def level(node: Node) -> Node:
    """Return a level in its long form: `P`, `A`, `D` are promoters, passives and detractors.

    In braces YAML reads `P:168` without a space as one word; it is taken as it was meant.
    """
    if not isinstance(node, Keys):
        return node
    long = Keys(node.at)
    for key, held in node.held.items():
        glued = _GLUED.match(key) if is_silent(held) else None
        name, value = (glued[1], figure(glued[2], node.keys[key])) if glued else (key, held)
        name = _SCORES.get(name, name)
        if name in long.held:
            raise wrong(node.keys[key], f"{name} is said twice", remedy="Leave one out.")
        long.held[name] = value
        long.keys[name] = node.keys[key]
    return long


def is_short_level(node: Node) -> bool:
    """Tell whether a level is written with `P`, `A` and `D`."""
    return isinstance(node, Keys) and level(node) != node


def renamed(name: str, *, said: str) -> Callable[[Entry, Node], None]:
    """Return the unfolding of a key that is only another word for a field."""
    return lambda entry, node: entry.put(name, node, said=said)


def numbered(name: str, *, said: str, example: str) -> Callable[[Entry, Node], None]:
    """Return the unfolding of a key that is another word for a field with a number."""

    def unfold(entry: Entry, node: Node) -> None:
        number_of(node, key=said, example=example)
        entry.put(name, node, said=said)

    return unfold


def dated(name: str, *, said: str) -> Callable[[Entry, Node], None]:
    """Return the unfolding of a key that is another word for a field with a day."""

    def unfold(entry: Entry, node: Node) -> None:
        if not is_day(text_of(node, key=said, example=A_DAY)):
            raise expected(node, key=said, example=A_DAY)
        entry.put(name, node, said=said)

    return unfold
