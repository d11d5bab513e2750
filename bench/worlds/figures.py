"""Figures over many judged worlds, with intervals, beside the bars they are to clear."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.worlds.judging import OURS, Judged
from bench.worlds.rivals import Verdicts

Flags = NDArray[np.bool_]

# Two classes of which nobody can say from a log what is true: they go with something that does.
UNKNOWABLE = ("follow", "intent")
CLASSES = ("trivial", "conseq", "wait", "segment", "cohort", "active", "null", "intent", "skill")


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over worlds, or a share over their behaviours, with its 95 % interval by worlds."""

    value: float
    low: float
    high: float
    worlds: int

    def __str__(self) -> str:
        if math.isnan(self.value):
            return "–"
        return f"{self.value:.3f} ({max(self.low, 0):.3f} to {self.high:.3f})"


Pair = Callable[[Judged], tuple[float, float]]


def over(worlds: Sequence[Judged], pair: Pair) -> Figure:
    """Return Σa/Σb over worlds, with the interval of a ratio of sums between worlds.

    Behaviours of one world go together, so worlds are the sample: Cochran (1977), section
    6.4. Nothing to divide by is NaN.
    """
    a, b = np.array([pair(world) for world in worlds], dtype=float).T
    if b.sum() == 0:
        return Figure(math.nan, math.nan, math.nan, len(worlds))
    ratio = a.sum() / b.sum()
    error = np.sqrt(np.sum((a - ratio * b) ** 2)) / b.sum()
    return Figure(float(ratio), float(ratio - 1.96 * error), float(ratio + 1.96 * error), a.size)


def false_share(worlds: Sequence[Judged], method: str = OURS) -> Figure:
    """Return the mean over worlds of the share of shown behaviours that are false."""

    def pair(world: Judged) -> tuple[float, float]:
        shown = world.verdicts[method].shown
        return float((shown & ~world.is_true).sum() / max(shown.sum(), 1)), 1.0

    return over(worlds, pair)


def power(worlds: Sequence[Judged], method: str = OURS) -> Figure:
    """Return the share of true behaviours shown with the right sign."""
    return over(
        worlds,
        lambda w: (float(_right(w, w.verdicts[method]).sum()), float(w.is_true.sum())),
    )


def wrong_signs(worlds: Sequence[Judged], method: str = OURS) -> Figure:
    """Return the share of true behaviours shown whose sign is wrong."""

    def pair(world: Judged) -> tuple[float, float]:
        shown = world.verdicts[method].shown & world.is_true
        return float((shown & ~_right(world, world.verdicts[method])).sum()), float(shown.sum())

    return over(worlds, pair)


def any_shown(worlds: Sequence[Judged], method: str = OURS) -> Figure:
    """Return the share of worlds in which anything false is shown."""
    return over(worlds, lambda w: (float((w.verdicts[method].shown & ~w.is_true).any()), 1.0))


def reported(worlds: Sequence[Judged], of: str, method: str = OURS) -> Figure:
    """Return the share of behaviours of a class that are shown."""

    def pair(world: Judged) -> tuple[float, float]:
        own = world.classes == of
        return float(world.verdicts[method].shown[own].sum()), float(own.sum())

    return over(worlds, pair)


def coverage(worlds: Sequence[Judged], *, true: bool) -> Figure:
    """Return how often our interval holds the truth, for true effects or for none."""

    def pair(world: Judged) -> tuple[float, float]:
        judged = _estimated(world, true=true)
        held = (world.low <= world.truth) & (world.truth <= world.high)
        return float((judged & held).sum()), float(judged.sum())

    return over(worlds, pair)


def size_of_nothing(worlds: Sequence[Judged]) -> Figure:
    """Return the mean absolute estimate for behaviours that do nothing, in percentage points."""

    def pair(world: Judged) -> tuple[float, float]:
        judged = _estimated(world, true=False)
        return float(100 * np.abs(world.estimate[judged]).sum()), float(judged.sum())

    return over(worlds, pair)


def _estimated(world: Judged, *, true: bool) -> Flags:
    own = world.is_true if true else ~world.is_true & ~np.isin(world.classes, UNKNOWABLE)
    known: Flags = own & ~np.isnan(world.estimate) & ~np.isnan(world.truth)
    return known


def _right(world: Judged, verdicts: Verdicts) -> Flags:
    return np.asarray(verdicts.shown & world.is_true & (verdicts.sign == world.right))
