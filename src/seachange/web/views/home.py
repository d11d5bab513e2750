"""The first page: what matters to whoever looks, by their role; and asking for something."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from seachange import clock
from seachange.errors import BadPlan, Refused
from seachange.people.access import Role
from seachange.planning.actions import feature_requests
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.conversion.answers import free_id
from seachange.planning.rules.plan.discovery import FeatureRequest
from seachange.planning.rules.plan.naming import title_of
from seachange.planning.rules.vocabulary import Origin
from seachange.web.pages.home import home_page
from seachange.web.policies import MEMBERS
from seachange.web.routing import button, route
from seachange.web.who import id_of, member_of, viewer_of

# Whose wish it is, by the role of who asks.
ORIGINS = {
    Role.SALES: Origin.SALES,
    Role.CUSTOMER_SUCCESS: Origin.CUSTOMER_SUCCESS,
    Role.MARKETING: Origin.MARKETING,
    Role.LEADER: Origin.EXECUTIVE,
    Role.REQUESTER: Origin.CUSTOMER,
    Role.SUPPORT: Origin.OPERATIONS,
}


class Wish(forms.Form):
    """What somebody wishes for, and what they need it for."""

    asked = forms.CharField(max_length=2000, label="What do you wish for?")
    need = forms.CharField(
        max_length=2000,
        required=False,
        label="What do you need it for?",
        help_text="What do you try to get done, and what gets in the way today?",
    )


def page(request: HttpRequest) -> HttpResponse:
    """Show what matters now."""
    return _shown(request, Wish())


def ask(request: HttpRequest) -> HttpResponse:
    """Take in what somebody asks for; they keep it, and see what becomes of it."""
    form, member = Wish(request.POST), member_of(request)
    if member is None:
        raise PermissionDenied
    if not form.is_valid():
        return _shown(request, form, status=422)
    wish = FeatureRequest(
        # Of the whole plan: an id is taken even where whoever asks may not see by what.
        id=free_id(whole_plan(), "R"),
        asked=form.cleaned_data["asked"],
        need=form.cleaned_data["need"],
        asked_by=title_of(member),
        member=member.id,
        keeper=member.id,
        role=member.role,
        origin=ORIGINS.get(member.role, Origin.TEAM),
        received_on=clock.now().date(),
    )
    try:
        feature_requests.receive(wish, by=id_of(request))
    except (Refused, BadPlan) as error:
        form.add_error(None, str(error))
        return _shown(request, form, status=422)
    messages.success(request, f"We have it, as {wish.id}. What becomes of it stands here.")
    return redirect("home")


def _shown(request: HttpRequest, form: Wish, *, status: int = 200) -> HttpResponse:
    viewer = viewer_of(request)
    if viewer is None:
        raise PermissionDenied
    context = {"page": home_page(viewer), "wish": form}
    return render(request, "home/page.html", context, status=status)


ROUTES = [
    route("", page, name="home", policy=MEMBERS),
    button("ask", ask, name="ask", policy=MEMBERS, form=Wish),
]
