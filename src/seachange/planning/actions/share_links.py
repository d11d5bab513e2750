"""Giving a link away, and taking it back."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction

from seachange import clock
from seachange.errors import BadPlan, NotAllowed, NotThere
from seachange.people.access import Role
from seachange.people.guard import writing
from seachange.planning.models.share_links import ShareLink
from seachange.planning.reads.snapshot import snapshot, whole_plan
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.organisation import Member
from seachange.planning.rules.seeing import viewer
from seachange.planning.rules.sharing import ABOUT_A_RECORD, LONGEST_DAYS, PREFIX, Shared, digest_of


def share(what: Shared, *, record: str = "", days: int, by: str) -> str:
    """Make a link to something one sees oneself; return its token, which is never shown again."""
    member = _inside(by)
    if not 1 <= days <= LONGEST_DAYS:
        raise BadPlan(f"a link lasts 1 to {LONGEST_DAYS} days", remedy="say how many")
    if (what in ABOUT_A_RECORD) != bool(record):
        raise BadPlan("a link to an outcome names it, and no other does", remedy="choose one")
    if record and snapshot(viewer(member)).get(Outcome, record) is None:
        raise NotThere(f"there is no outcome {record}", remedy="give the id of one there is")
    token = PREFIX + secrets.token_urlsafe(32)
    now = clock.now()
    with transaction.atomic(), writing():
        ShareLink.objects.create(
            what=what.name,
            record=record,
            digest=digest_of(token),
            ending=token[-4:],
            by=by,
            at=now,
            expires_at=now + timedelta(days=days),
        )
    return token


def revoke(number: int, *, by: str) -> None:
    """Take back a link of one's own, or as an administrator anybody's: it leads nowhere then."""
    member = _inside(by)
    with transaction.atomic(), writing():
        link = ShareLink.objects.select_for_update().filter(pk=number).first()
        if link is None or (link.by != by and member.role != Role.ADMIN):
            raise NotThere("there is no such link of yours", remedy="ask whoever made it")
        if link.revoked_at is None:
            link.revoked_at, link.revoked_by = clock.now(), by
            link.save()


def _inside(by: str) -> Member:
    member = whole_plan().get(Member, by)
    if member is None or not member.is_active or member.role == Role.REQUESTER:
        raise NotAllowed("only who works here gives links away")
    return member
