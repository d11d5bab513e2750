"""Hypotheses: listed by what needs somebody next, and each with all that speaks for and against."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from seachange.errors import BadPlan, Conflict, NotAllowed, Refused, SeachangeError
from seachange.planning.actions import hypotheses
from seachange.planning.reads.ids import free_id
from seachange.planning.rules.permissions import Deed
from seachange.planning.rules.plan.learning import Decision, Verdict
from seachange.planning.rules.vocabulary import Choice, Finish, Kind
from seachange.web.forms.paging import Leafed
from seachange.web.pages.hypotheses import (
    SORTS,
    STATES,
    Asked,
    HypothesisPage,
    hypotheses_page,
    hypothesis_page,
)
from seachange.web.policies import INSIDE, who_may
from seachange.web.routing import button, route
from seachange.web.who import id_of, viewer_of

_SORTED = {"next": "what needs somebody next", "confidence": "confidence", "id": "name"}
# What one decides after a verdict; the other choices belong to ideas and requests.
CHOICES = (
    Choice.SCALE,
    Choice.ITERATE,
    Choice.KEEP,
    Choice.REMOVE,
    Choice.RERUN,
    Choice.STOP,
    Choice.KILL,
)


class Looking(Leafed):
    """Which hypotheses to look at, in which order, as a list or by state."""

    state = forms.ChoiceField(
        choices=[("", "all"), *((each, each) for each in STATES)], required=False, label="State"
    )
    sort = forms.ChoiceField(
        choices=[(each, _SORTED[each]) for each in SORTS], required=False, label="Sorted by"
    )
    look = forms.ChoiceField(
        choices=[("list", "as a list"), ("board", "by state")], required=False, label="Look"
    )
    team = forms.CharField(max_length=200, required=False)
    outcome = forms.CharField(max_length=100, required=False)
    words = forms.CharField(max_length=200, required=False, label="With the words")


class Concluding(forms.Form):
    """What is concluded, and the reason where it is not what the evidence says."""

    finish = forms.ChoiceField(
        choices=[(each.value, each.value.replace("_", " ")) for each in Finish], label="Verdict"
    )
    reason = forms.CharField(
        max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}), label="Reason"
    )


class Deciding(forms.Form):
    """What is done about it, why, and what else was thought of."""

    choice = forms.ChoiceField(
        choices=[(each.value, each.value.replace("_", " ")) for each in CHOICES], label="Decision"
    )
    reason = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    alternatives = forms.CharField(
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        label="What else was thought of (a line each)",
    )


def listed(request: HttpRequest) -> HttpResponse:
    """List hypotheses as the address asks for them."""
    form = Looking(request.GET)
    is_whole = form.is_valid()
    told = {name: value for name in form.fields if (value := form.cleaned_data.get(name))}
    shown = hypotheses_page(viewer_of(request), Asked(**told))
    selects = [form["state"], form["sort"], form["look"]]
    context = {"page": shown, "form": form, "selects": selects}
    return render(request, "hypotheses/list.html", context, status=200 if is_whole else 422)


def page(request: HttpRequest, record: str) -> HttpResponse:
    """Show one hypothesis."""
    return _shown(request, hypothesis_page(viewer_of(request), record))


def conclude(request: HttpRequest, record: str) -> HttpResponse:
    """Give the verdict in one's own name, sealed with the evidence as it stands."""
    shown = hypothesis_page(viewer_of(request), record)
    form = Concluding(request.POST)
    if not form.is_valid():
        return _shown(request, shown, concluding=form, status=422)
    told, before = form.cleaned_data, shown.case.standing
    verdict = Verdict(
        id=free_id(f"V-{record}"),
        hypothesis=record,
        hypothesis_version=shown.hypothesis.version,
        finish=Finish(told["finish"]),
        reason=told["reason"],
        evidence=tuple(each.id for each in shown.evidence if each.state != "invalidated"),
        supersedes=before.id if before else None,
    )
    try:
        hypotheses.conclude(verdict, by=id_of(request))
    except (Refused, BadPlan, NotAllowed, Conflict) as error:
        return _shown(request, shown, concluding=form, refusal=error, status=422)
    messages.success(request, f"{record} is {told['finish'].replace('_', ' ')}: sealed as it is.")
    return redirect("hypothesis", record)


def decide(request: HttpRequest, record: str) -> HttpResponse:
    """Decide what is done about it, in one's own name."""
    shown = hypothesis_page(viewer_of(request), record)
    form = Deciding(request.POST)
    if not form.is_valid():
        return _shown(request, shown, deciding=form, status=422)
    told = form.cleaned_data
    decision = Decision(
        id=free_id(f"DE-{record}"),
        choice=Choice(told["choice"]),
        hypothesis=record,
        verdict=shown.case.standing.id if shown.case.standing else None,
        output=shown.hypothesis.output,
        idea=shown.hypothesis.idea,
        outcome=shown.hypothesis.outcome,
        reason=told["reason"],
        alternatives=tuple(filter(None, map(str.strip, told["alternatives"].splitlines()))),
        evidence=tuple(each.id for each in shown.evidence),
    )
    try:
        hypotheses.decide(decision, by=id_of(request))
    except (Refused, BadPlan, NotAllowed, Conflict) as error:
        return _shown(request, shown, deciding=form, refusal=error, status=422)
    messages.success(request, f"Decided: {told['choice'].replace('_', ' ')}.")
    return redirect("hypothesis", record)


def _shown(
    request: HttpRequest,
    shown: HypothesisPage,
    *,
    concluding: forms.Form | None = None,
    deciding: forms.Form | None = None,
    refusal: SeachangeError | None = None,
    status: int = 200,
) -> HttpResponse:
    says = shown.case.told.finish
    context: dict[str, Any] = {
        "page": shown,
        "concluding": concluding or Concluding(initial={"finish": says.value if says else ""}),
        "deciding": deciding or Deciding(),
        "refusal": refusal,
        "here": reverse("hypothesis", args=[shown.hypothesis.id]),
    }
    return render(request, "hypotheses/page.html", context, status=status)


ROUTES = [
    route("hypotheses/", listed, name="hypotheses", policy=INSIDE),
    button(
        "hypotheses/<path:record>/conclude",
        conclude,
        name="hypothesis_conclude",
        policy=who_may(Deed.CREATE, Kind.VERDICT),
        form=Concluding,
    ),
    button(
        "hypotheses/<path:record>/decide",
        decide,
        name="hypothesis_decide",
        policy=who_may(Deed.CREATE, Kind.DECISION),
        form=Deciding,
    ),
    route("hypotheses/<path:record>/", page, name="hypothesis", policy=INSIDE),
]
