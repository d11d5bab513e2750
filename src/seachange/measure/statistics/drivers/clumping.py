"""Which findings stand on their own, and which only follow another one around."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seachange.measure.statistics.drivers.associations import FEWEST_PEOPLE
from seachange.measure.statistics.stratified import Arms, score
from seachange.measure.statistics.stratified_scores import ScoredArms, mean_score

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NEAR = 0.10
SIGNIFICANT = 2.5758293035489004
KEPT_SHARE = 0.5
_MOST_LEADERS = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Together:
    """Who had done which of the findings, for all rows and for those who began one.

    A mask is the sum of 2^k over the findings k done by the row's landmark. Columns of
    one length each: of all rows `stratum`, `mask`, `rows`, `successes`; of those who
    began finding `began` the same, in the stratum they would be in without it. Where there
    are scores, `successes` are answers, and sums and squares of scores are there, too.
    """

    stratum: Ints
    mask: Ints
    rows: Ints
    successes: Ints
    began: Ints
    began_stratum: Ints
    began_mask: Ints
    began_rows: Ints
    began_successes: Ints
    total: Ints | None = None
    squares: Ints | None = None
    began_total: Ints | None = None
    began_squares: Ints | None = None


@dataclass(frozen=True, slots=True)
class Clumped:
    """The findings kept, strongest first, and for each other one which it is a proxy of."""

    kept: tuple[int, ...]
    proxies: dict[int, int]


def clump(
    order: Sequence[int], together: Together, *, beta: Floats, design_effect: float
) -> Clumped:
    """Keep the findings that hold when compared among people alike in stronger ones, too.

    `order` are the findings, the strongest first; `beta` their raw log odds ratios. Each
    is tested again with its strata parted by whether the (at most two) nearest of those
    kept had been done, near meaning a correlation of .10 over rows. It is kept if it is
    still significant at 1 %, of the same sign, and at least half its size; else it is a
    proxy of the nearest. A kept one that fails beside the newcomer makes room for it. As
    in clumping for genetic associations: Purcell et al. (2007), Am. J. Hum. Genet. 81.
    """
    near = correlations(together.mask, together.rows, findings=len(beta))
    kept: list[int] = []
    proxies: dict[int, int] = {}

    def holds_beside(finding: int, leaders: Sequence[int]) -> bool:
        return holds(
            together, finding, leaders, beta=float(beta[finding]), design_effect=design_effect
        )

    for finding in order:
        leaders = sorted(
            (k for k in kept if abs(near[finding, k]) >= NEAR),
            key=lambda k: -abs(near[finding, k]),
        )[:_MOST_LEADERS]
        if leaders and not holds_beside(finding, leaders):
            proxies[finding] = leaders[0]
            continue
        for leader in leaders:
            if not holds_beside(leader, [finding]):
                kept.remove(leader)
                proxies[leader] = finding
        kept.append(finding)
    return Clumped(tuple(k for k in order if k in kept), proxies)


def holds(
    together: Together,
    finding: int,
    leaders: Sequence[int],
    *,
    beta: float,
    design_effect: float,
) -> bool:
    """Say whether a finding of log odds ratio `beta` holds among people alike in the leaders."""
    effect, error = _beside(together, finding, leaders, design_effect)
    return (
        abs(effect) >= SIGNIFICANT * error
        and effect * beta > 0
        and abs(effect) >= KEPT_SHARE * abs(beta)
    )


def correlations(mask: Ints, rows: Ints, *, findings: int) -> Floats:
    """Return the correlation (phi) over rows of each two findings being done.

    0 with one that all rows had done, or none.
    """
    done = (mask[:, None] >> np.arange(findings)) & 1
    total = rows.sum()
    share = (done * rows[:, None]).sum(axis=0) / total
    both = (done * rows[:, None]).T @ done / total
    spread = np.sqrt(share * (1 - share))
    scale = np.outer(spread, spread)
    phi: Floats = np.divide(
        both - np.outer(share, share), scale, out=np.zeros_like(both), where=scale > 0
    )
    return phi


def _beside(
    together: Together, finding: int, leaders: Sequence[int], design_effect: float
) -> tuple[float, float]:
    """Return the log odds ratio among people alike in the leaders, too, and its error.

    0 with an infinite error where too few are left to tell.
    """
    free = (together.mask >> finding) & 1 == 0
    own = together.began == finding
    strata = 1 + int(max(together.stratum.max(initial=0), together.began_stratum.max(initial=0)))

    def sums(exposed: Ints | None, control: Ints | None) -> tuple[Floats, Floats]:
        if exposed is None or control is None:
            raise ValueError("no scores were counted")
        began = (together.began_stratum[own], together.began_mask[own], exposed[own])
        others = (together.stratum[free], together.mask[free], control[free])
        return _sums(began, leaders, strata), _sums(others, leaders, strata)

    rows = sums(together.began_rows, together.rows)
    successes = sums(together.began_successes, together.successes)
    if rows[0].sum() < FEWEST_PEOPLE:
        return 0.0, np.inf
    if together.total is not None:
        totals = sums(together.began_total, together.total)
        squares = sums(together.began_squares, together.squares)
        return _scored(rows, successes, totals, squares, design_effect)
    found = score(Arms(n1=rows[0], y1=successes[0], n0=rows[1], y0=successes[1]))
    if found.v <= 0:
        return 0.0, np.inf
    return float(found.log_odds_ratio), float(np.sqrt(design_effect * found.variance))


_Two = tuple[Floats, Floats]


def _scored(
    asked: _Two, answers: _Two, totals: _Two, squares: _Two, design_effect: float
) -> tuple[float, float]:
    """Return the difference of means in standard deviations, and its error."""
    found = mean_score(
        ScoredArms(
            n1=answers[0], y1=totals[0] / 100, yy1=squares[0] / 1e4, asked1=asked[0],
            n0=answers[1], y0=totals[1] / 100, yy0=squares[1] / 1e4, asked0=asked[1],
        )
    )  # fmt: skip
    if not found.v > 0:
        return 0.0, np.inf
    spread = float(found.spread)
    return float(found.difference) / spread, float(np.sqrt(design_effect * found.variance)) / spread


def _sums(part: tuple[Ints, Ints, Ints], leaders: Sequence[int], strata: int) -> Floats:
    stratum, mask, counted = part
    place = stratum.copy()
    for leader in leaders:
        place = place * 2 + ((mask >> leader) & 1)
    size = strata * 2 ** len(leaders)
    sums: Floats = np.bincount(place, weights=counted, minlength=size).astype(np.float64)
    return sums
