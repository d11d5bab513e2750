"""All records, kind by kind, and stating another one of any kind."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from seachange import clock
from seachange.errors import BadPlan, Conflict, NotAllowed, Refused, SeachangeError
from seachange.people.access import Role, Viewer
from seachange.planning.actions import records
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.permissions import Deed, may
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.vocabulary import Kind
from seachange.web.addresses import address_of_record
from seachange.web.forms.choosing import groups, with_choices
from seachange.web.forms.records import FillAny, defaults_of, filled, form_of
from seachange.web.pages.record_lists import (
    all_kinds,
    kind_told,
    one_kind,
    proposed_id,
    stated_with,
)
from seachange.web.pages.record_page import many
from seachange.web.policies import MEMBERS
from seachange.web.routing import route
from seachange.web.telling import back_to, changed
from seachange.web.who import id_of, viewer_of

# Where whoever states it answers for it: the field that names them.
IN_OWN_NAME = {
    Kind.DECISION: "decided_by",
    Kind.VERDICT: "decided_by",
    Kind.WAIVER: "approver",
    Kind.SIGN_OFF: "member",
}


def every(request: HttpRequest) -> HttpResponse:
    """Show which kinds of records there are, how many of each, and which one may state."""
    return render(request, "records/all.html", {"kinds": all_kinds(viewer_of(request))})


def of_kind(request: HttpRequest, kind: str) -> HttpResponse:
    """Show all records of a kind; `words` and `state` choose among them."""
    words, state = request.GET.get("words", "")[:200], request.GET.get("state", "")[:40]
    told = request.GET.get("page", "")
    number = int(told) if told.isascii() and told.isdigit() and len(told) < 9 else 1
    viewer = viewer_of(request)
    page = one_kind(viewer, kind_told(kind), words=words, state=state, number=number)
    return render(request, "records/kind.html", {"page": page, "words": words, "state": state})


def state_one(request: HttpRequest, kind: str) -> HttpResponse:
    """Show the form of a kind, filled with what the address says, and state a record of it."""
    viewer, of = viewer_of(request), kind_told(kind)
    if viewer is None or not may(viewer.role, deed=Deed.CREATE, kind=of):
        raise NotAllowed(f"to state {of.one} is not for your role")
    if of is Kind.FEATURE_REQUEST and viewer.role is Role.REQUESTER and request.method == "GET":
        # Whoever only asks is asked two things, on their first page.
        return redirect("home")
    plan = snapshot(viewer)
    if request.method != "POST":
        asked = {name: text for name, text in request.GET.items() if name != "next"}
        form = form_of(of)(initial=defaults_of(of) | _in_own_name(of, viewer) | asked)
        return _form(request, plan, of, form, proposed=proposed_id(plan, of))
    form = filled(of, request.POST, is_stated=True)
    wanted = request.POST.get("id", "").strip() or proposed_id(plan, of)
    if not form.is_valid():
        return _form(request, plan, of, form, proposed=wanted, status=422)
    try:
        record = stated_with(of, wanted, form)
        records.create(record, by=id_of(request), why=form.cleaned_data.get("because", ""))
    except (Refused, BadPlan, NotAllowed, Conflict) as error:
        return _form(request, plan, of, form, proposed=wanted, status=422, refusal=error)
    has_way_back = may(viewer.role, deed=Deed.REMOVE, kind=of)
    changed(request, record.id, f"{record.id} is stated.", has_way_back=has_way_back)
    return redirect(back_to(request, address_of_record(record)))


def _in_own_name(kind: Kind, viewer: Viewer) -> dict[str, str]:
    """Return who decides, signs or gives leave: nobody does it for another; or who sells.

    And the day of a decision: it is today, unless somebody says another or takes it out.
    """
    if kind is Kind.DEAL and viewer.role is Role.SALES:
        return {"seller": viewer.id}
    field = IN_OWN_NAME.get(kind)
    own = {field: viewer.id} if field else {}
    today = clock.now().date().isoformat()
    return own | {"decided_on": today} if kind is Kind.DECISION else own


def _form(
    request: HttpRequest,
    plan: Plan,
    kind: Kind,
    form: forms.Form,
    *,
    proposed: str,
    status: int = 200,
    refusal: SeachangeError | None = None,
) -> HttpResponse:
    with_choices(form, plan, kind)
    asked = groups(form, kind)
    shown = {
        "kind": kind,
        "one": kind.one,
        "many": many(kind),
        "form": form,
        "first": [each for each in asked if each.is_first and not each.is_result],
        "more": [each for each in asked if not (each.is_first or each.is_result)],
        "proposed": proposed,
        "refusal": refusal,
        "back": back_to(request, ""),
    }
    return render(request, "records/new.html", shown, status=status)


ROUTES = [
    route("records/", every, name="records", policy=MEMBERS),
    route("records/kind/<slug:kind>/", of_kind, name="records_of", policy=MEMBERS),
    route("records/new/<slug:kind>/", state_one, name="record_new", policy=MEMBERS, form=FillAny),
]
