"""What analytics products show as drivers of success, over the same log, in plain SQL.

- funnel odds ratio: of people who did something between entering and succeeding (or the
  window's end), the odds of success against those who did not, each count one up; the ten
  highest and the ten lowest of events done by at least min(25, 2 %) people are shown.
  So PostHog's funnel correlation, with no test at all;
- the same with a chi-square test and Benjamini and Hochberg's rule, which nobody offers;
- correlation: phi between "at least k times in the first days" and success, at the k of
  the largest phi; shown from 0.2, as Amplitude's Compass does; or tested and adjusted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SHOWN = 10
TIMES = (1, 2, 3, 5)
SLIGHTLY = 0.2
FEWEST = 30
Q = 0.10

_ENTRIES = """
CREATE OR REPLACE TEMP TABLE entries AS
SELECT actor, entered, MIN(e.time) AS succeeded
FROM (SELECT actor, MIN(time) AS entered FROM log WHERE event = $entry GROUP BY actor) AS entries
LEFT JOIN (SELECT actor, time FROM log WHERE event = $success) AS e USING (actor)
GROUP BY actor, entered
"""
_BETWEEN = """
SELECT event, COUNT(DISTINCT actor) FILTER (succeeded IS NOT NULL) AS s1,
  COUNT(DISTINCT actor) FILTER (succeeded IS NULL) AS f1
FROM log JOIN entries USING (actor)
WHERE event NOT IN ($entry, $success) AND time > entered
  AND time < COALESCE(succeeded, entered + $within)
GROUP BY event
"""
_EARLY = """
SELECT event, n, COUNT(*) FILTER (succeeded IS NOT NULL) AS s1,
  COUNT(*) FILTER (succeeded IS NULL) AS f1
FROM (
  SELECT event, actor, ANY_VALUE(succeeded) AS succeeded, COUNT(*) AS times
  FROM log JOIN entries USING (actor)
  WHERE event NOT IN ($entry, $success) AND time > entered AND time < entered + $early
  GROUP BY event, actor
), UNNEST($thresholds) AS t(n)
WHERE times >= n
GROUP BY event, n
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """What one rule says of each behaviour: whether it shows it, and as what (+1, −1)."""

    shown: Flags
    sign: Floats


def rivals(
    log: pa.Table,
    names: Sequence[str],
    *,
    entry: str,
    success: str,
    within: timedelta,
    early: timedelta,
) -> dict[str, Verdicts]:
    """Return what each rival shows of the behaviours named, in their order."""
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.register("log", log)
        ends = {"entry": entry, "success": success}
        connection.execute(_ENTRIES, ends)
        ((everybody, winners),) = connection.execute(
            "SELECT COUNT(*), COUNT(succeeded) FROM entries"
        ).fetchall()
        between = connection.execute(_BETWEEN, {**ends, "within": within}).fetchall()
        early_on = connection.execute(
            _EARLY, {**ends, "early": early, "thresholds": list(TIMES)}
        ).fetchall()
    place = {name: i for i, name in enumerate(names)}
    counts = np.zeros((2, len(names)))
    for name, s1, f1 in between:
        if name in place:
            counts[:, place[name]] = s1, f1
    often = np.zeros((len(TIMES), 2, len(names)))
    for name, times, s1, f1 in early_on:
        if name in place:
            often[TIMES.index(times), :, place[name]] = s1, f1
    losers = everybody - winners
    return _odds_ratio(counts, winners, losers) | _correlation(often, winners, losers)


def _odds_ratio(counts: Floats, winners: int, losers: int) -> dict[str, Verdicts]:
    s1, f1 = counts
    s0, f0 = winners - s1, losers - f1
    log_odds = np.log((s1 + 1) * (f0 + 1) / ((s0 + 1) * (f1 + 1)))
    supported = (s1 + f1) >= min(25, 0.02 * (winners + losers))
    shown = np.zeros(s1.size, dtype=bool)
    order = np.argsort(log_odds)
    shown[[i for i in order[::-1] if supported[i] and log_odds[i] > 0][:SHOWN]] = True
    shown[[i for i in order if supported[i] and log_odds[i] < 0][:SHOWN]] = True
    tested = _found(_chi_square(s1, f1, s0, f0), among=supported)
    return {
        "funnel odds ratio, as shown": Verdicts(shown=shown, sign=np.sign(log_odds)),
        "funnel odds ratio, chi-square and BH": Verdicts(shown=tested, sign=np.sign(log_odds)),
    }


def _correlation(often: Floats, winners: int, losers: int) -> dict[str, Verdicts]:
    best = np.zeros(often.shape[-1])
    for s1, f1 in often:
        phi = _phi(s1, f1, winners - s1, losers - f1)
        phi[(s1 + f1) < FEWEST] = 0.0
        best = np.where(np.abs(phi) > np.abs(best), phi, best)
    p = 2 * stats.norm.sf(np.abs(best) * np.sqrt(winners + losers))
    sign = np.sign(best)
    return {
        "best correlation, from 0.2": Verdicts(shown=np.abs(best) >= SLIGHTLY, sign=sign),
        "best correlation, BH": Verdicts(shown=_found(p, among=best != 0), sign=sign),
    }


def _phi(s1: Floats, f1: Floats, s0: Floats, f0: Floats) -> Floats:
    margins = (s1 + f1) * (s0 + f0) * (s1 + s0) * (f1 + f0)
    return np.asarray((s1 * f0 - f1 * s0) / np.sqrt(np.where(margins > 0, margins, np.inf)))


def _chi_square(s1: Floats, f1: Floats, s0: Floats, f0: Floats) -> Floats:
    return np.asarray(stats.chi2.sf(_phi(s1, f1, s0, f0) ** 2 * (s1 + f1 + s0 + f0), df=1))


def _found(p: Floats, *, among: Flags) -> Flags:
    found = np.zeros(p.size, dtype=bool)
    if among.any():
        found[among] = stats.false_discovery_control(p[among]) <= Q
    return found
