"""Objectives and their key results: seen, stated, and made to count outcomes."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from seachange.errors import BadPlan, Conflict, NotAllowed, NotThere, Refused
from seachange.people.access import Viewer
from seachange.planning.actions import records
from seachange.planning.actions.conflicts import version_of
from seachange.planning.reads.snapshot import snapshot, whole_plan
from seachange.planning.rules.conversion.answers import free_id
from seachange.planning.rules.permissions import Deed
from seachange.planning.rules.plan.discovery import KeyResult, Objective
from seachange.planning.rules.vocabulary import Kind
from seachange.web.forms.objectives import Aim, Result
from seachange.web.forms.paging import Leafed
from seachange.web.middleware import status_of
from seachange.web.pages.objectives import Asked, objective_shown, objectives_page, text_of
from seachange.web.pages.records import found_of
from seachange.web.pages.wording import worded_in
from seachange.web.pages.written_over import Clash, clashes
from seachange.web.policies import INSIDE, who_may
from seachange.web.routing import route
from seachange.web.telling import changed, seen_for, seen_in
from seachange.web.who import id_of, viewer_of


class Wanted(Leafed):
    """Which objectives are looked for; it stands in the address."""

    cycle = forms.CharField(max_length=40, required=False)
    team = forms.CharField(max_length=200, required=False)


def _viewer(request: HttpRequest) -> Viewer:
    viewer = viewer_of(request)
    if viewer is None:
        raise PermissionDenied
    return viewer


def page(request: HttpRequest) -> HttpResponse:
    """Show the objectives that are asked for."""
    form = Wanted(request.GET)
    is_whole = form.is_valid()
    told = form.cleaned_data
    asked = Asked(
        cycle=told.get("cycle", ""), team=told.get("team", ""), page=told.get("page") or 1
    )
    shown = objectives_page(_viewer(request), asked)
    context = {"page": shown}
    return render(request, "objectives/list.html", context, status=200 if is_whole else 422)


def objective(request: HttpRequest, record: str) -> HttpResponse:
    """Show one objective."""
    shown = objective_shown(_viewer(request), record)
    return render(request, "objectives/page.html", {"shown": shown})


def state(request: HttpRequest) -> HttpResponse:
    """State an objective."""
    plan = snapshot(viewer_of(request))
    form = Aim(request.POST, plan=plan) if request.method == "POST" else Aim(plan=plan)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        aim = Objective(id=free_id(whole_plan(), "OB"), **told | {"teams": tuple(told["teams"])})
        try:
            records.create(aim, by=id_of(request))
        except (Refused, BadPlan) as error:
            form.add_error(None, str(error))
        else:
            changed(request, aim.id, "The objective is stated. Give it key results.")
            return redirect("objective", aim.id)
    status = 422 if form.is_bound else 200
    return render(request, "objectives/state.html", {"form": form}, status=status)


def key_result(request: HttpRequest, record: str, result: str = "") -> HttpResponse:
    """Give an objective a key result, or change one it has."""
    viewer, seen = _viewer(request), seen_for(request, result)
    plan = snapshot(viewer)
    aim = found_of(plan, Objective, record)
    held = found_of(plan, KeyResult, result) if result else None
    if held is not None and held.objective != aim.id:
        raise NotThere(f"there is no key result {result} of {record}")
    first = {n: getattr(held, n) for n in ("outcome", "text", "start", "target")} if held else {}
    typed = request.POST if request.method == "POST" else None
    over: tuple[Clash, ...] = ()
    form = Result(typed, initial=first, plan=plan)
    status = 422 if form.is_bound else 200
    if typed is not None and form.is_valid():
        try:
            _keep(request, aim, held, form)
        except (Refused, BadPlan, Conflict, NotAllowed) as error:
            status = status_of(error)
            if isinstance(error, Conflict):
                seen, now = version_of(result), snapshot(viewer)
                over = clashes(now, found_of(now, KeyResult, result), form.cleaned_data)
            # What another changed besides the fields of this form is told, too.
            form.add_error(None, str(error))
        else:
            return redirect("objective", aim.id)
    if request.htmx and request.htmx.target == "wording":
        words = str(request.GET.get("text", ""))[:500].replace("\x00", "")
    else:
        words = str(form["text"].value() or "") or (text_of(plan, held) if held else "")
    context = {
        "form": form,
        "aim": aim,
        "held": held,
        "over": over,
        "seen": seen,
        "text": words,
        "worded": worded_in(plan, words) if words.strip() else None,
    }
    name = "objectives/result.html"
    if request.htmx and request.htmx.target == "wording":
        name = "outcomes/worded.html"
    return render(request, name, context, status=status)


def _keep(request: HttpRequest, aim: Objective, held: KeyResult | None, form: Result) -> None:
    told, who = form.cleaned_data, id_of(request)
    if held is None:
        held = KeyResult(id=free_id(whole_plan(), "KR"), objective=aim.id, **told)
        records.create(held, by=who)
    else:
        records.edit(held.id, by=who, seen=seen_in(request), also=told)
    changed(request, held.id, "The key result is kept.")


ROUTES = [
    route("objectives/", page, name="objectives", policy=INSIDE),
    route(
        "objectives/new/",
        state,
        name="objective_new",
        policy=who_may(Deed.CREATE, Kind.OBJECTIVE),
        form=Aim,
    ),
    route(
        "objectives/<path:record>/results/new/",
        key_result,
        name="key_result_new",
        policy=who_may(Deed.CREATE, Kind.KEY_RESULT),
        form=Result,
    ),
    route(
        "objectives/<path:record>/results/<path:result>/",
        key_result,
        name="key_result",
        policy=who_may(Deed.EDIT, Kind.KEY_RESULT),
        form=Result,
    ),
    route("objectives/<path:record>/", objective, name="objective", policy=INSIDE),
]
