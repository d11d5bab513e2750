"""How often is enough, for findings only: counts from the engine, a plateau and a curve."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from seachange.measure.answering.driver_counting import Counted, Laid
from seachange.measure.answering.driver_judging import Judged
from seachange.measure.answering.driver_parts import DosePoint, HowOften, Often
from seachange.measure.answers import Unknown
from seachange.measure.driver_counts import Whole
from seachange.measure.sql import driver_doses
from seachange.measure.statistics.dose import DoseCounts, DoseResponse, Leftover, dose_response

LANDMARKS = 6
MOST_FINDINGS = 20
_SECOND = 1_000_000
_TOO_MANY = Unknown(f"how often is enough is told for the {MOST_FINDINGS} surest findings")


def how_often(laid: Laid, counted: Counted, judged: Judged) -> Mapping[int, HowOften | Unknown]:
    """Return for each finding how often is enough, the surest findings only."""
    asked = judged.kept[:MOST_FINDINGS]
    told: dict[int, HowOften | Unknown] = dict.fromkeys(judged.kept, _TOO_MANY)
    if not asked:
        return told
    ids, marks = [counted.ids[k] for k in asked], _marks(len(laid.grid.landmarks))
    engine = laid.asked.engine
    everybody = engine.table(driver_doses.everybody(marks), width=6)
    removed = engine.table(driver_doses.removed(ids, marks), width=7)
    doses = engine.table(driver_doses.doses(ids, marks, laid.cuts, laid.strata), width=8)
    for k, name in zip(asked, ids, strict=True):
        own, gone = doses[doses[:, 0] == name, 1:], removed[removed[:, 0] == name, 1:]
        found = dose_response(
            _counts(everybody, gone, own),
            direction=1 if judged.known.beta[k] > 0 else -1,
            leftover=Leftover(
                mu=judged.known.mu,
                kappa=judged.known.kappa,
                tau=judged.known.tau,
                covariance=judged.known.covariance,
                design_effect=judged.found.risk_design_effect,
            ),
        )
        told[k] = found if isinstance(found, Unknown) else _told(laid, found)
    return told


def _marks(landmarks: int) -> list[int]:
    """Return about six intervals, counted from 1, the last one among them."""
    step = max(1, -(-landmarks // LANDMARKS))
    return sorted(range(landmarks, 0, -step))


def _counts(everybody: Whole, removed: Whole, doses: Whole) -> DoseCounts:
    """Put those who never did it, all less those who had, before those who did."""
    taken = removed.copy()
    taken[:, 4:] *= -1
    cells, place = np.unique(
        np.concatenate([everybody[:, :4], taken[:, :4]]), axis=0, return_inverse=True
    )
    sums = np.zeros((len(cells), 2), dtype=np.int64)
    np.add.at(sums, place.reshape(-1), np.concatenate([everybody[:, 4:], taken[:, 4:]]))
    never = np.column_stack([cells, np.zeros(len(cells), dtype=np.int64), sums])[sums[:, 0] > 0]
    rows = np.concatenate([never, doses])
    return DoseCounts(
        landmark=rows[:, 0],
        searching=rows[:, 1] == 1,
        stratum=rows[:, 2],
        crude=rows[:, 3],
        times=rows[:, 4],
        people=rows[:, 5].astype(np.float64),
        successes=rows[:, 6].astype(np.float64),
    )


def _told(laid: Laid, found: DoseResponse) -> HowOften:
    seconds = [mark / _SECOND for mark in laid.grid.landmarks]
    return HowOften(
        seconds=seconds[found.plateau[0].landmark - 1],
        plateau=tuple(
            Often(t.at_least, seconds[t.landmark - 1], t.people, t.effect) for t in found.plateau
        ),
        never=found.never,
        curve=tuple(DosePoint(d.times, d.or_more, d.people, d.effect) for d in found.curve),
    )
