"""What becomes of a finding: kept as a signal, looked at again, made an outcome or a hypothesis."""

from __future__ import annotations

from dataclasses import replace

from seachange.errors import Refused
from seachange.planning.actions import records
from seachange.planning.actions.door import put
from seachange.planning.actions.turns import in_turn
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.becoming import (
    UPTAKE,
    Aim,
    as_hypothesis,
    as_outcome,
    check_worth,
)
from seachange.planning.rules.plan.measuring import Behaviour, BehaviourSignal, SignalEstimate
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.vocabulary import SignalStance


@in_turn
def keep(
    signal: BehaviourSignal,
    *,
    estimate: SignalEstimate,
    behaviour: Behaviour | None = None,
    by: str,
    why: str = "",
) -> Plan:
    """Keep a finding as a signal at its step, with what its first cohort says of it.

    `behaviour` is what people do, where the plan does not hold it yet. Refused where the
    cohort tells no effect, or the signal does not say which question found it.
    """
    made = [signal, estimate, *([behaviour] if behaviour else [])]
    for each in made:
        records.check_free(each.id)
    if not estimate.is_known or estimate.signal != signal.id:
        raise Refused(
            "a signal is kept with a cohort in which it was found",
            place=signal.id,
            remedy="find it in a log; what is only suspected is stated without a cohort",
            invariant="cohort",
        )
    if not signal.question:
        raise Refused(
            "it does not say which question found it, so that no later cohort can be asked",
            place=signal.id,
            remedy="find it in a log, or say which question found it",
            invariant="cohort",
        )
    return put(*made[2:], replace(signal, state="observed"), estimate, by=by, deed="keep", why=why)


@in_turn
def add_cohort(estimate: SignalEstimate, *, by: str, why: str = "") -> Plan:
    """Add what a later cohort says of a signal; it is never changed afterwards.

    Whether the signal is new, replicated or faded then follows.
    """
    records.check_free(estimate.id)
    records.find(BehaviourSignal, estimate.signal)
    return put(estimate, by=by, deed="add cohort", why=why)


@in_turn
def take_stance(
    signal: str,
    *,
    stance: SignalStance,
    owner: str | None = None,
    by: str,
    why: str = "",
    seen: int | None = None,
) -> Plan:
    """Say what is to be done about a signal, and who looks after it; `seen` as in `edit`."""
    kept = records.find(BehaviourSignal, signal)
    return records.edit(signal, by=by, why=why, seen=seen, stance=stance, owner=owner or kept.owner)


@in_turn
def become_outcome(
    signal: str, *, outcome: str, aim: Aim | None = None, by: str, why: str = ""
) -> Plan:
    """Make a signal an outcome to move, with its metric and its baseline, in one act.

    `outcome` is the id it gets. Refused for a signal that has faded or is to be left alone,
    unless a reason is given.
    """
    plan = whole_plan()
    kept = records.find(BehaviourSignal, signal)
    check_worth(plan, kept, why=why)
    made = as_outcome(plan, kept, outcome, aim or Aim())
    for each in made:
        records.check_free(each.id)
    return put(*made, by=by, deed="become outcome", why=why)


@in_turn
def become_hypothesis(
    signal: str,
    *,
    hypothesis: str,
    outcome: str | None = None,
    uptake: float = UPTAKE,
    worthwhile: float | None = None,
    by: str,
    why: str = "",
) -> Plan:
    """Make a signal a hypothesis with the experiment that would test it, in one act.

    `hypothesis` is the id it gets, `outcome` the one it is to move (success at the signal's
    step where none is named), `uptake` the share of people a nudge moves, `worthwhile` from
    which change on it is worth it, where the outcome's target shall not say it. Refused as
    `become_outcome` is.
    """
    plan = whole_plan()
    kept = records.find(BehaviourSignal, signal)
    check_worth(plan, kept, why=why)
    made = as_hypothesis(
        plan, kept, hypothesis, outcome=outcome, uptake=uptake, worthwhile=worthwhile
    )
    for each in made:
        if each.id != kept.id:
            records.check_free(each.id)
    return put(*made, by=by, deed="become hypothesis", why=why)
