"""What was said about a record, and where somebody was named, as far as a reader may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from seachange.people.access import Viewer
from seachange.planning.models.comments import Comment
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.mentions import Piece, pieces, strangers
from seachange.planning.rules.plan.organisation import Member
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A comment: on which record, by whom (none who left or is hidden), when, and in which words.

    `pieces` are the words cut at what they name. `was` is how it read before, the oldest first;
    `is_withdrawn` where its writer took it back.
    """

    number: int
    record: Record
    by: Member | None
    at: datetime
    text: str
    pieces: tuple[Piece, ...]
    is_edited: bool
    is_withdrawn: bool
    is_own: bool
    was: tuple[str, ...]

    @property
    def strangers(self) -> tuple[str, ...]:
        """Whom its words call though nobody they may see is called so: nobody was told."""
        return strangers(self.pieces)


def comments_on(viewer: Viewer | None, record: str) -> tuple[Said, ...]:
    """Return what was said about a record that somebody sees, the oldest first."""
    plan = snapshot(viewer)
    if record not in plan.by_id:
        return ()
    rows = Comment.objects.filter(record=record).prefetch_related("before").order_by("pk")
    return tuple(_said(plan, row, viewer) for row in rows)


def mentions_of(viewer: Viewer, *, most: int = 20) -> tuple[Said, ...]:
    """Return the newest comments in which somebody is named, on records they may see."""
    plan = snapshot(viewer)
    rows = (
        Comment.objects.filter(mentions__member=viewer.id, removed_at=None)
        .prefetch_related("before")
        .order_by("-pk")
    )
    seen = (row for row in rows if row.record in plan.by_id)
    return tuple(_said(plan, row, viewer) for row, _ in zip(seen, range(most), strict=False))


def comment_of(viewer: Viewer | None, number: int) -> Said | None:
    """Return one comment that somebody may see, or none."""
    plan = snapshot(viewer)
    row = Comment.objects.filter(pk=number).prefetch_related("before").first()
    return _said(plan, row, viewer) if row is not None and row.record in plan.by_id else None


def _said(plan: Plan, row: Any, viewer: Viewer | None) -> Said:
    return Said(
        number=row.pk,
        record=plan.by_id[row.record],
        by=plan.get(Member, row.by),
        at=row.at,
        text=row.text,
        pieces=tuple(pieces(row.text, plan)),
        is_edited=row.edited_at is not None,
        is_withdrawn=row.removed_at is not None,
        is_own=viewer is not None and row.by == viewer.id and row.removed_at is None,
        was=tuple(each.text for each in row.before.all()) if row.removed_at is None else (),
    )
