"""Comments: said on any record, changed and withdrawn by who said them, and where one is named."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from seachange.errors import BadPlan, NotAllowed, NotThere, SeachangeError
from seachange.planning.actions.comments import LONGEST, rephrase, say, withdraw
from seachange.planning.reads.comments import Said, comment_of, comments_on, mentions_of
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.plan.record import Record
from seachange.web.addresses import address_of_record
from seachange.web.pages.records import found
from seachange.web.policies import MEMBERS
from seachange.web.routing import button, route
from seachange.web.telling import back_to
from seachange.web.who import id_of, viewer_of


class Words(forms.Form):
    """What somebody says."""

    text = forms.CharField(
        label="Comment",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "data-grows": True}),
        error_messages={"required": "Write what you want to say."},
        help_text="Name people with @ and records by their id; both become links.",
    )


def add(request: HttpRequest, record: str) -> HttpResponse:
    """Say something about a record."""
    told = found(snapshot(viewer_of(request)), record)
    form = Words(request.POST)
    if not form.is_valid():
        return _again(request, told, form)
    try:
        say(record, form.cleaned_data["text"], by=id_of(request))
    except (BadPlan, NotAllowed) as error:
        return _again(request, told, form, refusal=error)
    return _said(request, told)


def change(request: HttpRequest, number: int) -> HttpResponse:
    """Change one's own words."""
    said, record = _own(request, number)
    if request.method != "POST":
        form = Words(initial={"text": said.text})
        shown = {"record": record, "form": form, "number": number}
        return render(request, "comments/change.html", shown)
    form = Words(request.POST)
    if not form.is_valid():
        return _again(request, record, form, number=number)
    try:
        rephrase(number, form.cleaned_data["text"], by=id_of(request))
    except (BadPlan, NotAllowed) as error:
        return _again(request, record, form, number=number, refusal=error)
    return redirect(f"{back_to(request, address_of_record(record))}#comments")


def take_away(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw one's own words."""
    _, record = _own(request, number)
    withdraw(number, by=id_of(request))
    messages.success(request, "Your comment was withdrawn.")
    return _said(request, record)


def mentions(request: HttpRequest) -> HttpResponse:
    """Show where the reader was named."""
    viewer = viewer_of(request)
    said = mentions_of(viewer, most=100) if viewer else ()
    return render(request, "comments/mentions.html", {"said": said})


def _own(request: HttpRequest, number: int) -> tuple[Said, Record]:
    """Return a comment the reader wrote, and the record it is on."""
    said = comment_of(viewer_of(request), number)
    if said is None or not said.is_own:
        raise NotThere("there is no such comment of yours", remedy="it may have been withdrawn")
    return said, said.record


def _said(request: HttpRequest, record: Record) -> HttpResponse:
    if request.htmx:
        return render(request, "comments/list.html", shown_on(request, record))
    return redirect(f"{back_to(request, address_of_record(record))}#comments")


def shown_on(request: HttpRequest, record: Record) -> dict[str, object]:
    """Return what the list of comments on a record shows."""
    return {
        "record": record,
        "comments": comments_on(viewer_of(request), record.id),
        "form": Words(auto_id="say-%s", label_suffix=""),
        "back": back_to(request, address_of_record(record)),
    }


def _again(
    request: HttpRequest,
    record: Record,
    form: Words,
    *,
    number: int = 0,
    refusal: SeachangeError | None = None,
) -> HttpResponse:
    shown = {"record": record, "form": form, "number": number, "refusal": refusal}
    if request.htmx and not number:
        whole = {**shown_on(request, record), **shown}
        return render(request, "comments/list.html", whole, status=422)
    return render(request, "comments/change.html", shown, status=422)


ROUTES = [
    route("mentions/", mentions, name="mentions", policy=MEMBERS),
    route("comments/<int:number>/", change, name="comment", policy=MEMBERS, form=Words),
    button("comments/<int:number>/withdraw", take_away, name="comment_withdraw", policy=MEMBERS),
    button("comments/on/<path:record>", add, name="comment_say", policy=MEMBERS, form=Words),
]
