"""Drawing in SVG: shapes, words and scales, coloured by classes so that a page can theme them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

# What no XML may hold, whatever an event is called: a file of it could not be read.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# Measured on common sans-serif faces: enough to wrap and place words without a font engine.
_LETTER = 0.58

LIGHT = {
    "ink": "#16222e",
    "soft": "#566574",
    "grid": "#dde4ea",
    "paper": "#ffffff",
    "accent": "#0a6f8c",
    "river": "#9fd0de",
    "band": "#0a6f8c",
    "leave": "#b4531b",
    "leave-soft": "#f0cdb6",
    "goal": "#2c7a3f",
    "base": "#6b5a9e",
}
DARK = {
    "ink": "#e9eff4",
    "soft": "#a3b3c1",
    "grid": "#2b3843",
    "paper": "#111a21",
    "accent": "#62c9e6",
    "river": "#1f5a6d",
    "band": "#62c9e6",
    "leave": "#f0a27a",
    "leave-soft": "#5b3420",
    "goal": "#7fd494",
    "base": "#b7a8ea",
}


def colours(values: dict[str, str]) -> str:
    """Return a palette as CSS variables."""
    return "".join(f"--{name}:{value};" for name, value in values.items())


CLASSES = """
.pic text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;fill:var(--ink)}
.pic .over{paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}
.pic .soft{fill:var(--soft)}.pic .strong{font-weight:650}
.pic .grid{stroke:var(--grid);stroke-width:1;fill:none}
.pic .line{stroke:var(--accent);stroke-width:2.25;fill:none;stroke-linejoin:round}
.pic .pending{stroke:var(--accent);stroke-width:2;fill:none;stroke-dasharray:2 4}
.pic .dot{fill:var(--accent)}.pic .hollow{fill:var(--paper);stroke:var(--accent);stroke-width:1.5}
.pic .band{fill:var(--band);opacity:.16}
.pic .wait{fill:var(--soft);opacity:.1}
.pic .bar{fill:var(--accent)}.pic .river{fill:var(--river);opacity:.75}
.pic .leave{fill:var(--leave)}.pic .leave-soft{fill:var(--leave-soft)}
.pic .goal{stroke:var(--goal);stroke-width:2;stroke-dasharray:7 4;fill:none}
.pic .goal-ink{fill:var(--goal)}.pic .base-ink{fill:var(--base)}
.pic .base{stroke:var(--base);stroke-width:2;stroke-dasharray:1.5 3.5;fill:none}
.pic .edge{stroke:var(--accent);fill:none;stroke-linecap:round}
.pic .tip{fill:var(--accent)}.pic .paper{fill:var(--paper)}
.pic .node{fill:var(--paper);stroke:var(--accent);stroke-width:1.5}
.pic .cell{fill:var(--accent)}
.pic .zero{stroke:var(--soft);stroke-width:1.25;fill:none}
.pic .boost{fill:var(--goal)}.pic .boost-ink{fill:var(--goal)}
.pic .boost-band{fill:var(--goal);opacity:.3}
.pic .boost-line{stroke:var(--goal);stroke-width:2;fill:none;stroke-linejoin:round}
.pic .block{fill:var(--leave)}.pic .block-ink{fill:var(--leave)}
.pic .block-band{fill:var(--leave);opacity:.3}
.pic .block-line{stroke:var(--leave);stroke-width:2;fill:none;stroke-linejoin:round}
.pic .dim{fill:var(--soft);opacity:.65}.pic .dim-band{fill:var(--soft);opacity:.22}
"""


@dataclass
class Drawing:
    """A picture growing shape by shape; `title` is what a screen reader says of it.

    One that has links is a group of them, so that they can be come to one by one.
    """

    width: float
    height: float
    title: str
    parts: list[str] = field(default_factory=list)
    has_links: bool = False

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 13,
        anchor: str = "start",
        classes: str = "",
    ) -> None:
        """Write one line of words at a point on its baseline."""
        kind = f' class="{classes}"' if classes else ""
        self.parts.append(
            f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" text-anchor="{anchor}"{kind}>'
            f"{escape(words)}</text>"
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, *, classes: str) -> None:
        """Draw a straight line."""
        self.parts.append(
            f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" class="{classes}"/>'
        )

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        classes: str,
        radius: float = 0,
        opacity: float | None = None,
    ) -> None:
        """Draw a rectangle."""
        faint = f' fill-opacity="{opacity:.3f}"' if opacity is not None else ""
        self.parts.append(
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(max(width, 0))}" '
            f'height="{_n(max(height, 0))}" rx="{_n(radius)}" class="{classes}"{faint}/>'
        )

    def circle(self, x: float, y: float, radius: float, *, classes: str) -> None:
        """Draw a disc."""
        self.parts.append(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" class="{classes}"/>')

    def path(self, d: str, *, classes: str, width: float | None = None) -> None:
        """Draw a path given in SVG's own language."""
        stroke = f' stroke-width="{_n(width)}"' if width is not None else ""
        self.parts.append(f'<path d="{d}" class="{classes}"{stroke}/>')

    def polyline(self, points: Sequence[tuple[float, float]], *, classes: str) -> None:
        """Draw a line through points."""
        joined = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        self.parts.append(f'<polyline points="{joined}" class="{classes}"/>')

    def polygon(self, points: Sequence[tuple[float, float]], *, classes: str) -> None:
        """Fill the inside of a line through points."""
        joined = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        self.parts.append(f'<polygon points="{joined}" class="{classes}"/>')

    def hint(self, words: str, shapes: Iterable[str]) -> None:
        """Draw shapes that say something when pointed at."""
        self.parts.append(f"<g><title>{escape(words)}</title>{''.join(shapes)}</g>")

    def link(self, address: str, words: str, shapes: Iterable[str]) -> None:
        """Draw shapes that lead somewhere, and say where."""
        self.has_links = True
        self.parts.append(
            f"<a href={quoteattr(address)} aria-label={quoteattr(words)}>"
            f"<title>{escape(words)}</title>{''.join(shapes)}</a>"
        )

    def svg(self) -> str:
        """Return the picture to stand in a page that has the classes and colours."""
        role = "group" if self.has_links else "img"
        return _NOT_XML.sub(
            "\ufffd",
            f'<svg xmlns="http://www.w3.org/2000/svg" class="pic" role="{role}" '
            f"aria-label={quoteattr(self.title)} "
            f'viewBox="0 0 {_n(self.width)} {_n(self.height)}" '
            f'width="{_n(self.width)}" height="{_n(self.height)}">'
            f"<title>{escape(self.title)}</title>{''.join(self.parts)}</svg>",
        )


