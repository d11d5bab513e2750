"""The roadmap: questions, hypotheses and outcomes at four horizons, moved and looked at."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from seachange import clock
from seachange.errors import Refused
from seachange.planning.actions import roadmap
from seachange.planning.rules.permissions import Deed
from seachange.planning.rules.vocabulary import HORIZONS, Function, Kind, RoadmapKind, Source
from seachange.report.pictures.timeline import Stretch, timeline
from seachange.web.exports import is_whole
from seachange.web.forms.paging import Leafed
from seachange.web.pages.roadmap import LOOKS, Asked, RoadmapPage, roadmap_page
from seachange.web.policies import INSIDE, who_may
from seachange.web.routing import button, route
from seachange.web.telling import back_to, changed, seen_in, would_empty
from seachange.web.who import id_of, viewer_of


def _any_of(values: type[RoadmapKind] | type[Source] | type[Function], label: str) -> forms.Field:
    told = [("", "all"), *((each.value, each.value.replace("_", " ")) for each in values)]
    return forms.ChoiceField(choices=told, required=False, label=label)


class Looking(Leafed):
    """How the roadmap is to be looked at."""

    look = forms.ChoiceField(choices=[(look, look) for look in LOOKS], required=False)
    kind = _any_of(RoadmapKind, "Kind")
    source = _any_of(Source, "Comes from")
    audience = _any_of(Function, "For")
    team = forms.CharField(max_length=200, required=False)
    words = forms.CharField(max_length=200, required=False, label="With the words")
    horizon = forms.TypedChoiceField(
        choices=[("", "all"), *((str(months), f"{months} months") for months in HORIZONS)],
        coerce=int,
        empty_value=None,
        required=False,
    )
    on = forms.DateField(
        required=False,
        label="As of",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "Write a day as 2026-03-31."},
    )

    def clean_on(self) -> object:
        """Refuse a day that has not come."""
        day = self.cleaned_data["on"]
        if day is not None and day > clock.now().date():
            raise forms.ValidationError("That day has not come yet.")
        return day


class Moving(forms.Form):
    """Where an item is to go, and why."""

    to = forms.TypedChoiceField(
        choices=[(str(months), f"{months} months") for months in HORIZONS], coerce=int
    )
    why = forms.CharField(max_length=500, required=False, strip=True)


def page(request: HttpRequest) -> HttpResponse:
    """Show the roadmap as the address asks for it."""
    form = Looking(request.GET)
    is_valid = form.is_valid()
    shown = roadmap_page(viewer_of(request), _asked(form, whole=is_whole(request)))
    return _shown(request, shown, form, status=200 if is_valid else 422)


def _asked(form: Looking, *, whole: bool) -> Asked:
    told = form.cleaned_data
    return Asked(
        look=told.get("look") or "board",
        kind=told.get("kind") or "",
        team=told.get("team") or "",
        source=told.get("source") or "",
        audience=told.get("audience") or "",
        words=told.get("words") or "",
        on=told.get("on"),
        horizon=told.get("horizon"),
        page=told.get("page") or 1,
        is_whole=whole,
    )


def _shown(
    request: HttpRequest, shown: RoadmapPage, form: Looking, *, status: int = 200
) -> HttpResponse:
    pictures = ("", "")
    if shown.asked.look == "timeline" and shown.leaf.things and not shown.asked.is_whole:
        pictures = (drawn(shown, width=980), drawn(shown, width=350))
    held = request.GET.copy()
    held.pop("look", None)
    held.pop("page", None)
    context = {
        "page": shown,
        "form": form,
        "selects": [form["horizon"], form["kind"], form["source"], form["audience"]],
        "looks": LOOKS,
        "horizons": HORIZONS,
        "pictures": pictures,
        "held": held.urlencode(),
    }
    return render(request, "roadmap/page.html", context, status=status)


def drawn(shown: RoadmapPage, *, width: float) -> str:
    """Draw the cards of a leaf of the roadmap along the year."""
    return timeline(
        [
            Stretch(
                card.text,
                *card.span,
                before=card.item.earlier_due,
                is_dated=card.is_dated,
                is_feature=card.is_feature,
            )
            for card in shown.leaf.things
        ],
        today=shown.today,
        width=width,
        title="The roadmap along the next twelve months",
    )


def move(request: HttpRequest, item: str) -> HttpResponse:
    """Move an item to another horizon, and offer the way back."""
    form = Moving(request.POST)
    here = back_to(request, reverse("roadmap"))
    if form.is_valid():
        to = form.cleaned_data["to"]
        why = form.cleaned_data["why"]
        try:
            roadmap.move_to(item, horizon=to, by=id_of(request), why=why, seen=seen_in(request))
        except Refused as error:
            if not would_empty(request, error, done="moved"):
                raise
        else:
            changed(request, item, f"Moved to {to} months.")
    else:
        messages.error(request, "Nothing was moved: say one of the horizons, 3, 6, 9 or 12 months.")
    return redirect(here)


ROUTES = [
    route("roadmap/", page, name="roadmap", policy=INSIDE),
    button(
        "roadmap/<path:item>/move",
        move,
        name="roadmap_move",
        policy=who_may(Deed.EDIT, Kind.ROADMAP_ITEM),
        form=Moving,
    ),
]
