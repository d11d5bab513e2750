"""The strategy tree: vision, impacts, outcomes, hypotheses and outputs, each under its reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from seachange import clock
from seachange.people.access import Role
from seachange.web.forms.paging import MOST_LEAVES, Leafed
from seachange.web.pages.strategy import Asked, strategy_page
from seachange.web.pages.strategy_picture import strategy_picture
from seachange.web.pages.why import why_page
from seachange.web.policies import INSIDE, MEMBERS
from seachange.web.routing import route
from seachange.web.who import viewer_of

ZOOMS = (("leader", "Leader: impacts and outcomes"), ("team", "Team: everything"))
LOOKS = (("list", "As a list"), ("picture", "As a picture"))


class Looking(Leafed):
    """How the tree is to be looked at; all of it stands in the address."""

    zoom = forms.ChoiceField(choices=ZOOMS, required=False)
    look = forms.ChoiceField(choices=LOOKS, required=False)
    team = forms.CharField(max_length=200, required=False)
    under = forms.CharField(max_length=200, required=False)
    orphans = forms.IntegerField(min_value=1, max_value=MOST_LEAVES, required=False)
    on = forms.DateField(
        required=False,
        label="As of",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "Write a day as 2026-03-31."},
    )

    def clean_on(self) -> Any:
        """Refuse a day that has not come: nobody knows how the plan will stand."""
        day = self.cleaned_data["on"]
        if day is not None and day > clock.now().date():
            raise forms.ValidationError("That day has not come yet.")
        return day


def page(request: HttpRequest) -> HttpResponse:
    """Show the tree as the address asks for it."""
    viewer = viewer_of(request)
    form = Looking(request.GET)
    is_whole = form.is_valid()
    told = form.cleaned_data
    is_leader = viewer is not None and viewer.role == Role.LEADER
    asked = Asked(
        zoom=told.get("zoom") or ("leader" if is_leader else "team"),
        team=told.get("team") or "",
        look=told.get("look") or "list",
        on=told.get("on"),
        page=told.get("page") or 1,
        orphans=told.get("orphans") or 1,
        under=told.get("under") or "",
    )
    shown = strategy_page(viewer, asked)
    context = {
        "form": form,
        "page": shown,
        "picture": strategy_picture(shown) if asked.look == "picture" else "",
        "zooms": ZOOMS,
        "looks": LOOKS,
    }
    return render(request, "strategy/page.html", context, status=200 if is_whole else 422)


def why(request: HttpRequest, record: str) -> HttpResponse:
    """Tell why a record exists, and what hangs on it."""
    form = Leafed(request.GET)
    number = form.cleaned_data["page"] if form.is_valid() else None
    shown = why_page(viewer_of(request), record, number=number or 1)
    status = 200 if form.is_valid() else 422
    return render(request, "strategy/why.html", {"page": shown}, status=status)


ROUTES = [
    route("strategy/", page, name="strategy", policy=INSIDE),
    route("why/<path:record>/", why, name="why", policy=MEMBERS),
]
