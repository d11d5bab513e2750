"""Telling somebody what came of what they did: a word at the top of the page, with a way back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from seachange.errors import Refused
from seachange.planning.actions.conflicts import version_of
from seachange.planning.rules.invariants.roadmap import emptied
from seachange.planning.rules.invariants.violation import listed


def changed(
    request: HttpRequest, record: str, words: str = "Changed.", *, has_way_back: bool = True
) -> None:
    """Tell that a record was changed, and offer to take the change back where there is a way.

    To be called right after the action: what is offered is the record's last change.
    """
    way_back = f"undo-{version_of(record)}" if has_way_back else ""
    messages.success(request, words, extra_tags=way_back)


def would_empty(request: HttpRequest, error: Refused, *, done: str) -> bool:
    """Tell that a horizon of the roadmap would be left with nothing, and what to do about it.

    `done` is what was not, such as moved. False where the refusal is of something else.
    """
    months = emptied(error.what) if error.invariant == "I-24" else ()
    if not months:
        return False
    said = listed([str(each) for each in months])
    words = (
        f"It was not {done}: nothing else stands at {said} months, and a roadmap that reaches 3, "
        f"6, 9 and 12 months ahead keeps doing so. Put something else there; then it can be {done}."
    )
    messages.error(request, words, extra_tags=f"fill-{months[0]}")
    return True


def back_to(request: HttpRequest, otherwise: str) -> str:
    """Return where somebody came from, by `next` of the form or the address; never another host."""
    asked = str(request.POST.get("next") or request.GET.get("next") or "")
    is_ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if asked.startswith("/") and asked.isprintable() and is_ours else otherwise


def seen_for(request: HttpRequest, record: str) -> int:
    """Return the version a form is filled upon: that it was sent with, else the record's of now.

    A form that comes back for another reason is still filled upon what was read then. To be
    asked for before the record is read: what changes in between is then told, not written over.
    """
    sent = seen_in(request) if request.method == "POST" else None
    return version_of(record) if sent is None else sent


def seen_in(request: HttpRequest) -> int | None:
    """Return the version of a record that a form was filled upon; none if it does not say."""
    told = str(request.POST.get("seen", ""))
    return int(told) if told.isascii() and told.isdigit() and len(told) < 19 else None
