"""The review: a pack to read beforehand, then each open thing decided, one after the other."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from seachange import clock
from seachange.errors import BadPlan, Conflict, NotAllowed, NotThere, Refused, SeachangeError
from seachange.planning.actions import hypotheses, records
from seachange.planning.reads.ids import free_id
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.permissions import Deed
from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.discovery import FeatureRequest, Review
from seachange.planning.rules.plan.learning import Decision, Evidence, Hypothesis
from seachange.planning.rules.vocabulary import Choice, Kind
from seachange.web.pages.reviews import ReviewPage, review_page
from seachange.web.policies import INSIDE, who_may
from seachange.web.routing import button, route
from seachange.web.telling import seen_in
from seachange.web.who import id_of, viewer_of


class Looking(forms.Form):
    """Which cycle to look back on."""

    cycle = forms.CharField(max_length=100, required=False)


class Deciding(forms.Form):
    """What is decided on one thing, and why."""

    about = forms.CharField(max_length=100, widget=forms.HiddenInput)
    choice = forms.ChoiceField(
        choices=[(each.value, each.value.replace("_", " ")) for each in Choice], label="Decision"
    )
    reason = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class Closing(forms.Form):
    """What is to be kept of the meeting."""

    notes = forms.CharField(
        max_length=10_000, required=False, widget=forms.Textarea(attrs={"rows": 3}), label="Notes"
    )


def pack(request: HttpRequest) -> HttpResponse:
    """Show the pack of the cycle that the address asks for."""
    form = Looking(request.GET)
    cycle = form.cleaned_data["cycle"] if form.is_valid() else ""
    return _shown(request, review_page(viewer_of(request), cycle=cycle))


def begin(request: HttpRequest) -> HttpResponse:
    """Begin to hold a review of a cycle."""
    form = Looking(request.POST)
    if not form.is_valid():
        raise NotThere("there is no such cycle", remedy="choose one of those the page offers")
    shown = review_page(viewer_of(request), cycle=form.cleaned_data["cycle"])
    review = Review(
        id=free_id(f"RV-{clock.now():%Y-%m-%d}"),
        cycle=shown.span.name,
        participants=(id_of(request),),
        outcomes=tuple(each.goal.id for each in (*shown.moved, *shown.unmoved, *shown.unknown)),
        hypotheses=tuple(e.record.id for e in shown.items if isinstance(e.record, Hypothesis)),
    )
    records.create(review, by=id_of(request))
    return redirect("review", review.id)


def page(request: HttpRequest, record: str) -> HttpResponse:
    """Show a review that is being held, or what one came to."""
    return _shown(request, review_page(viewer_of(request), record=record))


def decide(request: HttpRequest, record: str) -> HttpResponse:
    """Decide one thing of a review, in one's own name."""
    shown = review_page(viewer_of(request), record=record)
    form = Deciding(request.POST)
    plan = snapshot(viewer_of(request))
    if not form.is_valid():
        return _shown(request, shown, deciding=form, status=422)
    told = form.cleaned_data
    about = plan.by_id.get(told["about"])
    named = _named(about)
    if not named:
        raise NotThere(f"there is no item {told['about']} of this review"[:120])
    held = plan.of(Evidence, told["about"])
    decision = Decision(
        id=free_id(f"DE-{record}-{told['about']}"),
        choice=Choice(told["choice"]),
        review=record,
        reason=told["reason"],
        evidence=tuple(each.id for each in held),
        **named,
    )
    try:
        hypotheses.decide(decision, by=id_of(request))
    except (Refused, BadPlan, NotAllowed, Conflict) as error:
        return _shown(request, shown, deciding=form, refusal=error, status=422)
    messages.success(request, f"{told['about']}: {told['choice'].replace('_', ' ')}.")
    return redirect(f"{reverse('review', args=[record])}#agenda")


def _named(about: object) -> dict[str, Any]:
    """Return the field of a decision that a record of a review's agenda stands in."""
    if isinstance(about, Hypothesis):
        own = {"hypothesis": about.id, "output": about.output, "outcome": about.outcome}
        return {name: held for name, held in own.items() if held}
    if isinstance(about, Output):
        return {"output": about.id}
    return {"feature_request": about.id} if isinstance(about, FeatureRequest) else {}


def close(request: HttpRequest, record: str) -> HttpResponse:
    """Close a review: it was held today, and this is kept of it."""
    form = Closing(request.POST)
    shown = review_page(viewer_of(request), record=record)
    if not form.is_valid():
        return _shown(request, shown, closing=form, status=422)
    try:
        records.move(
            record,
            to="held",
            by=id_of(request),
            seen=seen_in(request),
            held_on=clock.now().date(),
            notes=form.cleaned_data["notes"],
        )
    except (Refused, BadPlan, NotAllowed, Conflict) as error:
        return _shown(request, shown, closing=form, refusal=error, status=422)
    messages.success(request, "The review is held. What was decided stands in it.")
    return redirect("review", record)


def _shown(
    request: HttpRequest,
    shown: ReviewPage,
    *,
    deciding: forms.Form | None = None,
    closing: forms.Form | None = None,
    refusal: SeachangeError | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "page": shown,
        "deciding": deciding,
        "closing": closing
        or Closing(initial={"notes": shown.review.notes if shown.review else ""}),
        "choices": Deciding.base_fields["choice"].choices,
        "refusal": refusal,
    }
    return render(request, "reviews/page.html", context, status=status)


ROUTES = [
    route("review/", pack, name="reviews", policy=INSIDE),
    button(
        "review/begin",
        begin,
        name="review_begin",
        policy=who_may(Deed.CREATE, Kind.REVIEW),
        form=Looking,
    ),
    button(
        "review/<path:record>/decide",
        decide,
        name="review_decide",
        policy=who_may(Deed.CREATE, Kind.DECISION),
        form=Deciding,
    ),
    button(
        "review/<path:record>/close",
        close,
        name="review_close",
        policy=who_may(Deed.MOVE, Kind.REVIEW),
        form=Closing,
    ),
    route("review/<path:record>/", page, name="review", policy=INSIDE),
]
