"""Made-up roll-outs: daily shares with weekdays and a trend, and panels of segments."""

from __future__ import annotations

import numpy as np

BEFORE, AFTER = 56, 28


def daily_rates(
    draw: np.random.Generator, *, effect: float = 0.0, shock: bool = False, lively: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """Draw 84 daily shares of a segment and of one without the change beside it.

    Base .20 among about 1,000 people a day; where lively, a slow trend, weekdays and days
    that resemble the day before (ρ .2 to .7), of which the other segment shares 90 to 105 %.
    A shock is something else that hits both on the day of the change.
    """
    days = BEFORE + AFTER
    t, base = np.arange(days), 0.20
    weekday = draw.normal(0, 0.015, 7)
    likeness = draw.uniform(0.2, 0.7)
    noise = np.zeros(days)
    y = np.full(days, base)
    if lively:
        y = y + draw.uniform(-1, 1) * 0.0008 * t + (weekday - weekday.mean())[t % 7]
        for day in range(1, days):
            noise[day] = likeness * noise[day - 1] + draw.normal(0, 0.006)
    if shock:
        noise[BEFORE:] += draw.normal(0, 0.015)
    own, other = draw.poisson(1000, days), draw.poisson(2000, days)
    p = y + noise + draw.normal(0, 0.002, days) + effect * (t >= BEFORE)
    q = 0.25 + (y - base) * 1.05 + noise * 0.9 + draw.normal(0, 0.002, days)
    return (
        draw.binomial(own, np.clip(p, 0.01, 0.99)) / own,
        draw.binomial(other, np.clip(q, 0.01, 0.99)) / other,
    )


def panel(
    draw: np.random.Generator, *, starts: np.ndarray, periods: int, growth=lambda k: 0.0 * k
) -> tuple[np.ndarray, np.ndarray]:
    """Draw weekly shares of segments (of 4,000 people) and the true effect in each."""
    segments, t = starts.size, np.arange(periods)
    level, slope = draw.normal(0, 0.03, segments), draw.normal(0, 0.0004, segments)
    season = np.cumsum(draw.normal(0, 0.006, periods))
    noise = np.zeros((segments, periods))
    for k in range(1, periods):
        noise[:, k] = 0.5 * noise[:, k - 1] + draw.normal(0, 0.004, segments)
    since = t[None, :] - starts[:, None]
    effect = np.where(since >= 0, growth(since), 0.0)
    p = 0.25 + level[:, None] + season + slope[:, None] * (t - periods / 2) + noise + effect
    return draw.binomial(4000, np.clip(p, 0.01, 0.99)) / 4000, effect
