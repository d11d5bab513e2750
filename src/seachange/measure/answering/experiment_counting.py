"""Counting an experiment: who was shown what, and what each metric adds up to in each period."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import reduce
from operator import add

from seachange.errors import BadQuestion
from seachange.measure.answering.asked import Asked
from seachange.measure.counts import ExposureCount, MetricCount, MetricSums, metric_counts
from seachange.measure.periods import Period, periods
from seachange.measure.questions.experiment import Experiment, Shares
from seachange.measure.questions.metrics import Metric
from seachange.measure.sql import experiment as sql
from seachange.measure.sql import metrics as metrics_sql

_MOST_VARIANTS = 20
_NOTHING = MetricSums()


@dataclass(frozen=True, slots=True)
class Exposed:
    """Who was shown what, while the exposures are kept in the engine.

    `variants` has the control first. `cut` are the periods (days, unless one looks less
    often) from the first exposure to `until`, the moment by which units are judged.
    """

    question: Experiment
    asked: Asked
    variants: tuple[str, ...]
    counts: tuple[ExposureCount, ...]
    cut: tuple[Period, ...]
    until: int
    kept: list[Metric] = field(default_factory=list)

    @property
    def phases(self) -> tuple[Shares, ...]:
        """The planned shares in each phase."""
        equal = dict.fromkeys(self.variants, 1 / max(1, len(self.variants)))
        first = self.question.shares or equal
        return (first, *(phase.shares for phase in self.question.phases))

    def units(self, *, variant: int | None = None) -> int:
        """Return how many units were shown a variant, or any one that counts."""
        wanted = range(len(self.variants)) if variant is None else (variant,)
        return sum(c.units for c in self.counts if c.variant in wanted)

    def set_aside(self, variant: int) -> int:
        """Return how many units count nowhere, for one of the two reasons."""
        return sum(c.units for c in self.counts if c.variant == variant)

    def count(self, metric: Metric) -> Counted:
        """Count a metric over the units exposed."""
        self._keep(metric)
        judging = metrics_sql.Judging(self.until, self.cut)
        writer = self.asked.writer(self.question)
        rows = self.asked.rows(metrics_sql.sums(metric, self.question, writer, judging))
        return Counted(tuple(metric_counts(rows)), len(self.variants), len(self.phases))

    def cubes(
        self, metric: Metric, centres: Sequence[metrics_sql.Centre], *, period: int
    ) -> dict[int, tuple[int, int]]:
        """Return, by variant, the units judged by the end of a period that did anything, and
        the sum of the cubes of their distances from the centre.
        """
        self._keep(metric)
        last = min(self.until, self.cut[period].end - 1)
        query = metrics_sql.cubes(
            metric,
            self.question,
            self.asked.writer(self.question),
            until=self.until,
            last=last,
            centres=centres,
        )
        return {int(v): (int(units), int(cubed)) for v, units, cubed in self.asked.rows(query)}

    def _keep(self, metric: Metric) -> None:
        """Have what every unit did in the engine; of one metric at a time."""
        # The very metric: one that reads the same beside a covariate is measured otherwise.
        if not any(each is metric for each in self.kept):
            query = metrics_sql.acted(metric, self.question, self.asked.writer(self.question))
            self.asked.engine.keep(metrics_sql.ACTED, query)
            self.kept[:] = [metric]

    def ranked(
        self, metric: Metric, ranks: Mapping[int, Collection[int]], *, period: int
    ) -> dict[int, dict[int, int]]:
        """Return, by variant and rank, what was left of the window of the unit that got there
        so early as that rank says, of those judged by the end of a period. Ranks that nobody
        got to in time are missing.
        """
        self._keep(metric)
        last = min(self.until, self.cut[period].end - 1)
        writer = self.asked.writer(self.question)
        query = metrics_sql.ranked(
            metric, self.question, writer, until=self.until, last=last, ranks=ranks
        )
        found: dict[int, dict[int, int]] = {}
        for variant, rank, left in self.asked.rows(query):
            found.setdefault(int(variant), {})[int(rank)] = int(left)
        return found


@dataclass(frozen=True, slots=True)
class Counted:
    """What a metric adds up to, by variant, phase and period."""

    cells: tuple[MetricCount, ...]
    variants: int
    phases: int

    @property
    def judged(self) -> int:
        """How many units have a window that is over."""
        return sum(cell.sums.units for cell in self.cells if cell.period >= 0)

    def pending(self, variant: int) -> int:
        """Return how many units of a variant have a window that is not over."""
        return sum(c.sums.units for c in self.cells if c.variant == variant and c.period < 0)

    def entered(self, variant: int, phase: int) -> int:
        """Return how many units came to where the window starts, judged or not."""
        return sum(c.sums.units for c in self.cells if (c.variant, c.phase) == (variant, phase))

    def growing(self) -> Iterator[tuple[int, Strata]]:
        """Walk the periods in which any unit's window was over, each with the sums by its end."""
        strata: dict[tuple[int, int], MetricSums] = {}
        for period in sorted({cell.period for cell in self.cells if cell.period >= 0}):
            for cell in self.cells:
                if cell.period == period:
                    place = cell.variant, cell.phase
                    strata[place] = strata.get(place, _NOTHING) + cell.sums
            yield period, dict(strata)

    def until(self, period: int) -> Strata:
        """Return the sums of all units whose window was over by the end of a period."""
        found: Strata = {}
        for grown, strata in self.growing():
            if grown <= period:
                found = strata
        return found


