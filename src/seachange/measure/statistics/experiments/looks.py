"""An experiment as it is watched: what was seen at each look, and what may be said of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from seachange.errors import BadQuestion
from seachange.measure.answers import Estimate, Reading
from seachange.measure.statistics.experiments.effects import Effect
from seachange.measure.statistics.refusals import whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is known at one look: units judged so far, in all variants compared, and effect.

    `information` need be given only where the split changed on the way: what the units are
    worth when split in halves, 4·Σ n_t·n_c/(n_t + n_c) over phases. A thousand units of
    which one in fifty was treated are worth 78, and what is seen with them has little to
    do with what is seen at the end.
    """

    units: int
    effect: Effect
    information: float | None = None

    def __post_init__(self) -> None:
        if whole(self.units, of="units") == 0:
            raise BadQuestion("without units there is nothing to look at")
        if self.information is not None and not 0 < self.information < math.inf:
            raise BadQuestion(f"units cannot be worth {self.information!r}")

    @property
    def worth(self) -> float:
        """How much is known, in units."""
        return self.units if self.information is None else self.information


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A look with its boundary.

    `critical` is the |z| that had to be crossed, `interval` the one that holds at every
    look. `tested` is whether this look could end the experiment: not one without new
    units, not one where too few did it, and none after the end. `p` is valid at any look
    where the design has such a thing, else None.
    """

    units: int
    z: float
    critical: float
    interval: Estimate
    tested: bool
    p: float | None = None

    @property
    def crossed(self) -> bool:
        """Whether the effect stands out beyond the boundary at this look."""
        return self.tested and abs(self.z) >= self.critical


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """All looks of an experiment.

    `ended` is the look (counted from 0) at which it was over, by a crossing or by having
    used up its plan, or None while it goes on. `p` and `corrected` are those of the look
    at which it ended, freed of the favour that stopping early does to an estimate;
    Unknown while it goes on.
    """

    stages: tuple[Stage, ...]
    ended: int | None
    p: float | None
    corrected: Reading

    @property
    def crossed(self) -> bool:
        """Whether it ended because the effect stood out."""
        return self.ended is not None and self.stages[self.ended].crossed


def in_order(looks: Sequence[Look]) -> None:
    """Refuse no looks at all, and units that went away between two of them."""
    if not looks:
        raise BadQuestion("nobody has looked yet")
    if any(b.units < a.units for a, b in pairwise(looks)):
        raise BadQuestion("a later look cannot have fewer units than an earlier one")
