"""Idle experiments by the thousand: many shapes of metrics, moments of whole batches at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from seachange.measure.answers import Unknown
from seachange.measure.statistics.experiments.arms import Arm
from seachange.measure.statistics.experiments.calibration import Shape, fit, share_fit
from seachange.measure.statistics.experiments.effects import difference, share_difference
from seachange.measure.statistics.experiments.sides import mean_of, ratio_of

Draw = Callable[[np.random.Generator, tuple[int, int]], np.ndarray]
AT_ONCE = 2_000_000


def nearly_all_zero(g, size):
    """Two percent buy something."""
    values = np.zeros(size)
    buyers = g.random(size) < 0.02
    values[buyers] = np.exp(g.standard_normal(int(buyers.sum())))
    return values


def sessions(g, size):
    """Orders over sessions: busy people differ, and so do their shares."""
    x = 1 + g.poisson(3 * g.gamma(1, 1, size))
    return np.stack([g.binomial(x, g.beta(1, 4, size)), x]).astype(float)


def clusters(g, size):
    """Sums over the members of clusters of unequal size that share something."""
    x = np.ceil(np.exp(1.5 + g.standard_normal(size)))
    return np.stack([x * (1 + 0.5 * g.standard_normal(size)) + g.normal(0, np.sqrt(x)), x])


MEANS: dict[str, Draw] = {
    "normal": lambda g, size: g.standard_normal(size),
    "exponential": lambda g, size: g.standard_exponential(size),
    "log-normal, σ = 1": lambda g, size: np.exp(g.standard_normal(size)),
    "log-normal, σ = 2": lambda g, size: np.exp(2 * g.standard_normal(size)),
    "2 % not zero": nearly_all_zero,
}
RATIOS: dict[str, Draw] = {"orders per session": sessions, "clusters": clusters}
SHARES = {"share of 2 %": 0.02, "share of 10 %": 0.1, "share of half": 0.5}


def idle(kind: str, *, units: int, treated: float, runs: int, seed: int) -> np.ndarray:
    """Return runs × (p, whether the product vouches for it) of experiments that do nothing."""
    g = np.random.default_rng(seed)
    sizes = (round(units * treated), units - round(units * treated))
    if kind in SHARES:
        return np.array(list(_shares(g, SHARES[kind], sizes, runs)))
    batches = []
    at_once = max(1, AT_ONCE // units)
    for first in range(0, runs, at_once):
        now = min(at_once, runs - first)
        if kind in MEANS:
            arms = [list(_means(MEANS[kind](g, (now, n)))) for n in sizes]
        else:
            arms = [list(_ratios(RATIOS[kind](g, (now, n)))) for n in sizes]
        side_of = mean_of if kind in MEANS else ratio_of
        for (arm, shape), (other, others) in zip(*arms, strict=True):
            effect = difference(side_of(arm), minus=side_of(other))
            vouched = not isinstance(effect, Unknown) and fit(shape, control=others).holds
            batches.append((1.0 if isinstance(effect, Unknown) else effect.p, vouched))
    return np.array(batches)


def _shares(g, share, sizes, runs) -> Iterator[tuple[float, bool]]:
    for k, j in zip(*(g.binomial(n, share, runs).tolist() for n in sizes), strict=True):
        effect = share_difference(did=k, units=sizes[0], did_control=j, units_control=sizes[1])
        if isinstance(effect, Unknown):
            yield 1.0, False
        else:
            yield effect.p, share_fit(effect).holds


def _means(table) -> Iterator[tuple[Arm, Shape]]:
    n = table.shape[1]
    means = table.mean(axis=1)
    table -= means[:, None]
    second = np.einsum("ij,ij->i", table, table)
    third = np.einsum("ij,ij,ij->i", table, table, table)
    for m, s, t in zip(means.tolist(), second.tolist(), third.tolist(), strict=True):
        yield (
            Arm(units=n, means=(m,), scatter=((s,),)),
            Shape(units=n, second=s, third=t, effective=n),
        )


def _ratios(tables) -> Iterator[tuple[Arm, Shape]]:
    for y, x in zip(*tables, strict=True):
        yield Arm.measured(np.column_stack([y, x])), Shape.measured(y, over=x)
