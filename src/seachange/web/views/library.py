"""The evidence library: what was learnt, found again; and how well we foresee."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.library import Wanted
from seachange.planning.rules.vocabulary import Finish
from seachange.report.library.page import part
from seachange.web.exports import is_whole
from seachange.web.forms.paging import Leafed
from seachange.web.pages.library import library_page
from seachange.web.policies import INSIDE
from seachange.web.routing import route
from seachange.web.who import viewer_of


class Looking(Leafed):
    """What to find in it."""

    finish = forms.ChoiceField(
        choices=[("", "all"), *((each.value, each.value.replace("_", " ")) for each in Finish)],
        required=False,
        label="Verdict",
    )
    outcome = forms.CharField(max_length=100, required=False)
    step = forms.CharField(max_length=100, required=False)
    team = forms.CharField(max_length=200, required=False)
    actor = forms.CharField(max_length=200, required=False)
    words = forms.CharField(max_length=200, required=False, label="With the words")


def page(request: HttpRequest) -> HttpResponse:
    """Show what was learnt, as the address asks for it."""
    plan = snapshot(viewer_of(request))
    form = Looking(request.GET)
    is_valid = form.is_valid()
    told = {name: form.cleaned_data.get(name) or "" for name in form.fields}
    finish, number = told.pop("finish"), int(told.pop("page") or 1)
    wanted = Wanted(finish=Finish(finish) if finish else None, **told)
    shown = library_page(plan, wanted, number, is_whole=is_whole(request))
    context = {
        "form": form,
        "plan": plan,
        "page": shown,
        "part": part(shown.told, lambda known: str(reverse("hypothesis", args=[known]))),
        "actors": sorted({each.actor for each in plan.outcomes if each.actor}),
        "finish": form["finish"],
    }
    return render(request, "library/page.html", context, status=200 if is_valid else 422)


ROUTES = [route("evidence/", page, name="library", policy=INSIDE)]
