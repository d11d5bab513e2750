"""Drawing journeys: as observed or from nothing; steps added, changed, moved, removed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from seachange.errors import Conflict, SeachangeError
from seachange.events.rule_text import kept_rule, text_of
from seachange.planning.actions import journeys, records
from seachange.planning.actions.conflicts import version_of, version_of_plan
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.permissions import Deed
from seachange.planning.rules.plan.measuring import JourneyMap, JourneyStep
from seachange.planning.rules.vocabulary import Kind
from seachange.web.answers import shown
from seachange.web.forms.rules import RuleField
from seachange.web.middleware import status_of
from seachange.web.pages.journey import way_of
from seachange.web.pages.journeys import Proposed, proposal
from seachange.web.policies import who_may
from seachange.web.routing import button, route
from seachange.web.telling import seen_in
from seachange.web.who import id_of, viewer_of

LINES = 8
CHANGED = 409
DRAWS, EDITS, REMOVES = (
    who_may(deed, kind)
    for deed, kind in (
        (Deed.CREATE, Kind.JOURNEY),
        (Deed.EDIT, Kind.STEP),
        (Deed.REMOVE, Kind.STEP),
    )
)


class StepWritten(forms.Form):
    """A step: what it is called, and the rule of the event people come to it by."""

    name = forms.CharField(max_length=200, strip=True)
    rule = RuleField(required=False)


class Drawn(forms.Form):
    """A journey and up to eight steps of it."""

    name = forms.CharField(max_length=200, strip=True)

    def steps(self) -> list[tuple[str, str]]:
        """Return the steps that were written."""
        told = self.cleaned_data
        pairs = [(told[f"name_{n}"], told[f"rule_{n}"]) for n in range(1, LINES + 1)]
        return [(name or rule, rule) for name, rule in pairs if name or rule]

    def lines(self) -> list[tuple[int, Any, Any]]:
        """Return the lines of the form: number, field of the name, field of the rule."""
        return [(n, self[f"name_{n}"], self[f"rule_{n}"]) for n in range(1, LINES + 1)]


for _number in range(1, LINES + 1):
    Drawn.base_fields[f"name_{_number}"] = forms.CharField(max_length=200, required=False)
    Drawn.base_fields[f"rule_{_number}"] = RuleField(required=False)


class Moved(forms.Form):
    """Which way a step goes."""

    way = forms.ChoiceField(choices=[("left", "left"), ("right", "right")])


class Named(forms.Form):
    """What a journey is called."""

    name = forms.CharField(max_length=200, strip=True)


class Removed(forms.Form):
    """Why a step is taken out."""

    why = forms.CharField(max_length=500, strip=True)


def draw(request: HttpRequest) -> HttpResponse:
    """Draw a journey; the way most people go is proposed where events are there."""
    observed = shown({"kind": "journey_map"}, viewer_of(request), title="What people do now")
    proposed = proposal(observed.answer) if observed.is_ready else ()
    if request.method == "POST":
        form = Drawn(request.POST)
        if form.is_valid() and not form.steps():
            form.add_error(None, "A journey needs at least one step.")
        if form.is_valid():
            try:
                _, made = journeys.draw(
                    form.cleaned_data["name"], steps=form.steps(), by=id_of(request)
                )
            except SeachangeError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"{made.name} is drawn.")
                is_first = not snapshot(viewer_of(request)).outcomes
                return redirect("journey_outcome" if is_first else "journey", made.id)
    else:
        form = Drawn(initial=_initial(proposed))
    context = {"form": form, "observed": observed, "proposed": proposed}
    return render(request, "journeys/draw.html", context, status=422 if form.errors else 200)


def edit(request: HttpRequest, journey: str) -> HttpResponse:
    """Show the steps of a journey to be changed; take its new name."""
    found, status = _journey(request, journey), 422
    form = Named(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            name = form.cleaned_data["name"]
            records.edit(journey, by=id_of(request), seen=seen_in(request), name=name)
        except SeachangeError as error:
            form.add_error("name", str(error))
            status = status_of(error)
        else:
            return redirect("journey_edit", journey)
    return _page(request, found, named=form, status=status)


def add(request: HttpRequest, journey: str) -> HttpResponse:
    """Add a step at the end."""
    found = _journey(request, journey)
    form = StepWritten(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            journeys.add_step(
                journey, name=told["name"], entry_event=told["rule"], by=id_of(request)
            )
        except SeachangeError as error:
            form.add_error(None, str(error))
        else:
            return redirect("journey_edit", journey)
    return _page(request, found, added=form)


def change(request: HttpRequest, journey: str, step: str) -> HttpResponse:
    """Rename a step, or give it another rule."""
    found, own = _journey(request, journey), _step(request, journey, step)
    form = StepWritten(request.POST)
    status = 422
    if form.is_valid():
        told = form.cleaned_data
        try:
            records.edit(
                own.id,
                by=id_of(request),
                seen=seen_in(request),
                name=told["name"],
                entry_event=told["rule"],
            )
        except Conflict as error:
            status = CHANGED
            form.add_error(None, f"{error.what}. Yours is still here; theirs stands beside it.")
        except SeachangeError as error:
            form.add_error(None, str(error))
        else:
            return redirect("journey_edit", journey)
    return _page(request, found, written={step: form}, status=status)


def move(request: HttpRequest, journey: str, step: str) -> HttpResponse:
    """Move a step one place to the left or right."""
    _step(request, journey, step)
    form = Moved(request.POST)
    if form.is_valid():
        places = 1 if form.cleaned_data["way"] == "right" else -1
        journeys.move_step(step, places=places, by=id_of(request), seen=seen_in(request))
    if request.htmx:
        way = form.cleaned_data.get("way", "")
        return _page(request, _journey(request, journey), moved=(step, way), status=200)
    return redirect("journey_edit", journey)


def remove(request: HttpRequest, journey: str, step: str) -> HttpResponse:
    """Ask why a step is taken out; then take it out."""
    seen, own = version_of(step), _step(request, journey, step)
    form = Removed(request.POST) if request.method == "POST" else Removed()
    if request.method == "POST" and form.is_valid():
        try:
            why = form.cleaned_data["why"]
            records.remove(step, by=id_of(request), why=why, seen=seen_in(request))
        except SeachangeError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{own.name or own.id} is taken out. Its history stays.")
            return redirect("journey_edit", journey)
    context = {
        "journey": _journey(request, journey),
        "step": own,
        "form": form,
        "seen": seen,
    }
    return render(request, "journeys/remove.html", context, status=422 if form.errors else 200)


def live(request: HttpRequest, journey: str) -> HttpResponse:
    """Say that a journey is drawn and in use."""
    _journey(request, journey)
    records.move(journey, to="live", by=id_of(request))
    return redirect("journey", journey)


def _page(
    request: HttpRequest,
    journey: JourneyMap,
    *,
    named: Named | None = None,
    added: StepWritten | None = None,
    written: dict[str, StepWritten] | None = None,
    moved: tuple[str, str] = ("", ""),
    status: int = 422,
) -> HttpResponse:
    """Show the steps, each with its form; those that were filled in keep what was typed.

    And the version they were filled upon, unless it was told just now that there is a later one.
    """
    written, seen = written or {}, version_of_plan()
    plan = snapshot(viewer_of(request))
    sent = None if status == CHANGED else seen_in(request)
    kept = seen if sent is None else sent
    steps = [
        {
            "step": step,
            "rule": text_of(kept_rule(step.entry_event)) if rule else step.entry_event,
            "form": written.get(step.id),
            "seen": kept if step.id in written else seen,
            "is_moved": step.id == moved[0],
            "went": moved[1],
        }
        for step, rule in way_of(plan, journey.id)
    ]
    is_wrong = bool((named and named.errors) or (added and added.errors) or written)
    context = {
        "journey": plan.get(JourneyMap, journey.id),
        "steps": steps,
        "named": named,
        "added": added or StepWritten(),
        "seen": kept if named else seen,
        "may_remove": REMOVES.admits(viewer_of(request)),
    }
    name = "journeys/edit.html#steps" if request.htmx else "journeys/edit.html"
    return render(request, name, context, status=status if is_wrong else 200)


def _journey(request: HttpRequest, journey: str) -> JourneyMap:
    found = snapshot(viewer_of(request)).get(JourneyMap, journey)
    if found is None:
        raise Http404
    return found


def _step(request: HttpRequest, journey: str, step: str) -> JourneyStep:
    found = snapshot(viewer_of(request)).get(JourneyStep, step)
    if found is None or found.journey != journey:
        raise Http404
    return found


def _initial(proposed: tuple[Proposed, ...]) -> dict[str, str]:
    told: dict[str, str] = {}
    for number, each in enumerate(proposed, start=1):
        told |= {f"name_{number}": each.name, f"rule_{number}": each.event}
    return told


_AT = "journeys/<path:journey>/"
_STEP = f"{_AT}steps/<path:step>/"

ROUTES = [
    route("journeys/draw/", draw, name="journey_draw", policy=DRAWS, form=Drawn),
    route(f"{_AT}edit/", edit, name="journey_edit", policy=EDITS, form=Named),
    button(f"{_AT}live", live, name="journey_live", policy=EDITS),
    button(f"{_AT}steps/add", add, name="journey_step_add", policy=EDITS, form=StepWritten),
    button(f"{_STEP}change", change, name="journey_step_change", policy=EDITS, form=StepWritten),
    button(f"{_STEP}move", move, name="journey_step_move", policy=EDITS, form=Moved),
    route(f"{_STEP}remove", remove, name="journey_step_remove", policy=REMOVES, form=Removed),
]
