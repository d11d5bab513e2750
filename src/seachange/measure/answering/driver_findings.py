"""The findings about drivers: what each is worth, how sure it is, and what would prove it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from seachange.measure.answering.driver_counting import Counted, Laid
from seachange.measure.answering.driver_judging import Judged
from seachange.measure.answering.driver_parts import (
    BLOCKER,
    BOOSTER,
    GATEWAY_LIKE,
    STEP_LIKE,
    Finding,
    HowOften,
    SegmentEffect,
)
from seachange.measure.answering.driver_verdicts import METHOD, deviations, effect, odds_ratio
from seachange.measure.answers import Estimate, Unknown
from seachange.measure.statistics.encouragement import people_per_arm
from seachange.measure.statistics.sensitivity import e_value, risk_ratio_of_difference

UPTAKE = 0.10
CONVINCING = 1.3
_STEP_SHARE, _GATEWAY_SHARE = 0.95, 0.5
_FEWEST_QUICK = 30
_LEAST_RATIO = 1e-3
_MONTH = 2_629_800_000_000
_DAY = 86_400_000_000


def findings(
    laid: Laid,
    counted: Counted,
    judged: Judged,
    doses: Mapping[int, HowOften | Unknown],
    segments: Mapping[int, tuple[SegmentEffect, ...]],
) -> tuple[Finding, ...]:
    """Return the findings, the surest first; `segments` are effects that differ there."""
    told = (_finding(laid, counted, judged, k, doses[k]) for k in judged.kept)
    return tuple(
        replace(f, by_segment=segments.get(k, ())) for f, k in zip(told, judged.kept, strict=True)
    )


def by_gain(told: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return findings with those first by which the most successes might be gained."""
    return tuple(
        sorted(
            told,
            key=lambda f: (-f.addressable_per_month, -abs(f.shrunk), f.behaviour.label),
        )
    )


def months(laid_first: int, laid_last: int) -> float:
    """Return over how many months entries spread, a day at least."""
    return max(laid_last - laid_first, _DAY) / _MONTH


def _finding(
    laid: Laid, counted: Counted, judged: Judged, k: int, how_often: HowOften | Unknown
) -> Finding:
    is_booster = bool(judged.known.beta[k] > 0)
    worth, odds = effect(judged, k), odds_ratio(judged, k)
    without = float(judged.effects.without[k])
    with_it = without + worth.value
    if laid.scored:
        ratio = risk_ratio_of_difference(deviations(judged, k))
    else:
        ratio, with_it = _risk_ratio(worth, without), min(max(with_it, 0.0), 1.0)
    hidden = e_value(ratio)
    had = float(counted.had[k]) / counted.on_the_way
    reach = 1 - had if is_booster else had
    nearer = worth.low if is_booster else -worth.high
    on_the_way = counted.on_the_way * 1_000_003 / laid.sampled
    monthly = on_the_way / months(laid.opened.first, laid.opened.last)
    looks_like = None if laid.scored else _looks_like(counted, k)
    stands_for = sorted(
        counted.named[counted.ids[j]].label for j, leader in judged.proxies.items() if leader == k
    )
    return Finding(
        behaviour=counted.named[counted.ids[k]],
        kind=BOOSTER if is_booster else BLOCKER,
        effect=worth,
        odds_ratio=odds,
        risk_ratio=ratio,
        risk_without=without,
        risk_with=with_it,
        people=int(judged.found.people[k]),
        reach=reach,
        addressable_per_month=max(monthly * reach * nearer, 0.0),
        e_value=hidden.estimate,
        e_value_limit=hidden.limit,
        shrunk=float(judged.effects.shrunk[k]),
        p=float(judged.effects.p[k]),
        adjusted_p=float(judged.effects.adjusted[k]),
        grade="D",
        wanting=_wanting(hidden.limit),
        status="new",
        looks_like=looks_like,
        stands_for=tuple(stands_for),
        proof_per_arm=_proof(judged, k),
        how_often=how_often,
        by_segment=(),
        caveats=tuple(_caveats(judged, hidden.limit, looks_like, worth)),
        sentence=_sentence(laid, counted.named[counted.ids[k]].label, worth, without),
    )


