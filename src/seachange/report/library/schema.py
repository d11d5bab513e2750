"""What the keys of the learning library in JSON mean."""

from __future__ import annotations

from seachange.planning.rules.vocabulary import Finish, Scale
from seachange.report.json_schema import DIALECT, NUMBER, TEXT, Json, keyed, listed, said

VERSION = 1


def schema() -> Json:
    """Return the JSON schema (draft 2020-12) of the library, whole or searched.

    A search has `of` and `lessons` alone; the rest is of the whole programme.
    """
    searched = keyed(
        version={"const": VERSION},
        of=said("How many lessons there are in all.", type="integer"),
        lessons=listed({"$ref": "#/$defs/lesson"}, "Verdicts that stand, the newest first."),
    )
    whole = keyed(
        wins={"$ref": "#/$defs/tally"},
        totals=listed({"$ref": "#/$defs/total"}, "What all winners did together, by outcome."),
        days_to_verdict=said(
            "Kaplan–Meier median of days from first test to verdict.",
            anyOf=[{"type": "number"}, _UNKNOWN],
        ),
        open=listed({"type": "string"}, "Hypotheses that wait for a verdict."),
        stopped=listed(_of_stopped(), "What was stopped, and why."),
        base_rate=said("Share of ideas worth it, by own verdicts (Beta).", type="number"),
        forecasts=listed({"$ref": "#/$defs/forecasts"}, "Beliefs beside what came true."),
    )
    return {
        "$schema": DIALECT,
        "title": "What seachange library says",
        "description": "Keys keep their meaning within a version; new ones may be added.",
        **searched,
        "properties": {**searched["properties"], **whole["properties"]},
        "dependentRequired": {"wins": whole["required"]},
        "$defs": {
            "lesson": _of_lesson(),
            "tally": _of_tally(),
            "total": _of_total(),
            "forecasts": _of_forecasts(),
        },
    }


_UNKNOWN = keyed(unknown=said("Why it is not known.", type="string"))


def _of_lesson() -> Json:
    measured = keyed(
        change=said("As the metric moves, in its unit.", type="number"),
        interval=said("95 %.", type="array", items={"type": "number"}),
    )
    return keyed(
        hypothesis=said("Its id in the plan.", type="string"),
        title=said("How it is called.", **TEXT),
        outcome=said("The outcome it was to move.", **TEXT),
        actor=said("Who was to do it.", **TEXT),
        step=said("The step of a journey it is about.", **TEXT),
        teams=listed({"type": "string"}, "Who answers for the outcome."),
        verdict=said("The verdict as it is recorded.", type="object"),
        finish=said("What it says.", enum=[each.value for each in Finish]),
        days=said("Days from first test to verdict.", type=["integer", "null"]),
        measured=listed(measured, "What was measured of it."),
        decisions=listed({"type": "object"}, "What was decided, oldest first."),
    )


def _of_tally() -> Json:
    return keyed(
        count={"type": "integer"},
        of={"type": "integer"},
        share=said("0..1, from five on.", **NUMBER),
        interval=said("95 % (Wilson), beside a share.", type=["array", "null"]),
    )


def _of_total() -> Json:
    return keyed(
        outcome={"type": "string"},
        scale=said("What sort of number it is.", enum=[each.value for each in Scale]),
        won=said("How many hypotheses won.", type="integer"),
        believed=said("The sum of E[θ] of what won, gains positive.", type="number"),
        measured=said("The sum of what was measured of what won.", **NUMBER),
        luck=said("How much of that is luck (Lee and Shen, 2018).", **NUMBER),
        effect=said("The sum without it.", **NUMBER),
        standard_error=said("Of the effect.", **NUMBER),
    )


def _of_stopped() -> Json:
    return keyed(
        record={"type": "string"},
        title=dict(TEXT),
        how=said("Killed, removed, refuted …", type="string"),
        why=said("The reason, where somebody wrote one down.", **TEXT),
    )


def _of_forecasts() -> Json:
    number = {"type": "number"}
    score = keyed(
        brier=said("Brier's score: the less the better.", type="number"),
        brier_of_base=said("That of always saying the base rate.", type="number"),
        of=said("How many forecasts it is of.", type="integer"),
    )
    said_so = keyed(low=number, high=number, said=said("On average.", type="number"))
    refit = keyed(alpha=number, beta=number)
    return keyed(
        team=said("Whose; null for all.", **TEXT),
        score=said("How well.", anyOf=[score, _UNKNOWN]),
        bins=listed(
            {"allOf": [said_so, {"$ref": "#/$defs/tally"}]}, "What was said, and what came true."
        ),
        refit=said("How beliefs should be read (Cox 1958).", anyOf=[refit, _UNKNOWN]),
    )
