"""The observed map: what people did after what, left to right by when they mostly did it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from seachange.report import words
from seachange.report.pictures.drawing import Drawing, wrapped

_ROW = 66
_BOW = 46.0  # its middle lies three quarters as far away: between two rows

Place = tuple[float, float]
Bend = tuple[Place, Place, Place, Place]


def observed_map(answer: Any, *, width: float = 960) -> str:
    """Draw a journey map's answer; the strongest edges that fit, thicker for more."""
    nodes = sorted(answer.nodes, key=lambda n: (n.position, -n.events, n.name))
    title = f"Observed map of {words.count(answer.cases)} cases"
    if not nodes:
        drawing = Drawing(width, 60, title)
        drawing.text(width / 2, 34, "No events in any case.", anchor="middle", classes="soft")
        return drawing.svg()
    columns = max(2, int(width // 170))
    ranks = _columns(nodes, columns)
    rows = max(len(rank) for rank in ranks)
    box = min(148.0, width / len(ranks) - 22)
    drawing = Drawing(width, rows * _ROW + 40, title)
    places: dict[str, tuple[float, float]] = {}
    for index, rank in enumerate(ranks):
        x = (index + 0.5) * width / len(ranks)
        for line, node in enumerate(rank):
            offset = (rows - len(rank)) / 2
            places[node.name] = (x, 34 + (line + offset + 0.35) * _ROW)
    _edges(drawing, answer.edges, places, box)
    for node in nodes:
        _node(drawing, node, places[node.name], box, answer.cases)
    return drawing.svg()


def _columns(nodes: Sequence[Any], columns: int) -> list[list[Any]]:
    """Part the names, in the order of their median position, into columns of like height."""
    per = math.ceil(len(nodes) / columns)
    return [list(nodes[i : i + per]) for i in range(0, len(nodes), per)]


def _edges(
    drawing: Drawing, edges: Sequence[Any], places: dict[str, tuple[float, float]], box: float
) -> None:
    shown = [e for e in edges if e.to in places and e.from_ in places]
    shown = sorted(shown, key=lambda e: -e.count)[: 2 * len(places) + 4]
    most = shown[0].count if shown else 1
    for edge in reversed(shown):
        (x1, y1), (x2, y2) = places[edge.from_], places[edge.to]
        thick = 0.8 + 6 * math.sqrt(edge.count / most)
        shape = Drawing(0, 0, "")
        others = [at for name, at in places.items() if name not in {edge.from_, edge.to}]
        shape.path(_curve((x1, y1), (x2, y2), box, others), classes="edge", width=thick)
        shape.path(_head((x1, y1), (x2, y2), box), classes="tip")
        said = f"{edge.from_} → {edge.to}: {words.count(edge.count)} times, "
        said += words.plural(edge.people, "person", "people")
        if edge.median_seconds is not None:
            said += f", median {words.span(edge.median_seconds)}"
        faint = 0.25 + 0.5 * math.sqrt(edge.count / most)
        drawing.hint(said, [f'<g opacity="{faint:.2f}">', *shape.parts, "</g>"])


def _curve(start: Place, end: Place, box: float, others: Sequence[Place]) -> str:
    (x1, y1), (x2, y2) = start, end
    if start == end:
        top = y1 - 17
        return (
            f"M{x1 - 16:.1f},{top:.1f} C{x1 - 34:.1f},{top - 26:.1f} "
            f"{x1 + 34:.1f},{top - 26:.1f} {x1 + 16:.1f},{top:.1f}"
        )
    if x2 > x1:
        (fx, fy), (ax, ay), (bx, by), (tx, ty) = _onward(start, end, box, others)
        return f"M{fx:.1f},{fy:.1f} C{ax:.1f},{ay:.1f} {bx:.1f},{by:.1f} {tx:.1f},{ty:.1f}"
    if x1 == x2:
        side = box / 2
        return (
            f"M{x1 + side:.1f},{y1:.1f} C{x1 + side + 20:.1f},{y1:.1f} "
            f"{x2 + side + 20:.1f},{y2:.1f} {x2 + side:.1f},{y2:.1f}"
        )
    sag = max(y1, y2) + 30
    return (
        f"M{x1:.1f},{y1 + 17:.1f} C{x1:.1f},{sag + 12:.1f} "
        f"{x2:.1f},{sag + 12:.1f} {x2:.1f},{y2 + 17:.1f}"
    )


def _onward(start: Place, end: Place, box: float, others: Sequence[Place]) -> Bend:
    """Return the curve to the right that runs behind the fewest other names.

    Behind one, it would look as if people had come through it.
    """
    (x1, y1), (x2, y2) = (start[0] + box / 2, start[1]), (end[0] - box / 2, end[1])
    pull = max(24.0, (x2 - x1) / 2)
    plain = ((x1, y1), (x1 + pull, y1), (x2 - pull, y2), (x2, y2))
    steep = min(pull, 36.0)
    bowed = [
        ((x1, y1), (x1 + steep, y1 + away), (x2 - steep, y2 + away), (x2, y2))
        for away in (-_BOW, _BOW)
    ]
    return min((plain, *bowed), key=lambda bend: _behind(bend, box, others))


def _behind(bend: Bend, box: float, others: Sequence[Place]) -> int:
    """Return behind how many of the other names' boxes a curve runs.

    Only boxes that its control points reach are looked at: a curve stays within their hull.
    """
    wide, high = box / 2, 20
    xs, ys = zip(*bend, strict=True)
    near = [
        (x, y)
        for x, y in others
        if min(xs) - wide <= x <= max(xs) + wide and min(ys) - high <= y <= max(ys) + high
    ]
    points = [_at(bend, n / 48) for n in range(49)] if near else []
    return sum(
        any(abs(x - ox) <= wide and abs(y - oy) <= high for x, y in points) for ox, oy in near
    )


def _at(bend: Bend, part: float) -> Place:
    """Return the point of a cubic curve at a part of its way (Bernstein's form)."""
    rest = 1 - part
    weights = (rest**3, 3 * rest**2 * part, 3 * rest * part**2, part**3)
    x, y = (sum(w * p[axis] for w, p in zip(weights, bend, strict=True)) for axis in (0, 1))
    return x, y


def _head(start: tuple[float, float], end: tuple[float, float], box: float) -> str:
    """A small triangle where the curve comes in: from the left, the right, above or below."""
    x1, (x2, y2) = start[0], end
    if start == end:
        return _triangle(x2 + 16, y2 - 17, 0, 1)
    if x2 > x1:
        return _triangle(x2 - box / 2, y2, 1, 0)
    if x1 == x2:
        return _triangle(x2 + box / 2, y2, -1, 0)
    return _triangle(x2, y2 + 17, 0, -1)


def _triangle(x: float, y: float, right: int, down: int) -> str:
    back_x, back_y = x - 8 * right, y - 8 * down
    side_x, side_y = 4.5 * down, 4.5 * right
    return (
        f"M{x:.1f},{y:.1f} L{back_x + side_x:.1f},{back_y + side_y:.1f} "
        f"L{back_x - side_x:.1f},{back_y - side_y:.1f} Z"
    )


def _node(drawing: Drawing, node: Any, place: tuple[float, float], box: float, cases: int) -> None:
    x, y = place
    shape = Drawing(0, 0, "")
    shape.rect(x - box / 2, y - 18, box, 36, classes="node", radius=6)
    if cases:
        shape.rect(x - box / 2, y + 14, box * node.cases / cases, 4, classes="bar", radius=2)
    (name,) = wrapped(node.name, width=box - 12, size=12, most=1)
    shape.text(x, y - 3, name, size=12, anchor="middle", classes="strong")
    in_cases = f" · {node.cases / cases:.0%} of cases" if cases else ""
    under = f"{words.count(node.events)}{in_cases if box > 120 else ''}"
    shape.text(x, y + 10, under, size=10, anchor="middle", classes="soft")
    said = (
        f"{node.name}: {words.count(node.events)} events, {words.count(node.people)} people, "
        f"starts {words.count(node.starts)} and ends {words.count(node.ends)} cases"
    )
    drawing.hint(said, shape.parts)
