"""Who looks at a page: the member behind the session, read anew for every request."""

from __future__ import annotations

from django.http import HttpRequest

from seachange.people.access import Role, Viewer
from seachange.people.models import Member as MemberRow
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.organisation import Member
from seachange.planning.rules.seeing import viewer

# The key in a session of the demonstration under which stands whose eyes are borrowed.
EYES = "eyes"


def member_of(request: HttpRequest) -> Member | None:
    """Return the member a request comes from; None is a stranger."""
    member: Member | None = getattr(request, "member", None)
    return member


def viewer_of(request: HttpRequest) -> Viewer | None:
    """Return who looks, as far as looking goes; None is a stranger."""
    member = member_of(request)
    return None if member is None else viewer(member)


def id_of(request: HttpRequest) -> str:
    """Return in whose name a request acts; only for pages no stranger comes to."""
    member = member_of(request)
    if member is None:
        raise PermissionError("a stranger does nothing in anybody's name")
    return member.id


def member_of_account(account: int) -> Member | None:
    """Return the active member who signs in with an account."""
    row = MemberRow.objects.filter(account=account, is_active=True).values_list("id").first()
    return whole_plan().get(Member, str(row[0])) if row else None


def member_to_look_through(role: str) -> Member | None:
    """Return the member through whose eyes the demonstration is seen: the first of a role."""
    wanted = role if role in set(Role) else Role.PRODUCT
    return next((m for m in whole_plan().members if m.role == wanted and m.is_active), None)
