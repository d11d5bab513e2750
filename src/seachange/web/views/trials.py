"""Tests of what we believe: planned, begun, and read from the events."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from seachange.errors import BadPlan, Conflict, NotAllowed, Refused, SeachangeError
from seachange.planning.actions import hypotheses
from seachange.planning.rules.permissions import Deed
from seachange.planning.rules.vocabulary import Kind
from seachange.web.pages.beginning import Beginning, beginning
from seachange.web.pages.trials import trial_page
from seachange.web.policies import INSIDE, who_may
from seachange.web.routing import route
from seachange.web.telling import seen_in
from seachange.web.who import id_of, viewer_of


class Begin(forms.Form):
    """That a test begins, and upon which version of its hypothesis."""

    hypothesis_seen = forms.IntegerField(min_value=0, max_value=2**62, required=False)


def page(request: HttpRequest, record: str) -> HttpResponse:
    """Show one test."""
    return render(request, "trials/page.html", {"page": trial_page(viewer_of(request), record)})


def start(request: HttpRequest, record: str) -> HttpResponse:
    """Show what freezes, and begin a test: from here on its hypothesis is judged by that."""
    told = beginning(viewer_of(request), record)
    if request.method != "POST":
        return _asked(request, told)
    form = Begin(request.POST)
    seen = form.cleaned_data["hypothesis_seen"] if form.is_valid() else None
    try:
        hypotheses.start_test(
            record, by=id_of(request), seen=seen_in(request), hypothesis_seen=seen
        )
    except (Refused, BadPlan, NotAllowed, Conflict) as error:
        return _asked(request, told, refusal=error)
    messages.success(request, f"{record} runs. What its hypothesis says is frozen now.")
    return redirect("trial", record)


def _asked(
    request: HttpRequest, told: Beginning, *, refusal: SeachangeError | None = None
) -> HttpResponse:
    status = 200 if refusal is None else 409 if isinstance(refusal, Conflict) else 422
    context = {"beginning": told, "refusal": refusal}
    return render(request, "trials/begin.html", context, status=status)


ROUTES = [
    route(
        "tests/<path:record>/start",
        start,
        name="trial_start",
        policy=who_may(Deed.MOVE, Kind.ASSUMPTION_TEST),
        form=Begin,
    ),
    route("tests/<path:record>/", page, name="trial", policy=INSIDE),
]