Strata = Mapping[tuple[int, int], MetricSums]
"""Sums by variant and phase."""


def together(strata: Strata, variant: int) -> MetricSums:
    """Return a variant's sums over all phases."""
    return reduce(add, (s for (v, _), s in strata.items() if v == variant), _NOTHING)


@contextmanager
def exposed(question: Experiment, asked: Asked) -> Iterator[Exposed]:
    """Find everybody's first exposure, and keep it in the engine until the end of the block."""
    variants = _variants(question, asked)
    query = sql.exposures(
        question,
        asked.writer(question),
        variants=variants,
        arrival=metrics_sql.needs_arrival(question),
    )
    with asked.engine.kept(sql.EXPOSED, query):
        rough = _units(asked, question, ())
        moments = [c.earliest for c in rough if c.variant >= 0]
        cut = _cut(question, asked, first=min(moments)) if moments else ()
        until = asked.as_of
        counts = _units(asked, question, cut) if cut else rough
        if question.plan is not None and question.plan.looks != "once":
            # A running period is no look yet: whoever asks hourly may not look hourly.
            over = [period.end for period in cut if period.end <= asked.as_of]
            until = max(over, default=min(moments, default=0)) - 1
        try:
            yield Exposed(question, asked, variants, tuple(counts), cut, until)
        finally:
            asked.engine.forget(metrics_sql.ACTED)


def _units(asked: Asked, question: Experiment, cut: Sequence[Period]) -> list[ExposureCount]:
    rows = asked.rows(sql.units(asked.writer(question), cut=cut))
    return [ExposureCount(*map(int, row)) for row in rows]


def _cut(question: Experiment, asked: Asked, *, first: int) -> tuple[Period, ...]:
    looks = question.plan.looks if question.plan else "day"
    length = "day" if looks == "once" else looks
    return periods(length=length, first=first, last=asked.as_of, timezone=question.scope.timezone)


def _variants(question: Experiment, asked: Asked) -> tuple[str, ...]:
    """Return the names of the variants, the control first, the others by name."""
    if question.shares is not None:
        names = set(question.shares)
    else:
        query = sql.variants(question, asked.writer(question), most=_MOST_VARIANTS + 1)
        names = {str(name) for name, _ in asked.rows(query)}
        if len(names) > _MOST_VARIANTS:
            raise BadQuestion(
                f"{question.variant!r} has more than {_MOST_VARIANTS} values among those assigned",
                place="variant",
                remedy="Name the variants and their shares in `shares`.",
            )
    return (question.control, *sorted(names - {question.control}))
