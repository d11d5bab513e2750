"""From raw comparisons to findings by the slow way: calibration, tests, clumps and effects."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.measure.oracle.drivers import Compared, One, cmh, exposed

Array = NDArray[Any]
N = NormalDist()
Z = N.inv_cdf(0.975)


@dataclass(frozen=True, kw_only=True)
class Leftover:
    """What is left of confounding, as an answer reports it."""

    mu: float
    kappa: float
    tau: float
    null_share: float
    spread: float
    calibrated: bool = True


@dataclass(frozen=True, kw_only=True)
class Worth:
    """A behaviour's calibrated log odds ratio and risk difference, with their errors."""

    beta: float
    se: float
    p: float
    value: float
    error: float


def log_posterior(found: list[One], errors: list[float], at: Leftover) -> float:
    """Return what the calibration maximises, up to a constant, from the densities themselves."""
    total = -((at.mu / 0.03) ** 2) / 2 - ((at.kappa - 0.3) / 0.3) ** 2 / 2
    total += -(at.tau**2) / (2 * 0.1**2) + 0.3 * math.log(at.tau)
    total += 7 * math.log(at.null_share) + 2 * math.log(1 - at.null_share)
    total += -(((math.log(at.spread) - math.log(0.5)) / 0.4) ** 2) / 2
    for o, se in zip(found, errors, strict=True):
        if not o.is_supported:
            continue
        middle = at.mu + at.kappa * (o.crude - o.beta)
        harmless = NormalDist(middle, math.hypot(at.tau, se)).pdf(o.beta)
        other = NormalDist(middle, math.hypot(at.spread, se)).pdf(o.beta)
        total += math.log(at.null_share * harmless + (1 - at.null_share) * other)
    return total


def covariance(found: list[One], errors: list[float], at: Leftover) -> Array:
    """Return the inverse information of mu and kappa over the harmless part."""
    information = np.diag([1 / 0.03**2, 1 / 0.3**2])
    for o, se in zip(found, errors, strict=True):
        if not o.is_supported:
            continue
        x = o.crude - o.beta
        middle = at.mu + at.kappa * x
        harmless = at.null_share * NormalDist(middle, math.hypot(at.tau, se)).pdf(o.beta)
        other = (1 - at.null_share) * NormalDist(middle, math.hypot(at.spread, se)).pdf(o.beta)
        z = np.array([1.0, x])
        information += harmless / (harmless + other) / (at.tau**2 + se**2) * np.outer(z, z)
    return np.linalg.inv(information) if at.calibrated else np.zeros((2, 2))


def worth(
    found: list[One], effects: tuple[float, float], at: Leftover, *, smallest: float
) -> list[Worth]:
    """Return what each behaviour is worth after calibration; unsupported ones too."""
    errors = [math.sqrt(effects[0] / o.v) if o.v > 0 else math.nan for o in found]
    c = covariance(found, errors, at)
    told = []
    for o, se in zip(found, errors, strict=True):
        x = o.crude - o.beta
        x = 0.0 if math.isnan(x) else x
        beta = o.beta - at.mu - at.kappa * x
        unsure = at.tau**2 + np.array([1, x]) @ c @ np.array([1, x])
        total = math.sqrt(se * se + unsure)
        p0 = o.control
        odds = p0 / (1 - p0) * math.exp(at.mu + at.kappa * x) if 0 < p0 < 1 else math.nan
        value = o.difference - (odds / (1 + odds) - p0)
        variance = o.variance * effects[1] + (p0 * (1 - p0)) ** 2 * unsure + (0.2 * value) ** 2
        told.append(
            Worth(
                beta=beta,
                se=total,
                p=N.cdf(-(abs(beta) - math.log(smallest)) / total) if o.is_supported else math.nan,
                value=value,
                error=math.sqrt(variance) if variance >= 0 else math.nan,
            )
        )
    return told


def benjamini_hochberg(p: list[float], *, q: float) -> list[int]:
    """Return the places of what is found, by the rule as it is written down."""
    ranked = sorted((value, place) for place, value in enumerate(p) if not math.isnan(value))
    most = max(
        (k for k, (value, _) in enumerate(ranked, start=1) if value <= q * k / len(ranked)),
        default=0,
    )
    return [place for _, place in ranked[:most]]


def clumped(
    compared: Compared, found: list[One], told: list[Worth], which: list[int], effect: float
) -> tuple[list[int], dict[int, int]]:
    """Return which findings stand on their own, and whose proxies the others are."""
    order = sorted(which, key=lambda b: -abs(told[b].beta / told[b].se))
    done = {b: compared.first_done[compared.rows.entry, b] <= compared.rows.interval for b in order}
    kept: list[int] = []
    proxies: dict[int, int] = {}

    def holds(finding: int, leaders: list[int]) -> bool:
        u, v = beside(compared, done, finding, leaders)
        if v <= 0:
            return False
        beta, raw = u / v, found[finding].beta
        return (
            abs(beta) * math.sqrt(v / effect) >= N.inv_cdf(0.995)
            and (beta > 0) == (raw > 0)
            and abs(beta) >= 0.5 * abs(raw)
        )

    for finding in order:
        near = {k: abs(phi(done[finding], done[k])) for k in kept}
        leaders = sorted((k for k in kept if near[k] >= 0.10), key=lambda k: -near[k])[:2]
        if leaders and not holds(finding, leaders):
            proxies[finding] = leaders[0]
            continue
        for leader in leaders:
            if not holds(leader, [finding]):
                kept.remove(leader)
                proxies[leader] = finding
        kept.append(finding)
    return kept, proxies


def beside(
    compared: Compared, done: dict[int, Array], finding: int, leaders: list[int]
) -> tuple[float, float]:
    """Return the score and its variance among people alike in the leaders, too."""
    which, own = exposed(compared, finding)
    if which.size < 30:
        return 0.0, 0.0
    control = np.flatnonzero(~done[finding])
    strata = [own.astype(object), compared.stratum[control].astype(object)]
    for k, rows in enumerate((which, control)):
        for leader in leaders:
            strata[k] = strata[k] * 2 + done[leader][rows]
    size = int(max((*strata[0], *strata[1]), default=0)) + 1
    sums = []
    for stratum, rows in zip(strata, (which, control), strict=True):
        place = stratum.astype(int)
        sums.append(np.bincount(place, minlength=size).astype(float))
        sums.append(np.bincount(place, weights=compared.rows.outcome[rows], minlength=size))
    u, v, _ = cmh(*sums)
    return u, v


def phi(a: Array, b: Array) -> float:
    """Return the correlation of two flags over rows; 0 where one never varies."""
    if a.all() or b.all() or not a.any() or not b.any():
        return 0.0
    return float(np.corrcoef(a, b)[0, 1])
