"""The same numbers and records as JSON, for scripts: what a page shows is what is given here."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import get_resolver, reverse

from seachange.errors import SeachangeError
from seachange.measure.answers import Estimate, Unknown
from seachange.planning.reads.snapshot import snapshot, stamp_now
from seachange.planning.rules.plan.encoding import plain
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.plan import COLLECTIONS
from seachange.planning.rules.vocabulary import Kind
from seachange.web import schemas
from seachange.web.answers import Shown, shown
from seachange.web.forms.asking import Asking
from seachange.web.in_json import refused, told
from seachange.web.open_api import document
from seachange.web.pages.measured import measured
from seachange.web.pages.standings import Stand, stand_of
from seachange.web.policies import ANYBODY, INSIDE, MEMBERS
from seachange.web.routing import for_scripts
from seachange.web.who import viewer_of


def ready(_: HttpRequest) -> HttpResponse:
    """Say that pages can be made: the plan's database answers. If it does not, that is a 503."""
    stamp_now()
    return told({"ready": True})


def outcomes(request: HttpRequest) -> HttpResponse:
    """Give where every outcome stands: as the plan holds it, else as it was counted last."""
    plan = snapshot(viewer_of(request))
    found = [_outcome(each, stand_of(plan, each)) for each in plan.outcomes]
    return told({"outcomes": found})


def outcome(request: HttpRequest, record: str) -> HttpResponse:
    """Give one outcome as its page shows it: counted from the events where they can be."""
    viewer = viewer_of(request)
    plan = snapshot(viewer)
    found = plan.get(Outcome, record)
    if found is None:
        raise Http404
    held = measured(plan, found, viewer)
    held_now = _outcome(found, held.stand) | {
        "is_counted_now": held.is_live,
        "now": _answer(held.now) if held.now else None,
        "over_time": _answer(held.trend) if held.trend else None,
    }
    return told(held_now, is_waiting=held.now is not None and held.now.state == "waiting")


def records(request: HttpRequest, kind: str) -> HttpResponse:
    """Give every record of a kind that one may see."""
    if kind not in set(Kind):
        raise Http404
    found = getattr(snapshot(viewer_of(request)), COLLECTIONS[Kind(kind)])
    return told({"kind": kind, "records": [plain(each) for each in found]})


def answer(request: HttpRequest) -> HttpResponse:
    """Answer a question of the events; 202 while it is being counted: ask again."""
    form = Asking(request.GET)
    if not form.is_valid():
        return refused(form.errors["question"][0])
    question = form.cleaned_data["question"]
    try:
        found = shown(question, viewer_of(request))
    except SeachangeError as error:
        return refused(error.what, place=error.place, remedy=error.remedy)
    if found.state == "failed":
        status = 429 if found.is_one_too_many else 422
        return refused(found.why, status=status, remedy=found.remedy)
    return told(_answer(found), is_waiting=found.state == "waiting")


def description(_: HttpRequest) -> HttpResponse:
    """Give the description of everything scripts are given, as OpenAPI."""
    return JsonResponse(_description())


@cache
def _description() -> dict[str, Any]:
    return document(get_resolver().url_patterns)


def _outcome(record: Outcome, stand: Stand) -> dict[str, Any]:
    return {
        "outcome": plain(record),
        "page": reverse("outcome", args=[record.id]),
        "unit": stand.unit,
        "value": stand.value,
        "interval": _ends(stand.estimate),
        "counted": stand.counted,
        "as_of": stand.as_of.isoformat() if stand.as_of else None,
        "change": _reading(stand.change),
        "progress": stand.standing_progress,
        "course": stand.course,
    }


def _reading(reading: Estimate | Unknown) -> dict[str, Any]:
    if isinstance(reading, Unknown):
        return {"unknown": reading.why}
    return {"value": reading.value, "interval": _ends(reading)}


def _ends(estimate: Estimate | None) -> list[float] | None:
    return [estimate.low, estimate.high] if estimate else None


def _answer(found: Shown) -> dict[str, Any]:
    """Give an answer's own document, or how far it is."""
    if found.is_ready:
        return {"state": "ready", "answer": found.answer}
    why = {"progress": found.progress, "why": found.why, "remedy": found.remedy}
    return {"state": found.state.value, **why}


RECORD = {"record": {"description": "the id of an outcome", "schema": schemas.ID}}
KIND = {"kind": {"description": "a kind of record", "schema": schemas.KINDS}}

ROUTES = [
    for_scripts("api/ready/", ready, name="api_ready", policy=ANYBODY, gives=schemas.READY),
    for_scripts(
        "api/openapi.json",
        description,
        name="api_description",
        policy=MEMBERS,
        gives=schemas.DESCRIPTION,
    ),
    for_scripts(
        "api/outcomes/", outcomes, name="api_outcomes", policy=INSIDE, gives=schemas.OUTCOMES
    ),
    for_scripts(
        "api/outcomes/<path:record>/",
        outcome,
        name="api_outcome",
        policy=INSIDE,
        gives=schemas.OUTCOME,
        parts=RECORD,
    ),
    for_scripts(
        "api/records/<slug:kind>/",
        records,
        name="api_records",
        policy=MEMBERS,
        gives=schemas.RECORDS,
        parts=KIND,
    ),
    for_scripts(
        "api/answers/",
        answer,
        name="api_answer",
        policy=INSIDE,
        gives=schemas.ANSWER,
        asks=Asking,
    ),
]
