"""What every request passes: who it is, no page without a policy, headers, errors as pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.http import reswap, retarget

from seachange.errors import (
    BadPlan,
    Conflict,
    NotAllowed,
    NotThere,
    Refused,
    SeachangeError,
    TooMany,
)
from seachange.people.witness import under_witness
from seachange.web.audited import Sent
from seachange.web.bearers import judged, token_in
from seachange.web.in_json import refused
from seachange.web.sessions import note
from seachange.web.who import EYES, member_of_account, member_to_look_through

Onward = Callable[[HttpRequest], HttpResponse]

# Nothing from elsewhere, nothing written into the page itself, nobody frames us.
CONTENT = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
POLICY = "Content-Security-Policy"
HEADERS = {
    POLICY: CONTENT,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

# The key in a session under which stands the role it was begun with.
ROLE = "role"

# What whoever is signed out in the middle of their work is told where they sign in.
OUT = "You come in here no more. Ask whoever runs this installation, if that surprises you."
ANEW = "Your role was changed. Sign in once more to go on with it."

# How a refusal on purpose is told to a browser.
STATUS: tuple[tuple[type[SeachangeError], int], ...] = (
    (NotAllowed, 403),
    (Conflict, 409),
    (Refused, 422),
    (BadPlan, 422),
    (TooMany, 429),
)


class Headers:
    """Put the headers of safety on every answer, and keep pages of members out of caches."""

    def __init__(self, onward: Onward) -> None:
        self.onward = onward
        self.headers = dict(HEADERS)
        if settings.PROVIDER_ORIGIN:
            # The form that leads to the identity provider is followed there.
            leads = f"form-action 'self' {settings.PROVIDER_ORIGIN}"
            self.headers[POLICY] = CONTENT.replace("form-action 'self'", leads)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the headers."""
        answer = self.onward(request)
        # The same address gives a page or a part of it, by who asks for it.
        if str(answer.headers.get("Content-Type", "")).startswith("text/html"):
            patch_vary_headers(answer, ["HX-Request"])
        for name, value in self.headers.items():
            answer.headers.setdefault(name, value)
        answer.headers.setdefault("Cache-Control", "private, no-store")
        return answer


class Who:
    """Find the member behind the session or the token; both end when its role has changed."""

    def __init__(self, onward: Onward) -> None:
        self.onward = onward

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, knowing who asks."""
        request.member, request.bearer = None, None
        token = token_in(request)
        if token is not None:
            bearer = judged(request, token)
            if isinstance(bearer, HttpResponse):
                return bearer
            # Whatever session came along with it makes no difference.
            request.user = AnonymousUser()
            request.member, request.bearer = bearer.member, bearer.number
            return self.onward(request)
        if settings.DEMO:
            request.member = member_to_look_through(request.session.get(EYES, ""))
        elif request.user.is_authenticated:
            member = member_of_account(request.user.pk)
            begun = request.session.get(ROLE)
            if member is None or begun not in {None, member.role.value}:
                logout(request)
                messages.info(request, OUT if member is None else ANEW)
            else:
                request.member = member
                if begun is None:
                    request.session[ROLE] = member.role.value
                note(request)
        return self.onward(request)


class Audit:
    """Write down every form that was sent: by whom, where, how it ended; never what was typed."""

    def __init__(self, onward: Onward) -> None:
        self.onward = onward

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and write it down."""
        if request.method != "POST":
            return self.onward(request)
        request.sent = Sent(request)
        with under_witness(request.sent.writes):
            answer = self.onward(request)
        request.sent.ends(answer.status_code)
        return answer

    def process_view(self, request: HttpRequest, _: Any, __: Any, named: dict[str, str]) -> None:
        """Take in what a form is about."""
        if request.method == "POST":
            request.sent.comes_to(named)


class Doors:
    """Let nobody through a route that names no policy, and tell errors as pages."""

    def __init__(self, onward: Onward) -> None:
        self.onward = onward

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.onward(request)

    def process_view(self, _: HttpRequest, view: Any, *__: Any) -> None:
        """Refuse a view that no route stands before."""
        if not hasattr(view, "route"):
            raise PermissionDenied("this address names no policy")

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Tell a refusal on purpose as a page that says what to do; other errors are ours."""
        if not isinstance(error, SeachangeError):
            return None
        status = 404 if isinstance(error, NotThere) else status_of(error)
        match = request.resolver_match  # none where something refused before an address was found
        if match is not None and match.func.route.is_for_scripts:
            return refused(error.what, status=status, place=error.place, remedy=error.remedy)
        shown = {"error": error, "status": status}
        if not request.htmx:
            return render(request, "web/refused.html", shown, status=status)
        # Only a part of the page was asked for: a word at its top, and the part stays as it is.
        answer = render(request, "web/refused_part.html", shown, status=status)
        return reswap(retarget(answer, "#told"), "beforeend")


def status_of(error: SeachangeError) -> int:
    """Return the status that tells a browser of a refusal on purpose."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 422)
