"""The health of a plan's work as text and as JSON: every figure with its counts, nothing hidden."""

from __future__ import annotations

import json
from typing import Any

from seachange.planning.rules.indicators.build_trap import BuildTrap, Sign
from seachange.planning.rules.indicators.health import Figure, PlanHealth, Value
from seachange.planning.rules.indicators.tallies import Part, Tally, Unknown
from seachange.planning.rules.power import Count, Interval, wilson

_WIDTH = 58
NOTHING = "nothing to count yet"


def text(health: PlanHealth) -> str:
    """Write the reading of the build trap, who leads, then every figure."""
    trap, lead = health.trap, health.lead
    signs = () if isinstance(trap, Unknown) else trap.signs
    lines = [
        f"Build trap: unknown, {trap.because}."
        if isinstance(trap, Unknown)
        else f"Build trap: {trap.health}, {len(signs)} of {len(Sign)} signs.",
        f"Who leads is unknown: {lead.because}."
        if isinstance(lead, Unknown)
        else f"By effort the work is {lead}.",
        *(f"  • {sign}" for sign in signs),
        "",
    ]
    before = ""
    # A stable sort: what an indicator is made of comes after it.
    for figure in sorted((*health.figures, *health.details), key=lambda each: each.id):
        label = "   " if figure.id == before else figure.id
        lines.append(f"{label}  {figure.says:<{_WIDTH}}  {told(figure)}".rstrip())
        before = figure.id
    days = f"{health.window.days} days up to {health.window.as_of}"
    lines += ["", f"Over {days}. Compare with your own past, not with others."]
    return "\n".join(lines) + "\n"


def told(figure: Figure) -> str:
    """Tell a value with what it was counted from: 4 of 6 (67 %) [30, 90]."""
    value = figure.value
    if isinstance(value, Unknown):
        return f"unknown: {value.because}"
    if isinstance(value, Tally):
        return _tally(value)
    if isinstance(value, Part):
        share = value.share
        if isinstance(share, Unknown):
            return NOTHING
        return f"{value.amount:g} of {value.of:g} {figure.unit} ({100 * share:.1f} %)"
    is_one = value == 1 and figure.unit.endswith("s")
    unit = figure.unit[:-1] if is_one else figure.unit
    return f"{value:.3g} {unit}".rstrip().replace("-", "−")


def _tally(tally: Tally) -> str:
    interval = _interval(tally)
    if interval is None:
        return f"{tally.count} of {tally.of}" if tally.of else NOTHING
    share = 100 * tally.count / tally.of
    return (
        f"{tally.count} of {tally.of} ({share:.0f} %) "
        f"[{100 * interval.low:.0f}, {100 * interval.high:.0f}]"
    )


def _interval(tally: Tally) -> Interval | None:
    """Return Wilson's interval of a share; none while there are too few to show one."""
    is_shown = not isinstance(tally.share, Unknown)
    return wilson(Count(tally.count, tally.of)) if is_shown else None


def document(health: PlanHealth) -> str:
    """Write the same as JSON: shares 0..1, intervals of 95 %, `unknown` with why."""
    held = {
        "version": 1,
        "as_of": health.window.as_of.isoformat(),
        "days": health.window.days,
        "build_trap": _trap(health.trap),
        "lead": {"unknown": health.lead.because}
        if isinstance(health.lead, Unknown)
        else health.lead.value,
        "figures": [_figure(each) for each in health.figures],
        "details": [_figure(each) for each in health.details],
    }
    return json.dumps(held, ensure_ascii=False, indent=2) + "\n"


def _trap(trap: BuildTrap | Unknown) -> dict[str, Any]:
    if isinstance(trap, Unknown):
        return {"unknown": trap.because}
    return {"health": trap.health.value, "signs": [sign.value for sign in trap.signs]}


def _figure(figure: Figure) -> dict[str, Any]:
    unit = figure.unit or None
    return {"id": figure.id, "says": figure.says, "unit": unit, **_held(figure.value)}


def _held(value: Value) -> dict[str, Any]:
    if isinstance(value, Unknown):
        return {"unknown": value.because}
    if isinstance(value, Tally):
        interval = _interval(value)
        share = value.share
        return {
            "count": value.count,
            "of": value.of,
            "share": share if isinstance(share, float) else None,
            "interval": interval and [interval.low, interval.high],
        }
    if isinstance(value, Part):
        share = value.share
        return {
            "amount": value.amount,
            "of": value.of,
            "share": share if isinstance(share, float) else None,
        }
    return {"value": value}
