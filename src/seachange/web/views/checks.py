"""What the checks find, beside the records: mended where it stands, or waived with a reason."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from seachange import clock
from seachange.errors import BadPlan, NotAllowed, NotThere, Refused
from seachange.planning.actions import outputs
from seachange.planning.reads.ids import free_id
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.checks.catalogue import AREAS, BY_ID
from seachange.planning.rules.checks.severity import Severity
from seachange.planning.rules.permissions import Deed
from seachange.planning.rules.plan.organisation import Waiver
from seachange.planning.rules.vocabulary import Kind
from seachange.web.forms.paging import Leafed
from seachange.web.pages.checks import Asked, checks_page
from seachange.web.policies import INSIDE, who_may
from seachange.web.routing import route
from seachange.web.telling import back_to
from seachange.web.who import id_of, viewer_of


class Looking(Leafed):
    """Which findings to look at."""

    severity = forms.ChoiceField(
        choices=[("", "all"), *((each.name, f"{each.word}s") for each in Severity)],
        required=False,
        label="How bad",
    )
    area = forms.ChoiceField(
        choices=[("", "all"), *((each, each) for each in AREAS)], required=False, label="About"
    )
    record = forms.CharField(max_length=100, required=False)
    team = forms.CharField(max_length=200, required=False)
    words = forms.CharField(max_length=200, required=False, label="With the words")
    check = forms.CharField(max_length=10, required=False)


class Waiving(forms.Form):
    """Why a finding may stand, and until when."""

    reason = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    expires_on = forms.DateField(
        label="Until",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "Write a day as 2026-03-31."},
    )

    def clean_expires_on(self) -> Any:
        """Refuse a day that is past: leave that has ended is none."""
        day = self.cleaned_data["expires_on"]
        if day <= clock.now().date():
            raise forms.ValidationError("Say a day that is still to come.")
        return day


def page(request: HttpRequest) -> HttpResponse:
    """Show the findings that the address asks for."""
    form = Looking(request.GET)
    is_whole = form.is_valid()
    told = {name: form.cleaned_data.get(name) or "" for name in form.fields if name != "page"}
    asked = Asked(**told, page=form.cleaned_data.get("page") or 1)
    shown = checks_page(viewer_of(request), asked)
    selects = [form["severity"], form["area"]]
    context = {"page": shown, "form": form, "selects": selects, "checks": len(BY_ID)}
    return render(request, "checks/page.html", context, status=200 if is_whole else 422)


def waive(request: HttpRequest, rule: str, record: str) -> HttpResponse:
    """Give leave for one finding at one record, in one's own name."""
    plan = snapshot(viewer_of(request))
    if rule not in BY_ID or record not in plan.by_id:
        raise NotThere(f"there is no finding {rule} at {record}"[:120])
    usually = clock.now().date() + timedelta(days=90)
    form = Waiving(request.POST or None, initial={"expires_on": usually})
    refusal = None
    if request.method == "POST" and form.is_valid():
        waiver = Waiver(
            id=free_id(f"W-{rule}-{record}"),
            rule=rule,
            record=record,
            approver=id_of(request),
            granted_on=clock.now().date(),
            **form.cleaned_data,
        )
        try:
            outputs.waive(waiver, by=id_of(request))
        except (Refused, BadPlan, NotAllowed) as error:
            refusal = error
        else:
            messages.success(request, f"{rule} is waived at {record}.")
            return redirect(back_to(request, reverse("checks")))
    context = {
        "form": form,
        "check": BY_ID[rule],
        "record": plan.by_id[record],
        "refusal": refusal,
        "back": back_to(request, reverse("checks")),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "checks/waive.html", context, status=status)


ROUTES = [
    route("checks/", page, name="checks", policy=INSIDE),
    route(
        "checks/<slug:rule>/<path:record>/waive",
        waive,
        name="check_waive",
        policy=who_may(Deed.CREATE, Kind.WAIVER),
        form=Waiving,
    ),
]
