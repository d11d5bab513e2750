"""The roadmap handed out: safe to sell from, for leaders, for everybody; and what changed of it."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from seachange import clock
from seachange.web.pages.handouts import changes, for_everybody, for_leaders, for_sellers
from seachange.web.policies import INSIDE, MEMBERS
from seachange.web.routing import route
from seachange.web.who import viewer_of

USUALLY = timedelta(days=30)


class Between(forms.Form):
    """Two days; what changed after the first and up to the second."""

    since = forms.DateField(
        required=False, error_messages={"invalid": "Write a day as 2026-03-31."}
    )
    until = forms.DateField(
        required=False, error_messages={"invalid": "Write a day as 2026-03-31."}
    )

    def clean(self) -> dict[str, date]:
        """Take the last thirty days where nothing is said, and refuse days the wrong way round."""
        told: dict[str, date | None] = super().clean()
        today = clock.now().date()
        until = told.get("until") or today
        since = told.get("since") or max(until, date.min + USUALLY) - USUALLY
        if since > until:
            raise forms.ValidationError("The first day comes after the second: turn them round.")
        return {"since": since, "until": until}


def handed_out(request: HttpRequest, to: str) -> HttpResponse:
    """Show the roadmap as it is handed out to somebody."""
    viewer = viewer_of(request)
    if to == "sellers":
        return render(request, "roadmap/sellers.html", {"page": for_sellers(viewer)})
    if to == "leaders":
        return render(request, "roadmap/leaders.html", {"page": for_leaders(viewer)})
    raise Http404


def public(request: HttpRequest) -> HttpResponse:
    """Show the roadmap as everybody may see it, to those who only ask for things as well."""
    horizons = for_everybody()
    context = {"horizons": horizons, "is_told": any(each.lines for each in horizons)}
    return render(request, "roadmap/everybody.html", context)


def changed(request: HttpRequest) -> HttpResponse:
    """Show what changed of the roadmap between two days."""
    form = Between(request.GET)
    is_whole = form.is_valid()
    told = form.cleaned_data if is_whole else {"since": None, "until": None}
    found = changes(viewer_of(request), **told) if is_whole else ()
    context = {"form": form, "told": told, "changes": found}
    return render(request, "roadmap/changes.html", context, status=200 if is_whole else 422)


ROUTES = [
    route("roadmap/for/everybody/", public, name="roadmap_public", policy=MEMBERS),
    route("roadmap/for/<slug:to>/", handed_out, name="roadmap_handed_out", policy=INSIDE),
    route("roadmap/changes/", changed, name="roadmap_changes", policy=INSIDE),
]
