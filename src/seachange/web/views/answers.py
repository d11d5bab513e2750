"""Answers on their way: how far they are, no more of them, once more."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from seachange.evidence import kept
from seachange.evidence.models import KeptAnswer
from seachange.web import jobs
from seachange.web.answers import Look, look_of, told
from seachange.web.policies import INSIDE
from seachange.web.routing import button, route
from seachange.web.telling import back_to
from seachange.web.who import id_of, viewer_of


class OnItsWay(forms.Form):
    """What a button of an answer sends along: how the answer is drawn on its page."""

    look = forms.CharField(max_length=8000, required=False)


def one(request: HttpRequest, key: str) -> HttpResponse:
    """Show an answer, or how far it is; `look` says how it is drawn on its page."""
    return _shown(request, _kept(request, key), look_of(request.GET.get("look", "")))


def cancel(request: HttpRequest, key: str) -> HttpResponse:
    """Want an answer no more; it is counted all the same while somebody else waits for it."""
    kept.cancel(_kept(request, key).key, by=id_of(request))
    return _back(request, key)


def again(request: HttpRequest, key: str) -> HttpResponse:
    """Have an answer counted once more."""
    answer = _kept(request, key)
    if not kept.is_open(answer):
        kept.refuse_too_many(by=id_of(request))
    if kept.wanted_again(answer.key, by=id_of(request)):
        jobs.enqueue("measure", answer.key, lane=answer.lane)
    return _back(request, key)


def _kept(request: HttpRequest, key: str) -> KeptAnswer:
    """Return an answer that its asker may see."""
    viewer = viewer_of(request)
    answer = kept.found([key], by=viewer.id if viewer else "").get(key)
    if answer is None or answer.policy != kept.policy_of(viewer):
        raise Http404
    return answer


def _back(request: HttpRequest, key: str) -> HttpResponse:
    asked = OnItsWay(request.POST)
    look = look_of(asked.cleaned_data["look"]) if asked.is_valid() else Look()
    if request.htmx:
        return _shown(request, _kept(request, key), look)
    return redirect(back_to(request, reverse("home")))


def _shown(request: HttpRequest, answer: KeptAnswer, look: Look) -> HttpResponse:
    context = {"shown": told(answer, look)}
    name = "web/answer.html" if request.htmx else "answers/page.html"
    return render(request, name, context)


ROUTES = [
    route("answers/<slug:key>/", one, name="answer", policy=INSIDE),
    button("answers/<slug:key>/cancel", cancel, name="answer_cancel", policy=INSIDE, form=OnItsWay),
    button("answers/<slug:key>/again", again, name="answer_again", policy=INSIDE, form=OnItsWay),
]