def standalone(svg: str) -> str:
    """Return a picture with its own colours, for a file or a notebook; dark where that is."""
    style = (
        f"<style>.pic{{{colours(LIGHT)}background:var(--paper)}}"
        f"@media (prefers-color-scheme:dark){{.pic{{{colours(DARK)}}}}}{CLASSES}</style>"
    )
    head, rest = svg.split(">", 1)
    return f"{head}>{style}{rest}"


def wrapped(words: str, *, width: float, size: float, most: int = 2) -> list[str]:
    """Break words into at most so many lines that fit a width; the last may be cut short."""
    room = max(4, int(width / (size * _LETTER)))
    if most == 1:
        return [words if len(words) <= room else f"{words[: room - 1]}…"]
    lines: list[str] = []
    for word in words.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    kept = lines[:most]
    if len(lines) > most:
        kept[-1] += " …"
    return [line if len(line) <= room else f"{line[: room - 1]}…" for line in kept]


def text_width(words: str, size: float) -> float:
    """Return about how wide words are."""
    return len(words) * size * _LETTER


@dataclass(frozen=True, slots=True)
class Axis:
    """Where values lie between two ends of a drawing; what lies outside the levels, at an end."""

    start: float
    end: float
    levels: Sequence[float]

    def at(self, value: float) -> float:
        """Return the place of a value."""
        low, high = self.levels[0], self.levels[-1]
        share = min(max((value - low) / (high - low), 0.0), 1.0)
        return self.start + (self.end - self.start) * share


def ticks(low: float, high: float, *, about: int = 4) -> list[float]:
    """Return round numbers that span a range, its ends included or passed.

    >>> ticks(0.21, 0.46)
    [0.2, 0.3, 0.4, 0.5]
    """
    if high <= low:
        high = low + (abs(low) or 1.0)
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(i * step, 12) for i in range(first, last + 1)]


def _n(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
