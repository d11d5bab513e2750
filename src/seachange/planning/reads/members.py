"""Who is a member, who can sign in, who was asked in; and what was done, as it was written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from seachange import clock
from seachange.people.models import Member as MemberRow
from seachange.planning.models.audit import AuditLine
from seachange.planning.models.entrances import Invitation
from seachange.planning.models.history import History
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.organisation import Member
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.vocabulary import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLine:
    """A member as an administrator's list shows them: who they are, and how they come in.

    `seen` is the version of their record that is shown, to be given back with a change.
    """

    member: Member
    department: Record | None
    teams: tuple[Record, ...]
    has_account: bool
    asked_until: datetime | None
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One line of the audit log; `by` is none where nobody was signed in, or they are gone."""

    number: int
    at: str
    by: Member | None
    route: str
    record: Record | None
    named: str
    status: int


def members() -> list[MemberLine]:
    """Return everybody, those who may come in first; for administrators."""
    stated = History.objects.filter(kind=Kind.MEMBER.value).values_list("record")
    versions = dict(stated.annotate(last=Max("sequence")).order_by())
    plan = whole_plan()
    with_account = set(MemberRow.objects.filter(account__isnull=False).values_list("id", flat=True))
    open_now = Invitation.objects.filter(ended_at=None, expires_at__gt=clock.now())
    asked = dict(open_now.values_list("member", "expires_at"))
    lines = [
        MemberLine(
            member=each,
            department=plan.by_id.get(each.department or ""),
            teams=tuple(plan.by_id[team] for team in each.teams if team in plan.by_id),
            has_account=each.id in with_account,
            asked_until=asked.get(each.id),
            seen=versions.get(each.id, 0),
        )
        for each in plan.members
    ]
    return sorted(lines, key=lambda line: (not line.member.is_active, line.member.name.casefold()))


def head_of_audit() -> str:
    """Return the fingerprint of the audit log's last line, to be kept elsewhere; empty before it.

    Each line is sealed to the one before it: who has this finds whatever is taken out up to it.
    """
    last = AuditLine.objects.order_by("-sequence").values_list("fingerprint", flat=True)
    return str(last.first() or "")


def last_done_to(member: str, *, route: str) -> Done | None:
    """Return the last line that tells of something done to a member by a route, if there is one."""
    done = AuditLine.objects.filter(route=route, record=member, status__lt=400)
    last = done.order_by("-sequence").first()
    return None if last is None else _done(whole_plan(), last)


def last_done(*, before: int | None = None, most: int | None = None) -> list[Done]:
    """Return the last lines of the audit log, the latest first; those before a number, if told.

    `most` is how many at most; all there are where it is not told.
    """
    rows = AuditLine.objects.order_by("-sequence")
    if before is not None:
        rows = rows.filter(sequence__lt=before)
    plan = whole_plan()
    return [_done(plan, row) for row in rows[:most]]


def _done(plan: Plan, row: AuditLine) -> Done:
    return Done(
        number=row.sequence,
        at=row.at,
        by=plan.get(Member, row.by),
        route=row.route,
        record=plan.by_id.get(row.record),
        named=row.record,
        status=row.status,
    )
