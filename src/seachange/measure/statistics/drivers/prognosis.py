"""Who is alike: people who, but for the behaviour, would succeed about as often."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from seachange.measure.driver_counts import Cells, Strata

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

STRATA = 12
RIDGE = 1e-3
_SCALE = 10**9
_ROUNDS = 50
FACTORS = (
    "interval",
    "before",
    "so_far",
    "progress",
    "segment",
    "cohort",
    "lately",
    "recency",
)


def strata(cells: Cells, *, sizes: tuple[int, ...], segments: tuple[int, ...]) -> Strata:
    """Fit how likely cells are to succeed, and cut each interval into twelve equal strata.

    `sizes` are how many values each of FACTORS can have, `segments` how many each of the
    properties has whose values, put together, are one segment. Scores are log odds (or
    points, where a score is given) in billionths, whole numbers, so that every engine cuts
    at the same place.
    """
    columns = [cells.interval - 1, *(getattr(cells, name) for name in FACTORS[1:])]
    at = FACTORS.index("segment")
    parts = _parts(columns[at], segments)
    factors = [*columns[:at], *parts, *columns[at + 1 :]]
    levels = [*sizes[:at], *segments, *sizes[at + 1 :]]
    rows, successes = cells.rows.astype(float), cells.successes.astype(float)
    if cells.total is None:
        fitted = logistic(factors, levels, n=rows, y=successes)
    else:
        fitted = linear(factors, levels, n=successes, y=cells.total / 100)
    whole = [np.rint(coefficients * _SCALE).astype(np.int64) for coefficients in fitted[1:]]
    own = whole[at : at + len(segments)]
    joined = np.zeros(sizes[at], dtype=np.int64)
    for scores, place in zip(own, _parts(np.arange(sizes[at]), segments), strict=True):
        joined += scores[place]
    numbers = [*whole[:at], joined, *whole[at + len(segments) :]]
    score = sum(n[c] for n, c in zip(numbers, columns, strict=True))
    return Strata(
        **{name: tuple(map(int, n)) for name, n in zip(FACTORS, numbers, strict=True)},
        borders=tuple(
            _borders(score[columns[0] == j], cells.rows[columns[0] == j]) for j in range(sizes[0])
        ),
        count=STRATA,
    )


def logistic(factors: list[Ints], levels: list[int], *, n: Floats, y: Floats) -> list[Floats]:
    """Fit a main-effects logistic regression on grouped trials; return intercept, then factors.

    Iteratively reweighted least squares with a ridge of 1e-3 on every coefficient, the
    first level of each factor being its reference (0). McCullagh and Nelder (1989),
    Generalized Linear Models, 4.4. `factors` hold the level of each cell, from 0.
    """
    starts = np.concatenate([[0], 1 + np.cumsum([size - 1 for size in levels])]).astype(int)
    width = int(starts[-1])
    places = [
        np.where(f > 0, start + f - 1, -1)
        for f, start in zip(factors, _starts(levels), strict=True)
    ]
    beta = np.zeros(width)
    share = y.sum() / n.sum() if n.sum() else 0.5
    beta[0] = np.log(share / (1 - share)) if 0 < share < 1 else 0.0
    for _ in range(_ROUNDS):
        eta = np.clip(_linear(beta, places, n.size), -30, 30)
        mean = 1 / (1 + np.exp(-eta))
        weight = n * mean * (1 - mean) + 1e-12
        step = np.linalg.solve(
            _gram(places, weight, width) + RIDGE * np.eye(width),
            _against(places, y - n * mean, width) - RIDGE * beta,
        )
        beta += step
        if np.abs(step).max() < 1e-10:
            break
    return [
        beta[:1],
        *(
            np.concatenate([[0.0], beta[a : a + size - 1]])
            for a, size in zip(_starts(levels), levels, strict=True)
        ),
    ]


def linear(factors: list[Ints], levels: list[int], *, n: Floats, y: Floats) -> list[Floats]:
    """Fit a main-effects least-squares regression on grouped values, as `logistic` does.

    `n` values of each cell add up to `y`. The same ridge.
    """
    starts = _starts(levels)
    width = 1 + sum(size - 1 for size in levels)
    places = [np.where(f > 0, a + f - 1, -1) for f, a in zip(factors, starts, strict=True)]
    beta = np.linalg.solve(
        _gram(places, n, width) + RIDGE * np.eye(width), _against(places, y, width)
    )
    return [
        beta[:1],
        *(
            np.concatenate([[0.0], beta[a : a + size - 1]])
            for a, size in zip(starts, levels, strict=True)
        ),
    ]


def _starts(levels: list[int]) -> list[int]:
    return [1 + sum(size - 1 for size in levels[:k]) for k in range(len(levels))]


def _linear(beta: Floats, places: list[Ints], cells: int) -> Floats:
    padded = np.append(beta, 0.0)  # place −1, the reference, adds nothing
    eta = np.full(cells, beta[0])
    for place in places:
        eta += padded[place]
    return eta


def _against(places: list[Ints], rest: Floats, width: int) -> Floats:
    """Return Xᵗ·rest; X has a column of ones and one for each level but the first."""
    total = np.zeros(width + 1)
    total[0] = rest.sum()
    for place in places:
        total += np.bincount(np.where(place < 0, width, place), weights=rest, minlength=width + 1)
    return total[:width]


def _gram(places: list[Ints], weight: Floats, width: int) -> Floats:
    """Return XᵗWX, pair of factors by pair, without ever writing X down."""
    side = width + 1
    gram = np.zeros((side, side))
    ones = np.zeros(weight.size, dtype=np.int64)
    columns = [ones, *(np.where(place < 0, width, place) for place in places)]
    for a, first in enumerate(columns):
        for second in columns[a:]:
            block = np.bincount(first * side + second, weights=weight, minlength=side * side)
            gram += block.reshape(side, side)
    upper = np.triu(gram)
    return (upper + np.triu(gram, 1).T)[:width, :width]


def _parts(segment: Ints, segments: tuple[int, ...]) -> list[Ints]:
    """Take a segment apart into the values of its properties."""
    parts: list[Ints] = []
    for size in reversed(segments):
        parts.insert(0, segment % size)
        segment = segment // size
    return parts


def _borders(score: Ints, rows: Ints) -> tuple[int, ...]:
    """Return the least score of each stratum but the first, for one interval.

    Of all rows in the order of their score, a score belongs to the twelfth in which the
    middle of its rows lies. An empty stratum begins where the next one does.
    """
    values, place = np.unique(score, return_inverse=True)
    weight = np.bincount(place, weights=rows.astype(float))
    total = weight.sum()
    if not total:
        return (0,) * (STRATA - 1)
    middle = np.cumsum(weight) - weight / 2
    own = np.minimum((STRATA * middle / total).astype(int), STRATA - 1)
    beyond = int(values[-1]) + 1
    first = [int(values[own >= k][0]) if (own >= k).any() else beyond for k in range(1, STRATA)]
    return tuple(first)
