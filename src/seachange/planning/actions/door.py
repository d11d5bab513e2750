"""The one way in: every change of the plan, judged whole, written whole, and remembered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from seachange import clock
from seachange.errors import BadPlan, NotThere, Refused
from seachange.planning.actions.questions import check_questions
from seachange.planning.actions.rights import check_rights
from seachange.planning.actions.rows import write
from seachange.planning.actions.turns import forget_the_whole_roadmap, turn
from seachange.planning.models.fitting import check_fits
from seachange.planning.reads.snapshot import kept_plan, whole_plan
from seachange.planning.rules.believed_then import believed_then
from seachange.planning.rules.driving import earned_states, typed_states
from seachange.planning.rules.invariants.catalogue import violations
from seachange.planning.rules.invariants.change import (
    circles,
    dangling,
    goalposts,
    kept_versions,
    rewritten,
    unseen_by_whom,
)
from seachange.planning.rules.invariants.cohorts import counted_twice, typed_signals
from seachange.planning.rules.invariants.figures import typed_figures
from seachange.planning.rules.invariants.frozen import frozen, kept_twice
from seachange.planning.rules.invariants.intent import outcomes_drive_impacts
from seachange.planning.rules.invariants.violation import Violation
from seachange.planning.rules.plan.naming import flaw_of_id
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.states import APPEND_ONLY

# Whoever holds the machine: the command line, before there are members, and as their clerk.
OPERATOR = ""

MOST_TOLD = 20


@dataclass(frozen=True, kw_only=True)
class Change:
    """Who changes what, and why: records put in place, and ids of records taken away."""

    by: str
    deed: str
    why: str = ""
    put: tuple[Record, ...] = ()
    without: tuple[str, ...] = ()
    as_found: bool = False


def carry_out(change: Change, *, as_of: date | None = None) -> Plan:
    """Carry out a change whole, or raise and change nothing; return the plan as it is then.

    The plan as it would be is judged by the same rules as any other: links that hold, allowed
    moves, nothing rewritten, no invariant newly broken. `as_found` writes down what breaks an
    invariant instead of refusing it, and says so on the record itself.
    """
    with turn():
        before = whole_plan(as_of=as_of or clock.now().date())
        change = _settled(before, change)
        # Rights first: whoever may not do it is not told what else would be wrong with it.
        asked = before.changed(put=change.put, without=change.without)
        check_rights(before, asked, by=change.by, as_found=change.as_found)
        after = judged(before, change)
        if after.by_id == before.by_id:
            return before
        if change.as_found:
            forget_the_whole_roadmap()
        write(before, after, by=change.by, deed=change.deed, why=change.why)
        return _remember(kept_plan(after), found_in(after))


def judged(before: Plan, change: Change) -> Plan:
    """Return the plan as a change would leave it; raise if it may not be so.

    Pure: nothing is written, so a dry run can ask what would happen.
    """
    absent = [each for each in change.without if each not in before.by_id]
    if absent:
        raise NotThere(f"there is no record {absent[0]}", remedy="give the id of one there is")
    for record in change.put:
        check_fits(record)
        flaw = "" if record.id in before.by_id else flaw_of_id(record.id)
        if flaw:
            raise BadPlan(f"its id {flaw}", place=record.id, remedy="short, such as OC1")
    change = _settled(before, change)
    after = before.changed(put=change.put, without=change.without)
    after = after.changed(put=[*kept_versions(before, after), *believed_then(before, after)])
    check_questions(before, after, change.put)
    typed = () if change.as_found else tuple(typed_figures(before, after))
    untrue = () if change.as_found else tuple(typed_states(before, after))
    after, follows = _as_earned(before, after)
    # With links that lead nowhere or in a circle, whatever follows them finds what is not so.
    refuse([*dangling(after), *circles(after)])
    amiss = [
        *unseen_by_whom(after),
        *rewritten(before, after),
        *goalposts(before, after),
        *frozen(before, after),
        *kept_twice(after),
        *counted_twice(after),
        *typed_signals(after),
        *typed,
    ]
    known = {(each.invariant, each.record) for each in found_in(before)}
    found = found_in(after)
    after = _known_breaches(before, after, found, as_found=change.as_found, follows=follows)
    unknown = (each for each in found if (each.invariant, each.record) not in known)
    refuse(
        [
            *amiss,
            *(e for e in unknown if not _is_written_down(e, after, as_found=change.as_found)),
            *untrue,
        ]
    )
    return _remember(after, found)


def _as_earned(before: Plan, after: Plan) -> tuple[Plan, frozenset[str]]:
    """Return the plan with its driver links in the states their experiments earn them.

    And the ids of outcomes that lead to no impact any more because of that: what an experiment
    shows is never refused for what it does to the plan; it is written down there (I-3).
    """
    links = tuple(earned_states(before, after))
    if not links:
        return after, frozenset()
    settled = after.changed(put=links)
    led, now = ({each.record for each in outcomes_drive_impacts(p)} for p in (after, settled))
    return settled, frozenset(now - led)


def _settled(before: Plan, change: Change) -> Change:
    """Leave what is written once as it stands where only its known breaches are not repeated.

    They were noted by this door; whoever says the record again need not know of them.
    """
    put = tuple(
        old if old is not None and replace(record, breaches=old.breaches) == old else record
        for record in change.put
        for old in [before.by_id.get(record.id) if record.kind in APPEND_ONLY else None]
    )
    return replace(change, put=put)


def _is_written_down(violation: Violation, plan: Plan, *, as_found: bool) -> bool:
    """Tell whether a breach stands on its record, or is of no record and was found so."""
    record = plan.by_id.get(violation.record)
    return as_found if record is None else violation.invariant in record.breaches


# The plan that was judged last: what one deed ends with the next begins with.
_JUDGED: list[tuple[Plan, tuple[Violation, ...]]] = []


def found_in(plan: Plan) -> tuple[Violation, ...]:
    """Return everything in a plan that breaks an invariant, known breaches included."""
    for judged_plan, found in _JUDGED:
        if judged_plan is plan:
            return found
    told = tuple(violations(plan))
    _remember(plan, told)
    return told


def _remember(plan: Plan, found: tuple[Violation, ...]) -> Plan:
    """Remember what was found in a plan; the order of its records and its breaches tell nothing."""
    _JUDGED[:] = [(plan, found)]
    return plan


def _known_breaches(
    before: Plan,
    after: Plan,
    violations_found: Sequence[Violation],
    *,
    as_found: bool,
    follows: frozenset[str] = frozenset(),
) -> Plan:
    """Write down what is found broken, and strike out what was mended."""
    broken: dict[str, list[str]] = {}
    for violation in violations_found:
        broken.setdefault(violation.record, []).append(violation.invariant)
    rewritten_records = []
    for record in after.records():
        is_settled = record.kind in APPEND_ONLY and record.id in before.by_id
        if is_settled:
            continue
        found = broken.get(record.id, [])
        old = before.by_id.get(record.id)
        known = old.breaches if old else ()
        if not as_found:
            slipped_in = [each for each in record.breaches if each in found and each not in known]
            if slipped_in:
                raise Refused(
                    f"only what is taken in as it was found may break {slipped_in[0]}",
                    place=record.id,
                    invariant=slipped_in[0],
                )
        # Said or not by whoever changes it: a known breach stays written down until it is mended.
        told = tuple(
            dict.fromkeys(
                each
                for each in found
                if as_found or each in known or (each == "I-3" and record.id in follows)
            )
        )
        if told != record.breaches:
            rewritten_records.append(replace(record, breaches=told))
    return after.changed(put=rewritten_records) if rewritten_records else after


def refuse(found: Sequence[Violation]) -> None:
    """Raise what was found, the first as the cause and the others beneath it."""
    if not found:
        return
    first = found[0]
    also = [f"{each.record}: {each.says} ({each.invariant})" for each in found[1:MOST_TOLD]]
    if len(found) > MOST_TOLD:
        also.append(f"and {len(found) - MOST_TOLD} more")
    raise Refused(
        f"{first.says} ({first.invariant})",
        place=first.record,
        remedy="\n".join([first.remedy, *also]),
        invariant=first.invariant,
    )


def put(*records: Record, by: str, deed: str, why: str = "", without: Iterable[str] = ()) -> Plan:
    """Carry out a change of a few records; the short way for actions."""
    return carry_out(Change(by=by, deed=deed, why=why, put=records, without=tuple(without)))
