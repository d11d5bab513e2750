"""The strategy tree: vision, impacts, outcomes, hypotheses and outputs, each under its reason."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from seachange.planning.reads.tree import plan_tree
from seachange.web.policies import INSIDE
from seachange.web.routing import route
from seachange.web.who import viewer_of


def page(request: HttpRequest) -> HttpResponse:
    """Show the tree."""
    return render(request, "strategy/page.html", {"tree": plan_tree(viewer_of(request))})


ROUTES = [route("strategy/", page, name="strategy", policy=INSIDE)]
