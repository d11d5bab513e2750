"""A tree from left to right: what all is for at the left, what hangs on it at the right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from seachange.report.pictures.drawing import Drawing, wrapped

_BOX, _GAP, _HEIGHT, _ROW, _TOP = 202.0, 38.0, 76.0, 88.0, 30.0

# How a branch is drawn by what is known of it: told by its line and its hint, not by colour alone.
_LINES = {"claimed": "pending", "supported": "line", "refuted": "block-line"}
_INKS = {"good": "boost-ink", "bad": "block-ink", "warn": "block-ink"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A box of the tree: its name, a line of numbers, how it goes, and where it leads."""

    id: str
    column: int
    title: str
    number: str = ""
    course: str = ""
    tone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A branch from a node on the left to one on the right; `state` is empty for no claim."""

    left: str
    right: str
    state: str = ""
    says: str = ""


@dataclass
class _Places:
    """Where nodes lie: leaves one under another, the others in the middle of theirs."""

    under: dict[str, list[str]]
    rows: dict[str, float] = field(default_factory=dict)
    next_row: int = 0

    def put(self, node: str) -> None:
        own = []
        for each in self.under.get(node, ()):
            if each not in self.rows:
                self.rows[each] = -1.0  # seen: a circle ends here
                self.put(each)
                own.append(self.rows[each])
        if own:
            self.rows[node] = (own[0] + own[-1]) / 2
        else:
            self.rows[node] = float(self.next_row)
            self.next_row += 1


def tree(
    nodes: Sequence[Node], edges: Sequence[Edge], *, title: str, columns: Sequence[str] = ()
) -> str:
    """Draw a tree; a node under several others is drawn once, with a branch to each."""
    by_id = {node.id: node for node in nodes}
    shown = [e for e in edges if e.left in by_id and e.right in by_id]
    places = _places(nodes, shown)
    most = max((node.column for node in nodes), default=0)
    drawing = Drawing(
        (most + 1) * (_BOX + _GAP) - _GAP + 4, _TOP + max(places.next_row, 1) * _ROW, title
    )
    for column, name in enumerate(columns[: most + 1]):
        drawing.text(_left(column), 14, name, size=12, classes="soft strong")
    for edge in shown:
        _edge(drawing, edge, by_id[edge.left], by_id[edge.right], places.rows)
    for node in nodes:
        _node(drawing, node, places.rows[node.id])
    return drawing.svg()


def _places(nodes: Iterable[Node], edges: Iterable[Edge]) -> _Places:
    under: dict[str, list[str]] = {}
    lower: set[str] = set()
    for edge in edges:
        if edge.state != "refuted":
            under.setdefault(edge.left, []).append(edge.right)
            lower.add(edge.right)
    places = _Places(under)
    for node in sorted(nodes, key=lambda each: each.id in lower):
        if node.id not in places.rows:
            places.put(node.id)
    return places


def _left(column: int) -> float:
    return 2 + column * (_BOX + _GAP)


def _middle(row: float) -> float:
    return _TOP + row * _ROW + _HEIGHT / 2


def _edge(drawing: Drawing, edge: Edge, left: Node, right: Node, rows: dict[str, float]) -> None:
    x1, y1 = _left(left.column) + _BOX, _middle(rows[left.id])
    x2, y2 = _left(right.column), _middle(rows[right.id])
    if right.column <= left.column:  # outcomes that drive outcomes of the same depth
        x2 += _BOX
    half = (x1 + x2) / 2
    shape = Drawing(0, 0, "")
    d = f"M{x1:.1f},{y1:.1f} C{half:.1f},{y1:.1f} {half:.1f},{y2:.1f} {x2:.1f},{y2:.1f}"
    shape.path(d, classes=_LINES.get(edge.state, "grid"))
    if edge.state == "refuted":
        shape.text(half, (y1 + y2) / 2 + 5, "╳", size=14, anchor="middle", classes="block-ink")
    drawing.hint(f"{right.title} → {left.title}: {edge.says or 'stands under it'}", shape.parts)


def _node(drawing: Drawing, node: Node, row: float) -> None:
    x, y = _left(node.column), _TOP + row * _ROW
    shape = Drawing(0, 0, "")
    shape.rect(x, y, _BOX, _HEIGHT, classes="node", radius=8)
    # Bold letters are wider than the measured ones.
    lines = wrapped(node.title, width=_BOX - 16, size=13.5)
    for number, line in enumerate(lines):
        shape.text(x + 9, y + 18 + 15 * number, line, size=12, classes="strong")
    at = y + 18 + 16 * len(lines)
    if node.number:
        (line,) = wrapped(node.number, width=_BOX - 16, size=11, most=1)
        shape.text(x + 9, at, line, size=11)
        at += 15
    if node.course:
        (line,) = wrapped(node.course, width=_BOX - 16, size=11, most=1)
        shape.text(x + 9, at, line, size=11, classes=_INKS.get(node.tone, "soft"))
    said = ", ".join(each for each in (node.title, node.number, node.course) if each)
    if node.address:
        drawing.link(node.address, said, shape.parts)
    else:
        drawing.hint(said, shape.parts)
