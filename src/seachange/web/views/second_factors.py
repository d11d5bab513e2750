"""A member who lost their second factor: an administrator takes it off, after being asked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from seachange.planning.actions import records
from seachange.planning.rules.plan.organisation import Member
from seachange.web.policies import ADMINISTRATORS
from seachange.web.routing import NoAnswers, route
from seachange.web.second_factors import ROUTE, guarded, take_off
from seachange.web.who import id_of


def lost(request: HttpRequest, record: str) -> HttpResponse:
    """Ask whether a member's second factor is to be taken off; then take it off."""
    member = records.find(Member, record)
    if request.method == "POST":
        take_off(member, by=records.find(Member, id_of(request)))
        messages.success(request, f"{member.name or member.id} signs in without it from now on.")
        return redirect("members")
    is_guarded = member.id in guarded() and member.id != id_of(request)
    context = {"member": member, "is_guarded": is_guarded}
    return render(request, "accounts/second_factor.html", context)


ROUTES = [
    route(
        "members/<path:record>/second-factor",
        lost,
        name=ROUTE,
        policy=ADMINISTRATORS,
        form=NoAnswers,
    ),
]
