"""Judging drivers: which associations hold after calibration, and which follow another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seachange.measure.answering.driver_counting import Counted, Laid
from seachange.measure.sql import drivers
from seachange.measure.statistics.drivers.associations import Associations, arms, associations
from seachange.measure.statistics.drivers.calibration import Calibrated, calibrate
from seachange.measure.statistics.drivers.clumping import NEAR, Together, clump, correlations
from seachange.measure.statistics.drivers.effects import Effects, effects
from seachange.measure.statistics.drivers.scored import scored_arms, scored_associations
from seachange.measure.statistics.stratified import Arms

Flags = NDArray[np.bool_]

ALMOST_ALL = 0.95
MOST, MUCH_OF_ALL = 0.75, 0.20
MOST_FINDINGS = 60
_FEWEST_COHORTS = 2


@dataclass(frozen=True, kw_only=True, eq=False)
class Judged:
    """What the counts say, one entry a behaviour of `Counted.ids`.

    `within` are both arms by stratum and bucket. `everywhere` had been done in nearly every
    row, `brief` in one cohort of entries only; neither is compared. `kept` are findings,
    the strongest first, `proxies` those that only follow another, with that other.
    """

    within: Arms
    found: Associations
    known: Calibrated
    effects: Effects
    everywhere: Flags
    brief: Flags
    kept: tuple[int, ...]
    proxies: dict[int, int]


def judge(laid: Laid, counted: Counted) -> Judged:
    """Test every behaviour, calibrate, and tell findings from those that follow them."""
    everywhere, brief = _everywhere(laid, counted), _brief(laid, counted)
    alias = np.array([counted.traces[name].is_alias for name in counted.ids], dtype=bool)
    within, found = associated(laid, counted, compared=~(everywhere | brief | alias))
    known = calibrate(found)
    worth = effects(
        found,
        known,
        asked=_asked(laid, counted),
        min_odds_ratio=laid.question.min_odds_ratio,
    )
    strength = np.abs(known.beta) / known.se
    flagged = np.flatnonzero(np.nan_to_num(worth.adjusted, nan=1.0) <= laid.question.q)
    order = sorted(flagged.tolist(), key=lambda k: (-strength[k], counted.ids[k]))
    kept, proxies = _clumped(laid, counted, found, order[:MOST_FINDINGS])
    return Judged(
        within=within,
        found=found,
        known=known,
        effects=worth,
        everywhere=everywhere,
        brief=brief,
        kept=kept,
        proxies=proxies,
    )


def associated(
    laid: Laid, counted: Counted, *, compared: Flags, like: Associations | None = None
) -> tuple[Arms, Associations]:
    """Return both arms by stratum and bucket, and how they go with success or the score."""
    both = (counted.exposed, counted.everybody, counted.removed)
    crude = (counted.exposed_crude, counted.everybody_crude, counted.removed_crude)
    if not laid.scored:
        within = arms(*both)
        found = associations(within=within, crude=arms(*crude), compared=compared, like=like)
        return within, found
    answers = int(counted.everybody.successes.sum())
    middle = int(np.asarray(counted.everybody.total).sum()) // max(answers, 1)
    found = scored_associations(
        within=scored_arms(*both, middle=middle),
        crude=scored_arms(*crude, middle=middle),
        middle=middle,
        compared=compared,
        like=like,
    )
    return arms(*both), found


def _everywhere(laid: Laid, counted: Counted) -> Flags:
    """Say which behaviours leave nobody to compare with: those nearly all rows had done.

    And those that most had done and that are a good part of all events, such as page
    views: they are what being active is, so whoever lacks them was hardly there.
    """
    events = np.array([counted.traces[name].events for name in counted.ids], dtype=float)
    share = counted.rows_had / max(laid.rows, 1)
    much = events > MUCH_OF_ALL * sum(trace.events for trace in counted.traces.values())
    everywhere: Flags = (share > ALMOST_ALL) | ((share > MOST) & much)
    return everywhere


def _asked(laid: Laid, counted: Counted) -> Flags:
    """Say which behaviours the question is about."""
    wanted = laid.question.behaviours
    if wanted is None:
        return np.ones(len(counted.ids), dtype=bool)
    codes = {laid.asked.log.names.get(name) for name in wanted}
    return np.array([name in codes for name in counted.ids], dtype=bool)


def _brief(laid: Laid, counted: Counted) -> Flags:
    """Say which behaviours were begun, and lacked, in fewer than two cohorts of several.

    One that came or went with one cohort cannot be told from whatever else did.
    """
    crude = arms(counted.exposed_crude, counted.everybody_crude, counted.removed_crude)
    if laid.cohorts.count < _FEWEST_COHORTS:
        return np.zeros(crude.n1.shape[0], dtype=bool)
    behaviours, cells = crude.n1.shape
    shape = (behaviours, cells // laid.cohorts.count, laid.cohorts.count)
    both = (crude.n1.reshape(shape).sum(axis=1) > 0) & (crude.n0.reshape(shape).sum(axis=1) > 0)
    brief: Flags = both.sum(axis=1) < _FEWEST_COHORTS
    return brief


def _clumped(
    laid: Laid, counted: Counted, found: Associations, order: Sequence[int]
) -> tuple[tuple[int, ...], dict[int, int]]:
    """Clump findings, one group of those near each other at a time."""
    kept: set[int] = set()
    proxies: dict[int, int] = {}
    for group in _groups(laid, counted, order):
        if len(group) == 1:
            kept |= set(group)
            continue
        together = together_of(laid, [counted.ids[k] for k in group])
        clumped = clump(
            range(len(group)),
            together,
            beta=found.beta[group],
            design_effect=found.design_effect,
        )
        kept |= {group[k] for k in clumped.kept}
        proxies |= {group[k]: group[leader] for k, leader in clumped.proxies.items()}
    return tuple(k for k in order if k in kept), proxies


def _groups(laid: Laid, counted: Counted, order: Sequence[int]) -> list[list[int]]:
    """Part findings into groups, each near to some other of its group; order is kept."""
    if len(order) < 2:
        return [list(order)] if order else []
    names = [counted.ids[k] for k in order]
    held = laid.asked.engine.table(drivers.company(names), width=2)
    none = laid.rows - held[:, 1].sum()
    masks, rows = np.append(held[:, 0], 0), np.append(held[:, 1], none)
    near = np.abs(correlations(masks, rows, findings=len(order))) >= NEAR
    groups: list[list[int]] = []
    left = list(range(len(order)))
    while left:
        group, frontier = set[int](), {left[0]}
        while frontier:
            group |= frontier
            frontier = {k for k in left if near[list(frontier), k].any()} - group
        left = [k for k in left if k not in group]
        groups.append([order[k] for k in sorted(group)])
    return groups


def together_of(laid: Laid, names: Sequence[int], *, of: str = drivers.BEGAN) -> Together:
    """Count who had done which of these behaviours; `of` says when they were begun."""
    engine = laid.asked.engine
    scored = laid.scored
    wider = 2 if scored else 0
    rows = engine.table(drivers.together(names, of=of, scored=scored), width=4 + wider)
    started = drivers.began_together(names, laid.cuts, laid.strata, of=of, scored=scored)
    began = engine.table(started, width=5 + wider)
    place = {name: index for index, name in enumerate(names)}
    return Together(
        stratum=rows[:, 0],
        mask=rows[:, 1],
        rows=rows[:, 2],
        successes=rows[:, 3],
        began=np.array([place[name] for name in began[:, 0].tolist()], dtype=np.int64),
        began_stratum=began[:, 1],
        began_mask=began[:, 2],
        began_rows=began[:, 3],
        began_successes=began[:, 4],
        total=rows[:, 4] if scored else None,
        squares=rows[:, 5] if scored else None,
        began_total=began[:, 5] if scored else None,
        began_squares=began[:, 6] if scored else None,
    )
