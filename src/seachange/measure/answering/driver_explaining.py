"""The strata and arms behind one behaviour, for whoever wants to count it again."""

from __future__ import annotations

from collections.abc import Sequence

from seachange.errors import BadQuestion
from seachange.events.documents import nearest
from seachange.measure.answering.driver_counting import Counted, Laid
from seachange.measure.answering.driver_judging import Judged
from seachange.measure.answering.driver_parts import Explanation, StratumArms, Tested

_SECOND = 1_000_000


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
    return Explanation(behaviour=own.behaviour, arms=arms, sentences=_sentences(found[0][1], own))


def _arms(laid: Laid, judged: Judged, k: int) -> tuple[StratumArms, ...]:
    each = laid.strata.count
    sums = [getattr(judged.within, name)[k].sum(axis=-1).astype(int) for name in _ORDER]
    return tuple(
        StratumArms(laid.grid.landmarks[place // each] / _SECOND, place % each + 1, *map(int, row))
        for place, row in enumerate(zip(*sums, strict=True))
        if row[0]
    )


_ORDER = ("n1", "y1", "n0", "y0")


def _sentences(judged: Judged, own: Tested) -> tuple[str, ...]:
    sentences = [f"{own.behaviour.label}: {own.verdict.replace('_', ' ')}, for {own.why}."]
    if own.log_odds_ratio is None or own.crude is None:
        return tuple(sentences)
    known = judged.known
    removed = own.crude - own.log_odds_ratio
    sentences.append(
        f"{own.people:,} entries began it, of which {own.successes:,} succeeded. Within landmark, "
        f"segment and cohort its log odds ratio is {own.crude:+.3f}; among people alike in "
        f"activity, too, {own.log_odds_ratio:+.3f}: activity explained {removed:+.3f}."
    )
    if known.calibrated:
        left = known.mu + known.kappa * removed
        sentences.append(
            f"Harmless behaviours of this log keep {known.mu:+.3f} and {known.kappa:.2f} of what "
            f"activity explained, give or take {known.tau:.3f}: {left:+.3f} is taken off, which "
            f"leaves {own.log_odds_ratio - left:+.3f}."
        )
    return tuple(sentences)
