"""Links that are given away: what they show to whoever has them, and the list of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from seachange.errors import BadPlan
from seachange.people.access import Role, Viewer
from seachange.planning.actions import share_links
from seachange.planning.reads.share_links import Led, led_by, links_of
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.sharing import LONGEST_DAYS, Shared
from seachange.report.pictures.trend import trend
from seachange.web.pages.handouts import for_everybody, for_sellers
from seachange.web.pages.standings import stand_of
from seachange.web.policies import ANYBODY, INSIDE
from seachange.web.routing import NoAnswers, button, route
from seachange.web.who import id_of, viewer_of

# What its maker alone may see, or their team, is not handed to strangers with the rest.
ANY_SELLER = Viewer(id="", role=Role.SALES)


class Giving(forms.Form):
    """What to share, and for how long."""

    what = forms.ChoiceField(choices=[(each.name, each.value) for each in Shared])
    record = forms.CharField(max_length=100, required=False, label="Outcome")
    days = forms.IntegerField(min_value=1, max_value=LONGEST_DAYS, initial=30, label="Days")


def page(request: HttpRequest) -> HttpResponse:
    """List the links one gave away, and give another."""
    form = Giving(
        request.POST or None,
        initial={
            "what": request.GET.get("what", "")[:40],
            "record": request.GET.get("record", "")[:100],
        },
    )
    token = ""
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        what = Shared[told["what"]]
        record = told["record"].strip() if what == Shared.OUTCOME else ""
        try:
            token = share_links.share(what, record=record, days=told["days"], by=id_of(request))
        except BadPlan as error:
            form.add_error("record" if record or what == Shared.OUTCOME else None, error.sentences)
    viewer = viewer_of(request)
    context = {
        "form": form,
        "links": links_of(viewer) if viewer else [],
        "outcomes": snapshot(viewer).outcomes,
        "address": request.build_absolute_uri(reverse("shared", args=[token])) if token else "",
    }
    status = 422 if form.is_bound and not token else 200
    return render(request, "shares/page.html", context, status=status)


def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """Take a link back."""
    share_links.revoke(number, by=id_of(request))
    return redirect("shares")


def shared(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a link leads to, whoever has it; a session of theirs makes no difference."""
    led = led_by(token)
    request.member = None
    if led is None:
        raise Http404
    template, context = _shown(led)
    answer = render(request, template, context)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _shown(led: Led) -> tuple[str, dict[str, Any]]:
    if led.what == Shared.ROADMAP:
        return "shares/roadmap.html", {"horizons": for_everybody()}
    if led.what == Shared.SELLERS:
        return "shares/sellers.html", {"page": for_sellers(ANY_SELLER)}
    plan = snapshot(led.eyes)
    outcome = plan.get(Outcome, led.record)
    if outcome is None:
        raise Http404
    stand = stand_of(plan, outcome)
    drawn = [
        trend(stand.points, unit=stand.unit, title=outcome.text, width=width)
        for width in (920.0, 350.0)
    ]
    return "shares/outcome.html", {"outcome": outcome, "stand": stand, "pictures": drawn}


ROUTES = [
    route("share/", page, name="shares", policy=INSIDE, form=Giving),
    button("share/<int:number>/revoke", revoke, name="share_revoke", policy=INSIDE, form=NoAnswers),
    route("share/<str:token>/", shared, name="shared", policy=ANYBODY),
]