def _risk_ratio(worth: Estimate, without: float) -> Estimate:
    """Return the risk ratio that a difference makes of a control risk, never quite 0."""
    base = max(without, 1e-6)
    value, low, high = (
        max((base + x) / base, _LEAST_RATIO) for x in (worth.value, worth.low, worth.high)
    )
    return Estimate(value=value, low=low, high=high, method=METHOD)


def _proof(judged: Judged, k: int) -> int | Unknown:
    """Return how many people each arm of an experiment with a nudge needs.

    A score's spread stands for that of a share of one half, which is 1/2.
    """
    value, without = float(judged.effects.value[k]), float(judged.effects.without[k])
    if judged.found.spread is not None:
        value, without = value / float(judged.found.spread[k]) / 2, 0.5
    return people_per_arm(value, uptake=UPTAKE, control_risk=without)


def _looks_like(counted: Counted, k: int) -> str | None:
    trace = counted.traces[counted.ids[k]]
    if counted.quick >= _FEWEST_QUICK and trace.quick >= _STEP_SHARE * counted.quick:
        return STEP_LIKE
    return GATEWAY_LIKE if trace.soon >= _GATEWAY_SHARE * trace.entries else None


def _wanting(limit: float) -> str:
    if limit >= CONVINCING:
        return "Grade C needs the same on a later cohort."
    return (
        f"Grade C needs the same on a later cohort, and an E-value of the interval of at least "
        f"{CONVINCING} (now {limit:.2f})."
    )


def _caveats(
    judged: Judged, limit: float, looks_like: str | None, worth: Estimate
) -> Iterator[str]:
    if looks_like == STEP_LIKE:
        yield (
            "Nearly everybody who succeeds does it first: it looks like a step. "
            "Add it to the journey."
        )
    if looks_like == GATEWAY_LIKE:
        yield (
            "Most who do it succeed at once: it looks like the gateway to success, "
            "not like what leads there."
        )
    if worth.low <= 0 <= worth.high:
        yield "The interval of the effect on people holds nothing at all, too."
    if limit < CONVINCING:
        yield (
            f"A hidden trait that goes with doing it and with success by a ratio of only "
            f"{limit:.2f} each could explain it away."
        )
    if not judged.known.calibrated:
        yield "Too few other behaviours to learn from how much confounding is left."


def _sentence(laid: Laid, name: str, worth: Estimate, without: float) -> str:
    if laid.scored:
        higher = "higher" if worth.value > 0 else "lower"
        return (
            f"{name} goes with {higher} scores: of people alike who answered, those without it "
            f"gave {without:.2f} on average and those with it {without + worth.value:.2f}, a "
            f"difference of {_signed(worth.value, 2)} (95\u202f% {_signed(worth.low, 2)} to "
            f"{_signed(worth.high, 2)})."
        )
    more = "more" if worth.value > 0 else "less"
    with_it = min(max(without + worth.value, 0.0), 1.0)
    points = [_signed(100 * x, 1) for x in (worth.value, worth.low, worth.high)]
    return (
        f"{name} goes with {more} success: of people alike {_percent(without)} reach "
        f"“{target(laid)}” without it and {_percent(with_it)} with it, a difference of "
        f"{points[0]} percentage points (95\u202f% {points[1]} to {points[2]})."
    )


def target(laid: Laid) -> str:
    """Return what success is called."""
    question = laid.question
    if question.score is not None:
        return question.score.survey.label
    return " or ".join(question.journey[k - 1].name for k in question.targets)


def _percent(share: float) -> str:
    return f"{100 * share:.1f}\u202f%" if math.isfinite(share) else "unknown"


def _signed(value: float, digits: int) -> str:
    """Write a number with its sign, a minus as long as a plus."""
    return f"{value:+.{digits}f}".replace("-", "−")
