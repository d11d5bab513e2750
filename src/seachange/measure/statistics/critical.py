"""How many standard errors an interval reaches to each side."""

from __future__ import annotations

from statistics import NormalDist

from seachange.errors import BadQuestion


def normal(level: float) -> float:
    """Return z with P(−z < Z < z) = `level` for a standard normal Z; 1.96 at 0.95."""
    return NormalDist().inv_cdf(_upper(level))


def student(level: float, *, freedom: float) -> float:
    """Return t with P(−t < T < t) = `level` for Student's T with `freedom` degrees (> 0)."""
    # Loading scipy takes longer than most questions: only those that need t pay for it.
    from scipy.special import stdtrit

    return float(stdtrit(freedom, _upper(level)))


def _upper(level: float) -> float:
    if not 0 < level < 1:
        raise BadQuestion(
            f"no interval has level {level!r}", remedy="Give a level between 0 and 1, as 0.95."
        )
    return (1 + level) / 2
