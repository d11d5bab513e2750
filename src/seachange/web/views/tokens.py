"""Access tokens: by which scripts read in one's name; made, listed and ended under Settings."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from seachange.errors import BadPlan
from seachange.planning.actions import access_tokens
from seachange.planning.reads.access_tokens import may_have_tokens, tokens_of
from seachange.planning.rules.access_tokens import LONGEST_DAYS, LONGEST_NAME, USUAL_DAYS
from seachange.web.policies import MEMBERS
from seachange.web.routing import NoAnswers, button, route
from seachange.web.who import id_of, viewer_of


class Making(forms.Form):
    """What will read with a token, and for how long."""

    name = forms.CharField(max_length=LONGEST_NAME, label="What reads with it")
    days = forms.IntegerField(
        min_value=1, max_value=LONGEST_DAYS, initial=USUAL_DAYS, label="For how many days"
    )


def page(request: HttpRequest) -> HttpResponse:
    """List one's tokens, and make another, which is shown this once."""
    form, token = Making(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            token = access_tokens.make(told["name"], days=told["days"], by=id_of(request))
        except BadPlan as error:
            form.add_error("name", error.sentences)
    viewer = viewer_of(request)
    context = {
        "form": Making() if token else form,
        "token": token,
        "address": request.build_absolute_uri("/api/outcomes/"),
        "lines": tokens_of(viewer) if viewer else [],
        "may": may_have_tokens(id_of(request)),
    }
    status = 422 if form.is_bound and not token else 200
    return render(request, "accounts/tokens.html", context, status=status)


def end(request: HttpRequest, number: int) -> HttpResponse:
    """End a token: nothing reads with it any more."""
    access_tokens.end(number, by=id_of(request))
    return redirect("tokens")


ROUTES = [
    route("settings/tokens/", page, name="tokens", policy=MEMBERS, form=Making),
    button(
        "settings/tokens/<int:number>/end", end, name="token_end", policy=MEMBERS, form=NoAnswers
    ),
]
