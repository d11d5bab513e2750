"""A Net Promoter Score as one side of an experiment."""

from __future__ import annotations

import math

from seachange.measure.answers import Unknown
from seachange.measure.statistics.experiments.sides import Side
from seachange.measure.statistics.scores import FEW, Wave


def score_of(wave: Wave) -> Side | Unknown:
    """Estimate one variant's score, −100..100, from how many answered what.

    The variance is 100²·(p + d − (p − d)²)/n for shares p of promoters and d of
    detractors: Rocks (2016), The American Statistician 70, 365–372. The difference of two
    has the interval of `scores.nps_difference`. Unknown for fewer than 30 answers, which
    need an interval that has no variance of its own.
    """
    n = wave.people
    if n < FEW:
        return Unknown(f"{n} answers in a variant are too few to compare scores; {FEW} are needed")
    net = wave.promoters - wave.detractors
    spread = (wave.promoters + wave.detractors) * n - net * net
    return Side(
        value=100 * net / n, variance=100**2 * spread / n**3, freedom=math.inf, method="wald"
    )
