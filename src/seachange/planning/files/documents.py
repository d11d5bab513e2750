"""A document inside a record (a metric's question) as nested YAML, kept as its JSON text."""

from __future__ import annotations

import json
import re
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from seachange.planning.files.nodes import Items, Keys, Node, Scalar, wrong
from seachange.planning.files.texts import written
from seachange.planning.rules.checks.finding import Place

_WHOLE = re.compile(r"[-+]?[0-9]{1,30}\Z")
_NUMBER = re.compile(
    r"[-+]?(?:[0-9]{1,30}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][-+]?[0-9]{1,2})?\Z"
)
_WORDS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_DEEPEST = 12
_MOST_PARTS = 10_000


def document_text(node: Node) -> str:
    """Return a nested node as JSON text, its keys in the order they stand in.

    Aliases are written out, so that what few lines can make immense is refused: BadPlan.
    """
    return json.dumps(_plain(node, _Allowance(node.at)), ensure_ascii=False)


def nested(text: str) -> CommentedMap | None:
    """Return a JSON text as nested YAML; none where YAML could not give the same text back."""
    try:
        told = json.loads(text) if text.startswith("{") else None
    except ValueError:
        return None
    is_same = isinstance(told, dict) and json.dumps(told, ensure_ascii=False) == text
    if not is_same or not _can_be_nested(told, depth=0):
        return None
    tree: CommentedMap = _tree(told)
    return tree


class _Allowance:
    """How much a document may still hold."""

    def __init__(self, at: Place) -> None:
        self.at = at
        self.left = _MOST_PARTS

    def spend(self) -> None:
        """Take one part of it, or refuse."""
        self.left -= 1
        if self.left < 0:
            told = f"a document of more than {_MOST_PARTS:,} parts"
            raise wrong(self.at, told, remedy="Write it shorter, without aliases (*name).")


def _plain(node: Node, allowance: _Allowance) -> Any:
    allowance.spend()
    if isinstance(node, Keys):
        return {key: _plain(held, allowance) for key, held in node.held.items()}
    if isinstance(node, Items):
        return [_plain(each, allowance) for each in node.items]
    return _meant(node)


def _meant(scalar: Scalar) -> Any:
    """Read a scalar as YAML 1.2 does; a day stays a text, as in JSON."""
    if scalar.is_nothing:
        return None
    if not scalar.is_plain:
        return scalar.text
    if scalar.text in _WORDS:
        return _WORDS[scalar.text]
    if _WHOLE.match(scalar.text):
        return int(scalar.text)
    return float(scalar.text) if _NUMBER.match(scalar.text) else scalar.text


def _can_be_nested(held: Any, *, depth: int) -> bool:
    if depth > _DEEPEST:
        return False
    if isinstance(held, dict):
        return all(
            _can_be_nested(key, depth=0) and _can_be_nested(one, depth=depth + 1)
            for key, one in held.items()
        )
    if isinstance(held, list):
        return all(_can_be_nested(one, depth=depth + 1) for one in held)
    if isinstance(held, str):
        return "\0" not in held and not any("\ud800" <= each <= "\udfff" for each in held)
    if isinstance(held, float):
        return abs(held) < 1e99 and (held == 0 or abs(held) > 1e-99)
    return not isinstance(held, int) or abs(held) < 10**30


def _tree(held: Any) -> Any:
    if isinstance(held, dict):
        return CommentedMap({written(key): _tree(one) for key, one in held.items()})
    if isinstance(held, list):
        listed = CommentedSeq([_tree(one) for one in held])
        listed.fa.set_flow_style()
        return listed
    return written(held) if isinstance(held, str) else held
