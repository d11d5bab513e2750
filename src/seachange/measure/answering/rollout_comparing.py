"""Which comparison a roll-out allows, what it finds, and how that is graded and read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from seachange.measure.answering.rollout_counting import Followed
from seachange.measure.answering.rollout_doubts import (
    blurred_days,
    caveats,
    derivation,
    explanations,
)
from seachange.measure.answering.rollout_found import Found, Lines, Real
from seachange.measure.answering.rollout_panels import beside_a_mix, in_waves
from seachange.measure.answering.rollout_parts import (
    BESIDE,
    BETTER,
    CONSISTENT,
    INCONCLUSIVE,
    LEFT_OUT,
    NO_MEANINGFUL_EFFECT,
    NOT_SHOWN,
    TREATED,
    UNKNOWN,
    WORSE,
    RolloutAnswer,
    RolloutSegment,
)
from seachange.measure.answering.rollout_steps import beside_its_past, beside_segments
from seachange.measure.answers import Unknown
from seachange.measure.questions.rollout import Rollout
from seachange.measure.rollout_counts import Panel, panel
from seachange.measure.sql.metrics import MILLION
from seachange.measure.statistics.rollouts.grades import Comparison, graded
from seachange.measure.statistics.rollouts.synthetic import LEAST_DONORS

MOST_LACKING = 0.25
"""Where nobody came on a larger part of the days, those that are left are hardly a series."""


def compared(followed: Followed) -> RolloutAnswer:
    """Compare the treated with what would have been without the change, as well as can be."""
    question = followed.question
    counted = panel(
        followed.counts,
        segments=len(followed.segments),
        days=len(followed.cut),
        by_events=question.metric.kind == "mean",
    )
    found, used = _found(followed, counted)
    grade = graded(found.comparison, alike_before=found.alike, agrees=found.agrees)
    return RolloutAnswer(
        **followed.asked.frame(question),
        people=sum(map(followed.people, range(len(followed.segments)))),
        pending=followed.pending,
        metric=question.metric.label,
        unit="share" if question.metric.kind == "share" else "number",
        comparison=found.comparison.value,
        effect=found.effect,
        p=found.p,
        grade=grade.grade.value,
        why=grade.why,
        reading=_reading(question, found),
        before=found.before,
        after=found.after,
        each=found.each,
        checks=found.checks,
        explanations=explanations(followed, found, counted),
        more_days=found.more_days,
        segments=_segments(followed, counted, found, used),
        series=found.series,
        placebos=found.placebos,
        caveats=tuple(caveats(followed, found, used)),
        derivation=derivation(followed, found),
    )


def _found(followed: Followed, counted: Panel) -> tuple[Found, Sequence[int]]:
    """Choose the comparison that proves most; return what it finds, in which segments."""
    every = range(len(followed.segments))
    starts = {followed.released(segment) for segment in range(followed.treated)}
    if len(starts) > 1:
        found = _in_waves(followed, counted)
        if found is not None:
            return found
    others = [s for s in every[followed.treated :] if counted.people[s].any()]
    if len(others) >= LEAST_DONORS and followed.treated == 1:
        mixed = _mixed(followed, counted)
        if mixed is not None:
            return mixed
    used = [*every[: followed.treated], *others]
    return _stepped(followed, counted, others), used


def _stepped(followed: Followed, counted: Panel, others: Sequence[int]) -> Found:
    """Follow the treated as one, beside the others as one where there are any."""
    question, scale = followed.question, _scale(followed.question)
    own = counted.rows(range(followed.treated)).together()
    treated = own.rates(scale=scale)[0]
    beside = counted.rows(others).together().rates(scale=scale)[0] if others else None
    known = np.isfinite(treated if beside is None else treated + beside)
    if not known.any():
        return _nothing(Lines(labels=(), people=(), treated=treated[:0]), 0, others, "nobody came")
    # Before the first day with people in both nothing can be compared.
    first = int(np.argmax(known))
    lines = Lines(
        labels=tuple(period.label for period in followed.cut[first:]),
        people=tuple(int(n) for n in own.people[0][first:]),
        treated=treated[first:],
        beside=None if beside is None else beside[first:],
    )
    before = max(0, min(followed.released(s) for s in range(followed.treated)) - first)
    lacking = int((~known[first:]).sum())
    if lacking > MOST_LACKING * len(lines.labels):
        why = f"on {lacking} of {len(lines.labels)} days nobody came in one of the segments"
        return _nothing(lines, before, others, why)
    follow = beside_segments if others else beside_its_past
    lines = replace(lines, blurred=blurred_days(question))
    return follow(lines, before=before, alpha=question.alpha, least=question.smallest_worthwhile)


def _nothing(lines: Lines, before: int, others: Sequence[int], why: str) -> Found:
    kind = Comparison.DIFFERENCE_IN_DIFFERENCES if others else Comparison.BEFORE_AND_AFTER
    return Found(
        comparison=kind,
        effect=Unknown(why),
        before=before,
        after=len(lines.labels) - before,
        series=lines.periods(before=before),
        more_days=Unknown(why),
    )


def _in_waves(followed: Followed, counted: Panel) -> tuple[Found, Sequence[int]] | None:
    """Compare segment by segment in weeks from the first release on; None without any week."""
    question = followed.question
    firsts = [followed.released(s) for s in range(followed.treated)]
    weekly, begun = counted.weeks(anchor=min(firsts))
    rates = weekly.rates(scale=_scale(question))
    used = [s for s in range(len(rates)) if rates.shape[1] and np.isfinite(rates[s]).all()]
    treated = [s for s in used if s < followed.treated]
    if not treated or len(used) < 2:
        return None
    starts = [begun + (firsts[s] - min(firsts)) // 7 if s in treated else None for s in used]
    lines = _weekly(followed, weekly, rates, treated, [s for s in used if s not in treated])
    return in_waves(rates[used], starts=starts, lines=lines, alpha=question.alpha), used


def _mixed(followed: Followed, counted: Panel) -> tuple[Found, Sequence[int]] | None:
    """Compare one segment with a mix of many, in weeks; None where that cannot be."""
    weekly, before = counted.weeks(anchor=followed.released(0))
    rates = weekly.rates(scale=_scale(followed.question))
    used = [s for s in range(len(rates)) if rates.shape[1] and np.isfinite(rates[s]).all()]
    if 0 not in used:
        return None
    lines = _weekly(followed, weekly, rates, [0], used[1:])
    names = [followed.segments[s] for s in used]
    found = beside_a_mix(
        rates[used], before=before, lines=lines, alpha=followed.question.alpha, names=names
    )
    if isinstance(found, Unknown):
        return None
    return found, used


def _weekly(
    followed: Followed, weekly: Panel, rates: Real, treated: Sequence[int], others: Sequence[int]
) -> Lines:
    count = rates.shape[1]
    anchor = min(followed.released(s) for s in range(followed.treated)) % 7
    return Lines(
        labels=tuple(followed.cut[anchor + 7 * week].label for week in range(count)),
        people=tuple(int(n) for n in weekly.rows(treated).people.sum(axis=0)),
        treated=rates[treated].mean(axis=0),
        beside=rates[list(others)].mean(axis=0) if others else None,
    )


def _scale(question: Rollout) -> int:
    return MILLION if question.metric.value is not None else 1


def _reading(question: Rollout, found: Found) -> str:
    """Read the effect, the first that holds; where little is proved, little is said."""
    effect = found.effect
    if found.comparison is Comparison.BEFORE_AND_AFTER:
        return NOT_SHOWN
    if isinstance(effect, Unknown):
        return UNKNOWN
    least = question.smallest_worthwhile
    if least is not None and -least < effect.low and effect.high < least:
        return NO_MEANINGFUL_EFFECT
    if found.comparison is Comparison.INTERRUPTED_SERIES:
        return CONSISTENT if found.agrees else INCONCLUSIVE
    if found.p is None or found.p > question.alpha or effect.low <= 0 <= effect.high:
        return INCONCLUSIVE
    return BETTER if (effect.value > 0) == (question.metric.better == "more") else WORSE


def _segments(
    followed: Followed, counted: Panel, found: Found, used: Sequence[int]
) -> tuple[RolloutSegment, ...]:
    shown = []
    for index, name in enumerate(followed.segments):
        treated = index < followed.treated
        split = followed.released(index)
        day = followed.question.waves.get(name, followed.question.first)
        one = counted.rows([index])
        shown.append(
            RolloutSegment(
                segment=name,
                role=LEFT_OUT if index not in used else (TREATED if treated else BESIDE),
                released=day.isoformat() if treated else None,
                people=followed.people(index),
                before=_level(followed, one.days(slice(0, split))),
                after=_level(followed, one.days(slice(split, None))),
                weight=found.weights.get(list(used).index(index)) if index in used else None,
            )
        )
    return tuple(shown)


def _level(followed: Followed, days: Panel) -> float | None:
    y, base = int(days.y.sum()), int(days.base.sum())
    return y / (_scale(followed.question) * base) if base else None
