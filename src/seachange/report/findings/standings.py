"""Where outcomes and impacts stand, in a line each: from where, to where, how sure, how far."""

from __future__ import annotations

from collections.abc import Iterator

from seachange.planning.rules.checks.run import Report
from seachange.planning.rules.checks.survey import percent, points, shown
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.standings import Standing
from seachange.planning.rules.vocabulary import Scale


def told(standing: Standing) -> str:
    """Tell a standing: 899 of 2,900 (31 %) → 1,197 of 3,100 (38.6 %), +7.6 pp [+5.2, +10]."""
    said = [f"{_level(standing, standing.before)} → {_level(standing, standing.now)}"]
    if standing.change is not None:
        said.append(f"{_change(standing)}{_sureness(standing)}")
    if standing.progress is not None and standing.target is not None:
        goal = percent(standing.target) if _is_share(standing) else f"{standing.target:g}"
        said.append(f"{percent(standing.progress).replace('-', '−')} of the way to {goal}")
    return ", ".join(said).replace(" %", "\u00a0%").replace(" pp", "\u00a0pp")


def _level(standing: Standing, level: Level | None) -> str:
    if level is None or level.level is None or level.did is not None:
        return shown(level)
    number = percent(level.level) if _is_share(standing) else f"{level.level:.4g}"
    return f"{number} (n = {level.n:,})" if level.n else number


def period(report: Report) -> str:
    """Return the days the standings speak of; empty where they differ or are not told."""
    spans = {(s.now.starts, s.now.ends) for s in report.standings}
    if len(spans) != 1:
        return ""
    starts, ends = spans.pop()
    return f"{starts} to {ends}" if starts and ends else ""


def unread(report: Report) -> Iterator[str]:
    """Walk the metrics nothing is known of, each with why."""
    for metric, why in report.unread:
        yield f"{metric} could not be measured: {why}"


def _is_share(standing: Standing) -> bool:
    return standing.scale is Scale.RATE


def _change(standing: Standing) -> str:
    change = standing.change or 0.0
    return points(change) if _is_share(standing) else _signed(change)


def _sureness(standing: Standing) -> str:
    interval = standing.interval
    if interval is None:
        return " (no interval: no count of people)"
    factor = 100 if _is_share(standing) else 1
    ends = f" [{_signed(factor * interval.low)}, {_signed(factor * interval.high)}]"
    return ends if standing.has_moved else f"{ends}: not shown to move"


def _signed(number: float) -> str:
    return f"{number:+.1f}".removesuffix(".0").replace("-", "−")
