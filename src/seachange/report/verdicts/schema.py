"""What the keys of verdicts in JSON mean."""

from __future__ import annotations

from seachange.planning.rules.driving import CLAIMED, REFUTED, SUPPORTED
from seachange.planning.rules.vocabulary import Design, Finish, Scale, Stage
from seachange.report.json_schema import DIALECT, NUMBER, TEXT, Json, keyed, listed, or_null, said

VERSION = 1


def schema() -> Json:
    """Return the JSON schema (draft 2020-12) of what `document` writes."""
    return {
        "$schema": DIALECT,
        "title": "What seachange verdict says",
        "description": "Keys keep their meaning within a version; new ones may be added.",
        **keyed(
            version={"const": VERSION},
            verdicts=listed({"$ref": "#/$defs/verdict"}, "In the order of the plan."),
            recounts=listed(_of_recount(), "What a log said of their tests, where one was asked."),
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
    return keyed(
        hypothesis=said("Its id in the plan.", type="string"),
        title=said("How it is called.", **TEXT),
        hypothesis_version=said("The version of its criteria that is judged.", type="integer"),
        outcome=said("The outcome it is to move.", **TEXT),
        scale=said("What sort of number changes are of.", enum=[each.value for each in Scale]),
        as_of=said("Evidence up to this day is weighed.", type="string", format="date"),
        criteria=said("Predicted, smallest worthwhile, when to stop.", type="object"),
        links=listed({"$ref": "#/$defs/link"}, "What its outcome is said to drive, and whether."),
        finish=said(
            "The verdict the evidence asks for; null where nobody said what is worth it.",
            enum=[*(each.value for each in Finish), None],
        ),
        is_negligible=said(
            "Everything measured lies inside ± the smallest worthwhile change.", type="boolean"
        ),
        belief_before=said("π: the chance judged before any measurement.", type="number"),
        before=or_null("belief", "The change believed in before any measurement."),
        now=or_null("belief", "The change believed in now."),
        confidence=said("0..10 on the published meter.", type="number"),
        speaking_for={"$ref": "#/$defs/side"},
        speaking_against={"$ref": "#/$defs/side"},
        meter=said("The preset of the meter.", type="string"),
        ice=or_null("ice", "As scored."),
        ice_again=or_null("ice", "With its effect estimated anew from what is believed."),
        expected_score=said("I × E × 10 × P(θ ≥ δ*).", **NUMBER),
        measured=listed({"$ref": "#/$defs/measured"}, "What was measured and passed the gate."),
        judged=listed(_of_judged(), "What counted without a measured change."),
        set_aside=listed(
            keyed(evidence={"type": "string"}, why={"type": "array", "items": {"type": "string"}}),
            "What did not count as what it claims to be, and why.",
        ),
        advice=keyed(
            move=said("What can be done next.", type="string"),
            says=said("The same as a sentence.", type="string"),
            people=said("People needed in each of two groups.", type=["integer", "null"]),
        ),
        next_test=or_null("next_test", "What another test would be worth, and which is next."),
        checklists=listed(
            keyed(
                test=said("A test that has not started.", type="string"),
                items=listed(
                    keyed(there={"type": "boolean"}, says={"type": "string"}),
                    "What should stand before it does, and whether it does.",
                ),
            ),
            "What to have before planned tests start.",
        ),
        on_record=said("The verdict that stands in the plan.", type=["object", "null"]),
        decisions=listed({"type": "object"}, "What was decided, oldest first."),
        replies=listed({"type": "object"}, "Drafts of replies to those who asked for it."),
        derivation=listed({"type": "string"}, "Every step of the arithmetic."),
    )


def _of_further() -> Json:
    step = keyed(
        stage=said("Its rung of the ladder.", enum=[each.value for each in Stage]),
        what=said("What would be done.", type="string"),
        test=said("The test that is planned so.", **TEXT),
        people=said("People in each of two groups.", type=["integer", "null"]),
        value=said("What it is expected to be worth (EVSI).", type="number"),
        share=said("The same as a part of what certainty is worth, 0..1.", type="number"),
        cost=said("What it costs, where the plan says so.", **NUMBER),
    )
    return keyed(
        certainty=said("What to know for certain is worth (EVPI).", type="number"),
        best=said("Which of the steps is next, counted from 0.", type=["integer", "null"]),
        steps=listed(step, "The cheaper first; values in the metric's unit."),
        curve=listed({"type": "array"}, "People in each group, what their experiment is worth."),
    )


def _of_link() -> Json:
    return keyed(
        link=said("Its id in the plan.", type="string"),
        drives=said("The impact or outcome it leads to.", **TEXT),
        state=said("By its experiments.", enum=[CLAIMED, SUPPORTED, REFUTED]),
        sign=said("The way it is claimed to move its end.", enum=[1, -1]),
        size=said("How far its end is claimed to move for each unit of the outcome.", **NUMBER),
        slope=said("How far it did, by all experiments that tell.", **NUMBER),
        interval=said("95 % interval of the slope.", type=["array", "null"]),
        tests=listed({"type": "string"}, "The experiments that tell."),
        set_aside=listed({"type": "object"}, "Evidence on it that tells nothing, and why."),
        says=said("The same as a sentence.", type="string"),
    )


def _of_belief() -> Json:
    return keyed(
        mean=said("E[θ] in the metric's unit, a gain positive.", type="number"),
        spread=said("Standard deviation of what is believed.", type="number"),
        worthwhile=said("P(θ ≥ δ*).", type="number"),
        positive=said("P(θ > 0).", type="number"),
    )


def _of_side() -> Json:
    return keyed(
        value=said("0..10.", type="number"),
        by_tier=said("What each kind of evidence gave.", type="object"),
    )


def _of_ice() -> Json:
    return keyed(**{name: {"type": "number"} for name in ("effect", "confidence", "ease")}) | {
        "description": "Effect, confidence and ease, each 0..10, and their product, `score`."
    }


def _of_measured() -> Json:
    return keyed(
        evidence={"type": "string"},
        test=said("The test it came from.", **TEXT),
        design=said("What it compares with.", enum=[each.value for each in Design]),
        change=said("As the metric moves, in its unit; a share is 0..1.", type="number"),
        interval=said("Its 95 % interval.", type="array", items={"type": "number"}),
        standard_error={"type": "number"},
        people=said("Control, treatment.", type=["array", "null"], items={"type": "integer"}),
        smallest_seen=said("Change that those people show with a power of 80 %.", **NUMBER),
        age_days={"type": "integer"},
        weight=said("Its share of what is believed now; the prior has the rest.", **NUMBER),
    )


def _of_judged() -> Json:
    return keyed(
        **{"class": said("Its place on the meter.", type="string")},
        evidence={"type": "string"},
        bearing=said("1 for, −1 against, 0 neither.", enum=[1, 0, -1, None]),
        age_days={"type": "integer"},
        left=said("What age and a changed world left of it, 0..1.", type="number"),
    )


def _of_recount() -> Json:
    return keyed(
        test={"type": "string"},
        source=said("The log, with the fingerprint of its events.", type="string"),
        control=said("Who did it of how many, without the change.", type=["object", "null"]),
        treatment=said("The same with the change.", type=["object", "null"]),
        result_effect=said("The effect, where it is no share.", **NUMBER),
        why=said("Why there is no result, where there is none.", **TEXT),
        agrees=said("Whether the plan says the same, to a unit.", type=["boolean", "null"]),
        question=said("The question asked, every default spelt out.", type="object"),
    )
