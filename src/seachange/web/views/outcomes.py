"""Outcomes: all of them at a glance, and each with everything about it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from seachange.errors import BadPlan, Conflict, NotAllowed, Refused, SeachangeError
from seachange.planning.actions import outcomes
from seachange.planning.rules.permissions import Deed
from seachange.planning.rules.vocabulary import Kind
from seachange.web.middleware import status_of
from seachange.web.pages.outcome import outcome_page
from seachange.web.pages.outcomes import SORTS, Asked, outcomes_page
from seachange.web.policies import INSIDE, who_may
from seachange.web.routing import button, route
from seachange.web.telling import changed, seen_in
from seachange.web.who import id_of, viewer_of

SORTED_BY = (
    ("course", "What needs us first"),
    ("due", "Date"),
    ("progress", "Progress"),
    ("name", "Name"),
    ("id", "Id"),
)


class Wanted(forms.Form):
    """What is looked for in the list; all of it stands in the address."""

    q = forms.CharField(max_length=200, required=False)
    team = forms.CharField(max_length=200, required=False)
    state = forms.CharField(max_length=40, required=False)
    sort = forms.ChoiceField(choices=SORTED_BY, required=False)
    page = forms.IntegerField(min_value=1, max_value=100_000, required=False)


class Pursuit(forms.Form):
    """Going after an outcome."""

    why = forms.CharField(max_length=2000, required=False, label="Why now (optional)")


class Closing(forms.Form):
    """Closing an outcome at its date, with the reason."""

    reached = forms.ChoiceField(
        choices=[("yes", "It was reached"), ("no", "It was missed")], widget=forms.RadioSelect
    )
    why = forms.CharField(max_length=2000, label="What shows it")


class Part(forms.Form):
    """The property that an outcome's people are parted by."""

    by = forms.CharField(max_length=200, required=False)


def page(request: HttpRequest) -> HttpResponse:
    """Show the outcomes that are asked for."""
    form = Wanted(request.GET)
    is_whole = form.is_valid()
    told = form.cleaned_data
    sort = told.get("sort") or "course"
    asked = Asked(
        team=told.get("team", ""),
        state=told.get("state", ""),
        words=told.get("q", ""),
        sort=sort if sort in SORTS else "course",
        page=told.get("page") or 1,
    )
    shown = outcomes_page(viewer_of(request), asked)
    name = "outcomes/list.html#rows" if request.htmx else "outcomes/list.html"
    context = {"form": form, "page": shown, "sorts": SORTED_BY}
    return render(request, name, context, status=200 if is_whole else 422)


def outcome(request: HttpRequest, record: str) -> HttpResponse:
    """Show one outcome with everything about it."""
    return _shown(request, record)


def pursue(request: HttpRequest, record: str) -> HttpResponse:
    """Go after an outcome."""
    form = Pursuit(request.POST)
    if form.is_valid():
        try:
            why = form.cleaned_data["why"]
            outcomes.pursue(record, by=id_of(request), why=why, seen=seen_in(request))
        except (Refused, BadPlan, Conflict, NotAllowed) as error:
            return _refused(request, record, error, pursuit=form)
        changed(request, record, "We go after it now.")
        return redirect("outcome", record)
    return _shown(request, record, status=422, pursuit=form)


def close(request: HttpRequest, record: str) -> HttpResponse:
    """Close an outcome: reached or missed."""
    form = Closing(request.POST)
    if form.is_valid():
        try:
            outcomes.close(
                record,
                reached=form.cleaned_data["reached"] == "yes",
                why=form.cleaned_data["why"],
                by=id_of(request),
                seen=seen_in(request),
            )
        except (Refused, BadPlan, Conflict, NotAllowed) as error:
            return _refused(request, record, error, closing=form)
        changed(request, record, "Closed.")
        return redirect("outcome", record)
    return _shown(request, record, status=422, closing=form)


def _refused(
    request: HttpRequest, record: str, error: SeachangeError, **filled: forms.Form
) -> HttpResponse:
    """Show the outcome again with why it cannot be, and all that was written."""
    for form in filled.values():
        form.add_error(None, str(error))
    return _shown(request, record, status=status_of(error), **filled)


def _shown(
    request: HttpRequest, record: str, *, status: int = 200, **filled: forms.Form
) -> HttpResponse:
    part = Part(request.GET)
    by = part.cleaned_data["by"] if part.is_valid() else ""
    shown = outcome_page(viewer_of(request), record, by=by)
    context: dict[str, Any] = {"page": shown, "pursuit": Pursuit(), "closing": Closing()}
    name = "outcomes/page.html"
    if request.htmx and request.htmx.target == "number":
        name = "outcomes/page.html#number"
    return render(request, name, context | filled, status=status)


MOVING = who_may(Deed.MOVE, Kind.OUTCOME)

ROUTES = [
    button(
        "outcomes/<path:record>/pursue", pursue, name="outcome_pursue", policy=MOVING, form=Pursuit
    ),
    button(
        "outcomes/<path:record>/close", close, name="outcome_close", policy=MOVING, form=Closing
    ),
    route("outcomes/", page, name="outcomes", policy=INSIDE),
    route("outcomes/<path:record>/", outcome, name="outcome", policy=INSIDE),
]
