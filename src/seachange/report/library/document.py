"""The learning library as JSON for programs; `schema` says what its keys mean."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from seachange.planning.rules.indicators.learning import Calibration, Refit
from seachange.planning.rules.indicators.tallies import Tally, Unknown
from seachange.planning.rules.library import Lesson
from seachange.planning.rules.plan.encoding import plain
from seachange.planning.rules.power import Count, wilson
from seachange.planning.rules.programme import Bin, Forecasts, OutcomeTotal, Programme
from seachange.report.library.schema import VERSION

Json = dict[str, Any]


def found(lessons: Sequence[Lesson], *, of: int) -> str:
    """Write the lessons that were looked for, and of how many."""
    return _text(held_found(lessons, of=of))


def held_found(lessons: Sequence[Lesson], *, of: int) -> Json:
    """Return the same as plain values."""
    return {"version": VERSION, "of": of, "lessons": [_lesson(each) for each in lessons]}


def document(told: Programme) -> str:
    """Write the whole programme: shares 0..1, gains positive, `unknown` with why."""
    return _text(held(told))


def held(told: Programme) -> Json:
    """Return the same as plain values."""
    days = told.days_to_verdict
    return {
        **held_found(told.lessons, of=len(told.lessons)),
        "wins": _tally(told.wins),
        "totals": [_total(each) for each in told.totals],
        "days_to_verdict": {"unknown": days.because} if isinstance(days, Unknown) else days,
        "open": [each.hypothesis.id for each in told.open],
        "stopped": [
            {"record": k.record, "title": k.title or None, "how": k.how, "why": k.why or None}
            for k in told.killed
        ],
        "base_rate": told.base,
        "forecasts": [_forecasts(each) for each in told.forecasts],
    }


def _text(held: Json) -> str:
    return json.dumps(held, ensure_ascii=False, indent=2) + "\n"


def _lesson(each: Lesson) -> Json:
    case = each.case
    return {
        "hypothesis": case.hypothesis.id,
        "title": each.title or None,
        "outcome": case.outcome and case.outcome.id,
        "actor": (case.outcome and case.outcome.actor) or None,
        "step": each.step and each.step.id,
        "teams": list(each.teams),
        "verdict": plain(each.verdict),
        "finish": each.verdict.finish.value,
        "days": each.days,
        "measured": [
            {"change": m.change, "interval": [m.interval.low, m.interval.high]}
            for m in case.told.measured
        ],
        "decisions": [plain(decision) for decision in case.decisions],
    }


def _tally(counted: Tally) -> Json:
    share = counted.share
    own = wilson(Count(counted.count, counted.of)) if counted.of else None
    known = isinstance(share, float)
    return {
        "count": counted.count,
        "of": counted.of,
        "share": share if known else None,
        "interval": [own.low, own.high] if known and own else None,
    }


def _total(each: OutcomeTotal) -> Json:
    found_total = each.total
    return {
        "outcome": each.outcome.id,
        "scale": each.scale.value,
        "won": each.won,
        "believed": each.believed,
        "measured": found_total and found_total.measured,
        "luck": found_total and found_total.luck,
        "effect": found_total and found_total.effect,
        "standard_error": found_total and found_total.standard_error,
    }


def _forecasts(told: Forecasts) -> Json:
    score, refit = told.score, told.refit
    return {
        "team": told.team or None,
        "score": (
            {"brier": score.brier, "brier_of_base": score.brier_of_base, "of": score.forecasts}
            if isinstance(score, Calibration)
            else {"unknown": score.because}
        ),
        "bins": [_bin(each) for each in told.bins],
        "refit": (
            {"alpha": refit.alpha, "beta": refit.beta}
            if isinstance(refit, Refit)
            else {"unknown": refit.because}
        ),
    }


def _bin(each: Bin) -> Json:
    return {"low": each.low, "high": each.high, "said": each.said, **_tally(each.came_true)}
