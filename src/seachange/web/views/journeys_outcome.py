"""The first outcome from a journey: a share between two of its steps, seen before it is stated."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from seachange.evidence.sources import source_in_use
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.permissions import Deed
from seachange.planning.rules.plan.measuring import JourneyMap
from seachange.planning.rules.vocabulary import Kind
from seachange.web.answers import shown
from seachange.web.pages.between import Between, between
from seachange.web.policies import who_may
from seachange.web.routing import route
from seachange.web.who import viewer_of


def page(request: HttpRequest, journey: str) -> HttpResponse:
    """Choose two steps and a window; see how many get from one to the other."""
    viewer = viewer_of(request)
    found = snapshot(viewer).get(JourneyMap, journey)
    if found is None:
        raise Http404
    chosen = between(viewer, journey, **_asked(request))
    context: dict[str, Any] = {"journey": found, "chosen": chosen}
    if chosen is not None:
        told = _told(chosen)
        context |= {
            "shown": shown(chosen.question, viewer, title=chosen.says),
            "onward": f"{reverse('outcome_new')}?{urlencode(told)}",
            "starts": told.get("starts"),
            "ends": told.get("ends"),
        }
    return render(request, "journeys/outcome.html", context)


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "")[:100] for name in ("entry", "goal", "within")}


def _told(chosen: Between) -> dict[str, Any]:
    """Return what the form of a new outcome begins with: the share, and its measured baseline."""
    told: dict[str, Any] = {
        "behaviour": chosen.behaviour,
        "of_event": chosen.entry.rule,
        "did_event": chosen.goal.rule,
        "within_days": chosen.days,
        "step": chosen.goal.id,
    }
    source = source_in_use()
    last = source.told.get("last", "") if source else ""
    if last:
        # Whoever came in later has not had all their time.
        ends = date.fromisoformat(last[:10]) - timedelta(days=chosen.days)
        told |= {"measure": "on", "starts": ends - timedelta(days=89), "ends": ends}
    return told


ROUTES = [
    route(
        "journeys/<path:journey>/outcome/",
        page,
        name="journey_outcome",
        policy=who_may(Deed.CREATE, Kind.OUTCOME),
    )
]
