"""Signals as JSON: steps, signals, cohorts, what proves them and what became of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from seachange.planning.rules.plan.encoding import plain
from seachange.planning.rules.plan.naming import title_of
from seachange.planning.rules.step_signals import SignalShown, StepSignals


def document(steps: Sequence[StepSignals]) -> str:
    """Return the steps of a plan with their signals, as JSON text."""
    told = {"steps": [_step(each) for each in steps]}
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def _step(told: StepSignals) -> dict[str, Any]:
    return {
        "step": told.step.id,
        "name": told.step.name,
        "journey": told.journey.id,
        "signals": [_signal(each) for each in told.signals],
    }


def _signal(told: SignalShown) -> dict[str, Any]:
    signal = told.signal
    return {
        "signal": signal.id,
        "behaviour": told.behaviour.id,
        "title": title_of(told.behaviour),
        "kind": plain(signal.signal),
        "success": signal.success_label,
        "status": plain(told.status),
        "grade": told.grade.value,
        "wanting": told.wanting,
        "stance": plain(signal.stance),
        "owner": signal.owner,
        "effect": signal.risk_difference,
        "low": signal.low,
        "high": signal.high,
        "reach": signal.reach,
        "headroom": signal.headroom,
        "addressable_per_month": told.addressable,
        "proof_per_arm": told.proof_per_arm,
        "cohorts": [plain(each) for each in told.cohorts],
        "outcomes": [each.id for each in told.outcomes],
        "hypotheses": [each.id for each in told.hypotheses],
    }
