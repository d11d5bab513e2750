"""Drivers by the slow way: one dense table of entry × behaviour × interval, and loops over it.

Written from the specification. What a log's own quantiles decide (landmarks, bins) is
taken from the answer; everything else is counted and fitted here anew.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from statistics import NormalDist, median
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

SECOND = 1_000_000
WEEK = 7 * 86_400 * SECOND
STRATA = 12
RECENCY_PERCENT = (13, 26, 51)
Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, kw_only=True)
class Journey:
    """What the specification sees of a log: entries, and events of those who entered.

    `wait` is microseconds until success in time, infinity for none. Events come with the
    entry they follow or precede, their time after it, and the number of their behaviour.
    """

    entered: Array
    wait: Array
    segment: Array
    bucket: Array
    entry: Array
    after: Array
    behaviour: Array
    behaviours: int
    history: int


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What the answer says it decided by the log's quantiles."""

    landmarks: Array
    gap: int
    before: Array
    so_far: Array
    lately: Array
    first_cohort: int
    cohort_weeks: int
    busiest: int
    segments: int = 1
    cohorts: int = 1

    @property
    def levels(self) -> list[int]:
        """How many values each factor can have: interval, before, so far, segment, …"""
        return [
            self.landmarks.size,
            self.before.size,
            self.so_far.size,
            self.segments,
            self.cohorts,
            self.lately.size,
            len(RECENCY_PERCENT) + 1,
        ]


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows at risk and alive: their entry, interval, outcome and counts."""

    counts: Array  # entry × behaviour × interval
    last: Array  # the same: latest time of each in each interval, −1 for none
    entry: Array
    interval: Array
    outcome: Array
    before: Array


@dataclass(frozen=True, kw_only=True)
class One:
    """What is found of one behaviour before calibration; the strata it was found in."""

    people: int
    successes: int
    expected: float
    beta: float
    crude: float
    v: float
    difference: float
    variance: float
    control: float
    jackknife: float
    risk_jackknife: float
    strata: Array = field(repr=False)

    @property
    def is_supported(self) -> bool:
        """Whether it is one that can be tested."""
        return (
            self.people >= 30
            and self.expected >= 5
            and self.people - self.expected >= 5
            and self.v > 0
        )


def table(journey: Journey, choices: Choices) -> Table:
    """Count, and keep the rows that are at risk just after a landmark and alive before it."""
    entries, marks = journey.entered.size, choices.landmarks
    counts = np.zeros((entries, journey.behaviours, marks.size), dtype=int)
    last = np.full(counts.shape, -1)
    before = np.zeros(entries, dtype=int)
    seen = journey.after < journey.wait[journey.entry]
    past = (journey.after < 0) & (journey.after >= -journey.history)
    np.add.at(before, journey.entry[past], 1)
    inside = seen & (journey.after > 0) & (journey.after <= marks[-1])
    who, what = journey.entry[inside], journey.behaviour[inside]
    when = np.searchsorted(marks, journey.after[inside])
    np.add.at(counts, (who, what, when), 1)
    np.maximum.at(last, (who, what, when), journey.after[inside])
    at_risk = journey.wait[:, None] > marks[None, :] + choices.gap
    total = before + (counts.sum(axis=1) * at_risk).sum(axis=1)
    alive = (counts.sum(axis=1) >= 1) & (total <= choices.busiest)[:, None]
    entry, interval = np.nonzero(at_risk & alive)
    return Table(
        counts=counts,
        last=last,
        entry=entry,
        interval=interval,
        outcome=np.isfinite(journey.wait[entry]).astype(float),
        before=before,
    )


def factors(
    rows: Table, journey: Journey, choices: Choices, *, which: Array, without: int | None = None
) -> Array:
    """Return the seven factors of some rows, their own behaviour left out if one is named."""
    entry, interval = rows.entry[which], rows.interval[which]
    counts, last = rows.counts[entry], rows.last[entry]
    if without is not None:
        # Its events count for nothing, but whoever did it was still there.
        counts = counts.copy()
        counts[:, without, :] = 0
    each = np.arange(entry.size)
    total = counts.sum(axis=1)
    so_far = np.cumsum(total, axis=1)[each, interval] - total[each, interval]
    latest = last.max(axis=1)[each, interval]
    mark = choices.landmarks[interval]
    width = mark - np.append(0, choices.landmarks)[interval]
    cohort = (journey.entered[entry] - choices.first_cohort) // (choices.cohort_weeks * WEEK)
    since = sum((100 * (mark - latest) >= p * width).astype(int) for p in RECENCY_PERCENT)
    return np.stack(
        [
            interval,
            _bin(rows.before[entry], choices.before),
            _bin(so_far, choices.so_far),
            journey.segment[entry],
            cohort,
            _bin(total[each, interval], choices.lately),
            since,
        ],
        axis=1,
    )


def prognosis(cells: Array, outcome: Array, levels: list[int]) -> list[Array]:
    """Fit the ridged logistic regression on every row; return a whole number a level."""
    columns = [np.ones(len(cells))]
    for k, size in enumerate(levels):
        columns += [(cells[:, k] == level).astype(float) for level in range(1, size)]
    x = np.stack(columns, axis=1)
    share = outcome.mean()
    beta = np.zeros(x.shape[1])
    beta[0] = math.log(share / (1 - share))
    for _ in range(60):
        mean = 1 / (1 + np.exp(-(x @ beta)))
        hessian = x.T @ (x * (mean * (1 - mean))[:, None]) + 1e-3 * np.eye(beta.size)
        beta = beta + np.linalg.solve(hessian, x.T @ (outcome - mean) - 1e-3 * beta)
    found, start = [], 1
    for size in levels:
        own = np.append(0.0, beta[start : start + size - 1])
        found.append(np.array([round(b * 1e9) for b in own], dtype=int))
        start += size - 1
    return found


def scores(cells: Array, numbers: list[Array]) -> Array:
    """Return the whole-number score of each row."""
    return sum(own[cells[:, k]] for k, own in enumerate(numbers))


def cut(score: Array, interval: Array, intervals: int) -> list[list[int]]:
    """Return for each interval the least scores of its strata: twelve, by the middle of ties."""
    borders = []
    for j in range(intervals):
        values, counts = np.unique(score[interval == j], return_counts=True)
        total, below, own = counts.sum(), 0, []
        for value, count in zip(values.tolist(), counts.tolist(), strict=True):
            own.append((min(STRATA - 1, int(STRATA * (below + count / 2) / total)), value))
            below += count
        top = [v for _, v in own][-1] + 1 if own else 0
        borders.append(
            [next((v for k, v in own if k >= wanted), top) for wanted in range(1, STRATA)]
        )
    return borders


def strata_of(score: Array, interval: Array, borders: list[list[int]]) -> Array:
    """Return the stratum of each row, numbered through the intervals."""
    place = [
        sum(s >= border for border in borders[j])
        for s, j in zip(score.tolist(), interval.tolist(), strict=True)
    ]
    return interval * STRATA + np.array(place, dtype=int)


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Rows with the strata they lie in, and the way to put other rows into strata."""

    journey: Journey
    choices: Choices
    rows: Table
    cells: Array
    stratum: Array
    numbers: list[Array]
    borders: list[list[int]]

    @property
    def first_done(self) -> Array:
        """The first interval in which each entry did each behaviour; many for never."""
        done = self.rows.counts > 0
        return np.where(done.any(axis=2), done.argmax(axis=2), 10**6)


