"""Journeys: what people do step by step, and where they stay or leave."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from seachange.planning.reads.snapshot import snapshot
from seachange.web.policies import INSIDE
from seachange.web.routing import route
from seachange.web.who import viewer_of


def page(request: HttpRequest) -> HttpResponse:
    """List the journeys."""
    return render(request, "journeys/page.html", {"plan": snapshot(viewer_of(request))})


ROUTES = [route("journeys/", page, name="journeys", policy=INSIDE)]
