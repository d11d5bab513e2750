"""Stating an outcome, with its wording read while it is typed; and taking its baseline."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from seachange.errors import BadPlan, Conflict, NotAllowed, Refused
from seachange.planning.actions import outcomes
from seachange.planning.actions.conflicts import version_of
from seachange.planning.reads.snapshot import snapshot, whole_plan
from seachange.planning.rules.conversion.answers import free_id
from seachange.planning.rules.permissions import Deed
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.measuring import Metric
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.vocabulary import Kind
from seachange.web.forms.outcomes import DRAFT, Baseline, Statement, refuse
from seachange.web.goal_questions import question_of
from seachange.web.middleware import status_of
from seachange.web.pages import stating
from seachange.web.pages.records import found_of
from seachange.web.pages.wording import worded_in
from seachange.web.pages.written_over import Clash, clashes
from seachange.web.policies import who_may
from seachange.web.routing import route
from seachange.web.telling import changed, seen_for, seen_in
from seachange.web.who import id_of, viewer_of

# The parts of the form that are shown anew while somebody types.
PARTS = frozenset({"wording", "counted"})
DEFINES = who_may(Deed.CREATE, Kind.METRIC)


def state(request: HttpRequest) -> HttpResponse:
    """State an outcome: its form, what its words say meanwhile, and stating it."""
    plan = snapshot(viewer_of(request))
    if request.method == "POST":
        form = Statement(request.POST, plan=plan)
        if form.is_valid() and _stated(request, plan, form):
            told = form.cleaned_data
            changed(request, told["id"], "The outcome is stated.")
            return redirect("outcome", told["id"])
        return _form(request, plan, form, status=422)
    if request.htmx and request.htmx.target in PARTS:
        return _form(request, plan, Statement(request.GET, plan=plan), part=request.htmx.target)
    start: dict[str, Any] = {name: request.GET[name] for name in request.GET}
    start["owners"] = request.GET.getlist("owners")
    first = {
        "id": free_id(whole_plan(), "OC"),
        **{name: said for name, said in start.items() if said},
    }
    return _form(request, plan, Statement(initial=first, plan=plan))


def _stated(request: HttpRequest, plan: Plan, form: Statement) -> bool:
    """State what a form says; where it cannot be, write why beside its fields."""
    told = form.cleaned_data
    metric, new = plan.get(Metric, told.get("metric")), None
    if metric is None and told.get("of_event"):
        metric = new = stating.metric_of(told, form.question)
    try:
        baseline = _baseline(request, form, metric)
        if form.errors:
            return False
        outcomes.state(
            stating.stated(told, metric=metric.id if metric else None, baseline=baseline),
            metric=new,
            drivers=stating.driver_of(told),
            goes_to=told.get("goes_to") or DRAFT,
            by=id_of(request),
        )
    except (Refused, BadPlan, NotAllowed) as error:
        refuse(form, error)
        return False
    return True


def _baseline(request: HttpRequest, form: Baseline, metric: Metric | None) -> Level | None:
    """Return the level typed or counted; what is in the way is written beside the tick."""
    told = form.cleaned_data
    if not told.get("measure"):
        return form.level
    asked = stating.asked_of_events(question_of(metric), starts=told["starts"], ends=told["ends"])
    if asked is None or metric is None:
        form.add_error("measure", "Its metric asks no question of events: type what was counted.")
        return None
    level = stating.level_from(
        stating.counted(asked, viewer_of(request)),
        starts=told["starts"],
        ends=told["ends"],
        version=metric.version,
    )
    if isinstance(level, str):
        form.add_error("measure", level)
        return None
    return level


def _form(
    request: HttpRequest, plan: Plan, form: Statement, *, part: str = "", status: int = 200
) -> HttpResponse:
    typed = form.data if form.is_bound else form.initial
    text = stating.goal_text(typed)
    may_define = DEFINES.admits(viewer_of(request))
    if not may_define:
        form.choose_among_those_there_are()
    context = {
        "form": form,
        "may_define": may_define,
        "worded": worded_in(plan, text) if text else None,
        "text": text,
        "counted": _counted(request, plan, form) if part != "wording" else None,
    }
    name = f"outcomes/state.html#{part}" if part else "outcomes/state.html"
    return render(request, name, context, status=status)


def _counted(request: HttpRequest, plan: Plan, form: Statement) -> Any:
    """Return what the events say of the period typed so far; none before it can be asked."""
    if form.is_bound:
        form.is_valid()
        told = form.cleaned_data
    else:
        trial = Statement(form.initial, plan=plan)
        trial.is_valid()
        told, form = trial.cleaned_data, trial
    metric = plan.get(Metric, told.get("metric"))
    asked = question_of(metric)
    if metric is None and all(told.get(n) for n in ("of_event", "did_event", "within_days")):
        asked = form.question
    asked = stating.asked_of_events(asked, starts=told.get("starts"), ends=told.get("ends"))
    return stating.counted(asked, viewer_of(request)) if asked else None


def baseline(request: HttpRequest, record: str) -> HttpResponse:
    """Take the baseline of an outcome that is a draft."""
    seen = seen_for(request, record)
    plan = snapshot(viewer_of(request))
    outcome = found_of(plan, Outcome, record)
    metric = plan.get(Metric, outcome.metric)
    form = Baseline(request.POST) if request.method == "POST" else Baseline()
    status = 200
    over: tuple[Clash, ...] = ()
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                if _take(request, outcome, metric, form):
                    changed(request, record, "Its baseline is written down.")
                    return redirect("outcome", record)
            except (Refused, BadPlan, Conflict, NotAllowed) as error:
                form.add_error(None, str(error))
                status = status_of(error)
                if isinstance(error, Conflict):
                    seen, now = version_of(record), snapshot(viewer_of(request))
                    over = clashes(now, found_of(now, Outcome, record), {"baseline": form.level})
    context = {
        "form": form,
        "over": over,
        "outcome": outcome,
        "metric": metric,
        "is_counted": question_of(metric) is not None,
        "seen": seen,
    }
    return render(request, "outcomes/baseline.html", context, status=status)


def _take(request: HttpRequest, outcome: Outcome, metric: Metric | None, form: Baseline) -> bool:
    """Write down the level; False where there is none yet, with why beside its field."""
    level = _baseline(request, form, metric)
    if level is None:
        if not form.errors:
            form.add_error("did", "Say where it stands today.")
        return False
    outcomes.take_baseline(outcome.id, level=level, by=id_of(request), seen=seen_in(request))
    return True


ROUTES = [
    route(
        "outcomes/new/",
        state,
        name="outcome_new",
        policy=who_may(Deed.CREATE, Kind.OUTCOME),
        form=Statement,
    ),
    route(
        "outcomes/<path:record>/baseline/",
        baseline,
        name="outcome_baseline",
        policy=who_may(Deed.MOVE, Kind.OUTCOME),
        form=Baseline,
    ),
]
