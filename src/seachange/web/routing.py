"""Routes: an address, a page, whom it lets in and what it takes; one without a policy is shut."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseNotAllowed,
    QueryDict,
)
from django.shortcuts import redirect, render
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.http import urlencode

from seachange.people.access import Viewer
from seachange.planning.reads.snapshot import snapshot
from seachange.web.addresses import GENERAL, PAGES
from seachange.web.given import Given
from seachange.web.in_json import refused
from seachange.web.policies import ANYBODY, Policy
from seachange.web.who import viewer_of

View = Callable[..., HttpResponse]

READS, WRITES = ("GET", "HEAD"), ("POST",)
NO_VIEWS: Mapping[str, View] = MappingProxyType({})
NO_PARTS: Mapping[str, Any] = MappingProxyType({})

# A part of an address that stands for something: <path:record>.
PART = re.compile(r"<(?:\w+:)?(\w+)>")
# Where everything for scripts lies.
FOR_SCRIPTS = "api/"

# What comes with every form and is nobody's answer.
OF_EVERY_FORM = frozenset({"csrfmiddlewaretoken", "next", "seen"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One address: its view, its policy, the methods it knows, and the form a POST must fill.

    `form` names every field a POST may carry; another one, or the same twice where it takes one,
    is a bad request before any view sees it. A route that takes POST has a form, were it empty.
    What is `for_scripts` answers in JSON, and alone lets in who comes with an access token. Such a
    route says what it gives, what the parts of its address are (as JSON schemas), and by a form
    what may be asked in its query; so it is in the document that describes all of them.
    """

    address: str
    name: str
    view: View
    policy: Policy
    methods: tuple[str, ...]
    form: type[forms.Form] | None
    gives: Given | None = None
    parts: Mapping[str, Any] = field(default_factory=dict)
    asks: type[forms.Form] | None = None

    def __post_init__(self) -> None:
        if not self.is_for_scripts:
            return
        if not self.address.startswith(FOR_SCRIPTS):
            raise ValueError(f"{self.address}: what is for scripts lies under {FOR_SCRIPTS}")
        if set(PART.findall(self.address)) != set(self.parts):
            raise ValueError(f"{self.address}: say of each part what it is, and of no other")

    @property
    def is_for_scripts(self) -> bool:
        """Whether it answers scripts."""
        return self.gives is not None


class NoAnswers(forms.Form):
    """The form of a button: pressing it is all there is to say."""


def route(
    address: str,
    view: View,
    *,
    name: str,
    policy: Policy,
    form: type[forms.Form] | None = None,
) -> URLPattern:
    """Return a route: GET and HEAD, and POST where there is a form to fill."""
    methods = READS + WRITES if form is not None else READS
    told = Route(address=address, name=name, view=view, policy=policy, methods=methods, form=form)
    return path(address, Door(told), name=name)


def button(
    address: str, view: View, *, name: str, policy: Policy, form: type[forms.Form] = NoAnswers
) -> URLPattern:
    """Return a route that is only ever POSTed to, such as a button's."""
    told = Route(address=address, name=name, view=view, policy=policy, methods=WRITES, form=form)
    return path(address, Door(told), name=name)


def for_scripts(
    address: str,
    view: View,
    *,
    name: str,
    policy: Policy,
    gives: Given,
    parts: Mapping[str, Any] = NO_PARTS,
    asks: type[forms.Form] = NoAnswers,
) -> URLPattern:
    """Return a route that answers scripts: it is only ever read, in JSON, by token or session.

    `parts` are the JSON schemas of the parts of its address, `asks` the form whose fields its
    query may carry. Raise ValueError for one that says too little of itself.
    """
    told = Route(
        address=address,
        name=name,
        view=view,
        policy=policy,
        methods=READS,
        form=None,
        gives=gives,
        parts=parts,
        asks=asks,
    )
    return path(address, Door(told), name=name)


