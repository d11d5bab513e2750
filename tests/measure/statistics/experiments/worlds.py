"""Small made-up experiments, drawn from a seed."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from seachange.measure.statistics.experiments.arms import Sums


def whole_columns(draw: np.random.Generator, *, columns: int = 1, least: int = 3):
    """Draw one variant's units: whole numbers of many sizes and shapes, related columns."""
    units = int(draw.integers(least, 400))
    scale = 10 ** draw.uniform(0.3, 4)
    base = draw.gamma(draw.uniform(0.3, 5), scale, units)
    others = [np.rint(base * draw.uniform(0, 1) + draw.gamma(1, scale, units))]
    table = [np.rint(base), *others, np.rint(draw.uniform(0, scale, units))][:columns]
    return np.column_stack(table).astype(np.int64)


def sums_of(table) -> Sums:
    """Add up a table of whole numbers (units × columns) exactly."""
    rows = [[Fraction(v) if isinstance(v, Fraction) else int(v) for v in row] for row in table]
    size = range(len(rows[0]))
    return Sums(
        units=len(rows),
        totals=tuple(sum(row[i] for row in rows) for i in size),
        products=tuple(
            tuple(sum(row[i] * row[j] for row in rows) for j in size if j >= i) for i in size
        ),
    )
