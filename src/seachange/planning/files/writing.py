"""A plan written as YAML, in a stable order, with what goes without saying left out."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from datetime import date
from decimal import Decimal
from enum import Enum
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from seachange.planning.files.documents import nested
from seachange.planning.files.periods import period_text
from seachange.planning.files.plainly import at_once
from seachange.planning.files.reading import FORMAT
from seachange.planning.files.texts import written, written_as_lines
from seachange.planning.rules.plan.encoding import default_of
from seachange.planning.rules.plan.plan import COLLECTIONS, Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.states import first_state

_WIDEST_WHOLE = 1e15
_WIDEST_LINE = 1 << 30
_UNSEEN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")  # JSON takes it, YAML not


def plan_text(plan: Plan) -> str:
    """Return a plan as the text of one file; `read_plan` reads the same plan from it.

    Kinds stand in the plan's order, and records and fields in theirs. The day the plan is
    judged at is no part of it.
    """
    parts = [dumped({"version": FORMAT})]
    for name in COLLECTIONS.values():
        records = getattr(plan, name)
        if records:
            parts.append(f"{name}:\n{''.join(_below(name, each) for each in records)}")
    return "\n".join(parts)


def _below(kind: str, record: Record) -> str:
    """Return the lines of a record below the name of its kind."""
    told = {written(record.id): record_tree(record)}
    return at_once(told, 2) or dumped({kind: told}).partition("\n")[2]


def record_tree(record: Record) -> CommentedMap:
    """Return a record as nested YAML, without its id and without what goes without saying."""
    out = CommentedMap()
    for field in fields(record):
        name, held = field.name, getattr(record, field.name)
        silent = first_state(record.kind) if name == "state" else default_of(field)
        # What would be computed if it were left out is written even where it says nothing.
        if name != "id" and (held != silent or "form" in field.metadata):
            document = nested(held) if "document" in field.metadata else None
            if document is not None:
                out[name] = document
            elif isinstance(held, str) and not isinstance(held, Enum):
                out[name] = written_as_lines(held)
            else:
                out[name] = _value(held)
    if not out:
        out.fa.set_flow_style()
    return out


def _value(held: Any) -> Any:
    if isinstance(held, Level):
        return _level(held)
    if isinstance(held, Enum):
        return held.value
    if isinstance(held, Decimal):
        return _sum(held)
    if isinstance(held, float) and held.is_integer() and abs(held) < _WIDEST_WHOLE:
        return int(held)
    if isinstance(held, tuple):
        listed = CommentedSeq([_value(each) for each in held])
        listed.fa.set_flow_style()
        return listed
    if isinstance(held, str):
        return written(held)
    if held is None or isinstance(held, bool | int | float | date):
        return held
    return _part(held)


def _part(held: Any) -> CommentedMap:
    told = {f.name: getattr(held, f.name) for f in fields(held)}
    silent = {f.name: default_of(f) for f in fields(held)}
    return _flow({name: _value(one) for name, one in told.items() if one != silent[name]})


def _level(level: Level) -> Any:
    """Write a level the short way: a tally, a number, a period by its name."""
    out = _part(level)
    if level.did is not None and level.people is not None:
        del out["did"], out["people"]
        out.insert(0, "tally", f"{level.did}/{level.people}")
    if level.starts is not None and level.ends is not None:
        named = period_text(level.starts, level.ends)
        if named is not None:
            del out["starts"], out["ends"]
            out["period"] = named
    if list(out) in (["tally"], ["value"]):
        return next(iter(out.values()))
    return out


def _sum(amount: Decimal) -> int | str:
    """Write a sum digit for digit, never through a float."""
    text = format(amount.normalize(), "f")
    return text if "." in text else int(text)


def _flow(told: dict[str, Any]) -> CommentedMap:
    out = CommentedMap(told)
    out.fa.set_flow_style()
    return out


def dumped(tree: Any) -> str:
    """Return nested YAML as the lines of a block mapping."""
    writer = YAML(typ="rt", pure=True)
    writer.width = _WIDEST_LINE  # a text stays on its line: a change is a change of one line
    writer.allow_unicode = True
    writer.representer.ignore_aliases = lambda *_: True
    stream = StringIO()
    writer.dump(tree, stream)
    return stream.getvalue()


def flow_text(tree: Any, *, as_json: bool = False) -> str:
    """Return nested YAML on one line, as YAML or as JSON writes it."""
    if as_json:
        text = json.dumps(tree, ensure_ascii=False, default=date.isoformat)
        return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    line = dumped(CommentedSeq([_on_one_line(tree)]))
    return line.removeprefix("- ").rstrip("\n")


def _on_one_line(tree: Any) -> Any:
    if isinstance(tree, dict):
        return _flow({key: _on_one_line(held) for key, held in tree.items()})
    if isinstance(tree, list):
        listed = CommentedSeq([_on_one_line(held) for held in tree])
        listed.fa.set_flow_style()
        return listed
    if isinstance(tree, str) and "\n" in tree:
        return DoubleQuotedScalarString(tree)
    return tree
