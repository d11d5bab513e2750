"""From which change on an idea would be worth it: by the way to the target, or left to be said.

What a change is worth is nobody's to find in a log. So nothing is made up where the plan does not
say how far an outcome shall go: then it is unknown, and choices stand there with what each costs.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from seachange.errors import BadPlan
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.learning import Hypothesis
from seachange.planning.rules.plan.measuring import Metric
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.sizes import Size, baseline_of, found_for, sign_of, size_for
from seachange.planning.rules.vocabulary import Scale

# An outcome deserves three ideas at least (HY12): each is worth it if three like it get there.
IDEAS = 3
A_PART_OF_THE_WAY = "a third of the way from the outcome’s baseline to its target"
# What else may be chosen, as shares: one, two and five points.
ROUND = (0.01, 0.02, 0.05)
_DECIMALS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A change from which on it might be worth it: what it is, and how many people show it."""

    what: str
    size: Size


def worth_of(outcome: Outcome) -> float | None:
    """Return the smallest change worth it that follows from an outcome: a third of its way.

    The way is that from its baseline to its target, signed as the metric moves, so that three
    ideas which are just worth it reach the target. None where either end is unknown, or where the
    target does not lie the way the outcome shall move.
    """
    level = outcome.baseline.level if outcome.baseline else None
    if level is None or outcome.target is None:
        return None
    part = round((outcome.target - level) / IDEAS, _DECIMALS)
    return part if part * way_of(outcome) > 0 else None


def worth_said(plan: Plan, change: float, outcome: Outcome, *, place: str) -> float:
    """Return a change that somebody says is worth it, signed as the outcome shall move.

    Raise `BadPlan` for one that is none: nothing, no number, or more than a share can change.
    """
    is_too_much = abs(change) > 1 and _is_a_share(plan, outcome)
    if not change or not isfinite(change) or is_too_much:
        raise BadPlan(
            f"{change:g} is no change that could be worth it",
            place=place,
            remedy="say from which one on it is, such as 0.02 for two points; or leave it open",
        )
    return way_of(outcome) * abs(change)


def way_of(outcome: Outcome) -> int:
    """Return −1 for an outcome of which less is wanted, else 1."""
    return -1 if outcome.direction is not None and outcome.direction.is_down else 1


def choices(plan: Plan, hypothesis: Hypothesis) -> tuple[Choice, ...]:
    """Return what might be chosen as worth it of a share, smallest first, each with its people.

    None for what is no share, or where nobody knows where it stands.
    """
    outcome, level = plan.get(Outcome, hypothesis.outcome), baseline_of(plan, hypothesis)
    if outcome is None or level is None or not _is_a_share(plan, outcome):
        return ()
    predicted = hypothesis.criteria.predicted
    sign = sign_of(hypothesis) if predicted else way_of(outcome)
    told = {A_PART_OF_THE_WAY: worth_of(outcome), "all that is predicted": predicted}
    named = {round(change, _DECIMALS): what for what, change in told.items() if change}
    changes = {sign * each: "" for each in ROUND} | named
    found = (
        (what, size_for(change, level=level))
        for change, what in sorted(changes.items(), key=lambda each: abs(each[0]))
    )
    return tuple(Choice(what=what, size=size) for what, size in found if size is not None)


def _is_a_share(plan: Plan, outcome: Outcome) -> bool:
    metric = plan.get(Metric, outcome.metric)
    if metric is not None:
        return metric.scale is Scale.RATE
    return outcome.baseline is not None and outcome.baseline.did is not None


def falls_short(plan: Plan, hypothesis: Hypothesis) -> str:
    """Say that less is predicted than would be worth it, and what it would take; else nothing."""
    criteria = hypothesis.criteria
    predicted, worth = criteria.predicted, criteria.smallest_worthwhile
    if predicted is None or worth is None or abs(predicted) >= abs(worth):
        return ""
    outcome = plan.get(Outcome, hypothesis.outcome)
    shown = _points if outcome is not None and _is_a_share(plan, outcome) else _number
    said = f"Less is predicted than would be worth it: {shown(predicted)}, not {shown(worth)}."
    for _, newest in found_for(plan, hypothesis):
        if not newest.effect or not predicted:
            continue
        moved, needed = abs(predicted / newest.effect), abs(worth / newest.effect)
        if needed > 1:
            return f"{said} A nudge that moves everybody would not reach it."
        return f"{said} It takes a nudge that moves {_percent(needed)}, not {_percent(moved)}."
    return said


def _points(change: float) -> str:
    told = f"{100 * abs(change):.3g}"
    return f"{told} point{'' if told == '1' else 's'}"


def _number(change: float) -> str:
    return f"{abs(change):.3g}"


def _percent(share: float) -> str:
    return f"{100 * share:.3g}\u202f%"
