"""Changing any record: one field where it stands, or all of them on a page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from seachange.errors import BadPlan, Conflict, NotAllowed, NotThere, Refused, SeachangeError
from seachange.planning.actions.conflicts import version_of
from seachange.planning.actions.filling import fill_in
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.plan.shape import shape_of
from seachange.planning.rules.states import APPEND_ONLY
from seachange.planning.rules.vocabulary import Scale
from seachange.web.addresses import address_of_record
from seachange.web.choices import offered
from seachange.web.forms.choosing import groups, kinds_told, with_choices
from seachange.web.forms.records import FillAny, filled, form_of, initial_of, values_in
from seachange.web.pages.field_shown import field_named, may_change, metric_of
from seachange.web.pages.records import found
from seachange.web.pages.written_over import Clash, clashes
from seachange.web.policies import MEMBERS
from seachange.web.routing import route
from seachange.web.telling import back_to, changed, seen_for, seen_in
from seachange.web.who import id_of, viewer_of


def edit(request: HttpRequest, record: str) -> HttpResponse:
    """Show the form of a record, or of one `field` of it; save it, and tell what is in the way."""
    viewer, seen = viewer_of(request), seen_for(request, record)
    plan = snapshot(viewer)
    told = found(plan, record)
    if not may_change(viewer, told):
        one = told.kind.one
        if told.kind in APPEND_ONLY:
            raise NotAllowed(f"{one} is written once", remedy="state a new one that supersedes it")
        raise NotAllowed(f"to change {one} is not for your role")
    name = request.GET.get("field", "")
    shape = shape_of(told.kind, name)
    if name and (shape is None or not shape.is_typed):
        raise NotThere(f"there is no field {name[:40]}", place=record)
    if request.method != "POST":
        if request.htmx and "shown" in request.GET and name:
            return _shown(request, plan, told, name)
        metric = metric_of(plan, told)
        is_of_a_share = metric is not None and metric.scale is Scale.RATE
        initial = initial_of(told, is_of_a_share=is_of_a_share)
        form = form_of(told.kind)(initial=initial, auto_id=_ids(told))
        return _form(request, plan, told, form, seen=seen)
    form = filled(told.kind, request.POST)
    form.auto_id = _ids(told)
    if not form.is_valid():
        return _form(request, plan, told, form, seen=seen, status=422)
    why = form.cleaned_data.get("because", "")
    values: dict[str, Any] = {}
    try:
        values = values_in(form, told)
        fill_in(record, values, by=id_of(request), why=why, seen=seen_in(request))
    except Conflict:
        seen, now = version_of(record), snapshot(viewer)
        over = clashes(now, found(now, record), values)
        return _form(request, now, found(now, record), form, seen=seen, status=409, over=over)
    except (Refused, BadPlan, NotAllowed) as error:
        return _form(request, plan, told, form, seen=seen, status=422, refusal=error)
    return _saved(request, told, name, is_changed=bool(values))


def _saved(request: HttpRequest, record: Record, name: str, *, is_changed: bool) -> HttpResponse:
    if is_changed:
        changed(request, record.id)
    if request.htmx and name:
        plan = snapshot(viewer_of(request))
        return _shown(request, plan, found(plan, record.id), name, is_saved=True)
    return redirect(back_to(request, address_of_record(record)))


def _shown(
    request: HttpRequest, plan: Plan, record: Record, name: str, *, is_saved: bool = False
) -> HttpResponse:
    """Show a field as it stands, in the place of its form."""
    shown = {
        "field": field_named(plan, record, name, viewer=viewer_of(request)),
        "back": back_to(request, address_of_record(record)),
        "is_fresh": True,
        "is_saved": is_saved,
        "seen": version_of(record.id),
    }
    return render(request, "records/field_saved.html", shown)


def _form(
    request: HttpRequest,
    plan: Plan,
    record: Record,
    form: forms.Form,
    *,
    seen: int,
    status: int = 200,
    refusal: SeachangeError | None = None,
    over: tuple[Clash, ...] = (),
) -> HttpResponse:
    name = request.GET.get("field", "")
    with_choices(form, plan, record.kind)
    shown: dict[str, Any] = {
        "record": record,
        "field_name": name,
        "form": form,
        "groups": groups(form, record.kind, only=name),
        "refusal": refusal,
        "over": over,
        "seen": seen,
        "back": back_to(request, address_of_record(record)),
    }
    template = "records/edit.html#editor" if request.htmx and name else "records/edit.html"
    return render(request, template, shown, status=status)


def choices(request: HttpRequest) -> HttpResponse:
    """Offer the records that a link may lead to, by what was typed of them."""
    kinds = kinds_told(request.GET.get("kinds", ""))
    words = next((text for name, text in request.GET.items() if name != "kinds"), "")
    found_ones = offered(snapshot(viewer_of(request)), kinds, words[:200])
    return render(request, "records/choices.html", {"records": found_ones})


def _ids(record: Record) -> str:
    """Return how the parts of a record's form are named, so that two forms share a page."""
    safe = "".join(each if each.isalnum() else "-" for each in record.id)
    return f"{safe}-%s"


ROUTES = [
    route("records/choices/", choices, name="record_choices", policy=MEMBERS),
    route("records/<path:record>/edit/", edit, name="record_edit", policy=MEMBERS, form=FillAny),
]
