"""How much of an association is confounding left over, judged by all behaviours together."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from seachange.measure.statistics.drivers.associations import Associations

Floats = NDArray[np.float64]

FEWEST = 15
UNCALIBRATED_TAU = 0.05
_MU_SD, _TAU = 0.03, 0.10
_KAPPA, _KAPPA_SD = 0.3, 0.3
_SPREAD, _SPREAD_SD = float(np.log(0.5)), 0.4
_NULL, _OTHER = 7.0, 2.0
_BOUNDS = np.array(
    [(-1.0, 1.0), (-0.3, 1.5), (np.log(0.003), np.log(0.6)), (-1.0, 5.0), (np.log(0.15), np.log(2))]
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Calibrated:
    """What is left of confounding, and each behaviour's log odds ratio without it.

    Harmless behaviours have log odds ratios of `mu` + `kappa`·(what was removed), give or
    take `tau`; `covariance` is that of mu and kappa. `beta` and `se` are calibrated,
    `null` the probability of each to be harmless, `null_share` that of all; the others
    scatter with `spread`. `calibrated` is false where there were too few behaviours.
    """

    mu: float
    kappa: float
    tau: float
    null_share: float
    spread: float
    behaviours: int
    calibrated: bool
    beta: Floats
    se: Floats
    null: Floats
    covariance: Floats = field(default_factory=lambda: np.zeros((2, 2)))

    def unsure(self, removed: Floats) -> Floats:
        """Return the variance that the calibration itself adds: τ² + zᵗCz, z = (1, removed)."""
        z = np.stack([np.ones_like(removed), removed], axis=-1)
        added: Floats = self.tau**2 + np.einsum("...i,ij,...j->...", z, self.covariance, z)
        return added


def calibrate(found: Associations) -> Calibrated:
    """Fit what harmless behaviours look like, and subtract it from every behaviour.

    Behaviours are each other's negative controls: most do little, and what confounding is
    left in proportion to what the measured activity took away (the proportional selection
    of Altonji, Elder and Taber 2005 and of Oster 2019, fitted across behaviours). The
    posterior mode of

        Σ log[π₀·N(β; μ + κx, τ² + se²) + (1 − π₀)·N(β; μ + κx, A² + se²)]

    with weak priors μ ~ N(0, .03), κ ~ N(.3, .3), τ half-normal (.1) times τ^.3,
    π₀ ~ Beta(8, 3) and log A ~ N(log .5, .4), from four starts. An empirical null as in
    Efron (2004), JASA 99, 96–104, and Schuemie et al. (2014), Statistics in Medicine 33,
    209–218. With fewer than 15 behaviours nothing is learnt, and τ is .05.
    """
    used = found.supported & np.isfinite(found.beta) & np.isfinite(found.crude)
    if int(used.sum()) < FEWEST:
        return _uncalibrated(found, int(used.sum()))
    fit = _Fit(found.beta[used], found.removed[used], found.se[used] ** 2)
    mu, kappa, log_tau, logit, log_spread = (float(x) for x in fit.mode())
    null, _ = fit.parts(np.array([mu, kappa, log_tau, logit, log_spread]))
    tau, spread = float(np.exp(log_tau)), float(np.exp(log_spread))
    x = np.stack([np.ones(int(used.sum())), found.removed[used]], axis=1)
    weight = null / (tau**2 + found.se[used] ** 2)
    information = (x.T * weight) @ x + np.diag([1 / _MU_SD**2, 1 / _KAPPA_SD**2])
    known = Calibrated(
        mu=mu,
        kappa=kappa,
        tau=tau,
        null_share=float(1 / (1 + np.exp(-logit))),
        spread=spread,
        behaviours=int(used.sum()),
        calibrated=True,
        beta=found.beta,
        se=found.se,
        null=np.zeros_like(found.beta),
        covariance=np.linalg.inv(information).astype(np.float64),
    )
    return applied(known, found)


def _uncalibrated(found: Associations, behaviours: int) -> Calibrated:
    plain = Calibrated(
        mu=0.0,
        kappa=0.0,
        tau=UNCALIBRATED_TAU,
        null_share=8 / 11,
        spread=0.5,
        behaviours=behaviours,
        calibrated=False,
        beta=found.beta,
        se=found.se,
        null=np.zeros_like(found.beta),
    )
    return applied(plain, found)


def applied(known: Calibrated, found: Associations) -> Calibrated:
    """Return what was learnt from some behaviours, applied to these."""
    beta = found.beta - known.mu - known.kappa * found.removed
    se = np.sqrt(found.se**2 + known.unsure(found.removed))
    return Calibrated(
        mu=known.mu,
        kappa=known.kappa,
        tau=known.tau,
        null_share=known.null_share,
        spread=known.spread,
        behaviours=known.behaviours,
        calibrated=known.calibrated,
        beta=beta,
        se=se,
        null=_null(known, beta, found.se**2),
        covariance=known.covariance,
    )


def _null(known: Calibrated, beta: Floats, variance: Floats) -> Floats:
    v0, v1 = known.tau**2 + variance, known.spread**2 + variance
    a = np.log(known.null_share) - 0.5 * np.log(v0) - 0.5 * beta**2 / v0
    b = np.log1p(-known.null_share) - 0.5 * np.log(v1) - 0.5 * beta**2 / v1
    with np.errstate(invalid="ignore"):  # what was not testable stays NaN
        null: Floats = np.exp(a - np.logaddexp(a, b))
    return null


class _Fit:
    """The negative log posterior of (μ, κ, log τ, logit π₀, log A), and its least value."""

    def __init__(self, beta: Floats, removed: Floats, variance: Floats) -> None:
        self.beta, self.removed, self.variance = beta, removed, variance

    def mode(self) -> Floats:
        """Return the best of four starts, brought to the last digits by Newton's steps."""
        from scipy.optimize import minimize

        best, least = None, np.inf
        for kappa in (0.0, 0.4):
            for tau in (0.03, 0.12):
                middle = float(np.median(self.beta - kappa * self.removed))
                start = np.array([middle, kappa, np.log(tau), 1.4, np.log(0.5)])
                start = np.clip(start, _BOUNDS[:, 0], _BOUNDS[:, 1])
                found = minimize(
                    self.value,
                    start,
                    jac=self.slope,
                    method="L-BFGS-B",
                    bounds=_BOUNDS,
                    options={"ftol": 1e-13, "gtol": 1e-9, "maxiter": 1000},
                )
                if found.fun < least - 1e-9:
                    best, least = found.x, found.fun
        return self._polished(np.asarray(best))

    def parts(self, at: Floats) -> tuple[Floats, Floats]:
        """Return the probability of each behaviour to be harmless, and the log mixture."""
        mu, kappa, log_tau, logit, log_spread = at
        rest = self.beta - mu - kappa * self.removed
        v0 = np.exp(2 * log_tau) + self.variance
        v1 = np.exp(2 * log_spread) + self.variance
        a = -np.logaddexp(0, -logit) - 0.5 * np.log(v0) - 0.5 * rest**2 / v0
        b = -np.logaddexp(0, logit) - 0.5 * np.log(v1) - 0.5 * rest**2 / v1
        both = np.logaddexp(a, b)
        return np.exp(a - both), both

    def value(self, at: Floats) -> float:
        """Return the negative log posterior, up to a constant."""
        mu, kappa, log_tau, logit, log_spread = at
        _, both = self.parts(at)
        prior = 0.5 * (mu / _MU_SD) ** 2 + 0.5 * ((kappa - _KAPPA) / _KAPPA_SD) ** 2
        prior += 0.5 * np.exp(2 * log_tau) / _TAU**2 - 0.3 * log_tau
        prior += _NULL * np.logaddexp(0, -logit) + _OTHER * np.logaddexp(0, logit)
        prior += 0.5 * ((log_spread - _SPREAD) / _SPREAD_SD) ** 2
        return float(prior - both.sum())

    def slope(self, at: Floats) -> Floats:
        """Return the gradient of `value`."""
        mu, kappa, log_tau, logit, log_spread = at
        null, _ = self.parts(at)
        rest = self.beta - mu - kappa * self.removed
        tau2, spread2 = np.exp(2 * log_tau), np.exp(2 * log_spread)
        v0, v1 = tau2 + self.variance, spread2 + self.variance
        pull = null * rest / v0 + (1 - null) * rest / v1
        share = 1 / (1 + np.exp(-logit))
        return np.array(
            [
                mu / _MU_SD**2 - pull.sum(),
                (kappa - _KAPPA) / _KAPPA_SD**2 - (pull * self.removed).sum(),
                tau2 / _TAU**2 - 0.3 - tau2 * (null * (rest**2 / v0 - 1) / v0).sum(),
                -_NULL * (1 - share) + _OTHER * share - (null - share).sum(),
                (log_spread - _SPREAD) / _SPREAD_SD**2
                - spread2 * ((1 - null) * (rest**2 / v1 - 1) / v1).sum(),
            ]
        )

    def _polished(self, at: Floats) -> Floats:
        """Take Newton's steps in the parameters that lie on no bound."""
        free = (at > _BOUNDS[:, 0] + 1e-7) & (at < _BOUNDS[:, 1] - 1e-7)
        for _ in range(20):
            slope = self.slope(at)[free]
            curve = np.array([self._curve(at, int(k))[free] for k in np.flatnonzero(free)])
            if np.linalg.eigvalsh((curve + curve.T) / 2).min() <= 0:
                return at
            step = np.zeros_like(at)
            step[free] = np.linalg.solve(curve, slope)
            moved = np.clip(at - step, _BOUNDS[:, 0], _BOUNDS[:, 1])
            if self.value(moved) > self.value(at) + 1e-9:
                return at
            at = moved
            if np.abs(step).max() < 1e-12:
                break
        return at

    def _curve(self, at: Floats, k: int) -> Floats:
        width = np.zeros_like(at)
        width[k] = 1e-5
        curve: Floats = (self.slope(at + width) - self.slope(at - width)) / 2e-5
        return curve
