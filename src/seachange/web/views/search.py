"""Search: all records, places and words one may see; as a page, as one types, and as a palette."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from seachange.planning.rules.vocabulary import Kind
from seachange.web.pages.found import MOST_IN_THE_PALETTE, MOST_ON_A_PAGE, found_for
from seachange.web.policies import MEMBERS
from seachange.web.routing import route
from seachange.web.who import viewer_of

LONGEST = 200


def page(request: HttpRequest) -> HttpResponse:
    """Show what fits the words `q`, of one `kind` if that is said; in the palette, what to do."""
    words = request.GET.get("q", "")[:LONGEST]
    told = request.GET.get("kind", "")
    kind = Kind(told) if told in set(Kind) else None
    is_palette = bool(request.htmx) and request.htmx.target == "palette-found"
    most = MOST_IN_THE_PALETTE if is_palette else MOST_ON_A_PAGE
    on = request.GET.get("on", "")[:LONGEST]
    found = found_for(viewer_of(request), words, kind=kind, on=on, most=most)
    if is_palette:
        return render(request, "search/palette.html", {"found": found})
    template = "search/page.html#found" if request.htmx else "search/page.html"
    return render(request, template, {"found": found, "kind": kind})


ROUTES = [route("search/", page, name="search", policy=MEMBERS)]