def compare(journey: Journey, choices: Choices) -> Compared:
    """Count rows and say who is alike."""
    rows = table(journey, choices)
    cells = factors(rows, journey, choices, which=np.arange(rows.entry.size))
    numbers = prognosis(cells, rows.outcome, choices.levels)
    score = scores(cells, numbers)
    borders = cut(score, rows.interval, choices.landmarks.size)
    stratum = strata_of(score, rows.interval, borders)
    return Compared(
        journey=journey,
        choices=choices,
        rows=rows,
        cells=cells,
        stratum=stratum,
        numbers=numbers,
        borders=borders,
    )


def exposed(compared: Compared, behaviour: int) -> tuple[Array, Array]:
    """Return the rows in which somebody began a behaviour, and the strata without it."""
    rows = compared.rows
    began = compared.first_done[rows.entry, behaviour] == rows.interval
    total = rows.counts.sum(axis=1)[rows.entry, rows.interval]
    others = total - rows.counts[rows.entry, behaviour, rows.interval]
    which = np.flatnonzero(began & (others >= 1))
    cells = factors(rows, compared.journey, compared.choices, which=which, without=behaviour)
    score = scores(cells, compared.numbers)
    return which, strata_of(score, cells[:, 0], compared.borders)


def doses(compared: Compared, behaviour: int, marks: list[int]) -> list[tuple[int, ...]]:
    """Return (landmark from 1, searching, stratum, times, outcome) of each row at a landmark.

    Those who had done the behaviour lie in the stratum they would lie in without it, and
    are left out where they did nothing else in the interval.
    """
    rows, told = compared.rows, []
    for mark in marks:
        which = np.flatnonzero(rows.interval == mark - 1)
        counts = rows.counts[rows.entry[which]][:, :, :mark]
        times = counts[:, behaviour].sum(axis=1)
        others = counts[:, :, -1].sum(axis=1) - counts[:, behaviour, -1]
        cells = factors(rows, compared.journey, compared.choices, which=which, without=behaviour)
        without = strata_of(scores(cells, compared.numbers), cells[:, 0], compared.borders)
        stratum = np.where(times > 0, without, compared.stratum[which])
        half = compared.journey.bucket[rows.entry[which]] < 10
        told += [
            (mark, int(h), int(s), int(t), int(y))
            for h, s, t, y, o in zip(half, stratum, times, rows.outcome[which], others, strict=True)
            if t == 0 or o > 0
        ]
    return told


