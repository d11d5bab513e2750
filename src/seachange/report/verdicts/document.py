"""Verdicts as JSON for programs, and the schema that says what its keys mean."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from seachange.evidence.results import Recount
from seachange.planning.rules.belief import Belief
from seachange.planning.rules.cases import Case
from seachange.planning.rules.driving import CLAIMED, REFUTED, SUPPORTED, Driving
from seachange.planning.rules.judgement import Judgement
from seachange.planning.rules.measured import Measured
from seachange.planning.rules.meter import Confidence
from seachange.planning.rules.plan.encoding import plain
from seachange.planning.rules.plan.naming import title_of
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.replies import reply_to
from seachange.planning.rules.scoring import Ice
from seachange.planning.rules.vocabulary import Design, Finish, Scale, Stage
from seachange.report import links
from seachange.report.verdicts import telling

Json = dict[str, Any]
VERSION = 1


def document(told: Sequence[Case], found: Sequence[Recount] = ()) -> str:
    """Write verdicts as JSON in the order of the plan; see `schema`."""
    held = {
        "version": VERSION,
        "verdicts": [_case(case) for case in told],
        "recounts": [_recount(each) for each in found],
    }
    return json.dumps(held, ensure_ascii=False, indent=2) + "\n"


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


def schema() -> Json:
    """Return the JSON schema (draft 2020-12) of what `document` writes."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What seachange verdict says",
        "description": "Keys keep their meaning within a version; new ones may be added.",
        **_object(
            version={"const": VERSION},
            verdicts=_list({"$ref": "#/$defs/verdict"}, "In the order of the plan."),
            recounts=_list(_of_recount(), "What a log said of their tests, where one was asked."),
        ),
        "$defs": {
            "verdict": _of_verdict(),
            "link": _of_link(),
            "next_test": _of_further(),
            "belief": _of_belief(),
            "side": _of_side(),
            "ice": _of_ice(),
            "measured": _of_measured(),
        },
    }


def _of_verdict() -> Json:
    return _object(
        hypothesis=_said("Its id in the plan.", type="string"),
        title=_said("How it is called.", **_TEXT),
        hypothesis_version=_said("The version of its criteria that is judged.", type="integer"),
        outcome=_said("The outcome it is to move.", **_TEXT),
        scale=_said("What sort of number changes are of.", enum=[each.value for each in Scale]),
        as_of=_said("Evidence up to this day is weighed.", type="string", format="date"),
        criteria=_said("Predicted, smallest worthwhile, when to stop.", type="object"),
        links=_list({"$ref": "#/$defs/link"}, "What its outcome is said to drive, and whether."),
        finish=_said(
            "The verdict the evidence asks for; null where nobody said what is worth it.",
            enum=[*(each.value for each in Finish), None],
        ),
        is_negligible=_said(
            "Everything measured lies inside ± the smallest worthwhile change.", type="boolean"
        ),
        belief_before=_said("π: the chance judged before any measurement.", type="number"),
        before=_or_null("belief", "The change believed in before any measurement."),
        now=_or_null("belief", "The change believed in now."),
        confidence=_said("0..10 on the published meter.", type="number"),
        speaking_for={"$ref": "#/$defs/side"},
        speaking_against={"$ref": "#/$defs/side"},
        meter=_said("The preset of the meter.", type="string"),
        ice=_or_null("ice", "As scored."),
        ice_again=_or_null("ice", "With its effect estimated anew from what is believed."),
        expected_score=_said("I × E × 10 × P(θ ≥ δ*).", **_NUMBER),
        measured=_list({"$ref": "#/$defs/measured"}, "What was measured and passed the gate."),
        judged=_list(_of_judged(), "What counted without a measured change."),
        set_aside=_list(
            _object(
                evidence={"type": "string"}, why={"type": "array", "items": {"type": "string"}}
            ),
            "What did not count as what it claims to be, and why.",
        ),
        advice=_object(
            move=_said("What can be done next.", type="string"),
            says=_said("The same as a sentence.", type="string"),
            people=_said("People needed in each of two groups.", type=["integer", "null"]),
        ),
        next_test=_or_null("next_test", "What another test would be worth, and which is next."),
        on_record=_said("The verdict that stands in the plan.", type=["object", "null"]),
        decisions=_list({"type": "object"}, "What was decided, oldest first."),
        replies=_list({"type": "object"}, "Drafts of replies to those who asked for it."),
        derivation=_list({"type": "string"}, "Every step of the arithmetic."),
    )


