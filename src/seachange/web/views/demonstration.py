"""The demonstration: look at the company through anybody's eyes."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from seachange.people.access import Role
from seachange.web.policies import ANYBODY
from seachange.web.routing import button
from seachange.web.who import EYES


class Eyes(forms.Form):
    """Through whose eyes to look."""

    role = forms.ChoiceField(choices=[(each.value, each.value) for each in Role])


def look(request: HttpRequest) -> HttpResponse:
    """Look on as somebody of this role; only in the demonstration, where nobody signs in."""
    asked = Eyes(request.POST)
    if not settings.DEMO or not asked.is_valid():
        raise Http404
    request.session[EYES] = asked.cleaned_data["role"]
    return redirect("home")


ROUTES = [button("look-through", look, name="look_through", policy=ANYBODY, form=Eyes)]
