"""How sure can we be of a share of people, and of the difference between two shares?"""

from __future__ import annotations

import math
from fractions import Fraction

from seachange.errors import ImpossibleCounts
from seachange.measure.answers import Estimate, Reading, Unknown
from seachange.measure.statistics.critical import normal, student
from seachange.measure.statistics.refusals import part, whole

NOBODY = Unknown("nobody was there to do it")


def share(did: int, *, people: int, level: float = 0.95) -> Reading:
    """Estimate the share of people who did it, with Wilson's score interval.

        low, high = (k + z²/2 ∓ z·√(k(n−k)/n + z²/4)) / (n + z²)

    All shares are 0..1. Wilson's interval stays inside 0..1 and stays honest near the
    ends, where most funnels live; p ± z·√(p(1−p)/n) does neither. Nobody gives exactly
    low = 0, everybody exactly high = 1. Nobody to do it is `Unknown`: a share of no
    people is a missing answer, and a 0 would be averaged into somebody's report.

    Wilson (1927), JASA 22, 209–212; recommended by Brown, Cai and DasGupta (2001),
    Statistical Science 16, 101–133, eq. (4). Raises ImpossibleCounts.
    """
    k, n = part(did, people=people)
    if n == 0:
        return NOBODY
    return _held(k / n, wilson(k, n - k, z=normal(level)), method="wilson")


def difference(
    *, did_a: int, people_a: int, did_b: int, people_b: int, level: float = 0.95
) -> Reading:
    """Estimate share a minus share b of different people, with Newcombe's interval.

    Newcombe's hybrid score interval is `difference_of` two Wilson intervals: method 10 of
    Newcombe (1998), Statistics in Medicine 17, 873–890. In −1..1; 0.05 is five
    percentage points. Unknown when either side is nobody. Raises ImpossibleCounts.
    """
    a = share(did_a, people=people_a, level=level)
    return difference_of(a, minus=share(did_b, people=people_b, level=level))


def difference_of(a: Reading, *, minus: Reading) -> Reading:
    """Estimate a − b from two independent estimates with intervals of one level.

        low  = d − √((a − low_a)² + (high_b − b)²)
        high = d + √((high_a − a)² + (b − low_b)²)

    It lets each side keep the lopsided interval that it needs, which a common standard
    error does not: "square and add", Newcombe (1998), or MOVER, Zou and Donner (2008),
    Statistics in Medicine 27, 1693–1702. Unknown when either is.
    """
    if isinstance(a, Unknown):
        return a
    if isinstance(minus, Unknown):
        return minus
    b, difference = minus, a.value - minus.value
    return Estimate(
        value=difference,
        low=difference - math.hypot(a.value - a.low, b.high - b.value),
        high=difference + math.hypot(a.high - a.value, b.value - b.low),
        method="newcombe" if a.method == b.method == "wilson" else "mover",
    )


def clustered_share(
    *,
    sum_did: int,
    sum_entries: int,
    actors: int,
    sum_did2: int,
    sum_did_entries: int,
    sum_entries2: int,
    level: float = 0.95,
) -> Reading:
    """Estimate the share of entries that were followed by the deed, actors entering often.

    One actor's entries resemble each other, so they tell less than as many entries of
    different actors. With y deeds in x entries for each of m actors, the arguments are
    Σy, Σx, m, Σy², Σxy and Σx²; R = Σy/Σx has by linearisation the variance

        v = m/(m−1) · Σ(y − R·x)² / (Σx)²            Cochran (1977), Sampling Techniques, 3.12

    and Wilson's interval is taken not at Σx entries but at as many independent ones as
    would know R equally well,

        n* = min(Σx, R(1−R)/v · Σx/(Σx−1)) · (t[Σx−1] / t[m−1])²,    at least 1,

    with Student's t for the few actors that v was learnt from. Wilson with an effective
    size is what Franco, Little, Louis and Slud (2019), J. Survey Statistics and
    Methodology 7, 334–364, recommend; the t ratio is Korn and Graubard's (1998), Survey
    Methodology 24, 193–201; the cap at Σx that of the NCHS standards (Parker et al.
    2017). Where R is 0 or 1, or there is one actor, likeness cannot be measured and is
    taken to be complete: n* = (Σx)²/Σx² (Kish 1965). With one entry for each actor this
    is `share` exactly. Unknown without entries. Raises ImpossibleCounts.
    """
    did, entries = part(sum_did, people=sum_entries)
    actors = whole(actors, of="actors")
    yy, xy = whole(sum_did2, of="squares"), whole(sum_did_entries, of="products")
    xx = whole(sum_entries2, of="squares")
    scatter = _scatter(did, entries, actors, yy=yy, xy=xy, xx=xx)
    if entries == 0:
        return NOBODY
    if did in (0, entries) or actors == 1:
        worth = entries**2 / xx
    else:
        worth = _worth(scatter, did=did, entries=entries, actors=actors, level=level)
    value = did / entries
    interval = wilson(worth * value, worth * (entries - did) / entries, z=normal(level))
    return _held(value, interval, method="wilson-clustered")


def _scatter(y: int, x: int, actors: int, *, yy: int, xy: int, xx: int) -> int:
    """Return Σ(y·Σx − x·Σy)², exactly; refuse sums that no whole 0 ≤ y ≤ x ≥ 1 can have."""
    scatter = x * x * yy - 2 * x * y * xy + y * y * xx
    possible = (
        actors <= x
        and y <= yy <= xy <= xx
        and x <= xx
        and x * x <= actors * xx
        and y * y <= actors * yy
        and scatter >= 0
    )
    if not possible:
        raise ImpossibleCounts(
            f"{actors} actors with {x} entries and {y} deeds cannot have the sums of "
            f"products {yy}, {xy} and {xx}"
        )
    return scatter


def _worth(scatter: int, *, did: int, entries: int, actors: int, level: float) -> float:
    """Return how many independent entries would know the share as well as these do."""
    worth = float(entries)
    if scatter:
        binomial = Fraction(did * (entries - did), entries - 1)
        linearised = Fraction(actors * scatter, (actors - 1) * entries * entries)
        worth = min(worth, float(entries * binomial / linearised))
    few = student(level, freedom=entries - 1) / student(level, freedom=actors - 1)
    return max(1.0, worth * few * few)


def wilson(did: float, not_done: float, *, z: float) -> tuple[float, float]:
    """Return Wilson's limits, z errors to each side; sizes need not be whole, nor be nobody."""
    n, zz = did + not_done, z * z
    root = z * math.sqrt(did * not_done / n + zz / 4)
    high = (did + zz / 2 + root) / (n + zz)
    # The product of the limits is did²/(n(n+z²)); the difference that gives the lower one
    # directly loses half its digits when one in a million did it.
    low = did * did / (n * (n + zz) * high)
    return low, 1.0 if not_done == 0 else high


def _held(value: float, interval: tuple[float, float], *, method: str) -> Estimate:
    """Build the estimate; the last rounding may not push the value out of its interval."""
    low, high = interval
    return Estimate(value=value, low=min(low, value), high=max(high, value), method=method)
