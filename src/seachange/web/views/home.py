"""The first page: what matters to whoever looks, by their role."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from seachange.planning.reads.snapshot import snapshot
from seachange.web.policies import MEMBERS
from seachange.web.routing import route
from seachange.web.who import viewer_of


def page(request: HttpRequest) -> HttpResponse:
    """Show what matters now."""
    plan = snapshot(viewer_of(request))
    return render(request, "home/page.html", {"plan": plan})


ROUTES = [route("", page, name="home", policy=MEMBERS)]
