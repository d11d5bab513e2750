"""Several segments: waves beside those not reached yet, or one beside a mix of many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from seachange.measure.answering.rollout_found import AS_RARE, Found, Lines, Real
from seachange.measure.answering.rollout_parts import Placebo, RolloutCheck
from seachange.measure.answers import Unknown
from seachange.measure.statistics.rollouts.grades import Comparison
from seachange.measure.statistics.rollouts.staggered import WEEKS_BEFORE, RollOut, staggered
from seachange.measure.statistics.rollouts.synthetic import synthetic


def in_waves(rates: Real, *, starts: Sequence[int | None], lines: Lines, alpha: float) -> Found:
    """Compare each treated segment with those not reached yet, week by week."""
    first = min(start for start in starts if start is not None)
    periods = rates.shape[1]
    found = Found(
        comparison=Comparison.STAGGERED,
        effect=Unknown("no week before the change is known"),
        before=first,
        after=periods - first,
        each="week",
    )
    if not 0 < first < periods:
        return replace(found, series=lines.periods(before=first))
    result = staggered(rates, starts=starts, alpha=alpha)
    check = _pretended(rates, starts, first=first)
    drawn = replace(lines, expected=_expected(rates, starts)).periods(before=first)
    if isinstance(result, Unknown):
        return replace(found, effect=result, checks=(check,), series=drawn)
    return replace(
        found,
        effect=result.effect,
        p=result.p,
        alike=check.held,
        checks=(check, _compared(result)),
        series=drawn,
    )


def beside_a_mix(
    rates: Real, *, before: int, lines: Lines, alpha: float, names: Sequence[str]
) -> Found | Unknown:
    """Compare the first segment with a mix of the others that moved as it did before."""
    if not 0 < before < rates.shape[1]:
        return Unknown("weeks before and after the change are needed")
    result = synthetic(rates[0], donors=rates[1:], before=before)
    if isinstance(result, Unknown):
        return result
    effects = [float(gap[before:].mean()) for gap in result.placebos]
    interval = result.interval(alpha)
    check = RolloutCheck(
        check="placebo_in_space",
        held=result.p < AS_RARE + 1e-12,
        found=interval,
        p=result.p,
        sentence=f"Among it and {len(effects)} segments that got nothing its gap, after over "
        f"before, is number {round(result.p * (1 + len(effects)))}.",
    )
    return Found(
        comparison=Comparison.SYNTHETIC_CONTROL,
        effect=interval,
        p=result.p,
        before=before,
        after=rates.shape[1] - before,
        each="week",
        checks=(check,),
        series=replace(lines, expected=rates[0] - result.gap).periods(before=before),
        placebos=tuple(Placebo(name, e) for name, e in zip(names[1:], effects, strict=True)),
        weights={k + 1: float(w) for k, w in enumerate(result.weights)},
    )


def _compared(result: RollOut) -> RolloutCheck:
    """Tell how much of the treated time has anybody to be compared with."""
    said = (
        f"{result.compared} of {result.treated} treated weeks of segments could be compared with "
        "segments not reached yet."
    )
    whole = result.compared == result.treated
    return RolloutCheck("compared", whole, Unknown("a count of weeks"), None, said)


def _pretended(rates: Real, starts: Sequence[int | None], *, first: int) -> RolloutCheck:
    """Check the weeks before anybody got it, as if all had come half that time earlier."""
    earlier = max(1, min(WEEKS_BEFORE, first // 2))
    pretended = [None if s is None or s - earlier >= first else s - earlier for s in starts]
    result = staggered(rates[:, :first], starts=pretended) if first > earlier else Unknown("")
    if isinstance(result, Unknown) or first <= earlier:
        said = "Whether the segments moved alike before cannot be told."
        return RolloutCheck("alike_before", None, Unknown("too few weeks before"), None, said)
    held = result.p >= AS_RARE
    said = f"As if the change had come {earlier} weeks earlier, the same sum finds "
    said += "nothing." if held else "an effect: the segments did not move alike before."
    return RolloutCheck("alike_before", held, result.effect, result.p, said)


def _expected(rates: Real, starts: Sequence[int | None]) -> Real:
    """Return the mean of the treated segments' levels as those not reached yet have them go.

    Each from its own four weeks before, by what the others changed since then; nan in weeks
    in which nobody was left to compare with.
    """
    periods = rates.shape[1]
    begun = np.array([periods if s is None else min(s, periods) for s in starts])
    lines = [_path(rates, begun, own) for own in map(int, np.flatnonzero(begun < periods))]
    return np.asarray(np.mean(lines, axis=0), dtype=np.float64)


def _path(rates: Real, begun: NDArray[np.int64], own: int) -> Real:
    path: Real = rates[own].copy()
    start = int(begun[own])
    base = slice(max(0, start - WEEKS_BEFORE), start)
    for period in range(start, path.size):
        others = rates[begun > period]
        change = others[:, period].mean() - others[:, base].mean() if len(others) else np.nan
        path[period] = rates[own, base].mean() + change
    return path
