"""What follows from a plan, worked out once for each plan, however many ask for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from threading import RLock
from typing import TypeVar

from seachange.planning.rules.plan.plan import Plan

T = TypeVar("T")


def kept_per_plan(work_out: Callable[[Plan], T]) -> Callable[[Plan], T]:
    """Have a plan remember what a function of it alone returned, for as long as the plan is held.

    A plan never changes, so neither does what follows from it. Of several threads that ask at
    once, one works it out and the others wait.
    """
    name = _name_of(work_out)
    turn = RLock()

    @wraps(work_out)
    def remembered(plan: Plan) -> T:
        held = vars(plan)
        if name not in held:
            with turn:
                if name not in held:
                    held[name] = work_out(plan)
        found: T = held[name]
        return found

    return remembered


def is_kept(work_out: Callable[[Plan], object], plan: Plan) -> bool:
    """Whether a plan remembers already what a function of it returned."""
    return _name_of(work_out) in vars(plan)


def _name_of(work_out: Callable[[Plan], object]) -> str:
    return f"{work_out.__module__}.{work_out.__qualname__}"
