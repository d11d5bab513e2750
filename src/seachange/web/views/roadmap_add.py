"""Putting something on the roadmap: a question, a hypothesis, an outcome or a milestone first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from seachange.errors import BadPlan, Conflict, NotAllowed, Refused
from seachange.planning.actions import records
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.permissions import Deed
from seachange.planning.rules.vocabulary import HORIZONS, Kind
from seachange.web.forms.roadmap import FIELD_OF, Adding
from seachange.web.pages.record_lists import proposed_id
from seachange.web.policies import who_may
from seachange.web.routing import route
from seachange.web.telling import changed
from seachange.web.who import id_of, viewer_of


def add(request: HttpRequest) -> HttpResponse:
    """Ask what is to stand on the roadmap, and put it there; `horizon` says how far ahead."""
    plan = snapshot(viewer_of(request))
    if request.method != "POST":
        asked = request.GET.get("horizon", "")
        first = {"horizon": asked} if asked in map(str, HORIZONS) else {}
        return render(request, "roadmap/add.html", {"form": Adding(initial=first, plan=plan)})
    form = Adding(request.POST, plan=plan)
    if form.is_valid():
        item = form.item(proposed_id(plan, Kind.ROADMAP_ITEM))
        try:
            records.create(item, by=id_of(request), why=form.cleaned_data["because"])
        except (Refused, BadPlan, NotAllowed, Conflict) as error:
            said = f"{error.what}. {error.remedy}".strip()
            form.add_error(FIELD_OF.get(getattr(error, "invariant", "")), said)
        else:
            changed(request, item.id, f"It is on the roadmap, within {item.horizon} months.")
            return redirect(f"{reverse('roadmap')}#item-{item.id}")
    return render(request, "roadmap/add.html", {"form": form}, status=422)


ROUTES = [
    route(
        "roadmap/new/",
        add,
        name="roadmap_new",
        policy=who_may(Deed.CREATE, Kind.ROADMAP_ITEM),
        form=Adding,
    ),
]
