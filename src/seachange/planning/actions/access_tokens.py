"""Making a token by which scripts read in one's name, and ending it."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from seachange import clock
from seachange.errors import BadPlan, NotAllowed, NotThere
from seachange.people.access import Role
from seachange.people.guard import writing
from seachange.planning.actions.audit import write_down
from seachange.planning.models.access_tokens import AccessToken
from seachange.planning.reads.access_tokens import may_have_tokens
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.access_tokens import LONGEST_DAYS, LONGEST_NAME, MOST, PREFIX
from seachange.planning.rules.entering import digest_of
from seachange.planning.rules.plan.organisation import Member

# A token that reads all the time is noted once a minute, and stands in the audit log once a day.
NOTED_AGAIN = timedelta(minutes=1)


def make(name: str, *, days: int, by: str) -> str:
    """Make a token of one's own; return it, which is never shown again."""
    member = _member(by)
    if not may_have_tokens(by):
        raise BadPlan("only who signs in here has tokens", remedy="sign in with an account")
    if not 1 <= days <= LONGEST_DAYS:
        raise BadPlan(f"a token lasts 1 to {LONGEST_DAYS} days", remedy="say how many")
    if not name.strip() or len(name) > LONGEST_NAME:
        raise BadPlan("a token needs a name", remedy="say what reads with it")
    now = clock.now()
    with transaction.atomic(), writing():
        held = AccessToken.objects.filter(member=by, ended_at=None, expires_at__gt=now)
        if held.count() >= MOST:
            raise BadPlan(f"one has {MOST} tokens at most", remedy="end one that is not used")
        token = PREFIX + secrets.token_urlsafe(32)
        AccessToken.objects.create(
            member=by,
            role=member.role.value,
            name=name.strip(),
            digest=digest_of(token),
            ending=token[-4:],
            at=now,
            expires_at=now + timedelta(days=days),
        )
    return token


def end(number: int, *, by: str) -> None:
    """End a token of one's own, or as an administrator anybody's."""
    member = _member(by)
    with transaction.atomic(), writing():
        kept = AccessToken.objects.select_for_update().filter(pk=number).first()
        if kept is None or (kept.member != by and member.role != Role.ADMIN):
            raise NotThere("there is no such token of yours", remedy="ask whoever made it")
        if kept.ended_at is None:
            kept.ended_at, kept.ended_by = clock.now(), by
            kept.save()


def end_all_of(member: str, *, by: str) -> None:
    """End every token of a member."""
    with transaction.atomic(), writing():
        held = AccessToken.objects.filter(member=member, ended_at=None)
        held.update(ended_at=clock.now(), ended_by=by)


def end_for_good(number: int) -> None:
    """End a token that was met when it did not hold any more, so that it never holds again."""
    with transaction.atomic(), writing():
        AccessToken.objects.filter(pk=number, ended_at=None).update(ended_at=clock.now())


def note_use(number: int, *, by: str) -> None:
    """Note that somebody read with a token; the first time on a day stands in the audit log."""
    now = clock.now()
    rows = AccessToken.objects.filter(pk=number)
    last = rows.values_list("used_at", flat=True).first()
    if last is not None and last > now - NOTED_AGAIN:
        return
    with transaction.atomic(), writing():
        is_first = Q(used_at=None) | Q(used_at__lte=now - NOTED_AGAIN)
        is_noted = rows.filter(is_first).update(used_at=now)
    if is_noted and (last is None or last.date() != now.date()):
        write_down(by=by, route=f"read by token {number}", record="", status=200)


def _member(by: str) -> Member:
    member = whole_plan().get(Member, by)
    if member is None or not member.is_active:
        raise NotAllowed("only members have tokens")
    return member
