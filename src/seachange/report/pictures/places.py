"""Where words stand free: beside a level's line, off what is drawn there already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from seachange.report.pictures.drawing import text_width

Point = tuple[float, float]
# How far apart a line is felt for, and how near to words it may come.
_STEP, _MARGIN = 3.0, 3.0


@dataclass(frozen=True, slots=True)
class Place:
    """Words on a level's line: where they begin or end, by their anchor, and their foot."""

    x: float
    foot: float
    anchor: str
    width: float
    size: float

    def holds(self, point: Point) -> bool:
        """Whether a point lies in the words, or too near to them."""
        x, y = point
        left = self.x - (self.width if self.anchor == "end" else 0)
        inside = left - _MARGIN <= x <= left + self.width + _MARGIN
        return inside and self.foot - self.size - _MARGIN <= y <= self.foot + _MARGIN

    def corners(self) -> list[Point]:
        """Points all over the words, so that other words keep off them."""
        left = self.x - (self.width if self.anchor == "end" else 0)
        across = [left + self.width * part / 12 for part in range(13)]
        return [(x, y) for x in across for y in (self.foot, self.foot - self.size)]


def along(path: Sequence[Point]) -> Iterator[Point]:
    """Walk the points of a path, close enough to one another that no words fit between."""
    yield from path
    for (x, y), (to_x, to_y) in pairwise(path):
        steps = int(max(abs(to_x - x), abs(to_y - y)) // _STEP)
        for step in range(1, steps + 1):
            part = step / (steps + 1)
            yield x + (to_x - x) * part, y + (to_y - y) * part


def free_place(
    words: str, taken: Iterable[Point], *, y: float, left: float, right: float, size: float
) -> Place:
    """Return where words beside the level `y` meet the fewest of the taken points.

    Above the line at its right end if that is free; else below it, else at the left end.
    """
    held, width = list(taken), text_width(words, size)
    ends = ((right, "end"), (left, "start"))
    feet = (y - 5, y + size + 3)
    places = [Place(x, foot, anchor, width, size) for x, anchor in ends for foot in feet]
    return min(places, key=lambda place: sum(map(place.holds, held)))
