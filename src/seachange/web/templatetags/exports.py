"""Taking along what a page shows: `{% load exports %}`, beside a table or a picture.

`{% export sheet %}` after a table made of a `report.cells.Sheet` links to it as CSV and Excel;
`{% export_picture svg "name" %}` after a picture links to it as SVG, PNG and PDF. A table written
out in a template is put between `{% taken_along "name" %}` and `{% endtaken_along %}`: its cells
are taken along as they read on the page. `{% taken_apart html %}` after a part that a report wrote
finds the pictures and tables in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from textwrap import shorten
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from seachange.report.cells import Sheet
from seachange.web.exports import Later, offer_picture, offer_sheet
from seachange.web.tables import sheet_of
from seachange.web.who import member_of

register = template.Library()

PICTURE = re.compile(r'<svg [^>]*class="pic"[^>]*aria-label="([^"]*)".*?</svg>', re.DOTALL)
TABLE = re.compile(r"<table.*?</table>", re.DOTALL)
CAPTION = re.compile(r"<caption[^>]*>(.*?)</caption>", re.DOTALL)
LONGEST_NAME = 80


def _may_take(request: Any) -> bool:
    """Tell whether whoever looks is a member: strangers with a link look, and take nothing."""
    return request is not None and member_of(request) is not None


@register.inclusion_tag("web/export.html", takes_context=True)
def export(context: Any, sheet: Sheet | Later) -> dict[str, Any]:
    """Print the ways to take a table along."""
    request = context.get("request")
    if not _may_take(request) or not sheet:
        return {}
    return {
        "what": offer_sheet(request, sheet),
        "of": request.get_full_path(),
        "title": sheet.title,
        "forms": (("csv", "CSV"), ("xlsx", "Excel")),
    }


@register.inclusion_tag("web/export.html", takes_context=True)
def export_picture(context: Any, svg: str, name: str) -> dict[str, Any]:
    """Print the ways to take a picture along."""
    request = context.get("request")
    if not _may_take(request) or not svg:
        return {}
    return {
        "what": offer_picture(request, str(svg), name),
        "of": request.get_full_path(),
        "title": name,
        "forms": (("svg", "SVG"), ("png", "PNG"), ("pdf", "PDF")),
    }


@register.simple_block_tag(takes_context=True)
def taken_along(context: Any, content: SafeString, name: str) -> SafeString:
    """Print a table as it is written out, and the ways to take it along."""
    sheet = sheet_of(content, name)
    if not sheet.rows:
        return content
    return format_html("{}{}", content, render_to_string("web/export.html", export(context, sheet)))


@register.inclusion_tag("web/taken_apart.html", takes_context=True)
def taken_apart(context: Any, html: str) -> dict[str, Any]:
    """Print the ways to take along every picture and table of a part that a report wrote."""
    return {"parts": [each for each in _parts(context, str(html)) if each]}


def _parts(context: Any, html: str) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for found in PICTURE.finditer(html):
        name = unescape(found[1])
        # The same picture stands there twice, wide and narrow: the wide one comes first.
        if name not in seen:
            seen.add(name)
            yield export_picture(context, found[0], shorten(name, LONGEST_NAME, placeholder=" …"))
    for at, found in enumerate(TABLE.finditer(html), start=1):
        caption = CAPTION.search(found[0])
        title = unescape(re.sub("<[^>]+>", "", caption[1])).strip() if caption else ""
        yield export(
            context,
            sheet_of(found[0], shorten(title, LONGEST_NAME, placeholder=" …") or f"Table {at}"),
        )
