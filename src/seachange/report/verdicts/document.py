"""Verdicts as JSON for programs; `schema` says what its keys mean."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from seachange.evidence.recount import Recount
from seachange.planning.rules.belief import Belief
from seachange.planning.rules.cases import Case
from seachange.planning.rules.driving import Driving
from seachange.planning.rules.judgement import Judgement
from seachange.planning.rules.measured import Measured
from seachange.planning.rules.meter import Confidence
from seachange.planning.rules.plan.encoding import plain
from seachange.planning.rules.plan.naming import title_of
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.replies import reply_to
from seachange.planning.rules.scoring import Ice
from seachange.report import links
from seachange.report.verdicts import telling
from seachange.report.verdicts.schema import VERSION

Json = dict[str, Any]


def document(told: Sequence[Case], found: Sequence[Recount] = ()) -> str:
    """Write verdicts as JSON in the order of the plan; see `schema`."""
    return json.dumps(held(told, found), ensure_ascii=False, indent=2) + "\n"


def held(told: Sequence[Case], found: Sequence[Recount] = ()) -> Json:
    """Return the same as plain values."""
    return {
        "version": VERSION,
        "verdicts": [_case(case) for case in told],
        "recounts": [_recount(each) for each in found],
    }


def _case(case: Case) -> Json:
    told, hypothesis = case.told, case.hypothesis
    return {
        "hypothesis": hypothesis.id,
        "title": title_of(hypothesis) or None,
        "hypothesis_version": hypothesis.version,
        "outcome": hypothesis.outcome,
        "scale": case.scale.value,
        "as_of": told.as_of.isoformat(),
        "criteria": plain(hypothesis.criteria),
        "links": [_link(each) for each in case.links],
        "finish": told.finish and told.finish.value,
        "is_negligible": told.is_negligible,
        "belief_before": told.before,
        "before": _belief(told.prior),
        "now": _belief(told.belief),
        "confidence": told.confidence,
        "speaking_for": _side(told.sides.speaking_for),
        "speaking_against": _side(told.sides.speaking_against),
        "meter": told.how.meter.name,
        "ice": _ice(told.ice),
        "ice_again": _ice(told.ice_again),
        "expected_score": told.expected_score,
        "measured": _measured(told),
        "judged": [
            {
                "evidence": each.evidence.id,
                "class": each.evidence_class.value,
                "bearing": each.evidence.bearing and int(each.evidence.bearing),
                "age_days": each.age_days,
                "left": each.left,
            }
            for each in told.judged
        ],
        "set_aside": [
            {"evidence": each.evidence.id, "why": list(each.why)} for each in told.set_aside
        ],
        "advice": {
            "move": case.advice.move.value,
            "says": case.advice.says,
            "people": case.advice.people,
        },
        "next_test": _further(case),
        "checklists": [
            {
                "test": each.test.id,
                "items": [{"there": item.is_there, "says": item.says} for item in each.items],
            }
            for each in case.checklists
        ],
        "on_record": case.standing and plain(case.standing),
        "decisions": [plain(each) for each in case.decisions],
        "replies": [{"request": each.id, "draft": reply_to(each, case)} for each in case.requests],
        "derivation": list(telling.derivation(case)),
    }


def _further(case: Case) -> Json | None:
    told = case.further
    if told is None:
        return None
    return {
        "certainty": told.certainty,
        "best": None if told.best is None else told.steps.index(told.best),
        "steps": [
            {
                "stage": each.stage.value,
                "what": each.what,
                "test": each.test,
                "people": each.people,
                "value": each.value,
                "share": each.share,
                "cost": None if each.cost is None else float(each.cost),
            }
            for each in told.steps
        ],
        "curve": [list(each) for each in told.curve],
    }


def _link(told: Driving) -> Json:
    return {
        "link": told.link.id,
        "drives": told.link.impact or told.link.driven_outcome,
        "state": told.stands,
        "sign": told.link.sign,
        "size": told.link.size,
        "slope": told.slope,
        "interval": told.interval and [told.interval.low, told.interval.high],
        "tests": [each.test.id for each in told.trials],
        "set_aside": [{"evidence": piece.id, "why": [why]} for piece, why in told.set_aside],
        "says": links.sentence(told),
    }


def _recount(found: Recount) -> Json:
    def side(level: Level | None) -> Json | None:
        return {"did": level.did, "people": level.people} if level else None

    return {
        "test": found.before.id,
        "source": found.source,
        "control": side(found.after.control),
        "treatment": side(found.after.treatment),
        "result_effect": found.after.result_effect,
        "why": found.why or None,
        "agrees": found.agrees if found.is_stated else None,
        "question": found.answer.question,
    }


def _belief(belief: Belief | None) -> Json | None:
    if belief is None:
        return None
    return {
        "mean": belief.mean,
        "spread": belief.spread,
        "worthwhile": belief.worthwhile,
        "positive": belief.positive,
    }


def _side(side: Confidence) -> Json:
    return {
        "value": side.value,
        "by_tier": {tier.value: value for tier, value in side.by_tier.items()},
    }


def _ice(ice: Ice | None) -> Json | None:
    if ice is None:
        return None
    return {
        "effect": ice.effect_score,
        "confidence": ice.confidence,
        "ease": ice.ease_score,
        "score": ice.score,
    }


def _measured(told: Judgement) -> list[Json]:
    weights = told.weights or (None,) * len(told.measured)
    return [_one(each, weight) for each, weight in zip(told.measured, weights, strict=True)]


def _one(each: Measured, weight: float | None) -> Json:
    return {
        "evidence": each.evidence.id,
        "test": each.evidence.assumption_test,
        "design": each.design.value,
        "change": each.change,
        "interval": [each.interval.low, each.interval.high],
        "standard_error": each.standard_error,
        "people": each.people and list(each.people),
        "smallest_seen": each.smallest_seen,
        "age_days": each.age_days,
        "weight": weight,
    }
