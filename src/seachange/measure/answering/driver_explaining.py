"""The strata and arms behind one behaviour, for whoever wants to count it again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from seachange.errors import BadQuestion
from seachange.events.documents import nearest
from seachange.measure.answering.driver_counting import Counted, Laid
from seachange.measure.answering.driver_judging import Judged
from seachange.measure.answering.driver_parts import (
    FINDING,
    LEFT_OUT,
    NO_COMPARISON,
    NOT_ENOUGH,
    NOT_SHOWN,
    PROXY,
    Explanation,
    StratumArms,
    Tested,
)
from seachange.measure.statistics.drivers.effects import ODDS_PER_DEVIATION

_SECOND = 1_000_000
_SAID = {
    FINDING: "found",
    PROXY: "follows another",
    NOT_SHOWN: "not shown",
    NO_COMPARISON: "no comparison",
    NOT_ENOUGH: "not enough data",
    LEFT_OUT: "left out",
}


def explained(
    laid: Laid, found: Sequence[tuple[Counted, Judged]], tested: tuple[Tested, ...]
) -> Explanation | None:
    """Return what lies behind the behaviour that the question names; None if it names none.

    `found` is what was counted and judged of events, and perhaps of values below them.
    """
    wanted = laid.question.explain
    if wanted is None:
        return None
    labels = [each.behaviour.label for each in tested]
    if wanted not in labels:
        near = ", ".join(nearest(wanted, labels) or sorted(labels)[:8])
        raise BadQuestion(
            f"no behaviour is called {wanted!r}", remedy=f"Near: {near}.", path=("explain",)
        )
    own = tested[labels.index(wanted)]
    arms: tuple[StratumArms, ...] = ()
    for counted, judged in found:
        for k, name in enumerate(counted.ids):
            if counted.named[name] == own.behaviour:
                arms = _arms(laid, judged, k)
    is_value = own.behaviour.property is not None
    sentences = tuple(_sentences(laid, found[-1 if is_value else 0][1], own))
    return Explanation(behaviour=own.behaviour, arms=arms, sentences=sentences)


def _arms(laid: Laid, judged: Judged, k: int) -> tuple[StratumArms, ...]:
    each = laid.strata.count
    sums = [getattr(judged.within, name)[k].sum(axis=-1).astype(int) for name in _ORDER]
    return tuple(
        StratumArms(laid.grid.landmarks[place // each] / _SECOND, place % each + 1, *map(int, row))
        for place, row in enumerate(zip(*sums, strict=True))
        if row[0]
    )


_ORDER = ("n1", "y1", "n0", "y0")


def _sentences(laid: Laid, judged: Judged, own: Tested) -> Iterator[str]:
    yield f"{own.behaviour.label}, {_SAID[own.verdict]}: {own.why}."
    if own.log_odds_ratio is None:
        return
    removed = 0.0 if own.crude is None else own.crude - own.log_odds_ratio
    amount, did = "log odds ratio", "succeeded"
    if laid.scored:
        amount, did = "difference in standard deviations of the score", "answered"
    apart = (
        f"Within landmark, segment and cohort alone nobody compares; among people alike its "
        f"{amount} is {_signed(own.log_odds_ratio)}."
        if own.crude is None
        else f"Within landmark, segment and cohort its {amount} is {_signed(own.crude)}; among "
        f"people alike in activity, too, {_signed(own.log_odds_ratio)}: activity explained "
        f"{_signed(removed)}."
    )
    yield f"{own.people:,} entries began it, of which {own.successes:,} {did}. {apart}"
    known, left = judged.known, 0.0
    if known.calibrated:
        left = known.mu + known.kappa * removed
        yield (
            f"Harmless behaviours of this log keep {_signed(known.mu)} and {known.kappa:.2f} of "
            f"what activity explained, give or take {known.tau:.3f}: {_signed(left)} is taken off, "
            f"which leaves {_signed(own.log_odds_ratio - left)}."
        )
    if own.p is not None and own.adjusted_p is not None:
        tried = sum(np.isfinite(judged.effects.p))
        yield (
            f"{_nothing_worth(laid)}, chance would show as much with probability {own.p:.2g}; as "
            f"one of the {tried:,} looked at together {own.adjusted_p:.2g} (Benjamini and "
            f"Hochberg), where at most {laid.question.q:g} is shown."
        )


def _nothing_worth(laid: Laid) -> str:
    """Say what a behaviour would be whose effect is not worth anybody's time."""
    least = laid.question.min_odds_ratio
    if not laid.scored:
        return f"Were its odds ratio no farther from 1 than {least:g}"
    moved = np.log(least) / ODDS_PER_DEVIATION
    return f"Were its difference no farther from 0 than {moved:.3f}"


def _signed(value: float) -> str:
    """Write a number with its sign, a minus as long as a plus."""
    return f"{value:+.3f}".replace("-", "−")
