"""Do effects differ between segments by more than chance?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from seachange.measure.statistics.drivers.associations import Associations
from seachange.measure.statistics.multiplicity import benjamini_hochberg

Floats = NDArray[np.float64]


def differing(parts: Associations, *, segments: int) -> Floats:
    """Return for each behaviour how likely its effects would differ so much by chance.

        Q = Σ(β_g − β̄)²/se_g²,   β̄ their mean weighted by 1/se_g²,   χ² with groups − 1

    Cochran (1954), Biometrics 10, 101–129; adjusted for the number of behaviours after
    Benjamini and Hochberg. `parts` has the segments of a behaviour one after the other;
    those without support are left aside. NaN with fewer than two segments.
    """
    from scipy.special import chdtrc

    supported = parts.supported.reshape(-1, segments)
    beta = np.where(supported, parts.beta.reshape(-1, segments), 0.0)
    weight = np.where(supported, 1 / np.square(parts.se.reshape(-1, segments)), 0.0)
    groups = supported.sum(axis=1)
    total = np.where(groups > 0, weight.sum(axis=1), 1.0)
    mean = (weight * beta).sum(axis=1) / total
    q = (weight * np.square(beta - mean[:, None])).sum(axis=1)
    p = np.where(groups > 1, chdtrc(np.maximum(groups - 1, 1), q), np.nan)
    return benjamini_hochberg(p)
