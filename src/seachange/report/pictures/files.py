"""A picture as a file: SVG, PNG or PDF, in colours of its own on white, as one prints."""

from __future__ import annotations

import re

from seachange.report.pictures.drawing import CLASSES, LIGHT

# Fonts that the converter has with it, or that look alike wherever the file is opened.
FONTS = '"Liberation Sans",Arial,Helvetica,sans-serif'
VARIABLE = re.compile(r"var\(--([\w-]+)\)")
SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)" width="[\d.]+" height="[\d.]+"')
SHARPNESS, MARGIN = 2.0, 16.0

TYPES = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}


def alone(svg: str) -> str:
    """Return a picture of a page as one that stands by itself: light colours, written out."""
    head, rest = svg.split(">", 1)
    size = SIZE.search(head)
    if size is None:
        return f"{head}><style>{_style()}</style>{rest}"
    width, height = (float(each) + 2 * MARGIN for each in size.groups())
    place = f'x="{-MARGIN:g}" y="{-MARGIN:g}" width="{width:g}" height="{height:g}"'
    box = f'viewBox="{-MARGIN:g} {-MARGIN:g} {width:g} {height:g}"'
    head = SIZE.sub(f'{box} width="{width:g}" height="{height:g}"', head)
    return f'{head}><style>{_style()}</style><rect {place} fill="#ffffff"/>{rest}'


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
