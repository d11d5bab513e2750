"""Whether outcomes drive what they are said to drive, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from seachange.planning.rules.driving import (
    CLAIMED,
    REFUTED,
    SUPPORTED,
    Driving,
    Trial,
)
from seachange.planning.rules.measured import Effect
from seachange.planning.rules.vocabulary import Scale
from seachange.report.words import MINUS, NARROW

_SAID = {
    CLAIMED: "is said to move {end}",
    SUPPORTED: "moves {end}, by experiment",
    REFUTED: "does not move {end} as claimed, by experiment",
}


def sentences(told: Iterable[Driving]) -> Iterator[str]:
    """Say what stands of the links of an outcome; those nobody has tried, in one sentence."""
    links = list(told)
    tried = [each for each in links if each.trials or each.stands != CLAIMED]
    yield from (sentence(each) for each in tried)
    ends = [each.link.impact or each.link.driven_outcome or "" for each in links
            if each not in tried]  # fmt: skip
    if ends:
        first = links[0].link.outcome
        yield f"outcome {first} is said to move {' and '.join(ends)}; no experiment tells"


def sentence(told: Driving) -> str:
    """Say what stands of a link: OC1 does not move IM1 as claimed: +0.1 [−0.2, +0.4] by T7."""
    link = told.link
    end = link.impact or link.driven_outcome
    said = f"outcome {link.outcome} {_SAID[told.stands].format(end=end)} ({link.id})"
    if told.slope is None or told.interval is None:
        return f"{said}; no experiment tells"
    by = ", ".join(each.test.id for each in told.trials)
    claimed = ""
    if link.size is not None:
        claimed = f", claimed {_slope(told, link.sign * abs(link.size))}"
    return f"{said}: {_per_unit(told)}, by {by}{claimed}"


def derivation(told: Driving) -> Iterator[str]:
    """Yield what each experiment told of a link, and why others tell nothing."""
    for trial in told.trials:
        yield _trial(told, trial)
    for piece, why in told.set_aside:
        yield f"{piece.id} is set aside: {why}"


def _trial(told: Driving, trial: Trial) -> str:
    ends = told.scales
    end = told.link.impact or told.link.driven_outcome
    return (
        f"{trial.test.id} moved {told.link.outcome} by {_effect(trial.moved, ends[0])} "
        f"(F = {trial.strength:.1f}) and {end} by {_effect(trial.followed, ends[1])} "
        f"({trial.evidence.id})"
    )


def _effect(effect: Effect, scale: Scale) -> str:
    factor, unit = (100.0, f"{NARROW}pp") if scale is Scale.RATE else (1.0, "")
    low, high = (_number(factor * each) for each in (effect.interval.low, effect.interval.high))
    return f"{_number(factor * effect.change)}{unit} [{low}, {high}]"


def _per_unit(told: Driving) -> str:
    if told.slope is None or told.interval is None:
        return ""
    low, high = (_slope(told, each) for each in (told.interval.low, told.interval.high))
    start = told.scales[0]
    each = f"percentage point of {told.link.outcome}" if start is Scale.RATE else told.link.outcome
    return f"{_slope(told, told.slope)} [{low}, {high}] for each {each}"


def _slope(told: Driving, value: float) -> str:
    """Write a slope in the units people speak of: points of a share, else the metric's own."""
    start, end = told.scales
    value *= 100 if end is Scale.RATE else 1
    return _number(value / (100 if start is Scale.RATE else 1))


def _number(value: float) -> str:
    return f"{value:+.3g}".replace("-", MINUS)
