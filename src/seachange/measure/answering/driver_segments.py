"""Where a finding's effect differs between segments, and by how much."""

from __future__ import annotations

from itertools import product

import numpy as np

from seachange.measure.answering.driver_counting import Counted, Laid
from seachange.measure.answering.driver_judging import Judged
from seachange.measure.answering.driver_parts import SegmentEffect
from seachange.measure.answering.driver_verdicts import METHOD
from seachange.measure.answering.groups import OTHER
from seachange.measure.answers import Estimate, Reading, Unknown
from seachange.measure.driver_counts import Whole
from seachange.measure.sql import drivers
from seachange.measure.statistics.drivers.associations import Associations, associations
from seachange.measure.statistics.drivers.calibration import applied
from seachange.measure.statistics.drivers.effects import Effects, effects
from seachange.measure.statistics.drivers.heterogeneity import differing
from seachange.measure.statistics.stratified import Arms

NONE = "none"
_TOO_FEW = Unknown("too few of this segment to tell")


def by_segment(
    laid: Laid, counted: Counted, judged: Judged
) -> dict[int, tuple[SegmentEffect, ...]]:
    """Return the effects in each segment of those findings where they differ beyond chance."""
    told: dict[int, tuple[SegmentEffect, ...]] = dict.fromkeys(judged.kept, ())
    if not judged.kept or laid.scored or laid.places < 2:
        return told
    parts = _parts(laid, counted, judged)
    known = applied(judged.known, parts)
    everything = np.ones(parts.beta.size, dtype=bool)
    worth = effects(parts, known, asked=everything, min_odds_ratio=laid.question.min_odds_ratio)
    differ = differing(parts, segments=laid.places)
    for place, k in enumerate(judged.kept):
        if differ[place] <= laid.question.q:
            own = slice(place * laid.places, (place + 1) * laid.places)
            told[k] = tuple(_told(laid, parts, worth, range(own.start, own.stop)))
    return told


def _parts(laid: Laid, counted: Counted, judged: Judged) -> Associations:
    """Return how each finding goes with success in each segment, one after the other."""
    ids = [counted.ids[k] for k in judged.kept]
    began = drivers.began_rows(ids, laid.cuts, laid.strata)
    everybody = _counted(laid, "", width=4)
    exposed, removed = (
        _counted(laid, found, width=5) for found in (began, drivers.removed_rows(ids))
    )
    n1, y1 = _cells(laid, exposed, ids)
    gone, successes = _cells(laid, removed, ids)
    shape = (len(ids), laid.places, laid.all_strata)
    n0, y0 = (
        np.broadcast_to(whole, shape) - part
        for whole, part in zip(_cells(laid, everybody), (gone, successes), strict=True)
    )
    flat = (len(ids) * laid.places, laid.all_strata, 1)
    within = Arms(
        **{
            name: sums.reshape(flat).astype(float)
            for name, sums in (("n1", n1), ("y1", y1), ("n0", n0), ("y0", y0))
        }
    )
    return associations(
        within=within,
        crude=_crude(laid, counted, judged),
        compared=np.ones(flat[0], dtype=bool),
        like=judged.found,
    )


def _counted(laid: Laid, found: str, *, width: int) -> Whole:
    query = drivers.by_segment(found, segments=laid.places, cohorts=laid.cohorts.count)
    return laid.asked.engine.table(query, width=width)


def _cells(laid: Laid, table: Whole, ids: list[int] | None = None) -> tuple[Whole, Whole]:
    """Return rows and successes by (finding,) segment and stratum."""
    shape: tuple[int, ...] = (laid.places, laid.all_strata)
    place = table[:, -4] * laid.all_strata + table[:, -3]
    if ids is not None:
        index = {name: k for k, name in enumerate(ids)}
        first = np.array([index[name] for name in table[:, 0].tolist()], dtype=np.int64)
        place = place + first * laid.places * laid.all_strata
        shape = (len(ids), *shape)
    size = int(np.prod(shape))
    rows, successes = (
        np.bincount(place, weights=table[:, column], minlength=size).astype(np.int64)
        for column in (-2, -1)
    )
    return rows.reshape(shape), successes.reshape(shape)


def _crude(laid: Laid, counted: Counted, judged: Judged) -> Arms:
    """Return the crude cells of each finding, those of other segments emptied."""
    own = np.arange(laid.crude) // laid.cohorts.count % laid.places
    here = own[None, :] == np.arange(laid.places)[:, None]
    kept = list(judged.kept)
    exposed, removed, whole = (
        counted.exposed_crude, counted.removed_crude, counted.everybody_crude,
    )  # fmt: skip
    sums = {
        "n1": exposed.rows[kept],
        "y1": exposed.successes[kept],
        "n0": whole.rows - removed.rows[kept],
        "y0": whole.successes - removed.successes[kept],
    }
    flat = (len(kept) * laid.places, laid.crude)
    return Arms(
        **{
            name: (each[:, None, :] * here).reshape(flat).astype(float)
            for name, each in sums.items()
        }
    )


def _told(laid: Laid, parts: Associations, worth: Effects, places: range) -> list[SegmentEffect]:
    told = []
    for label, k in zip(_labels(laid), places, strict=True):
        people = int(parts.people[k])
        effect: Reading = _TOO_FEW
        if parts.supported[k]:
            value, low, high = (float(x[k]) for x in (worth.value, worth.low, worth.high))
            effect = Estimate(value=value, low=low, high=high, method=METHOD)
        if people:
            told.append(SegmentEffect(label, people, effect))
    return told


def _labels(laid: Laid) -> list[str]:
    """Return what segments are called, in the order of their numbers."""
    question = laid.question
    names = [by.name for by in question.segments]
    if question.beginning is not None:
        names.append(f"{question.journey[0].name} ago:")
    parts = [
        [f"{name} {value}" for value in (*shown, OTHER, NONE)]
        for name, shown in zip(names, laid.segments, strict=True)
    ]
    return [", ".join(part) for part in product(*parts)]
