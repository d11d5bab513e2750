"""Coming in for the first time: the first administrator by a code, the others by a link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.password_validation import validate_password
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from seachange.errors import BadPlan, Refused
from seachange.planning.actions import first_admin, invitations
from seachange.web.policies import ANYBODY
from seachange.web.routing import route

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TYPED = forms.PasswordInput(attrs={"autocomplete": "new-password"})


class Password(forms.Form):
    """A password that nobody guesses."""

    password = forms.CharField(
        min_length=12,
        max_length=200,
        strip=False,
        widget=TYPED,
        help_text="At least 12 characters, such as a few words.",
    )

    def clean_password(self) -> str:
        """Judge it by the rules there are for all passwords."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class Start(Password):
    """The code on the console, and who runs the place from now on."""

    field_order = ("code", "name", "email", "password")

    code = forms.CharField(max_length=60, label="Code", help_text="It stands on the console.")
    name = forms.CharField(max_length=200, label="Your name")
    email = forms.EmailField(max_length=254, label="Your e-mail address")


def start(request: HttpRequest) -> HttpResponse:
    """Make the first administrator; where there is one, or no code, there is no such page."""
    if settings.DEMO or first_admin.has_administrator():
        raise Http404
    form = Start(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account = first_admin.found(**form.cleaned_data)
        except Refused as error:
            form.add_error("code", error.sentences)
        except BadPlan as error:
            form.add_error("email", error.sentences)
        else:
            return _come_in(request, account)
    return render(request, "accounts/start.html", {"form": form}, status=_status(form))


def join(request: HttpRequest, token: str) -> HttpResponse:
    """Let in whoever has an invitation, under the address it was made for."""
    member = invitations.asked_by(token)
    if member is None:
        raise Http404
    form = Password(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account = invitations.come_in(token, password=form.cleaned_data["password"])
        except BadPlan as error:
            form.add_error(None, error.sentences)
        else:
            return _come_in(request, account)
    context = {"form": form, "asked": member}
    return render(request, "accounts/join.html", context, status=_status(form))


def _come_in(request: HttpRequest, account: Any) -> HttpResponse:
    login(request, account, backend=BACKEND)
    return redirect("home")


def _status(form: forms.Form) -> int:
    return 422 if form.is_bound else 200


ROUTES = [
    route("start/", start, name="start", policy=ANYBODY, form=Start),
    route("join/<str:token>/", join, name="join", policy=ANYBODY, form=Password),
]
