"""Changes as people say them, `+4 pp`, as a hypothesis keeps them: in the metric's units."""

from __future__ import annotations

import re

from seachange.errors import BadPlan
from seachange.planning.rules.vocabulary import Direction

_NUMBER = r"([-+−]?)\s*(\d{1,9}(?:[.,]\d{1,6})?)"
_POINTS = re.compile(rf"{_NUMBER}\s*(?:pp|pts?|points?|percentage points?|%-points?)\b", re.I)
_PLAIN = re.compile(rf"{_NUMBER}\s*\Z")
_PERCENT = re.compile(rf"{_NUMBER}\s*(?:%|percent)")
_HOW = "Write points of the rate as 4 pp, or the change in the metric's own units as 0.04."


def change(text: str, direction: Direction) -> float:
    """Read a change. Without a sign it goes the way that is wanted. Raises BadPlan.

    >>> change("4 pp", Direction.MORE), change("5 points", Direction.LESS)
    (0.04, -0.05)
    """
    text = text.strip()
    found, scale = _POINTS.fullmatch(text), 100
    if found is None:
        found, scale = _PLAIN.match(text), 1
    if found is None:
        what = f"{text!r} is no change"
        if _PERCENT.match(text):
            what = f"{text!r} could be points, or a part of the rate"
        raise BadPlan(what, remedy=_HOW)
    size = float(found[2].replace(",", ".")) / scale
    wanted = -1 if direction.is_down else 1
    sign = {"": wanted, "+": 1}.get(found[1], -1)
    if sign != wanted and size:
        way = "less" if wanted < 0 else "more"
        raise BadPlan(f"{text!r} goes the wrong way", remedy=f"The outcome is {way} of it.")
    return round(sign * size, 12)


def limit(text: str, direction: Direction) -> float | None:
    """Return the change that a state to stop in names, if it names one: `below +1 pp`."""
    found = _POINTS.search(text)
    if found is None:
        return None
    size = float(found[2].replace(",", ".")) / 100
    wanted = -1 if direction.is_down else 1
    return round({"": wanted, "+": 1}.get(found[1], -1) * size, 12)
