"""What is answered when something is wrong with us: a form too old, a fault, a database away."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.views.defaults import page_not_found, server_error

from seachange.web.away import COME_AGAIN, REMEDY, SAYS, is_away
from seachange.web.in_json import refused
from seachange.web.routing import FOR_SCRIPTS

FAULT = "something went wrong on our side"
TELL_US = (
    "try once more; if it goes on, tell whoever runs this installation what you asked, and when"
)


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form does not belong to this session, so that nothing was written."""
    del reason
    return render(request, "web/stale.html", status=403)


def absent(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that nothing stands at an address; to scripts in their own words."""
    if _is_for_scripts(request):
        return refused("there is no such address", status=404)
    return page_not_found(request, exception)


def fault(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours; or that the database is away, and when to come again.

    It asks nothing of the database, not even who asks: that may be what went wrong. What it was
    stands on the console alone: an error's words may hold whatever was being read.
    """
    if not is_away(sys.exc_info()[1]):
        of_ours = refused(FAULT, status=500, remedy=TELL_US)
        return of_ours if _is_for_scripts(request) else server_error(request)
    if _is_for_scripts(request):
        answer = refused(SAYS, status=503, remedy=REMEDY)
    else:
        answer = HttpResponse(loader.get_template("503.html").render(), status=503)
    answer.headers["Retry-After"] = str(COME_AGAIN)
    return answer


def _is_for_scripts(request: HttpRequest) -> bool:
    return bool(request.path_info.startswith(f"/{FOR_SCRIPTS}"))
