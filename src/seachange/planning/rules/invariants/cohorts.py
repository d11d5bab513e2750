"""I-27 for signals: what cohorts tell is computed and never typed, and nobody counts twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import isclose
from typing import Any

from seachange.planning.rules.invariants.violation import Violation
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.shape import label_of
from seachange.planning.rules.signals import cohorts_of, figures_of

_SAME = 5e-7


def typed_signals(plan: Plan) -> Iterator[Violation]:
    """Walk the signals with cohorts that state another figure than their newest cohort does."""
    for signal in plan.signals:
        for name, computed in figures_of(plan, signal).items():
            stated = getattr(signal, name)
            if stated in {None, False} or _is_same(stated, computed):
                continue
            yield Violation(
                invariant="I-27",
                record=signal.id,
                says=f"its {label_of(signal.kind, name)} is {stated}, and its newest cohort says "
                f"{'nothing of it' if computed is None else computed}",
                remedy="leave it out: it is computed",
            )


def counted_twice(plan: Plan) -> Iterator[Violation]:
    """Walk the cohorts of one question that begin before the one before them ended."""
    for signal in plan.signals:
        for definition in dict.fromkeys(each.definition for each in cohorts_of(plan, signal)):
            same = [each for each in cohorts_of(plan, signal) if each.definition == definition]
            for before, after in pairwise(same):
                if after.starts <= before.ends:
                    yield Violation(
                        invariant="cohort",
                        record=after.id,
                        says=f"it counts people of {before.id} again: that ends {before.ends}, "
                        f"and this begins {after.starts}",
                        remedy="a later cohort begins after the one before it ended",
                    )


def _is_same(stated: Any, computed: Any) -> bool:
    if isinstance(stated, float) and isinstance(computed, float):
        return isclose(stated, computed, rel_tol=_SAME, abs_tol=_SAME)
    return bool(stated == computed)
