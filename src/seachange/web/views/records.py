"""Any record: its page, its moves, and what is taken away or taken back."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from seachange.errors import BadPlan, Conflict, NotAllowed, NotThere, Refused, SeachangeError
from seachange.planning.actions import records
from seachange.planning.actions.conflicts import version_of
from seachange.planning.actions.filling import take_back
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.permissions import Deed, may
from seachange.planning.rules.states import may_move
from seachange.planning.rules.vocabulary import Kind
from seachange.web.addresses import address_of_record
from seachange.web.forms.records import Because, MustSayWhy
from seachange.web.pages.record_page import MOST_OF_ITS_HISTORY, many, record_page
from seachange.web.pages.records import found
from seachange.web.policies import MEMBERS
from seachange.web.routing import button, route
from seachange.web.telling import back_to, changed, seen_in, would_empty
from seachange.web.who import id_of, viewer_of


class MoveTo(Because):
    """To which state a record goes."""

    to = forms.CharField(max_length=40)


class TakeBack(forms.Form):
    """Which change to take back."""

    change = forms.IntegerField(min_value=1, max_value=2**62)


def page(request: HttpRequest, record: str) -> HttpResponse:
    """Show a record."""
    return _page(request, record)


def move(request: HttpRequest, record: str) -> HttpResponse:
    """Move a record to another state."""
    told = found(snapshot(viewer_of(request)), record)
    form = MoveTo(request.POST)
    if not form.is_valid():
        return _page(request, record, refusal=BadPlan("it was not said where to"), status=422)
    to, why = form.cleaned_data["to"], form.cleaned_data["because"]
    if told.kind is Kind.ASSUMPTION_TEST and (told.state, to) == ("planned", "running"):
        return redirect("trial_start", record)  # What freezes by that is shown first.
    try:
        records.move(record, to=to, by=id_of(request), why=why, seen=seen_in(request))
    except (Refused, BadPlan, NotAllowed, Conflict) as error:
        status = 409 if isinstance(error, Conflict) else 422
        return _page(request, record, refusal=error, status=status, why=why)
    # A state that has no move back to the one before is not taken back by anybody.
    has_way_back = may_move(told.kind, before=to, after=told.state)
    words = f"Now {to}; it was {told.state}."
    changed(request, record, words, has_way_back=has_way_back)
    return redirect(back_to(request, address_of_record(told)))


def remove(request: HttpRequest, record: str) -> HttpResponse:
    """Ask why, and take a record out of the plan; its history stays, and it can come back."""
    viewer, seen = viewer_of(request), version_of(record)
    plan = snapshot(viewer)
    told = found(plan, record)
    if viewer is None or not may(viewer.role, deed=Deed.REMOVE, kind=told.kind):
        raise NotAllowed(f"to remove {told.kind.one} is not for your role")
    form = MustSayWhy(request.POST or None)
    refusal: SeachangeError | None = None
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["because"]
        try:
            records.remove(record, by=id_of(request), why=why, seen=seen_in(request))
        except (Refused, BadPlan, NotAllowed, Conflict) as error:
            refusal = error
        else:
            changed(request, record, f"{record} was removed.")
            return redirect("records_of", kind=told.kind.value)
    status = 422 if request.method == "POST" else 200
    shown = {
        "record": told,
        "form": form,
        "refusal": refusal,
        "pointing": plan.linked_to(record),
        "seen": seen,
    }
    return render(request, "records/remove.html", shown, status=status)


def undo(request: HttpRequest) -> HttpResponse:
    """Take back a change, if nobody has written over it since."""
    form = TakeBack(request.POST)
    if not form.is_valid():
        raise NotThere("there is no such change", remedy="look at the record's history")
    try:
        told = take_back(form.cleaned_data["change"], by=id_of(request))
    except Refused as error:
        if not would_empty(request, error, done="taken back"):
            raise
        return redirect(back_to(request, reverse("roadmap")))
    is_there = told.id in snapshot(viewer_of(request)).by_id
    words = "Taken back: it reads as it did before." if is_there else f"{told.id} is gone again."
    changed(request, told.id, words, has_way_back=is_there)
    if not is_there:
        return redirect("records_of", kind=told.kind.value)
    return redirect(back_to(request, address_of_record(told)))


def _page(
    request: HttpRequest,
    record: str,
    *,
    refusal: SeachangeError | None = None,
    status: int = 200,
    why: str = "",
) -> HttpResponse:
    most = 10_000 if request.GET.get("history") == "all" else MOST_OF_ITS_HISTORY
    told = record_page(viewer_of(request), record, most=most)
    shown = {
        "page": told,
        "record": told.record,
        "many": many(told.record.kind),
        "refusal": refusal,
        "why": why,
    }
    return render(request, "records/page.html", shown, status=status)


ROUTES = [
    button("records/undo", undo, name="undo", policy=MEMBERS, form=TakeBack),
    button("records/<path:record>/move", move, name="record_move", policy=MEMBERS, form=MoveTo),
    route(
        "records/<path:record>/remove/",
        remove,
        name="record_remove",
        policy=MEMBERS,
        form=MustSayWhy,
    ),
    route("records/<path:record>/", page, name="record", policy=MEMBERS),
]
