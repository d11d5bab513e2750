"""The page every record has: what it says, what may be done to it, and all that became of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from seachange.people.access import Role, Viewer, Visibility
from seachange.planning.actions.conflicts import version_of
from seachange.planning.reads.past import Edit, history_of
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.belonging import within
from seachange.planning.rules.checks.survey import spoken
from seachange.planning.rules.confidence import confidence_in
from seachange.planning.rules.invariants.catalogue import INVARIANTS
from seachange.planning.rules.permissions import MAY, Deed, may
from seachange.planning.rules.plan.intent import Impact
from seachange.planning.rules.plan.organisation import Member
from seachange.planning.rules.plan.plan import COLLECTIONS, Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.plan.shape import Sort, shapes, unwritten
from seachange.planning.rules.states import APPEND_ONLY, MOVES
from seachange.planning.rules.vocabulary import Kind
from seachange.web.pages.changed import changes_of
from seachange.web.pages.field_shown import FieldShown, field_shown, may_change
from seachange.web.pages.measured import Measured, measured
from seachange.web.pages.records import found

MOST_POINTING, MOST_OF_ITS_HISTORY = 40, 30
_WIDTHS = (Visibility.PRIVATE, Visibility.TEAM, Visibility.ORGANISATION, Visibility.PUBLIC)
# Deeds as a history tells them; one that is not here is told as it was written down.
_DONE = {
    "take in": "taken in",
    "create": "stated",
    "edit": "changed",
    "move": "moved",
    "remove": "removed",
    "bring back": "brought back",
    "undo": "taken back",
    "sign": "signed",
    "draw": "drawn",
    "reorder": "put in another order",
    "measure": "measured",
    "start test": "test begun",
    "add evidence": "evidence added",
    "conclude": "concluded",
    "decide": "decided",
}
MANY = {"roadmap": "roadmap items", "enablement": "enablement items"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A state a record may go to from where it is; `why_not` where it is not for this reader."""

    to: str
    why_not: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """An invariant a record is known to break, in words where its reader can see what it is of."""

    invariant: str
    says: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditShown:
    """One change as a history tells it; `changes` are field, before and after."""

    sequence: int
    at: datetime
    by: Member | None
    deed: str
    why: str
    changes: tuple[tuple[str, str, str], ...]
    may_take_back: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage:
    """A record as its page shows it; `measured` is where an impact stands, for who sees events.

    `narrowed_by` is what it belongs to, where fewer people may see that, and so this.
    """

    record: Record
    narrowed_by: Record | None
    measured: Measured | None
    said: tuple[FieldShown, ...]
    unsaid: tuple[FieldShown, ...]
    states: tuple[str, ...]
    moves: tuple[Move, ...]
    breaches: tuple[Breach, ...]
    pointing: tuple[tuple[str, int, tuple[Record, ...]], ...]
    history: tuple[EditShown, ...]
    older: int
    seen: int
    may_edit: bool
    may_remove: bool
    before: Record | None
    after: Record | None

    @property
    def is_written_once(self) -> bool:
        """Whether records of its kind are never changed."""
        return self.record.kind in APPEND_ONLY


def many(kind: Kind) -> str:
    """Return what several records of a kind are called: driver links, hypotheses."""
    name = COLLECTIONS[kind].replace("_", " ")
    return MANY.get(name, name)


def record_page(
    viewer: Viewer | None, record_id: str, *, most: int = MOST_OF_ITS_HISTORY
) -> RecordPage:
    """Return the page of a record that somebody may see; raise as for none where they may not.

    `most` is how many of its changes are told, the latest first; `older` how many are not.
    """
    # Before the record is read: what changes in between is told, and not written over.
    seen = version_of(record_id)
    plan = snapshot(viewer)
    record = found(plan, record_id)
    fields = shapes(record.kind)
    shown = [field_shown(plan, record, each, viewer=viewer) for each in fields]
    typed = {each.name for each in fields if each.is_typed}
    history = _history(plan, viewer, record)
    siblings = plan.all(type(record))
    at = next(i for i, each in enumerate(siblings) if each.id == record.id)
    return RecordPage(
        record=record,
        narrowed_by=_narrowed_by(plan, record),
        measured=_measured(plan, record, viewer),
        said=(*(each for each in shown if each.is_said), *_earned(plan, viewer, record)),
        unsaid=tuple(each for each in shown if not each.is_said and each.name in typed),
        states=tuple(MOVES.get(record.kind, {})),
        moves=tuple(moves_of(record, viewer)),
        breaches=tuple(_breach(plan, record, each) for each in record.breaches)
        if _is_inside(viewer)
        else (),
        pointing=tuple(_pointing(plan, record)),
        history=tuple(history[:most]),
        older=len(history[most:]),
        seen=seen,
        may_edit=may_change(viewer, record),
        may_remove=viewer is not None and may(viewer.role, deed=Deed.REMOVE, kind=record.kind),
        before=siblings[at - 1] if at else None,
        after=siblings[at + 1] if at + 1 < len(siblings) else None,
    )


