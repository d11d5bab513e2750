"""Tests of what we believe: planned, begun, and read from the events."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from seachange.errors import BadPlan, Conflict, NotAllowed, Refused
from seachange.planning.actions import hypotheses
from seachange.planning.rules.permissions import Deed
from seachange.planning.rules.vocabulary import Kind
from seachange.web.pages.trials import trial_page
from seachange.web.policies import INSIDE, who_may
from seachange.web.routing import button, route
from seachange.web.who import id_of, viewer_of


def page(request: HttpRequest, record: str) -> HttpResponse:
    """Show one test."""
    return render(request, "trials/page.html", {"page": trial_page(viewer_of(request), record)})


def start(request: HttpRequest, record: str) -> HttpResponse:
    """Begin a test: from here on its hypothesis is judged by what it says today."""
    shown = trial_page(viewer_of(request), record)
    try:
        hypotheses.start_test(record, by=id_of(request))
    except (Refused, BadPlan, NotAllowed, Conflict) as error:
        told = {"page": shown, "refusal": error}
        return render(request, "trials/page.html", told, status=422)
    messages.success(request, f"{record} runs. What its hypothesis says is frozen now.")
    return redirect("trial", record)


ROUTES = [
    button(
        "tests/<path:record>/start",
        start,
        name="trial_start",
        policy=who_may(Deed.MOVE, Kind.ASSUMPTION_TEST),
    ),
    route("tests/<path:record>/", page, name="trial", policy=INSIDE),
]