def _of_further() -> Json:
    step = _object(
        stage=_said("Its rung of the ladder.", enum=[each.value for each in Stage]),
        what=_said("What would be done.", type="string"),
        test=_said("The test that is planned so.", **_TEXT),
        people=_said("People in each of two groups.", type=["integer", "null"]),
        value=_said("What it is expected to be worth (EVSI).", type="number"),
        share=_said("The same as a part of what certainty is worth, 0..1.", type="number"),
        cost=_said("What it costs, where the plan says so.", **_NUMBER),
    )
    return _object(
        certainty=_said("What to know for certain is worth (EVPI).", type="number"),
        best=_said("Which of the steps is next, counted from 0.", type=["integer", "null"]),
        steps=_list(step, "The cheaper first; values in the metric's unit."),
        curve=_list({"type": "array"}, "People in each group, what their experiment is worth."),
    )


def _of_link() -> Json:
    return _object(
        link=_said("Its id in the plan.", type="string"),
        drives=_said("The impact or outcome it leads to.", **_TEXT),
        state=_said("By its experiments.", enum=[CLAIMED, SUPPORTED, REFUTED]),
        sign=_said("The way it is claimed to move its end.", enum=[1, -1]),
        size=_said("How far its end is claimed to move for each unit of the outcome.", **_NUMBER),
        slope=_said("How far it did, by all experiments that tell.", **_NUMBER),
        interval=_said("95 % interval of the slope.", type=["array", "null"]),
        tests=_list({"type": "string"}, "The experiments that tell."),
        set_aside=_list({"type": "object"}, "Evidence on it that tells nothing, and why."),
        says=_said("The same as a sentence.", type="string"),
    )


def _of_belief() -> Json:
    return _object(
        mean=_said("E[θ] in the metric's unit, a gain positive.", type="number"),
        spread=_said("Standard deviation of what is believed.", type="number"),
        worthwhile=_said("P(θ ≥ δ*).", type="number"),
        positive=_said("P(θ > 0).", type="number"),
    )


def _of_side() -> Json:
    return _object(
        value=_said("0..10.", type="number"),
        by_tier=_said("What each kind of evidence gave.", type="object"),
    )


def _of_ice() -> Json:
    return _object(**{name: {"type": "number"} for name in ("effect", "confidence", "ease")}) | {
        "description": "Effect, confidence and ease, each 0..10, and their product, `score`."
    }


def _of_measured() -> Json:
    return _object(
        evidence={"type": "string"},
        test=_said("The test it came from.", **_TEXT),
        design=_said("What it compares with.", enum=[each.value for each in Design]),
        change=_said("As the metric moves, in its unit; a share is 0..1.", type="number"),
        interval=_said("Its 95 % interval.", type="array", items={"type": "number"}),
        standard_error={"type": "number"},
        people=_said("Control, treatment.", type=["array", "null"], items={"type": "integer"}),
        smallest_seen=_said("Change that those people show with a power of 80 %.", **_NUMBER),
        age_days={"type": "integer"},
        weight=_said("Its share of what is believed now; the prior has the rest.", **_NUMBER),
    )


def _of_judged() -> Json:
    return _object(
        **{"class": _said("Its place on the meter.", type="string")},
        evidence={"type": "string"},
        bearing=_said("1 for, −1 against, 0 neither.", enum=[1, 0, -1, None]),
        age_days={"type": "integer"},
        left=_said("What age and a changed world left of it, 0..1.", type="number"),
    )


def _of_recount() -> Json:
    return _object(
        test={"type": "string"},
        source=_said("The log, with the fingerprint of its events.", type="string"),
        control=_said("Who did it of how many, without the change.", type=["object", "null"]),
        treatment=_said("The same with the change.", type=["object", "null"]),
        result_effect=_said("The effect, where it is no share.", **_NUMBER),
        why=_said("Why there is no result, where there is none.", **_TEXT),
        agrees=_said("Whether the plan says the same, to a unit.", type=["boolean", "null"]),
        question=_said("The question asked, every default spelt out.", type="object"),
    )


_TEXT = {"type": ["string", "null"]}
_NUMBER = {"type": ["number", "null"]}


def _said(description: str, **rest: Any) -> Json:
    return {"description": description, **rest}


def _or_null(name: str, description: str) -> Json:
    return _said(description, anyOf=[{"type": "null"}, {"$ref": f"#/$defs/{name}"}])


def _list(items: Json, description: str) -> Json:
    return _said(description, type="array", items=items)


def _object(**properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties)}
