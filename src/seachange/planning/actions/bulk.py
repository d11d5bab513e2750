"""Taking in many records at once, a plan file or an import: the same door, the same rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from seachange import clock
from seachange.planning.actions.conflicts import check_none_seen_before
from seachange.planning.actions.door import Change, carry_out, judged
from seachange.planning.actions.turns import turn
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What taking something in would do: ids added, changed and removed, and the plan after it."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    after: Plan


def take_in(
    plan: Plan | Iterable[Record],
    *,
    by: str,
    why: str,
    without: Iterable[str] = (),
    as_found: bool = False,
    seen: int | None = None,
) -> Plan:
    """Take in records: new ids are added, known ones changed, `without` removed; all or nothing.

    A record may come in any state, since what is taken in has a past; one that is known already
    only moves along allowed moves. `as_found` is for what already happened otherwise than it
    should have: it is written down, and every record says which invariant it breaks. `seen` is
    the version of the plan the records were made upon (`conflicts.version_of_plan`): what somebody
    changed since is a `Conflict`, not undone.
    """
    change = _change(plan, by=by, why=why, without=without, as_found=as_found)
    with turn():
        check_none_seen_before([*change.without, *(each.id for each in change.put)], seen)
        return carry_out(change, as_of=_day(plan))


def preview(
    plan: Plan | Iterable[Record], *, without: Iterable[str] = (), as_found: bool = False
) -> Preview:
    """Return what `take_in` would do, or raise what it would raise; nothing is written."""
    change = _change(plan, by="", why="", without=without, as_found=as_found)
    before = whole_plan(as_of=_day(plan))
    after = judged(before, change)
    return Preview(
        added=tuple(each for each in after.by_id if each not in before.by_id),
        changed=tuple(
            each for each, old in before.by_id.items() if after.by_id.get(each, old) != old
        ),
        removed=tuple(each for each in before.by_id if each not in after.by_id),
        after=after,
    )


def _change(
    plan: Plan | Iterable[Record], *, by: str, why: str, without: Iterable[str], as_found: bool
) -> Change:
    records = tuple(plan.records()) if isinstance(plan, Plan) else tuple(plan)
    return Change(
        by=by, deed="take in", why=why, put=records, without=tuple(without), as_found=as_found
    )


def _day(plan: Plan | Iterable[Record]) -> date:
    return plan.as_of if isinstance(plan, Plan) else clock.now().date()
