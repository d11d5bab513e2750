"""How far something has come on its way to a target, in words and for a bar."""

from __future__ import annotations

from seachange.report import words


def way(progress: float) -> str:
    """Return a share of the way in words; what went the wrong way has come less than nothing.

    >>> way(0.54).replace(words.NARROW, " "), way(-0.1).replace(words.NARROW, " ")
    ('54 % of the way', '10 % of the way lost')
    """
    lost = " lost" if round(100 * progress) < 0 else ""
    return f"{abs(round(100 * progress))}{words.NARROW}% of the way{lost}"


def bar(progress: float | None) -> int:
    """Return a share of the way as a whole number from 0 to 100.

    >>> bar(None), bar(0.54), bar(-0.1), bar(1.3)
    (0, 54, 0, 100)
    """
    return round(100 * min(1.0, max(0.0, progress or 0.0)))
