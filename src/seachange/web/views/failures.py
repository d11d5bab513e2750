"""What a form from another session is answered with."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form does not belong to this session, so that nothing was written."""
    del reason
    return render(request, "web/stale.html", status=403)
