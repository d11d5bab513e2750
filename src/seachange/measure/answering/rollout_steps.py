"""One release day: the step it made, beside other segments, the past, or nothing at all."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from seachange.measure.answering.rollout_found import AS_RARE, Found, Lines, Real
from seachange.measure.answering.rollout_parts import Placebo, RolloutCheck
from seachange.measure.answers import Unknown
from seachange.measure.statistics.experiments.effects import Effect
from seachange.measure.statistics.rollouts.grades import Comparison
from seachange.measure.statistics.rollouts.interrupted import interrupted, pretended
from seachange.measure.statistics.rollouts.series import (
    LEAST_AFTER,
    LEAST_BEFORE,
    Daily,
    shrinking,
    step,
    trend_before,
    without_step,
)

MOST_DAYS = 365
_SPAN = 28


def beside_segments(lines: Lines, *, before: int, alpha: float, least: float | None) -> Found:
    """Compare the treated with the segments beside them, day by day.

    `least` is the smallest worthwhile change, for how many days more would tell it.
    """
    beside = np.zeros_like(lines.treated) if lines.beside is None else lines.beside
    daily = Daily(values=lines.series(before=before), before=before)
    effect, drift = step(daily), _drift(daily)
    found = Found(
        comparison=Comparison.DIFFERENCE_IN_DIFFERENCES,
        effect=effect if isinstance(effect, Unknown) else effect.interval(1 - alpha),
        alike=drift.held,
        before=before,
        after=daily.after,
        checks=(drift,),
        series=lines.periods(before=before),
        more_days=_until_known(daily),
    )
    if isinstance(effect, Unknown):
        return found
    placebos = _placebos(daily, lines.labels)
    drawn = replace(lines, expected=beside + without_step(daily, step=effect.value))
    return replace(
        found,
        p=effect.p,
        checks=(drift, _usual(placebos, effect.value)),
        series=drawn.periods(before=before),
        placebos=placebos,
        more_days=_more_days(daily, effect, alpha=alpha, least=least),
    )


def beside_its_past(lines: Lines, *, before: int, alpha: float, least: float | None) -> Found:
    """Compare a series with its own past: by its errors, and by the steps it took before.

    Where the past is too short for that, before and after is all there is.
    """
    daily = Daily(values=lines.series(before=before), before=before)
    found = interrupted(daily)
    if isinstance(found, Unknown):
        return _before_and_after(lines, before=before, alpha=alpha)
    # The interval of whichever yardstick is less sure, about what the series itself shows.
    surer = max(found.own, found.placebo, key=lambda effect: effect.interval(1 - alpha).high)
    wider = replace(surer, value=found.own.value, method="interrupted-series")
    drawn = replace(lines, expected=without_step(daily, step=found.own.value))
    placebos = _placebos(daily, lines.labels)
    agrees = found.agrees(alpha=alpha)
    check = RolloutCheck(
        check="placebo_in_time",
        held=found.placebo.p < alpha,
        found=found.placebo.interval(1 - alpha),
        p=found.placebo.p,
        sentence=f"On {len(placebos)} earlier days, when nothing happened, the series took steps "
        + ("that were clearly smaller." if found.placebo.p < alpha else "of about this size."),
    )
    return Found(
        comparison=Comparison.INTERRUPTED_SERIES,
        effect=wider.interval(1 - alpha),
        p=max(found.own.p, found.placebo.p),
        agrees=agrees,
        before=before,
        after=daily.after,
        checks=(check,),
        series=drawn.periods(before=before),
        placebos=placebos,
        more_days=_more_days(daily, wider, alpha=alpha, least=least),
    )


def _before_and_after(lines: Lines, *, before: int, alpha: float) -> Found:
    """Compare the days before with the days after, by Welch's t: proves nothing, and says so."""
    days = lines.series(before=before)
    own, then = (part[np.isfinite(part)] for part in (days[:before], days[before:]))
    own, then = own[-_SPAN:], then[:_SPAN]
    expected = np.full_like(lines.treated, own.mean()) if own.size else None
    found = Found(
        comparison=Comparison.BEFORE_AND_AFTER,
        effect=Unknown("two days before and two after are needed to compare them"),
        before=before,
        after=lines.treated.size - before,
        series=replace(lines, expected=expected).periods(before=before),
        more_days=Unknown(
            "not with more days after: eight weeks before the change, or a segment without it, "
            "would prove more"
        ),
    )
    if own.size < 2 or then.size < 2:
        return found
    effect = _welch(own, then)
    if isinstance(effect, Unknown):
        return replace(found, effect=effect)
    return replace(found, effect=effect.interval(1 - alpha), p=effect.p)


def _welch(own: Real, then: Real) -> Effect | Unknown:
    """Return the difference of means of days, as if days did not resemble each other."""
    parts = [float(part.var(ddof=1)) / part.size for part in (own, then)]
    variance = sum(parts)
    if not variance > 0:
        return Unknown("no day differs from another, so nothing shows how sure a change is")
    sizes = (own.size, then.size)
    doubt = sum((v / variance) ** 2 / (n - 1) for v, n in zip(parts, sizes, strict=True))
    return Effect(
        value=float(then.mean() - own.mean()),
        error=math.sqrt(variance),
        freedom=1 / doubt,
        method="before-and-after",
    )


def _drift(daily: Daily) -> RolloutCheck:
    """Check whether the segments were drifting apart before the change."""
    slope = trend_before(daily)
    if isinstance(slope, Unknown):
        said = "Whether the segments moved alike before cannot be told."
        return RolloutCheck("alike_before", None, slope, None, said)
    held = slope.p >= AS_RARE
    said = "The segments moved alike before the change."
    if not held:
        said = "The segments were already drifting apart before the change."
    return RolloutCheck("alike_before", held, slope.interval(), slope.p, said)


def _placebos(daily: Daily, labels: Sequence[str]) -> tuple[Placebo, ...]:
    return tuple(Placebo(labels[day], found) for day, found in pretended(daily))


def _usual(placebos: Sequence[Placebo], value: float) -> RolloutCheck:
    """Tell how many earlier days look as much like a change as the true one."""
    as_large = sum(abs(placebo.effect) >= abs(value) for placebo in placebos)
    of = len(placebos)
    if not of:
        said = "There are too few days before to pretend a change on."
        return RolloutCheck("placebo_in_time", None, Unknown(said), None, said)
    said = f"On {as_large} of {of} earlier days, when nothing happened, the step is as large."
    middle = Unknown("one step for each earlier day, as drawn")
    held = as_large / of < AS_RARE if of * AS_RARE >= 1 else None
    return RolloutCheck("placebo_in_time", held, middle, None, said)


def _until_known(daily: Daily) -> int | Unknown:
    if daily.before < LEAST_BEFORE:
        return Unknown("days before the change are missing, and they do not come back")
    return max(0, LEAST_AFTER - daily.after)


def _more_days(daily: Daily, effect: Effect, *, alpha: float, least: float | None) -> int | Unknown:
    """Return the days more until the interval reaches no further than `least`, or the effect.

    By how the error of a step shrinks; how much days differ and resemble stays as it was.
    """
    found = effect.interval(1 - alpha)
    reach = found.high - found.value
    wanted = abs(found.value) if least is None else least
    if reach <= wanted:
        return 0
    steps: tuple[int, ...] = (*range(1, 29), *range(35, MOST_DAYS + 1, 7))
    for more in steps:
        if reach * shrinking(daily, after=daily.after + more) <= wanted:
            return more
    return Unknown("not within a year: what there is before the change is too short or too uneven")
