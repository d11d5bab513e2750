"""How pages write numbers, days and names: each kind in one way everywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from seachange.measure.answers import Estimate, Unknown
from seachange.planning.rules.checks.survey import spoken as spoken_kind
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.plan.unnamed import called
from seachange.report import words
from seachange.report.cells import Sheet, shown
from seachange.web.addresses import address_of_record

register = template.Library()

_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_HOW_TO_LOOK = frozenset({"look", "page", "sort"})


@register.filter
def quantity(value: float | None, unit: str) -> str:
    """Write a value in its unit; none is unknown, never a zero or a dash."""
    return "unknown" if value is None else words.quantity(value, unit)


@register.filter
def estimate(reading: Estimate | Unknown, unit: str) -> str:
    """Write a value with its interval, or why it is unknown."""
    return words.estimate(reading, unit)


@register.filter
def change(difference: Estimate, unit: str) -> str:
    """Write a difference with its sign and interval."""
    return words.change(difference, unit)


@register.filter
def count(number: int) -> str:
    """Write a count with its thousands parted."""
    return words.count(number)


@register.filter
def day(when: date | None) -> str:
    """Write a day as people say it: 30 June 2026."""
    return words.day(when) if when else ""


@register.filter
def spoken_days(text: str) -> str:
    """Write the days that stand in a sentence as people say them: since 30 June 2026."""
    return _DAY.sub(_spoken_day, text)


def _spoken_day(found: re.Match[str]) -> str:
    try:
        return words.day(date.fromisoformat(found[0]))
    except ValueError:  # figures that look like a day
        return found[0]


@register.simple_tag
def when(moment: datetime) -> SafeString:
    """Write a moment, readable by people and machines."""
    return format_html(
        '<time datetime="{}">{} {}</time>',
        moment.isoformat(timespec="seconds"),
        f"{moment.day} {moment:%b %Y}",
        f"{moment:%H:%M}",
    )


@register.filter
def to_the_second(iso_text: str) -> str:
    """Write a moment of a log: 30 Jun 2026 19:09:52."""
    moment = datetime.fromisoformat(iso_text)
    return f"{moment.day} {moment:%b %Y %H:%M:%S}"


@register.filter
def title(record: Record) -> str:
    """Return what a record is called: by its name, else by what it says, else by its id."""
    return called(record) or record.id


@register.filter
def kind(record: Record) -> str:
    """Return what kind of record it is, as one says it."""
    return spoken_kind(record.kind)


@register.filter
def spoken(value: Any) -> str:
    """Write a word of the vocabulary as one says it: customer success."""
    return str(getattr(value, "value", value)).replace("_", " ")


@register.simple_tag
def link(record: Record) -> SafeString:
    """Write a record's name as a link to its page; a name that is its id is said once."""
    words = called(record)
    return format_html(
        '<a href="{}" class="record"><span class="id">{}</span>{}</a>',
        address_of_record(record),
        record.id,
        "" if words in {"", record.id} else f" {words}",
    )


@register.filter
def get(held: Mapping[str, Any], name: str) -> Any:
    """Return what a mapping holds under a name; nothing where it holds none."""
    return held.get(name, ())


@register.simple_tag(takes_context=True)
def filters_used(context: Mapping[str, Any]) -> bool:
    """Tell whether the address asks for less than everything; how it is looked at does not."""
    asked = context["request"].GET.items()
    return any(value for name, value in asked if name not in _HOW_TO_LOOK)


@register.filter
def cells(sheet: Sheet) -> list[list[tuple[str, str]]]:
    """Return a table's rows as written: each cell with the class of its column."""
    return [
        [(shown(cell, c.unit), c.look) for cell, c in zip(row, sheet.columns, strict=True)]
        for row in sheet.rows
    ]


@register.simple_tag
def picture(svg: str) -> SafeString:
    """Put in a picture that we drew ourselves: every word in it was escaped when it was drawn."""
    return mark_safe(svg)
