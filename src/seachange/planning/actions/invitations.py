"""Asking somebody in: by a link to one member at one address, good once, for a week."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from seachange import clock
from seachange.errors import BadPlan, NotAllowed, NotThere
from seachange.people.access import Role
from seachange.people.models import Member as MemberRow
from seachange.planning.actions import access_tokens, records
from seachange.planning.actions.accounts import open_account
from seachange.planning.actions.turns import in_turn
from seachange.planning.models.entrances import Invitation
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.entering import INVITATION_DAYS, PREFIX, digest_of, plain_id
from seachange.planning.rules.plan.organisation import Member


@in_turn
def ask_in(*, name: str, email: str, role: Role, by: str) -> str:
    """Make a member of somebody and ask them in; return the token, which is shown this once."""
    _administrator(by)
    plan = whole_plan()
    known = next((m for m in plan.members if m.email.casefold() == email.casefold()), None)
    if known is not None:
        raise BadPlan(f"{known.name or known.id} has this address", remedy="ask them in again")
    member = Member(id=plain_id(name, set(plan.by_id)), name=name, email=email, role=role)
    records.create(member, by=by)
    return ask_again(member.id, by=by)


@in_turn
def ask_again(member: str, *, by: str) -> str:
    """Ask a member in who has no account; what they were sent before leads nowhere then."""
    _administrator(by)
    asked = whole_plan().get(Member, member)
    if asked is None or not asked.is_active:
        raise NotThere(f"there is no member {member}", remedy="give the id of one there is")
    if not asked.email:
        raise BadPlan("this member has no address", remedy="give them one first")
    if MemberRow.objects.filter(id=member, account__isnull=False).exists():
        raise BadPlan("this member can sign in already", remedy="nothing needs to be sent")
    _end(member)
    token = PREFIX + secrets.token_urlsafe(32)
    now = clock.now()
    Invitation.objects.create(
        member=member,
        email=asked.email,
        digest=digest_of(token),
        by=by,
        at=now,
        expires_at=now + timedelta(days=INVITATION_DAYS),
    )
    return token


@in_turn
def come_in(token: str, *, password: str) -> Any:
    """Open the account of whoever was asked in by a token, which ends it; return the account."""
    asked = asked_by(token)
    if asked is None:
        raise NotThere("there is no such invitation", remedy="ask for another")
    account = open_account(asked.id, email=asked.email, password=password)
    _end(asked.id)
    return account


@in_turn
def shut_out(member: str, *, by: str, seen: int | None = None) -> None:
    """Let a member in no more: sessions, invitations, tokens end; what they wrote stays."""
    administrator = _administrator(by)
    if member == administrator.id:
        raise BadPlan("you cannot shut yourself out", remedy="let another administrator do it")
    records.edit(member, by=by, seen=seen, is_active=False)
    _end(member)
    access_tokens.end_all_of(member, by=by)


def asked_by(token: str) -> Member | None:
    """Return the member a token asks in; none where it is wrong, past, used, or they moved.

    It holds for the address it was made for: a member whose address changed is asked in anew.
    """
    if not token.startswith(PREFIX):
        return None
    kept = Invitation.objects.filter(digest=digest_of(token), ended_at=None).first()
    if kept is None or kept.expires_at <= clock.now():
        return None
    member = whole_plan().get(Member, kept.member)
    if member is None or not member.is_active or member.email != kept.email:
        return None
    return member


def _end(member: str) -> None:
    Invitation.objects.filter(member=member, ended_at=None).update(ended_at=clock.now())


def _administrator(by: str) -> Member:
    member = whole_plan().get(Member, by)
    if member is None or not member.is_active or member.role != Role.ADMIN:
        raise NotAllowed("only an administrator asks people in")
    return member
