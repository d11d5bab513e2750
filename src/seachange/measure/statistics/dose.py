"""How often is enough: at least k times within d days, searched on one half of the people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from seachange.errors import ImpossibleCounts
from seachange.measure.answers import Estimate, Reading, Unknown
from seachange.measure.statistics.stratified import Arms, risk_difference, score

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

THRESHOLDS = (1, 2, 3, 4, 5, 8)
LEVELS = (1, 2, 3, 4, 5)
FEWEST_PEOPLE, FEWEST_EXPECTED = 30, 5.0
MODEL_ERROR = 0.2
Z = 1.959963984540054


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseCounts:
    """Counted people at each landmark: how often they had done it, and how it went.

    Arrays of one length. Rows are those of people still at risk and alive at `landmark`;
    `searching` is the half their actor belongs to, by chance; `stratum` numbers groups of
    people alike (found without the behaviour), `crude` coarser ones by segment and cohort
    only; `times` is how often they had done it by then.
    """

    landmark: Ints
    searching: Flags
    stratum: Ints
    crude: Ints
    times: Ints
    people: Floats
    successes: Floats

    def __post_init__(self) -> None:
        columns = [getattr(self, name) for name in self.__slots__]
        if len({c.shape for c in columns}) != 1:
            raise ImpossibleCounts("the columns of a dose table differ in length")
        if not ((self.successes >= 0) & (self.successes <= self.people)).all():
            raise ImpossibleCounts("more people succeeded than there were")

    def at(self, landmark: int, *, searching: bool) -> DoseCounts:
        """Return the rows of one landmark and one half."""
        kept = (self.landmark == landmark) & (self.searching == searching)
        return DoseCounts(**{name: getattr(self, name)[kept] for name in self.__slots__})


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftover:
    """What the calibration found to be left of confounding, on the scale of log odds.

    `mu` and `kappa` with their `covariance`, `tau` its scatter between behaviours, and
    the design effect for people with several entries.
    """

    mu: float = 0.0
    kappa: float = 0.0
    tau: float = 0.05
    covariance: Floats = field(default_factory=lambda: np.zeros((2, 2)))
    design_effect: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """Doing it at least so often by a landmark: its score where searched, its effect elsewhere.

    `z` is the standardised score on the searching half, in the finding's direction;
    `people` and `effect` (risk difference against doing it less) are the other half's.
    """

    at_least: int
    landmark: int
    z: float
    people: int
    effect: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """People who had done it so often (`or_more`), and their risk beyond never having done it."""

    times: int
    or_more: bool
    people: int
    effect: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseResponse:
    """Never one magic number: every threshold within one standard error of the best, and a curve.

    `plateau` begins with the best; `curve` is at the best's landmark, on the half that was
    not searched, beside `never`, how many had not done it at all.
    """

    plateau: tuple[Threshold, ...]
    never: int
    curve: tuple[Dose, ...]


def dose_response(
    counts: DoseCounts,
    *,
    direction: int,
    leftover: Leftover,
    thresholds: Sequence[int] = THRESHOLDS,
    levels: Sequence[int] = LEVELS,
) -> DoseResponse | Unknown:
    """Search the thresholds of a finding on one half, and estimate them on the other.

    The search takes the largest |u|/√v in the finding's `direction` (+1 booster, −1
    blocker) over landmarks × thresholds; on the same people that maximum would flatter
    itself (the winner's curse), so effects come from people it has not seen, calibrated
    by what is `leftover` of confounding. Supported are thresholds with 30 people and 5
    expected successes and failures in each arm. Unknown where none is.
    """
    searched = {
        (k, int(j)): direction * z
        for j in np.unique(counts.landmark)
        for k in thresholds
        if (z := _z(counts.at(int(j), searching=True), k)) is not None
    }
    if not searched or max(searched.values()) <= 0:
        return Unknown("too few people did it often enough to say how often is enough")
    best = max(searched, key=lambda cell: (searched[cell], -cell[1], -cell[0]))
    near = [cell for cell, z in searched.items() if z >= searched[best] - 1 and cell != best]
    held_out = counts.at(best[1], searching=False)
    return DoseResponse(
        plateau=tuple(
            _threshold(counts, k, j, z=searched[k, j], leftover=leftover)
            for k, j in (best, *sorted(near, key=lambda cell: (cell[1], cell[0])))
        ),
        never=int(held_out.people[held_out.times == 0].sum()),
        curve=tuple(_curve(held_out, levels, leftover)),
    )


def held_out(counts: DoseCounts, *, at_least: int, landmark: int, leftover: Leftover) -> Reading:
    """Estimate what doing it at least so often by a landmark goes with, against less often.

    On the half that was not searched; a risk difference less what is left of confounding.
    """
    half = counts.at(landmark, searching=False)
    return _effect(half, half.times >= at_least, half.times < at_least, leftover)


def _z(counts: DoseCounts, at_least: int) -> float | None:
    arms = _arms(counts, counts.stratum, counts.times >= at_least, counts.times < at_least)
    if not _is_supported(arms):
        return None
    found = score(arms)
    return float(found.u / np.sqrt(found.v))


def _threshold(
    counts: DoseCounts, at_least: int, landmark: int, *, z: float, leftover: Leftover
) -> Threshold:
    half = counts.at(landmark, searching=False)
    return Threshold(
        at_least=at_least,
        landmark=landmark,
        z=z,
        people=int(half.people[half.times >= at_least].sum()),
        effect=held_out(counts, at_least=at_least, landmark=landmark, leftover=leftover),
    )


def _curve(half: DoseCounts, levels: Sequence[int], leftover: Leftover) -> list[Dose]:
    doses = []
    for times in levels:
        last = times == max(levels)
        exposed = half.times >= times if last else half.times == times
        doses.append(
            Dose(
                times=times,
                or_more=last,
                people=int(half.people[exposed].sum()),
                effect=_effect(half, exposed, half.times == 0, leftover),
            )
        )
    return doses


def _effect(counts: DoseCounts, exposed: Flags, control: Flags, leftover: Leftover) -> Reading:
    """Estimate a risk difference less what is left of confounding, model error included."""
    arms = _arms(counts, counts.stratum, exposed, control)
    if not _is_supported(arms):
        return Unknown("too few people did it so often, or too few of them to compare with")
    plain = score(_arms(counts, counts.crude, exposed, control))
    removed = float(plain.log_odds_ratio - score(arms).log_odds_ratio)
    found = risk_difference(arms)
    p0 = float(np.clip(found.control_risk, 1e-6, 1 - 1e-6))
    value = float(found.value) - _shift(p0, leftover.mu + leftover.kappa * removed)
    z = np.array([1.0, removed])
    unsure = leftover.tau**2 + float(z @ leftover.covariance @ z)
    variance = (
        max(float(found.variance), 0.0) * leftover.design_effect
        + (p0 * (1 - p0)) ** 2 * unsure
        + (MODEL_ERROR * value) ** 2
    )
    reach = Z * float(np.sqrt(variance))
    return Estimate(value=value, low=value - reach, high=value + reach, method="held out")


def _shift(p0: float, by: float) -> float:
    """Return what moving the log odds of a risk adds to the risk."""
    odds = p0 / (1 - p0) * float(np.exp(by))
    return odds / (1 + odds) - p0


def _arms(counts: DoseCounts, strata: Ints, exposed: Flags, control: Flags) -> Arms:
    names, place = np.unique(strata, return_inverse=True)

    def sums(rows: Flags, column: Floats) -> Floats:
        counted = np.bincount(place[rows], weights=column[rows], minlength=names.size)
        return counted.astype(np.float64)

    return Arms(
        n1=sums(exposed, counts.people),
        y1=sums(exposed, counts.successes),
        n0=sums(control, counts.people),
        y0=sums(control, counts.successes),
    )


def _is_supported(arms: Arms) -> bool:
    found = score(arms)
    exposed, expected = float(arms.n1.sum()), float(found.expected)
    return (
        min(exposed, float(arms.n0.sum())) >= FEWEST_PEOPLE
        and min(expected, exposed - expected) >= FEWEST_EXPECTED
        and float(found.v) > 0
    )