class Door:
    """A view behind its door: method, policy and the form's fields are judged, in this order."""

    def __init__(self, route: Route) -> None:
        self.route = route
        # A library's own view may have its own way against forged forms; and nobody sends a form
        # to what is only ever read: they are told so.
        self.csrf_exempt = route.is_for_scripts or getattr(route.view, "csrf_exempt", False)

    def __call__(self, request: HttpRequest, *parts: Any, **named: Any) -> HttpResponse:
        """Answer whom the policy admits; turn others away without a word about what is there."""
        is_a_script_s = getattr(request, "bearer", None) is not None
        if is_a_script_s and not self.route.is_for_scripts:
            return refused("a token reads what lies under /api/, and nothing else", status=403)
        if not self.route.is_for_scripts:
            return self._answer(request, *parts, **named)
        try:
            return self._answer(request, *parts, **named)
        except Http404:
            return refused("there is no such thing, or none that you may see", status=404)
        except PermissionDenied:
            return refused("this is not for your role", status=403)
        except SuspiciousOperation:
            return refused("the address asks for too much at once", status=400)

    def _answer(self, request: HttpRequest, *parts: Any, **named: Any) -> HttpResponse:
        if request.method not in self.route.methods:
            return _not_this_way(request, self.route)
        if any("\0" in str(part) for part in named.values()):
            raise Http404  # nothing has such a name, and not every database bears to be asked
        viewer = viewer_of(request)
        if not self.route.policy.admits(viewer):
            is_stranger = viewer is None
            if is_stranger and self.route.is_for_scripts and not _is_a_browser_s(request):
                remedy = "send Authorization: Bearer and an access token"
                return refused("sign in first", status=401, remedy=remedy)
            plainly = None if is_stranger else _plain_page(request, self.route, viewer, named)
            return plainly or _turned_away(request, is_stranger=is_stranger)
        if self.route.asks is not None:
            strange = _strange(request.GET, self.route.asks)
            if strange:
                return refused(f"nobody asks here for {strange}", status=400)
        if request.method == "POST" and self.route.form is not None:
            strange = _strange(request.POST, self.route.form, but=OF_EVERY_FORM)
            strange = strange or _strange_file(request, self.route.form)
            if strange:
                return HttpResponseBadRequest(f"This form has no field {strange}.")
        return self.route.view(request, *parts, **named)


def governed(
    patterns: Iterable[Any],
    *,
    policies: Mapping[str, Policy],
    instead: Mapping[str, View] = NO_VIEWS,
) -> list[Any]:
    """Put a library's own routes behind policies, by name; one that is not named is not there.

    What they take is judged by the library; `instead` are views of ours that stand in its place.
    """
    out: list[Any] = []
    for each in patterns:
        if isinstance(each, URLResolver):
            each.url_patterns[:] = governed(each.url_patterns, policies=policies, instead=instead)
        elif isinstance(each, URLPattern):
            policy = policies.get(each.name or "")
            told = Route(
                address=str(each.pattern),
                name=each.name or "",
                view=instead.get(each.name or "", each.callback) if policy else _absent,
                policy=policy or ANYBODY,
                methods=READS + WRITES,
                form=None,
            )
            each.callback = Door(told)
        out.append(each)
    return out


def _absent(*_: Any, **__: Any) -> HttpResponse:
    raise Http404


def _not_this_way(request: HttpRequest, route: Route) -> HttpResponse:
    """Say that an address does not take what was asked of it; to a reader as a page.

    Whoever was refused stands at the address of the form, and may well ask for it once more.
    """
    answer = HttpResponseNotAllowed(route.methods)
    if route.is_for_scripts:
        told = refused("this is only ever read", status=405)
        told.headers["Allow"] = answer.headers["Allow"]
        return told
    if request.method in READS and _is_a_browser_s(request):
        answer.content = render(request, "405.html").content
    return answer


def _turned_away(request: HttpRequest, *, is_stranger: bool) -> HttpResponse:
    """Send a stranger to sign in, and a member to a page that says it is not theirs."""
    if not is_stranger:
        raise PermissionDenied
    if request.method in READS and not request.htmx:
        return redirect(
            f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}"
        )
    return HttpResponse("Sign in first.", status=401, content_type="text/plain")


def _plain_page(
    request: HttpRequest, route: Route, viewer: Viewer | None, named: Mapping[str, Any]
) -> HttpResponse | None:
    """Lead to the page every record has, where that of its kind is not for who may see it."""
    record = next(iter(named.values()), None)
    if request.method not in READS or route.name not in PAGES.values():
        return None
    is_seen = record in snapshot(viewer).by_id
    return redirect(reverse(GENERAL, args=[record])) if is_seen else None


def _is_a_browser_s(request: HttpRequest) -> bool:
    """Whether whoever asks would make something of a page to sign in at."""
    return "text/html" in request.headers.get("Accept", "text/html")


def _strange(told: QueryDict, form: type[forms.Form], *, but: frozenset[str] = frozenset()) -> str:
    """Return the first name that a form has no field of, or that came twice where it takes one."""
    for name, values in told.lists():
        if name in but:
            continue
        known = form.base_fields.get(name)
        if known is None:
            return str(name)[:40]
        if len(values) > 1 and not isinstance(known, forms.MultipleChoiceField):
            return f"{name[:40]} twice"
    return ""


def _strange_file(request: HttpRequest, form: type[forms.Form]) -> str:
    """Return the first file that a form has no field for."""
    return next((str(name)[:40] for name in request.FILES if name not in form.base_fields), "")
