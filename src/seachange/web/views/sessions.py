"""One's sessions: where one is signed in, and ending them there."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from seachange.web import sessions
from seachange.web.policies import MEMBERS
from seachange.web.routing import NoAnswers, button, route


def page(request: HttpRequest) -> HttpResponse:
    """List where one is signed in; end the sessions elsewhere when that is asked for."""
    _check_account()
    if request.method == "POST":
        sessions.end_others(request)
        messages.success(request, "You are signed in nowhere else now.")
        return redirect("sessions")
    return render(request, "accounts/sessions.html", {"lines": sessions.sessions(request)})


def end(request: HttpRequest, number: int) -> HttpResponse:
    """End one session of one's own."""
    _check_account()
    sessions.end(request, number)
    messages.success(request, "That session has ended.")
    return redirect("sessions")


def _check_account() -> None:
    # The demonstration lends its eyes to whoever comes: nobody signs in there.
    if settings.DEMO:
        raise Http404


ROUTES = [
    route("settings/sessions/", page, name="sessions", policy=MEMBERS, form=NoAnswers),
    button("settings/sessions/<int:number>/end", end, name="session_end", policy=MEMBERS),
]
