"""What a page offers to take along: its tables and pictures, under names, as they are shown.

A page says so with `{% load exports %}{% export sheet %}` or `{% export_picture svg "name" %}`
(templatetags/exports.py). Whoever takes one along has the page made once more, behind the same
door, and gets the very object that stands in it: the numbers are the same because they are one.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from django.http import Http404, HttpRequest, QueryDict
from django.urls import resolve
from django.utils.text import slugify
from django_htmx.middleware import HtmxDetails

from seachange.report.cells import Sheet
from seachange.web.routing import Door

LONGEST_ADDRESS = 4000
OF_EVERY_REQUEST = ("HTTP_HX_REQUEST", "HTTP_HX_TARGET", "HTTP_HX_CURRENT_URL", "HTTP_HX_BOOSTED")


@dataclass(frozen=True, slots=True)
class Later:
    """A table of more rows than its page shows, made only for who takes it along."""

    title: str
    make: Callable[[], Sheet]


@dataclass(slots=True)
class Offered:
    """The tables and pictures a page offered while it was made, by name."""

    sheets: dict[str, Sheet | Later] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)


def offer_sheet(request: HttpRequest, sheet: Sheet | Later) -> str:
    """Offer a table of a page; return the name it is asked for under."""
    return _offered(sheet.title or "table", sheet, of(request).sheets)


def offer_picture(request: HttpRequest, svg: str, name: str) -> str:
    """Offer a picture of a page; return the name it is asked for under."""
    return _offered(name or "picture", svg, of(request).pictures)


def of(request: HttpRequest) -> Offered:
    """Return what the page of a request has offered so far."""
    if not hasattr(request, "offered"):
        request.offered = Offered()
    offered: Offered = request.offered
    return offered


def _offered(title: str, thing: Any, among: dict[str, Any]) -> str:
    plain = slugify(title)[:60] or "table"
    name, count = plain, 1
    while name in among:
        count += 1
        name = f"{plain}-{count}"
    among[name] = thing
    return name


def is_whole(request: HttpRequest) -> bool:
    """Tell whether a page is made for its tables to be taken along: with every leaf of them."""
    return bool(getattr(request, "is_whole", False))


def made_again(request: HttpRequest, address: str, *, whole: bool = False) -> Offered:
    """Have a page of ours made for whoever asks, and return what it offers; raise `Http404`.

    The page's own door judges who may come in, as if it had been asked for by itself. Made
    whole, its tables hold all that was asked for and not the leaf that is looked at.
    """
    # One stroke: two would name a host.
    is_ours = address.startswith("/") and not address.startswith("//")
    if not is_ours or len(address) > LONGEST_ADDRESS:
        raise Http404
    parts = urlsplit(address)
    path = unquote(parts.path)
    match = resolve(path)
    door = match.func
    if not isinstance(door, Door) or door.route.name == "export" or "GET" not in door.route.methods:
        raise Http404
    asked = _asking_for(request, path, parts.query)
    asked.resolver_match = match
    vars(asked)["is_whole"] = whole
    answer = door(asked, *match.args, **match.kwargs)
    if answer.status_code != 200:
        raise Http404
    return of(asked)


def _asking_for(request: HttpRequest, path: str, query: str) -> HttpRequest:
    """Return the request that asks for a page, by the same member."""
    asked = copy.copy(request)
    asked.META = {k: v for k, v in request.META.items() if k not in OF_EVERY_REQUEST}
    asked.META |= {"PATH_INFO": path, "QUERY_STRING": query}
    asked.__dict__.pop("headers", None)
    asked.__dict__.pop("offered", None)
    asked.__dict__.pop("plan_shown", None)
    asked.method = "GET"
    asked.path = asked.path_info = path
    asked.GET = QueryDict(query)
    # Messages are for the page that is looked at, not for one that is taken apart.
    vars(asked)["_messages"] = []
    asked.htmx = HtmxDetails(asked)
    return asked
