"""Journeys: what people do step by step, and where they stay or leave."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from seachange.evidence.models import WishState
from seachange.evidence.wishes import wishes_at
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.permissions import Deed, may
from seachange.planning.rules.plan.measuring import JourneyMap
from seachange.planning.rules.vocabulary import Kind
from seachange.web.pages.journey import (
    LONGEST,
    WINDOW,
    WINDOWS,
    JourneyShown,
    journey_shown,
    kept_labels,
)
from seachange.web.pages.journeys import journeys_shown
from seachange.web.pages.record_lists import may_state
from seachange.web.policies import INSIDE
from seachange.web.presence import presence
from seachange.web.routing import route
from seachange.web.rule_counts import rule_count
from seachange.web.who import viewer_of


def page(request: HttpRequest) -> HttpResponse:
    """List the journeys."""
    viewer = viewer_of(request)
    cards = journeys_shown(viewer)
    context = {
        "journeys": cards,
        "is_waiting": any(each.is_waiting for each in cards),
        "may_draw": may_draw(request),
    }
    return render(request, "journeys/page.html", context)


def one(request: HttpRequest, journey: str) -> HttpResponse:
    """Show a journey: the map is the funnel."""
    context = {
        "shown": _shown(request, journey),
        "windows": WINDOWS,
        "longest": LONGEST,
        "wrong_window": "" if _window(request) else f"Write days from 1 to {LONGEST}.",
        "may_draw": may_draw(request),
    }
    return render(request, "journeys/journey.html", context)


def step(request: HttpRequest, journey: str, step: str) -> HttpResponse:
    """Show one step: what people want there, and what goes with going on from it."""
    shown = _shown(request, journey)
    found = next((each for each in shown.steps if each.step.id == step), None)
    if found is None:
        raise Http404
    wished = wishes_at(found.step.id)
    context = {
        "shown": shown,
        "step": found,
        "keep_at": _keep_at(request, journey, step),
        "wishes": wished,
        "is_waiting": any(each.state == WishState.WAITING for each in wished),
        "idle": presence().words,
        "may_state": may_state(viewer_of(request), Kind.OUTCOME),
        "kept": kept_labels(found),
        "before": next((s for s in shown.steps if s.number == found.number - 1), None),
        "after": next((s for s in shown.steps if s.number == found.number + 1), None),
    }
    return render(request, "journeys/step.html", context)


def rule(request: HttpRequest) -> HttpResponse:
    """Tell what a rule that is being typed picks of the events."""
    # A form with many rules sends the one that is being typed, under its own name.
    text = next((text for name, text in request.GET.items() if name.startswith("rule")), "")[:2000]
    counted = rule_count(text, viewer_of(request)) if text.strip() else None
    return render(request, "journeys/rule.html", {"counted": counted})


def may_draw(request: HttpRequest) -> bool:
    """Whether whoever looks may change journeys."""
    viewer = viewer_of(request)
    return viewer is not None and may(viewer.role, deed=Deed.EDIT, kind=Kind.JOURNEY)


def _shown(request: HttpRequest, journey: str) -> JourneyShown:
    viewer = viewer_of(request)
    if snapshot(viewer).get(JourneyMap, journey) is None:
        raise Http404
    return journey_shown(viewer, journey, window=_window(request) or WINDOW)


def _window(request: HttpRequest) -> int:
    """Return the days asked for, as 30 or 30 days; 0 where these are none."""
    told = request.GET.get("within", "").strip() or str(WINDOW)
    found = re.fullmatch(r"([0-9]{1,3})( days?)?", told)
    days = int(found[1]) if found else 0
    return days if days <= LONGEST else 0


def _keep_at(request: HttpRequest, journey: str, step: str) -> str:
    """Return where a finding is sent to be kept; nowhere for who may not keep any."""
    viewer = viewer_of(request)
    may_keep = viewer is not None and may(viewer.role, deed=Deed.CREATE, kind=Kind.SIGNAL)
    return reverse("signal_keep", args=[journey, step]) if may_keep else ""


ROUTES = [
    route("journeys/", page, name="journeys", policy=INSIDE),
    route("journeys/rule/", rule, name="journey_rule", policy=INSIDE),
    route("journeys/<path:journey>/steps/<path:step>/", step, name="journey_step", policy=INSIDE),
    route("journeys/<path:journey>/", one, name="journey", policy=INSIDE),
]