def one(compared: Compared, behaviour: int) -> One:
    """Compare those who began a behaviour with rows of people alike who had not done it."""
    rows = compared.rows
    which, own = exposed(compared, behaviour)
    free = compared.first_done[rows.entry, behaviour] > rows.interval
    size = compared.choices.landmarks.size * STRATA
    bucket = compared.journey.bucket[rows.entry]

    def sums(stratum: Array, rows_: Array, size: int) -> tuple[Array, Array]:
        n, y = np.zeros((size, 20)), np.zeros((size, 20))
        np.add.at(n, (stratum, bucket[rows_]), 1)
        np.add.at(y, (stratum, bucket[rows_]), rows.outcome[rows_])
        return n, y

    control = np.flatnonzero(free)
    arms = (*sums(own, which, size), *sums(compared.stratum[control], control, size))
    crude = [
        np.ravel_multi_index(
            tuple(compared.cells[r][:, [0, 3, 4]].T),
            (compared.choices.landmarks.size, compared.choices.segments, compared.choices.cohorts),
        )
        for r in (which, control)
    ]
    plain = [
        side
        for stratum, r in zip(crude, (which, control), strict=True)
        for side in sums(stratum, r, max((*crude[0], *crude[1]), default=0) + 1)
    ]
    together = [side.sum(axis=1) for side in arms]
    _, v, expected = cmh(*together)
    difference, variance, control_risk = difference_of(*together)
    left_out = [
        [side - full[:, k] for side, full in zip(together, arms, strict=True)] for k in used(bucket)
    ]
    return One(
        people=which.size,
        successes=int(rows.outcome[which].sum()),
        expected=expected,
        beta=log_odds_ratio(*together),
        crude=log_odds_ratio(*[side.sum(axis=1) for side in plain]),
        v=v,
        difference=difference,
        variance=variance,
        control=control_risk,
        jackknife=spread([log_odds_ratio(*a) for a in left_out]),
        risk_jackknife=spread([difference_of(*a)[0] for a in left_out]),
        strata=np.array(together),
    )


def used(bucket: Array) -> list[int]:
    """Return the buckets that hold any row."""
    return sorted(set(bucket.tolist()))


def spread(values: list[float]) -> float:
    """Return the delete-one jackknife variance of values with one bucket left out each."""
    middle = sum(values) / len(values)
    return (len(values) - 1) / len(values) * sum((v - middle) ** 2 for v in values)


def cmh(n1: Array, y1: Array, n0: Array, y0: Array) -> tuple[float, float, float]:
    """Return observed less expected, its variance, and expected, stratum by stratum."""
    u = v = expected = 0.0
    for a, b, c, d in zip(n1.tolist(), y1.tolist(), n0.tolist(), y0.tolist(), strict=True):
        n, m = a + c, b + d
        if n > 0:
            u += b - a * m / n
            expected += a * m / n
        if n > 1:
            v += a * c * m * (n - m) / (n * n * (n - 1))
    return u, v, expected


def log_odds_ratio(n1: Array, y1: Array, n0: Array, y0: Array) -> float:
    """Return the one-step log odds ratio."""
    u, v, _ = cmh(n1, y1, n0, y0)
    return u / v if v > 0 else math.nan


def difference_of(n1: Array, y1: Array, n0: Array, y0: Array) -> tuple[float, float, float]:
    """Return the Mantel–Haenszel risk difference, Sato's variance, and the controls' risk."""
    top = weight = p = q = risk = 0.0
    for a, b, c, d in zip(n1.tolist(), y1.tolist(), n0.tolist(), y0.tolist(), strict=True):
        if a == 0 or c == 0:
            continue
        n = a + c
        top += (b * c - d * a) / n
        weight += a * c / n
        p += (a * a * d - c * c * b + a * c * (c - a) / 2) / (n * n)
        q += (b * (c - d) + d * (a - b)) / (2 * n)
        risk += a * d / n
    if weight == 0:
        return math.nan, math.nan, math.nan
    value = top / weight
    return value, (value * p + q) / (weight * weight), risk / weight


def design_effects(found: list[One]) -> tuple[float, float]:
    """Return the design effects of log odds ratios and of risk differences."""
    supported = [o for o in found if o.is_supported]
    ratios = [o.jackknife * o.v for o in supported if math.isfinite(o.jackknife)]
    risks = [o.risk_jackknife / o.variance for o in supported if o.variance > 0]
    return tuple(max(1.0, median(r)) if len(r) >= 5 else 1.0 for r in (ratios, risks))


def _bin(values: Array, lowest: Array) -> Array:
    return sum((values >= low).astype(int) for low in lowest[1:]) + np.zeros_like(values)
