"""A picture as a file: SVG, PNG or PDF, in colours of its own on white, as one prints."""

from __future__ import annotations

import re

from seachange.report.pictures.drawing import CLASSES, LIGHT

# Fonts that the converter has with it, or that look alike wherever the file is opened.
FONTS = '"Liberation Sans",Arial,Helvetica,sans-serif'
VARIABLE = re.compile(r"var\(--([\w-]+)\)")
SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
SHARPNESS = 2.0

TYPES = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}


def alone(svg: str) -> str:
    """Return a picture of a page as one that stands by itself: light colours, written out."""
    head, rest = svg.split(">", 1)
    size = SIZE.search(head)
    width, height = size.groups() if size else ("100%", "100%")
    paper = f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
    return f"{head}><style>{_style()}</style>{paper}{rest}"


def as_file(svg: str, form: str) -> bytes:
    """Return a picture of a page as the bytes of a file: svg, png or pdf."""
    told = alone(svg)
    if form == "svg":
        return told.encode()
    import vl_convert

    if form == "png":
        return bytes(vl_convert.svg_to_png(told, scale=SHARPNESS))
    return bytes(vl_convert.svg_to_pdf(told))


def _style() -> str:
    """Return the classes of pictures with every colour written out: not all readers know names."""
    told = VARIABLE.sub(lambda found: LIGHT.get(found[1], "#16222e"), CLASSES)
    return re.sub(r"font-family:[^}]+?;", f"font-family:{FONTS};", told)
