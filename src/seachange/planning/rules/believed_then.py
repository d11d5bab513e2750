"""What was believed of a hypothesis on the day it was decided to go ahead, kept for calibration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from seachange.planning.rules.invariants.learning import FINISHED
from seachange.planning.rules.judgement import judge
from seachange.planning.rules.plan.learning import Decision, Hypothesis, Verdict
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.vocabulary import Choice

GOING_AHEAD = frozenset({Choice.GO, Choice.BUILD})
_DIGITS = 12


def believed_then(before: Plan, after: Plan) -> Iterator[Hypothesis]:
    """Walk the hypotheses whose belief at the decision is known by a change, with it.

    It is π, the chance judged from all that speaks for and against before anything is measured
    (domain theory §4.3), computed as a decision to go ahead is written down: what was believed
    on a past day nobody can compute any more, since evidence came after it. The first decision
    counts. What was computed once stays, whoever writes the hypothesis without it.
    """
    wanted = {
        about
        for decision in after.decisions
        if _is_taken(decision, before, after)
        for about in _about(decision)
    }
    for hypothesis in after.hypotheses:
        if hypothesis.belief_at_decision is not None:
            continue
        old = before.get(Hypothesis, hypothesis.id)
        if old is not None and old.belief_at_decision is not None:
            yield replace(hypothesis, belief_at_decision=old.belief_at_decision)
        elif wanted & {hypothesis.id, hypothesis.idea, hypothesis.output} and _is_open(
            after, hypothesis
        ):
            told = judge(after, hypothesis, as_of=after.as_of).before
            yield replace(hypothesis, belief_at_decision=float(f"{told:.{_DIGITS}g}"))


def _about(decision: Decision) -> tuple[str, ...]:
    """Return the hypothesis decided on; where none is named, the idea and the output."""
    named = [decision.hypothesis] if decision.hypothesis else [decision.idea, decision.output]
    return tuple(each for each in named if each)


def _is_taken(decision: Decision, before: Plan, after: Plan) -> bool:
    """Tell whether a decision to go ahead is written down on the day it is taken."""
    is_new = decision.id not in before.by_id
    return is_new and decision.choice in GOING_AHEAD and decision.decided_on == after.as_of


def _is_open(plan: Plan, hypothesis: Hypothesis) -> bool:
    """Tell whether it is still to come true: after a verdict nothing is forecast any more."""
    has_ended = hypothesis.state in FINISHED or hypothesis.state == "withdrawn"
    return not has_ended and not plan.of(Verdict, hypothesis.id)
