"""What to do after all evidence on a hypothesis was weighed: the move it asks for, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from seachange.planning.rules.judgement import Judgement
from seachange.planning.rules.measured import Measured
from seachange.planning.rules.vocabulary import Finish


class Move(StrEnum):
    """What can be done next."""

    SCALE = "scale"
    ITERATE = "iterate"
    REMOVE = "remove"
    STOP = "stop"
    RERUN = "rerun"
    TEST = "test"
    STATE = "state"  # what would be worth it, before anything can be called


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """The move the evidence asks for; people decide. `people` is for each of two groups."""

    move: Move
    says: str
    people: int | None = None


def advise(told: Judgement) -> Advice:
    """Return what the evidence asks for: scale what holds, stop what does not, settle the rest.

    A stop rule that was set beforehand comes before any wish to try once more.
    """
    if told.belief is None:
        return Advice(move=Move.STATE, says="Say from which change on it would be worth it.")
    if told.finish is Finish.SUPPORTED:
        return Advice(
            move=Move.SCALE, says="Scale it: give it to everybody, and watch the guardrails."
        )
    if told.finish is Finish.HARMED:
        return Advice(move=Move.REMOVE, says="Take it out, or keep it with a reason in writing.")
    if told.finish is Finish.REFUTED:
        says = "Stop, or change it and state a new hypothesis; keep it only with a reason."
        return Advice(move=Move.STOP, says=says)
    if not told.measured:
        return Advice(
            move=Move.TEST,
            says=f"Test it, the cheapest way first{_needing(told, '; an experiment takes ')}.",
            people=_people(told),
        )
    if told.is_negligible:
        says = "Stop: whatever it changes, it is less than would be worth it."
        return Advice(move=Move.STOP, says=says)
    if told.finish is Finish.SMALL:
        says = "Make it better: it moves people, but not shown to be enough."
        return Advice(move=Move.ITERATE, says=says, people=_people(told))
    return _open(told)


def _open(told: Judgement) -> Advice:
    needing = _needing(told, " with ")
    if is_past_its_stop_rule(told):
        again = f", or rerun it{needing}," if needing else ""
        return Advice(
            move=Move.STOP,
            says=f"Stop by its own rule{again} and write down why.",
            people=_people(told),
        )
    return Advice(
        move=Move.RERUN, says=f"Go on or rerun it{needing}: it is open.", people=_people(told)
    )


def _needing(told: Judgement, joint: str) -> str:
    size = told.to_settle
    if size is None:
        return ""
    return f"{joint}{size.people:,} people in each group, to see the {size.points} worth it"


def _people(told: Judgement) -> int | None:
    return told.to_settle.people if told.to_settle else None


def is_past_its_stop_rule(told: Judgement) -> bool:
    """Tell whether the last result fell short of the hypothesis's own stop rule when it was due."""
    criteria = told.hypothesis.criteria
    last = _last(told)
    if criteria.kill_below is None or last is None:
        return False
    people = sum(last.people) if last.people else 0
    wanted = criteria.kill_after_people
    is_due = criteria.kill_on is not None and told.as_of >= criteria.kill_on
    is_due = is_due or (wanted is not None and people >= wanted)
    return is_due and told.sign * last.change < told.sign * criteria.kill_below


def _last(told: Judgement) -> Measured | None:
    return min(told.measured, key=lambda each: each.age_days, default=None)
