"""Events: where they come from, how they are read, what is in them."""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat

from seachange.errors import SeachangeError
from seachange.events.sources.columns import PARTS
from seachange.evidence import sources
from seachange.evidence.models import EventSource, SourceState
from seachange.planning.reads.snapshot import snapshot
from seachange.web import jobs
from seachange.web.answers import shown
from seachange.web.pages.sources import source_shown, sources_shown
from seachange.web.policies import ADMINISTRATORS, BRINGERS_OF_EVENTS, INSIDE
from seachange.web.routing import NoAnswers, button, route
from seachange.web.uploads import TOO_LARGE
from seachange.web.who import id_of, viewer_of

SHEETS = (".xlsx", ".xls", ".ods", ".numbers")
ENDINGS = (".csv", ".tsv", ".txt", ".ndjson", ".jsonl", ".json", ".parquet", ".xes", ".xml")


class Brought(forms.Form):
    """A file of events, or the address of a table."""

    name = forms.CharField(max_length=200, required=False, label="What to call it")
    file = forms.FileField(required=False, label="A file", max_length=200)
    address = forms.CharField(
        required=False,
        max_length=2000,
        label="Or the address of a table",
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def clean_file(self) -> object:
        """Take only the kinds of files that can be read."""
        file = self.cleaned_data["file"]
        if file is not None and not _ending(file.name):
            known = ", ".join(ENDINGS)
            told = f"Files of events end with {known}, or one of these + .gz."
            if str(file.name).lower().endswith(SHEETS):
                told = "This is a spreadsheet: save it as CSV, and choose that. " + told
            raise forms.ValidationError(told)
        return file

    def clean(self) -> dict[str, object]:
        """Ask for one of the two."""
        told = dict(super().clean() or {})
        if not self.errors and bool(told.get("file")) == bool(told.get("address")):
            raise forms.ValidationError("Choose a file, or write the address of a table.")
        return told


class Mapped(forms.Form):
    """Which column is which part of an event, and the zone of times without one."""

    actor = forms.CharField(max_length=500, required=False)
    time = forms.CharField(max_length=500, required=False)
    event = forms.CharField(max_length=500, required=False)
    id = forms.CharField(max_length=500, required=False)
    account = forms.CharField(max_length=500, required=False)
    received = forms.CharField(max_length=500, required=False)
    zone = forms.CharField(max_length=80, required=False)

    def clean_zone(self) -> str:
        """Take only zones there are."""
        zone = str(self.cleaned_data["zone"])
        if zone and zone not in available_timezones():
            raise forms.ValidationError("There is no such zone. Write one such as Europe/London.")
        return zone


def page(request: HttpRequest) -> HttpResponse:
    """List the sources of events."""
    is_bringer = BRINGERS_OF_EVENTS.admits(viewer_of(request))
    context = {"sources": sources_shown(), "is_bringer": is_bringer}
    return render(request, "events/page.html", context)


def bring(request: HttpRequest) -> HttpResponse:
    """Take in a file of events, or the address of a table; it is read beside the page."""
    form = Brought(request.POST, request.FILES) if request.method == "POST" else Brought()
    if request.META.get(TOO_LARGE):
        most = filesizeformat(request.META[TOO_LARGE])
        form.errors.pop(NON_FIELD_ERRORS, None)  # a file was chosen
        form.add_error("file", f"The file is larger than {most}. Compress it, or bring a table.")
    elif request.method == "POST" and form.is_valid():
        try:
            source = _brought(request, form)
        except SeachangeError as error:
            form.add_error("address", error.sentences)
        else:
            jobs.enqueue("look", str(source.pk))
            return redirect("events_source", source.pk)
    context = {
        "form": form,
        "most": filesizeformat(settings.MOST_UPLOADED),
        "endings": ",".join((*ENDINGS, ".gz")),
        "may_connect": ADMINISTRATORS.admits(viewer_of(request)),
    }
    return render(request, "events/bring.html", context, status=422 if form.errors else 200)


def one(request: HttpRequest, number: int) -> HttpResponse:
    """Show one source; with a mapping, have it read with other columns."""
    source = _source(number)
    form = Mapped(request.POST) if request.method == "POST" else Mapped()
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        # An empty choice is a guess where a part is needed, and "none" where it is not.
        mapping = {p: told[p] for p in PARTS if told[p] or p not in {"actor", "time", "event"}}
        sources.map_anew(source, mapping=mapping, zone=told["zone"])
        jobs.enqueue("look", str(source.pk))
        return redirect("events_source", source.pk)
    typed = request.POST if form.is_bound else {}
    context = {
        "source": source_shown(source, typed=typed),
        "form": form,
        "zones": sorted(available_timezones()),
    }
    name = "events/source.html#source" if request.htmx else "events/source.html"
    return render(request, name, context, status=422 if form.errors else 200)


def use(request: HttpRequest, number: int) -> HttpResponse:
    """Ask questions of this source from now on."""
    source = _source(number)
    if source.state != SourceState.READY:
        messages.error(request, "These events are not read yet.")
        return redirect("events_source", number)
    sources.use(source)
    messages.success(request, f"Questions are now asked of {source.name}.")
    # On a new installation the next step is a journey to read them by.
    has_journeys = bool(snapshot(viewer_of(request)).journeys)
    return redirect("events" if has_journeys else "journey_draw")


def again(_: HttpRequest, number: int) -> HttpResponse:
    """Have a source read once more: it has grown, or what read it was ended."""
    source = _source(number)
    sources.map_anew(source, mapping=source.mapping, zone=source.zone)
    jobs.enqueue("look", str(source.pk))
    return redirect("events_source", number)


def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Ask whether to let go of a source; then let go of it."""
    source = _source(number)
    if request.method == "POST":
        sources.remove(source)
        messages.success(request, f"{source.name} and the answers measured on it are gone.")
        return redirect("events")
    return render(request, "events/remove.html", {"source": source_shown(source)})


def description(request: HttpRequest) -> HttpResponse:
    """Tell what is in the events: names, span, rates, and what looks suspicious."""
    told = shown({"kind": "description"}, viewer_of(request))
    return render(request, "events/description.html", {"shown": told})


def _source(number: int) -> EventSource:
    source = sources.source_of(number) if number < 1 << 62 else None
    if source is None:
        raise Http404
    return source


def _brought(request: HttpRequest, form: Brought) -> EventSource:
    """Keep what was brought: a file under a name of ours, or the address."""
    told, by = form.cleaned_data, id_of(request)
    if told["address"]:
        if not ADMINISTRATORS.admits(viewer_of(request)):
            raise PermissionDenied
        name = told["name"] or "A table"
        return sources.add_address(name, address=told["address"], by=by)
    file = told["file"]
    place = f"{secrets.token_hex(12)}{_ending(file.name)}"
    sources.folder().mkdir(parents=True, exist_ok=True)
    shutil.move(file.temporary_file_path(), sources.folder() / place)
    return sources.add_file(told["name"] or file.name, place=f"events/{place}", by=by)


def _ending(name: str) -> str:
    """Return the ending of a file of events, with .gz where it has one; empty for other files."""
    plain = name.lower().removesuffix(".gz")
    own = next((each for each in ENDINGS if Path(plain).suffix == each), "")
    return f"{own}.gz" if own and name.lower().endswith(".gz") else own


ROUTES = [
    route("events/", page, name="events", policy=INSIDE),
    route("events/bring/", bring, name="events_bring", policy=BRINGERS_OF_EVENTS, form=Brought),
    route("events/description/", description, name="events_description", policy=INSIDE),
    route(
        "events/<int:number>/", one, name="events_source", policy=BRINGERS_OF_EVENTS, form=Mapped
    ),
    button("events/<int:number>/use", use, name="events_use", policy=BRINGERS_OF_EVENTS),
    button("events/<int:number>/again", again, name="events_again", policy=BRINGERS_OF_EVENTS),
    route(
        "events/<int:number>/remove",
        remove,
        name="events_remove",
        policy=BRINGERS_OF_EVENTS,
        form=NoAnswers,
    ),
]
