"""A plan read from YAML, one file or a folder of files, every mistake at its line and column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from seachange.errors import BadPlan
from seachange.events.documents import nearest
from seachange.planning.files.nodes import Items, Keys, Node, Scalar, named, nodes_of, wrong
from seachange.planning.files.values import built, told_fields, unknown
from seachange.planning.rules.checks.finding import Place
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


@dataclass(slots=True)
class _Found:
    """The records read so far, with where each stands and how it was written."""

    records: dict[str, Record] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)


def read_plan(path: Path, as_of: date) -> tuple[Plan, dict[str, Place]]:
    """Read the plan in a file or in all files of a folder, and where each record stands.

    Keys at the top are the kinds in the plural, each a mapping of ids to fields; fields are
    named as the records' own. Raises BadPlan with file, line, column and what was expected.
    """
    found = _Found()
    for name, text in _texts(path):
        _take(found, nodes_of(text, file=name), file=name)
    return _plan(found, as_of), found.places


def parse_plan(text: str, as_of: date, *, name: str = "plan.yml") -> tuple[Plan, dict[str, Place]]:
    """Read a plan from its text; `name` is what errors call it."""
    found = _Found()
    _take(found, nodes_of(text, file=name), file=name)
    return _plan(found, as_of), found.places


def _texts(path: Path) -> Iterable[tuple[str, str]]:
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
            yield str(file), file.read_text(encoding="utf-8-sig")
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
        raise wrong(root.at, f"a plan must be a mapping of kinds to records, not {named(root)}")
    if "version" in root.held:
        _check_format(root.held["version"])
    for name, node in root.held.items():
        if name == "version":
            continue
        if name not in _KINDS:
            raise unknown(root.keys[name], name, _KINDS, what="a plan")
        _take_kind(found, _KINDS[name], node, name=name)


def _check_format(node: Node) -> None:
    if isinstance(node, Scalar) and node.text == str(FORMAT):
        return
    told = f"a plan of version {named(node)}; this Seachange reads version {FORMAT}"
    raise wrong(node.at, told, remedy="A newer version needs a newer Seachange.")


def _take_kind(found: _Found, kind: Kind, node: Node, *, name: str) -> None:
    if isinstance(node, Scalar) and node.is_nothing:
        return
    if not isinstance(node, Keys):
        remedy = "Write `ID: {…}` for each." if isinstance(node, Items) else ""
        told = f"{name} must be a mapping of ids to records, not {named(node)}"
        raise wrong(node.at, told, remedy=remedy)
    for record_id, held in node.held.items():
        at = node.keys[record_id]
        if record_id in found.places:
            raise wrong(
                at,
                f"the id {record_id} is given twice",
                remedy=f"to a {found.records[record_id].kind} at {found.places[record_id]} and a"
                f" {kind} here; rename one",
            )
        found.records[record_id] = _record(kind, record_id, held, at=at)
        found.nodes[record_id] = held
        found.places[record_id] = at


def _record(kind: Kind, record_id: str, node: Node, *, at: Place) -> Record:
    of = RECORD_TYPES[kind]
    if isinstance(node, Scalar) and node.is_nothing:
        node = Keys(at)
    told = told_fields(node, of, what=f"{kind} {record_id}", but=("id",))
    states = MOVES.get(kind, {})
    if told.get("state") and told["state"] not in states:
        near = nearest(told["state"], states)
        hint = f"Did you mean {', '.join(near)}? " if near else ""
        raise wrong(
            _spot(node, "state", at),
            f"{kind} {record_id} has no state {told['state']!r}",
            remedy=f"{hint}Its states: {', '.join(states) or 'none'}.",
        )
    record: Record = built(of, {"id": record_id, **told}, at=at)
    return record


def _plan(found: _Found, as_of: date) -> Plan:
    for record in found.records.values():
        _check_links(found, record)
    plan = Plan(as_of=as_of).changed(put=found.records.values())
    for circle in circles(plan):
        at = found.places[circle.record]
        raise wrong(at, f"{circle.record}: {circle.says}", remedy=circle.remedy)
    return plan


def _check_links(found: _Found, record: Record) -> None:
    for name, kinds in link_fields(type(record)):
        told = getattr(record, name)
        for to in told if isinstance(told, tuple) else (told,):
            if to is None or (to in found.records and found.records[to].kind in kinds):
                continue
            at = _spot(found.nodes[record.id], name, found.places[record.id])
            expected = " or ".join(kinds)
            if to in found.records:
                other = found.records[to].kind
                raise wrong(at, f"{name}: {to} is a {other}; expected the id of a {expected}")
            ids = [each for each, one in found.records.items() if one.kind in kinds]
            near = nearest(to, ids)
            remedy = f"Did you mean {', '.join(near)}?" if near else f"Add the {expected} {to}."
            raise wrong(at, f"{name}: there is no {expected} {to!r}", remedy=remedy)


def _spot(node: Node, name: str, at: Place) -> Place:
    """Return where the value of a field stands, else its record."""
    if isinstance(node, Keys) and name in node.held:
        return node.held[name].at
    return at
