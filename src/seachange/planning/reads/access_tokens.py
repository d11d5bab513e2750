"""Whose token it is, and whether it holds; and the tokens there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from seachange import clock
from seachange.people.access import Role, Viewer
from seachange.people.models import Member as MemberRow
from seachange.planning.models.access_tokens import AccessToken
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.access_tokens import PREFIX, Standing
from seachange.planning.rules.entering import digest_of
from seachange.planning.rules.plan.organisation import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """Who comes with a token: its member as they are today; none where it does not hold."""

    number: int
    member: Member | None
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenLine:
    """A token as its list shows it."""

    number: int
    member: Member | None
    name: str
    ending: str
    at: datetime
    expires_at: datetime
    used_at: datetime | None
    standing: Standing

    @property
    def holds(self) -> bool:
        """Whether one can read with it."""
        return self.standing == Standing.HOLDS


def bearer_of(token: str) -> Bearer | None:
    """Return who comes with a token; none where there is no such token."""
    if not token.startswith(PREFIX):
        return None
    kept = AccessToken.objects.filter(digest=digest_of(token)).first()
    if kept is None:
        return None
    standing = _standing(kept, may_sign_in=_may_sign_in(kept.member))
    member = whole_plan().get(Member, kept.member) if standing == Standing.HOLDS else None
    return Bearer(number=kept.pk, member=member, standing=standing)


def tokens_of(looking: Viewer) -> list[TokenLine]:
    """Return one's tokens, the latest first; an administrator sees everybody's."""
    rows = AccessToken.objects.order_by("-pk")
    if looking.role != Role.ADMIN:
        rows = rows.filter(member=looking.id)
    signing_in = set(_able_to_sign_in().values_list("id", flat=True))
    plan = whole_plan()
    return [
        TokenLine(
            number=row.pk,
            member=plan.get(Member, row.member),
            name=row.name,
            ending=row.ending,
            at=row.at,
            expires_at=row.expires_at,
            used_at=row.used_at,
            standing=_standing(row, may_sign_in=row.member in signing_in),
        )
        for row in rows
    ]


def may_have_tokens(member: str) -> bool:
    """Whether somebody signs in here with an account of their own."""
    return _may_sign_in(member)


def _standing(kept: AccessToken, *, may_sign_in: bool) -> Standing:
    member = whole_plan().get(Member, kept.member)
    if kept.ended_at is not None:
        return Standing.ENDED
    if kept.expires_at <= clock.now():
        return Standing.EXPIRED
    if member is None or not member.is_active or not may_sign_in:
        return Standing.OUT
    return Standing.HOLDS if kept.role == member.role.value else Standing.OF_ANOTHER_ROLE


def _able_to_sign_in() -> Any:
    return MemberRow.objects.filter(is_active=True, account__isnull=False)


def _may_sign_in(member: str) -> bool:
    return bool(_able_to_sign_in().filter(id=member).exists())
