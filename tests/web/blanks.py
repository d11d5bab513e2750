"""The forms on a page, filled in as somebody would who means well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from lxml import html

from seachange.web.forms.records import FillAny

# What a required field is filled with that stands empty: its type or its keyboard → what is typed.
TYPED = {
    "date": "2026-09-01",
    "number": "3",
    "numeric": "3",
    "decimal": "1",
    "password": "k2-long!",
}
NUMBERS = count()


@dataclass(frozen=True)
class Blank:
    """A form as it stands on a page: where it is sent, and what with, field by field."""

    address: str
    told: tuple[tuple[str, str], ...]

    @property
    def name(self) -> tuple[object, frozenset[str]]:
        """What tells it from others: where it leads to, and the fields it has.

        To state a record and to write it anew is to fill in the same fields.
        """
        route = resolve(urlsplit(self.address).path).func.route
        fields = frozenset(self.fields) - {"id", "seen", "next"}
        return (FillAny if route.form is FillAny else route.name), fields

    @property
    def fields(self) -> list[str]:
        return list(dict.fromkeys(name for name, _ in self.told))

    def but(self, name: str, text: str) -> list[tuple[str, str]]:
        """Return what is sent with one field filled in otherwise, and no id that is taken soon."""
        others = [(each, told) for each, told in self.told if each not in {name, "id"}]
        return [*others, (name, text)]


def blanks(page: bytes, address: str) -> Iterator[Blank]:
    """Walk the forms of a page that are sent to us."""
    for form in html.fromstring(page.decode()).forms if page.strip() else ():
        to = form.get("action") or address
        if form.method == "POST" and _is_ours(to):
            yield Blank(to, tuple(_filled_in(form)))


def _is_ours(address: str) -> bool:
    try:
        return hasattr(resolve(urlsplit(address).path).func, "route")
    except Resolver404:
        return False


def _filled_in(form: Any) -> Iterator[tuple[str, str]]:
    for field in form.iter("input", "select", "textarea"):
        name, sort = field.get("name"), field.get("type", "text")
        if not name or name == "csrfmiddlewaretoken" or sort in {"file", "submit"}:
            continue
        if field.tag == "select":
            yield name, _chosen(field)
        elif sort not in {"checkbox", "radio"}:
            yield name, (field.value or "").strip() or _typed(field, sort)
        elif field.get("checked") is not None or field.get("required") is not None:
            yield name, field.get("value", "on")


def _chosen(field: Any) -> str:
    ways = [each for each in field.value_options if each]
    held = field.value or ""
    return ways[0] if ways and not held and field.get("required") is not None else str(held)


def _typed(field: Any, sort: str) -> str:
    if field.get("required") is None:
        return ""
    if sort == "email":
        return f"somebody{next(NUMBERS)}@parley.test"
    return TYPED.get(sort) or TYPED.get(field.get("inputmode", "")) or "What people do first"
