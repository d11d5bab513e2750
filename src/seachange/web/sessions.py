"""Where somebody is signed in: noted as they come by, shown to them, ended at their word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.account.adapter import get_adapter
from allauth.account.signals import password_changed, password_set, user_logged_in
from allauth.usersessions import signals
from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from seachange import clock
from seachange.errors import NotThere
from seachange.web.session_store import kept

# The key in a session under which stands when it was last noted, in seconds since 1970.
NOTED = "noted"
# A page is no slower for it: a session is noted once in so many seconds.
EVERY = 300
# So much of what a browser calls itself is kept.
LONGEST = 200

# How a browser and its machine call themselves, the more special before what they imitate.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
MACHINES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLine:
    """A session as its member sees it: with what, from which address, since and until when."""

    number: int
    device: str
    address: str
    began: datetime
    seen: datetime
    is_here: bool


def note(request: HttpRequest, *, is_due: bool = False) -> None:
    """Note that a session is used, from where and with what, unless that was done just now."""
    now = int(clock.now().timestamp())
    if not is_due and abs(now - request.session.get(NOTED, 0)) < EVERY:
        return
    request.session[NOTED] = now
    if request.session.session_key is None:
        request.session.save()
    try:
        address = get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        # Whose address cannot be told is let in all the same, and not listed.
        return
    told = {
        "user": request.user,
        "ip": address,
        "user_agent": request.headers.get("User-Agent", "")[:LONGEST],
        "last_seen_at": clock.now(),
    }
    UserSession.objects.update_or_create(
        session_key=kept(request.session.session_key),
        defaults=told,
        create_defaults={**told, "created_at": clock.now()},
    )


def on_coming_in(request: HttpRequest, **_: object) -> None:
    """Note a session that was just begun, or has another key since a password was changed."""
    UserSession.objects.purge_and_list(request.user)
    note(request, is_due=True)


def note_them_here() -> None:
    """Have sessions noted by `on_coming_in`, and no more by allauth."""
    for signal, theirs in (
        (user_logged_in, signals.on_user_logged_in),
        (password_set, signals.on_password_changed),
        (password_changed, signals.on_password_changed),
    ):
        signal.disconnect(theirs)
        signal.connect(on_coming_in)


def sessions(request: HttpRequest) -> list[SessionLine]:
    """Return the sessions of whoever asks, this one first, then those that were used last."""
    note(request, is_due=True)
    here = kept(request.session.session_key)
    lines = [
        SessionLine(
            number=each.pk,
            device=device(each.user_agent),
            address=each.ip,
            began=each.created_at,
            seen=each.last_seen_at,
            is_here=each.session_key == here,
        )
        for each in UserSession.objects.purge_and_list(request.user)
    ]
    return sorted(lines, key=lambda line: (line.is_here, line.seen), reverse=True)


def end(request: HttpRequest, number: int) -> None:
    """End a session of whoever asks; somebody else's is not there for them."""
    session = UserSession.objects.filter(user=request.user, pk=number).first()
    if session is None:
        raise NotThere("there is no such session", remedy="it may have ended already")
    if session.session_key == kept(request.session.session_key):
        session.delete()
        logout(request)
    else:
        session.end()


def end_others(request: HttpRequest) -> None:
    """End all sessions of whoever asks but the one they ask in."""
    here = kept(request.session.session_key)
    for each in UserSession.objects.filter(user=request.user).exclude(session_key=here):
        each.end()


def device(calls_itself: str) -> str:
    """Return what a browser and its machine are called, told from what it sends of itself.

    >>> device("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    'Firefox on Linux'
    """
    browser = next((name for mark, name in BROWSERS if mark in calls_itself), "")
    machine = next((name for mark, name in MACHINES if mark in calls_itself), "")
    if browser and machine:
        return f"{browser} on {machine}"
    return browser or machine or "a program that does not say what it is"
