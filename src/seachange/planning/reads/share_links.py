"""What a link leads to, if it still leads anywhere; and the links that were given away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from seachange import clock
from seachange.people.access import Role, Viewer
from seachange.planning.models.share_links import ShareLink
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.organisation import Member
from seachange.planning.rules.seeing import viewer
from seachange.planning.rules.sharing import PREFIX, Shared, digest_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Led:
    """Where a link leads: to what, and through whose eyes, which are its maker's of today."""

    what: Shared
    record: str
    eyes: Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A link that was given away, as its list shows it."""

    number: int
    what: Shared
    record: str
    ending: str
    by: str
    at: datetime
    expires_at: datetime
    is_live: bool


def led_by(token: str) -> Led | None:
    """Return where a token leads; none if it is wrong, past, taken back, or its maker is gone."""
    if not token.startswith(PREFIX):
        return None
    link = ShareLink.objects.filter(digest=digest_of(token), revoked_at=None).first()
    if link is None or link.expires_at <= clock.now():
        return None
    maker = whole_plan().get(Member, link.by)
    if maker is None or not maker.is_active or maker.role == Role.REQUESTER:
        return None
    return Led(what=Shared[link.what], record=link.record, eyes=viewer(maker))


def links_of(looking: Viewer) -> list[Given]:
    """Return the links somebody gave away, the latest first; an administrator sees everybody's."""
    rows = ShareLink.objects.order_by("-pk")
    is_admin = looking.role == Role.ADMIN
    if not is_admin:
        rows = rows.filter(by=looking.id)
    now = clock.now()
    return [
        Given(
            number=row.pk,
            what=Shared[row.what],
            record=row.record,
            ending=row.ending,
            by=row.by,
            at=row.at,
            expires_at=row.expires_at,
            is_live=row.revoked_at is None and row.expires_at > now,
        )
        for row in rows
    ]