def moves_of(record: Record, viewer: Viewer | None) -> list[Move]:
    """Return where a record may go from its state, and for which of it somebody else is needed."""
    ways = MOVES.get(record.kind, {}).get(record.state, ())
    is_theirs = viewer is not None and may(viewer.role, deed=Deed.MOVE, kind=record.kind)
    roles = sorted(spoken(each) for each in MAY[record.kind][Deed.MOVE])
    why_not = "" if is_theirs else f"for {', '.join(roles) or 'an administrator'}"
    return [Move(to=to, why_not=why_not) for to in ways]


def _breach(plan: Plan, record: Record, invariant: str) -> Breach:
    find = INVARIANTS.get(invariant)
    told = next((v for v in find(plan) if v.record == record.id), None) if find else None
    return Breach(
        invariant=invariant,
        says=told.says if told else "it was taken in as it was found",
        remedy=told.remedy if told else "",
    )


def _pointing(plan: Plan, record: Record) -> list[tuple[str, int, tuple[Record, ...]]]:
    by_kind: dict[Kind, list[Record]] = {}
    for each in plan.linked_to(record.id):
        by_kind.setdefault(each.kind, []).append(each)
    return [
        (many(kind), len(found_ones), tuple(found_ones[:MOST_POINTING]))
        for kind, found_ones in by_kind.items()
    ]


def _narrowed_by(plan: Plan, record: Record) -> Record | None:
    """Return what fewest may see of all it belongs to, if fewer than it; of several the nearest."""
    walked, ahead = {record.id}, [record]
    for each in ahead:
        held = (getattr(each, name) for name in within(each.kind))
        above = [plan.by_id[one] for one in held if one in plan.by_id and one not in walked]
        walked.update(one.id for one in above)
        ahead.extend(above)
    narrowest = min(ahead, key=lambda one: _WIDTHS.index(one.visibility))
    return None if narrowest.visibility == record.visibility else narrowest


def _measured(plan: Plan, record: Record, viewer: Viewer | None) -> Measured | None:
    """Return where an impact stands by the events; an outcome has a page of its own for it."""
    if isinstance(record, Impact) and record.metric and _is_inside(viewer):
        return measured(plan, record, viewer)
    return None


def _earned(plan: Plan, viewer: Viewer | None, record: Record) -> Iterator[FieldShown]:
    """Give what the evidence on a record earns, beside what anybody claims of it."""
    found = confidence_in(plan, record) if _is_inside(viewer) else None
    if found is not None:
        yield FieldShown(
            record=record,
            name="earned",
            label="Confidence its evidence earns",
            sort=Sort.LINE,
            text=f"{found:.2f} of 10",
        )


def _history(plan: Plan, viewer: Viewer | None, record: Record) -> list[EditShown]:
    edits = history_of(viewer, record.id)
    last = edits[-1].sequence if edits else 0
    return [
        EditShown(
            sequence=edit.sequence,
            at=edit.at,
            by=plan.get(Member, edit.by),
            deed=_DONE.get(edit.deed, edit.deed),
            why=edit.why if _is_inside(viewer) or _is_own(edit, viewer) else "",
            changes=tuple(changes_of(plan, edit, tells_flaws=_is_inside(viewer))),
            may_take_back=edit.sequence == last
            and edit.before is not None
            and not unwritten(record.kind).issuperset(edit.fields)
            and may_change(viewer, record),
        )
        for edit in reversed(edits)
    ]


def _is_inside(viewer: Viewer | None) -> bool:
    """Tell whether somebody works here: what we say among ourselves is no customer's to read."""
    return viewer is not None and viewer.role is not Role.REQUESTER


def _is_own(edit: Edit, viewer: Viewer | None) -> bool:
    return viewer is not None and edit.by == viewer.id
