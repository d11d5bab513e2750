"""Signals at a step: a finding kept, and a kept one made a hypothesis or an outcome in one act."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from seachange.errors import SeachangeError
from seachange.planning.actions import signals
from seachange.planning.reads.snapshot import snapshot, whole_plan
from seachange.planning.rules.becoming import Aim
from seachange.planning.rules.conversion.answers import free_id
from seachange.planning.rules.permissions import Deed
from seachange.planning.rules.plan.learning import Hypothesis
from seachange.planning.rules.plan.measuring import Behaviour, BehaviourSignal, JourneyStep
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.signals import standing
from seachange.planning.rules.vocabulary import Kind
from seachange.web import jobs
from seachange.web.addresses import address_of_record
from seachange.web.forms.fields import Day, Number
from seachange.web.policies import who_may
from seachange.web.routing import button, route
from seachange.web.who import id_of, viewer_of

KEPT_SOON = "It is being kept: its cohort is counted beside this page, and then it stands here."

KEEPS = who_may(Deed.CREATE, Kind.SIGNAL)
HYPOTHESISES = who_may(Deed.CREATE, Kind.HYPOTHESIS)
STATES = who_may(Deed.CREATE, Kind.OUTCOME)


class ToKeep(forms.Form):
    """Which behaviour that was found is to be kept."""

    behaviour = forms.CharField(max_length=500)


class ToTest(forms.Form):
    """Which outcome a nudge moves, of how many people, from when on it is worth it, and why."""

    outcome = forms.ChoiceField(required=False)
    uptake = Number(required=False)
    worthwhile = Number(required=False)
    why = forms.CharField(max_length=1000, required=False)

    def clean_uptake(self) -> float | None:
        """Ask for a share above nothing."""
        share: float | None = self.cleaned_data["uptake"]
        if share is not None and not 0 < share <= 1:
            raise forms.ValidationError("A share above 0 %, at most 100 %, such as 25 %.")
        return share


class ToMove(forms.Form):
    """How far an outcome shall go, by when, and why a doubtful signal is worth it."""

    target = Number(required=False)
    by = Day(required=False)
    why = forms.CharField(max_length=1000, required=False)


def keep(request: HttpRequest, journey: str, step: str) -> HttpResponse:
    """Have a finding kept at its step: its cohort is counted beside the page."""
    form = ToKeep(request.POST)
    found = snapshot(viewer_of(request)).get(JourneyStep, step)
    if found is None or found.journey != journey or not form.is_valid():
        raise Http404
    jobs.keep_signal(step, form.cleaned_data["behaviour"], by=id_of(request))
    messages.success(request, KEPT_SOON)
    return redirect("journey_step", journey, step)


def hypothesis(request: HttpRequest, signal: str) -> HttpResponse:
    """Make a signal a hypothesis with the experiment that would test it."""
    plan = snapshot(viewer_of(request))
    form: Any = ToTest(request.POST) if request.method == "POST" else ToTest()
    form.fields["outcome"].choices = [("", "success at its step, as a new one")] + [
        (each.id, each.text) for each in plan.outcomes
    ]
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        said = {each: told[each] for each in ("uptake", "worthwhile") if told[each] is not None}
        made = free_id(whole_plan(), "H")
        try:
            after = signals.become_hypothesis(
                signal,
                hypothesis=made,
                outcome=told["outcome"] or None,
                by=id_of(request),
                why=told["why"],
                **said,
            )
        except SeachangeError as error:
            _refuse(form, error)
        else:
            return redirect(address_of_record(after.by_id[made]))
    return _form(request, plan, signal, form, "hypothesis")


def outcome(request: HttpRequest, signal: str) -> HttpResponse:
    """Make a signal an outcome to move, its baseline that of its newest cohort."""
    plan = snapshot(viewer_of(request))
    form = ToMove(request.POST) if request.method == "POST" else ToMove()
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        made = free_id(whole_plan(), "OC")
        try:
            after = signals.become_outcome(
                signal,
                outcome=made,
                aim=Aim(target=told["target"], by=told["by"]),
                by=id_of(request),
                why=told["why"],
            )
        except SeachangeError as error:
            _refuse(form, error)
        else:
            return redirect(address_of_record(after.by_id[made]))
    return _form(request, plan, signal, form, "outcome")


def _refuse(form: forms.Form, error: SeachangeError) -> None:
    form.add_error(None, error.sentences)


def _form(
    request: HttpRequest, plan: Plan, signal: str, form: forms.Form, what: str
) -> HttpResponse:
    held = plan.get(BehaviourSignal, signal)
    if held is None:
        raise Http404
    behaviour = plan.get(Behaviour, held.behaviour)
    step = plan.get(JourneyStep, behaviour.journey_step) if behaviour else None
    context = {
        "signal": held,
        "behaviour": behaviour,
        "step": step,
        "form": form,
        "what": what,
        "newest": standing(plan, held).newest,
        "rest_on": plan.of(Hypothesis, signal),
    }
    return render(request, "journeys/become.html", context, status=422 if form.errors else 200)


ROUTES = [
    button(
        "journeys/<path:journey>/steps/<path:step>/keep",
        keep,
        name="signal_keep",
        policy=KEEPS,
        form=ToKeep,
    ),
    route(
        "signals/<path:signal>/hypothesis/",
        hypothesis,
        name="signal_hypothesis",
        policy=HYPOTHESISES,
        form=ToTest,
    ),
    route(
        "signals/<path:signal>/outcome/",
        outcome,
        name="signal_outcome",
        policy=STATES,
        form=ToMove,
    ),
]
