"""A plan read from YAML, one file or a folder of files, every mistake at its line and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from seachange.errors import BadPlan
from seachange.events.documents import nearest
from seachange.planning.files.mistakes import Mistakes
from seachange.planning.files.nodes import Items, Keys, Node, Scalar, named, nodes_of, wrong
from seachange.planning.files.short.forms import is_silent
from seachange.planning.files.short.sections import SECTIONS, TOPS
from seachange.planning.files.short.unfolding import Unfolded, unfolded
from seachange.planning.files.signing import signed_as_read
from seachange.planning.files.values import built, told_fields, unknown
from seachange.planning.rules.checks.finding import Place
from seachange.planning.rules.driving import earned_states
from seachange.planning.rules.invariants.change import circles
from seachange.planning.rules.plan.encoding import RECORD_TYPES
from seachange.planning.rules.plan.plan import COLLECTIONS, Plan
from seachange.planning.rules.plan.record import Record, link_fields
from seachange.planning.rules.states import MOVES
from seachange.planning.rules.vocabulary import Kind

FORMAT = 1  # the version of the shape of a plan file
ENDINGS = frozenset({".yml", ".yaml", ".json"})
_MOST_BYTES = 10_000_000
_MOST_FILES = 1_000
_KINDS = {name: kind for kind, name in COLLECTIONS.items()}
_SHORT_KEYS = {section.kind: tuple(section.forms) for section in SECTIONS.values()}
# States that people say in another word: testing, killed.
_SPOKEN = {s.kind: s.forms["state"].schema["enum"] for s in SECTIONS.values() if "state" in s.forms}
_SHORT_NAMES = {*SECTIONS, *TOPS} - _KINDS.keys()


@dataclass(slots=True)
class _Found:
    """The records read so far, with where each stands, how it was written, and what is amiss."""

    mistakes: Mistakes = field(default_factory=Mistakes)
    records: dict[str, Record] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    kinds: dict[str, Kind | None] = field(default_factory=dict)  # of broken records too
    is_whole: bool = True  # whether every id of the plan is known


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPlan:
    """A plan as it was read, where each record stands, and what was written short."""

    plan: Plan
    places: Mapping[str, Place]
    short: Unfolded


def read_plan(path: Path, as_of: date) -> tuple[Plan, dict[str, Place]]:
    """Read the plan in a file or in all files of a folder, and where each record stands.

    Keys at the top are the kinds in the plural, each a mapping of ids to fields; fields are
    named as the records' own. Raises BadPlan with file, line, column and what was expected, of
    all that is amiss.
    """
    return parse_texts(dict(texts_of(path)), as_of)


def parse_plan(text: str, as_of: date, *, name: str = "plan.yml") -> tuple[Plan, dict[str, Place]]:
    """Read a plan from its text; `name` is what errors call it."""
    return parse_texts({name: text}, as_of)


def parse_texts(texts: Mapping[str, str], as_of: date) -> tuple[Plan, dict[str, Place]]:
    """Read a plan from the texts of its files, each by the name that errors call it."""
    read = read_texts(texts, as_of)
    return read.plan, dict(read.places)


def read_texts(texts: Mapping[str, str], as_of: date) -> ReadPlan:
    """Read a plan from the texts of its files, with what was written short in them."""
    found = _Found()
    roots = {}
    for name, text in texts.items():
        with found.mistakes.caught():
            roots[name] = nodes_of(text, file=name, mistakes=found.mistakes)
    found.is_whole = len(roots) == len(texts)
    short = unfolded(roots, as_of=as_of, mistakes=found.mistakes)
    found.is_whole &= short.is_whole
    for name, root in short.roots.items():
        with found.mistakes.caught():
            _take(found, root, file=name)
    return ReadPlan(plan=_plan(found, as_of), places=found.places, short=short)


def texts_of(path: Path) -> Iterator[tuple[str, str]]:
    """Walk the files of a plan as (name, text), line ends as they are. Raises BadPlan."""
    files = [path]
    if path.is_dir():
        files = sorted(p for p in path.rglob("*") if p.suffix.lower() in ENDINGS and p.is_file())
        if not files or len(files) > _MOST_FILES:
            told = f"holds {len(files)} plan files; expected 1 to {_MOST_FILES}"
            raise BadPlan(told, place=str(path), remedy="A plan file ends in .yml or .yaml.")
    sizes = 0
    for file in files:
        try:
            sizes += file.stat().st_size
            if sizes > _MOST_BYTES:
                told = f"larger than {_MOST_BYTES:,} bytes; that is not a plan"
                raise BadPlan(told, place=str(file), remedy="Is this a file of events?")
            with file.open(encoding="utf-8-sig", newline="") as opened:
                yield str(file), opened.read()
        except FileNotFoundError:
            raise BadPlan("no such file", place=str(file), remedy="Check the path.") from None
        except UnicodeDecodeError:
            raise BadPlan("not a text in UTF-8", place=str(file)) from None
        except OSError as error:
            raise BadPlan(f"cannot be read: {error.strerror}", place=str(file)) from None


def _take(found: _Found, root: Node | None, *, file: str) -> None:
    if root is None or (isinstance(root, Scalar) and root.is_nothing):
        raise BadPlan("the file is empty", place=file, remedy="Write a plan into it.")
    if not isinstance(root, Keys):
        found.is_whole = False
        raise wrong(root.at, f"a plan must be a mapping of kinds to records, not {named(root)}")
    if "version" in root.held:
        _check_format(root.held["version"])
    for name, node in root.held.items():
        if name == "version" or (name in TOPS and is_silent(node)):
            continue
        with found.mistakes.caught():
            if name not in _KINDS:
                _remember_ids(found, node)
                raise _no_kind(name, root.keys[name], node)
            _take_kind(found, _KINDS[name], node, name=name)


def _no_kind(name: str, at: Place, node: Node) -> BadPlan:
    """Return the refusal of a key at the top: unknown, or short and with something else below."""
    if name in TOPS:
        told = f"{name} cannot be {named(node)}"
        return wrong(node.at, told, remedy=f"Write `{name}: {TOPS[name].example}`.")
    if name in SECTIONS:
        return wrong(node.at, f"{name} must be a mapping of ids to records, not {named(node)}")
    return unknown(at, name, (*_KINDS, *sorted(_SHORT_NAMES)), what="a plan")


def _remember_ids(found: _Found, node: Node) -> None:
    """Of a kind that is misspelt, know the ids at least, so that links to them do not dangle."""
    for record_id in node.held if isinstance(node, Keys) else ():
        found.kinds.setdefault(record_id, None)


def _check_format(node: Node) -> None:
    if isinstance(node, Scalar) and node.text == str(FORMAT):
        return
    told = f"a plan of version {named(node)}; this Seachange reads version {FORMAT}"
    raise wrong(node.at, told, remedy="A newer version needs a newer Seachange.")


def _take_kind(found: _Found, kind: Kind, node: Node, *, name: str) -> None:
    if isinstance(node, Scalar) and node.is_nothing:
        return
    if not isinstance(node, Keys):
        found.is_whole = False
        remedy = "Write `ID: {…}` for each." if isinstance(node, Items) else ""
        told = f"{name} must be a mapping of ids to records, not {named(node)}"
        raise wrong(node.at, told, remedy=remedy)
    for record_id, held in node.held.items():
        with found.mistakes.caught():
            at = node.keys[record_id]
            if record_id in found.places:
                first = f"to {_a(found.kinds[record_id] or kind)} at {found.places[record_id]}"
                remedy = f"{first} and {_a(kind)} here; rename one"
                raise wrong(at, f"the id {record_id} is given twice", remedy=remedy)
            found.places[record_id] = at
            found.kinds[record_id] = kind
            found.nodes[record_id] = held
            found.records[record_id] = _record(kind, record_id, held, at=at)


def _record(kind: Kind, record_id: str, node: Node, *, at: Place) -> Record:
    of = RECORD_TYPES[kind]
    if isinstance(node, Scalar) and node.is_nothing:
        node = Keys(at)
    mistakes = Mistakes()
    told: dict[str, Any] = {}
    with mistakes.caught():
        also = _SHORT_KEYS.get(kind, ())
        told = told_fields(node, of, what=f"{kind} {record_id}", but=("id",), also=also)
    with mistakes.caught():
        _check_state(kind, record_id, node)
    mistakes.refuse()
    record: Record = built(of, {"id": record_id, **told}, at=at)
    return record


def _check_state(kind: Kind, record_id: str, node: Node) -> None:
    state = node.held.get("state") if isinstance(node, Keys) else None
    if not isinstance(state, Scalar) or state.is_nothing or not state.text:
        return
    states = (*MOVES.get(kind, {}), *_SPOKEN.get(kind, ()))
    if state.text not in MOVES.get(kind, {}):
        near = nearest(state.text, states)
        hint = f"Did you mean {', '.join(near)}? " if near else ""
        raise wrong(
            state.at,
            f"{kind} {record_id} has no state {state.text!r}",
            remedy=f"{hint}Its states: {', '.join(states) or 'none'}.",
        )


def _plan(found: _Found, as_of: date) -> Plan:
    for record in found.records.values():
        _check_links(found, record)
    found.mistakes.refuse()
    plan = Plan(as_of=as_of).changed(put=found.records.values())
    for circle in circles(plan):
        at = found.places[circle.record]
        found.mistakes.add(wrong(at, f"{circle.record}: {circle.says}", remedy=circle.remedy))
    found.mistakes.refuse()
    plan = plan.changed(put=earned_states(Plan(as_of=as_of), plan))
    return signed_as_read(plan, found.nodes)


def _check_links(found: _Found, record: Record) -> None:
    for name, kinds in link_fields(type(record)):
        told = getattr(record, name)
        for to in told if isinstance(told, tuple) else (told,):
            if to is not None:
                with found.mistakes.caught():
                    _check_link(found, record, name, kinds, to=to)


def _check_link(
    found: _Found, record: Record, name: str, kinds: tuple[Kind, ...], *, to: str
) -> None:
    at = _spot(found.nodes[record.id], name, found.places[record.id])
    expected = " or ".join(kinds)
    if to in found.kinds:
        other = found.kinds[to]
        if other is not None and other not in kinds:
            raise wrong(at, f"{name}: {to} is {_a(other)}; expected the id of {_a(expected)}")
    elif found.is_whole:
        near = nearest(to, [each for each, kind in found.kinds.items() if kind in kinds])
        remedy = f"Did you mean {', '.join(near)}?" if near else f"Add the {expected} {to}."
        raise wrong(at, f"{name}: there is no {expected} {to!r}", remedy=remedy)


def _a(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _spot(node: Node, name: str, at: Place) -> Place:
    """Return where the value of a field stands, else its record."""
    if isinstance(node, Keys) and name in node.held:
        return node.held[name].at
    return at
