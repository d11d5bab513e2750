"""Every place made once before anybody asks for it: the first page is as quick as the second."""

from __future__ import annotations

import gc
from collections import Counter
from threading import Thread

from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection
from django.http import HttpRequest
from django.urls import resolve
from django_htmx.middleware import HtmxDetails

from seachange.errors import SeachangeError
from seachange.planning.reads.snapshot import MOST_VIEWERS, snapshot, whole_plan
from seachange.planning.rules.plan.organisation import Member
from seachange.planning.rules.seeing import viewer
from seachange.web.shell import places


def warm_up() -> Thread:
    """Begin to make ready, beside whatever is asked for meanwhile."""
    thread = Thread(target=_warm_up, name="warming up", daemon=True)
    thread.start()
    return thread


def make_ready() -> list[str]:
    """Have the places made as most members see them; return their addresses.

    What is read, worked out and loaded for it is kept by what keeps it for anybody.
    """
    member = _one_of_most()
    if member is None:
        return []
    there = [each.address for each in places(viewer(member))]
    for address in there:
        found = resolve(address)
        found.func(_asking(member, address, found), *found.args, **found.kwargs)
    return there


def _warm_up() -> None:
    try:
        make_ready()
    except (SeachangeError, DatabaseError):
        pass  # whoever asks for a page is told what is wrong
    finally:
        connection.close()
    # What was made ready stays: as with what was loaded, it is not looked through for waste.
    gc.freeze()


def _one_of_most() -> Member | None:
    """Return a member who sees of the plan what most of them see."""
    members = [each for each in whole_plan().members if each.is_active][:MOST_VIEWERS]
    seen = [id(snapshot(viewer(each))) for each in members]
    most = Counter(seen).most_common(1)
    return members[seen.index(most[0][0])] if most else None


def _asking(member: Member, address: str, found: object) -> HttpRequest:
    """Return a request of a member's for a page, as the door before it takes it."""
    request = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = address
    request.META = {"SERVER_NAME": "localhost", "SERVER_PORT": "80"}
    request.resolver_match = found
    request.user = AnonymousUser()
    request.member = member
    request.session = {}
    request.htmx = HtmxDetails(request)
    vars(request)["_messages"] = []
    return request
