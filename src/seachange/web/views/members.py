"""Who is here: members asked in, given a role and let go; who may do what; what was done."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import get_resolver, reverse

from seachange.errors import BadPlan, Conflict, Refused
from seachange.people.access import Role
from seachange.planning.actions import invitations, records
from seachange.planning.reads.members import head_of_audit, last_done
from seachange.planning.reads.snapshot import snapshot, whole_plan
from seachange.planning.rules.permissions import Deed
from seachange.planning.rules.plan.organisation import Member
from seachange.web.exports import Later, is_whole
from seachange.web.forms.paging import Leafed
from seachange.web.pages.audit import all_that_was_done
from seachange.web.pages.members import members_page
from seachange.web.pages.written_over import clashes
from seachange.web.policies import ADMINISTRATORS, MEMBERS
from seachange.web.routing import NoAnswers, button, route
from seachange.web.telling import back_to, seen_in
from seachange.web.who import id_of, member_of, viewer_of
from seachange.web.who_may import rights, ways

ROLES = [(each.value, each.value.replace("_", " ")) for each in Role]
LINES = 100


class Asking(forms.Form):
    """Whom to ask in, at which address, and as what."""

    name = forms.CharField(max_length=200, label="Name")
    email = forms.EmailField(max_length=254, label="E-mail address")
    role = forms.ChoiceField(choices=ROLES, initial=Role.PRODUCT.value, label="Role")


class Looking(Leafed):
    """Which members are looked for."""

    words = forms.CharField(max_length=200, required=False)


class As(forms.Form):
    """Which role a member is to have."""

    role = forms.ChoiceField(choices=ROLES)


class Further(forms.Form):
    """Before which line of the audit log to go on."""

    before = forms.IntegerField(min_value=1, max_value=2**62, required=False)


def page(request: HttpRequest) -> HttpResponse:
    """List who is here, and ask somebody in."""
    form = Asking(request.POST or None)
    token = ""
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            token = invitations.ask_in(
                name=told["name"],
                email=told["email"],
                role=Role(told["role"]),
                by=id_of(request),
            )
        except (BadPlan, Refused) as error:
            form.add_error("email", error.sentences)
    status = 422 if form.is_bound and not token else 200
    return _listed(request, form if not token else Asking(), token=token, status=status)


def ask(request: HttpRequest, record: str) -> HttpResponse:
    """Ask a member in who has no account yet, by a link that is shown this once."""
    return _listed(request, Asking(), token=invitations.ask_again(record, by=id_of(request)))


def change_role(request: HttpRequest, record: str) -> HttpResponse:
    """Give a member another role, which ends their sessions."""
    form = As(request.POST)
    if not form.is_valid():
        raise BadPlan("there is no such role", remedy="choose one of the list")
    role = Role(form.cleaned_data["role"])
    try:
        records.edit(record, by=id_of(request), seen=seen_in(request), role=role)
    except Conflict:
        return _over(request, record, {"role": role})
    messages.success(request, f"{_named(record)} is {role.value.replace('_', ' ')} from now on.")
    return redirect(back_to(request, reverse("members")))


def let_go(request: HttpRequest, record: str) -> HttpResponse:
    """Let a member in no more; what they wrote stays."""
    try:
        invitations.shut_out(record, by=id_of(request), seen=seen_in(request))
    except Conflict:
        return _over(request, record, {"is_active": False})
    messages.success(request, f"{_named(record)} comes in no more.")
    return redirect(back_to(request, reverse("members")))


def take_back(request: HttpRequest, record: str) -> HttpResponse:
    """Let a member in again."""
    try:
        records.edit(record, by=id_of(request), seen=seen_in(request), is_active=True)
    except Conflict:
        return _over(request, record, {"is_active": True})
    messages.success(request, f"{_named(record)} may come in again.")
    return redirect(back_to(request, reverse("members")))


def _named(record: str) -> str:
    return records.find(Member, record).name or record


def _over(request: HttpRequest, record: str, values: dict[str, Any]) -> HttpResponse:
    """Show what one chose beside what another administrator made of it, one's choice kept."""
    now = records.find(Member, record)
    told: dict[str, Any] = {
        "over": clashes(whole_plan(), now, values),
        "changed": now,
        "chosen": values.get("role"),
    }
    return _listed(request, Asking(), status=409, **told)


def _listed(
    request: HttpRequest, form: forms.Form, *, token: str = "", status: int = 200, **told: Any
) -> HttpResponse:
    address = request.build_absolute_uri(reverse("join", args=[token])) if token else ""
    asked = Looking(request.GET)
    asked.is_valid()
    shown = members_page(
        asked.cleaned_data.get("words") or "",
        asked.cleaned_data.get("page") or 1,
        at=told["changed"].id if "changed" in told else "",
        is_whole=is_whole(request),
    )
    context = {"form": form, "page": shown, "roles": list(Role), "address": address, **told}
    return render(request, "accounts/members.html", context, status=status)


def may(request: HttpRequest) -> HttpResponse:
    """Show who may come where and do what, read off the doors and the rules."""
    context = {"rights": rights(), "deeds": list(Deed), "ways": ways(get_resolver().url_patterns)}
    return render(request, "accounts/who_may.html", context)


def audit(request: HttpRequest) -> HttpResponse:
    """Show what was done, the latest first."""
    form = Further(request.GET)
    before = form.cleaned_data["before"] if form.is_valid() else None
    lines = last_done(before=before, most=LINES)
    onward = lines[-1].number if len(lines) == LINES else None
    context = {
        "lines": lines,
        "onward": onward,
        "sheet": Later("What was done", all_that_was_done),
        "head": head_of_audit(),
    }
    return render(request, "accounts/audit.html", context)


def oneself(request: HttpRequest) -> HttpResponse:
    """Show who one is here, and the ways to one's password and second factor."""
    member, plan = member_of(request), snapshot(viewer_of(request))
    teams = [plan.by_id[each] for each in member.teams if each in plan.by_id] if member else []
    context = {
        "member": member,
        "teams": teams,
        "is_admin": member is not None and member.role == Role.ADMIN,
        "has_account": not settings.DEMO,
    }
    return render(request, "accounts/settings.html", context)


ROUTES = [
    route("settings/", oneself, name="settings", policy=MEMBERS),
    route("settings/who-may/", may, name="who_may", policy=MEMBERS),
    route("settings/audit/", audit, name="audit", policy=ADMINISTRATORS),
    route("members/", page, name="members", policy=ADMINISTRATORS, form=Asking),
    button("members/<path:record>/ask", ask, name="member_ask", policy=ADMINISTRATORS),
    button(
        "members/<path:record>/role",
        change_role,
        name="member_role",
        policy=ADMINISTRATORS,
        form=As,
    ),
    button(
        "members/<path:record>/out",
        let_go,
        name="member_out",
        policy=ADMINISTRATORS,
        form=NoAnswers,
    ),
    button("members/<path:record>/in", take_back, name="member_in", policy=ADMINISTRATORS),
]
