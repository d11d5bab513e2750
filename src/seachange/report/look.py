"""How every page of a report looks: its templates and its one style sheet."""

from __future__ import annotations

from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from seachange.report.pictures.drawing import CLASSES, DARK, LIGHT, colours


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the templates; everything printed is escaped, and nothing may be missing."""
    return Environment(
        loader=PackageLoader("seachange.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def style() -> str:
    """Return the style sheet, with the colours of light and dark."""
    palette = {"light": colours(LIGHT), "dark": colours(DARK), "classes": CLASSES}
    sheets = ("report.css", "drivers.css")
    return "".join(environment().get_template(sheet).render(palette) for sheet in sheets)
