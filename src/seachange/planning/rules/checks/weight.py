"""How much the evidence about something weighs: what earned it, what speaks against, how old."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from seachange.planning.rules import earned
from seachange.planning.rules.belief import EXPERIMENT_HALF_LIFE, HALF_LIFE
from seachange.planning.rules.checks.survey import Survey
from seachange.planning.rules.earned import Subject
from seachange.planning.rules.judgement import How, Judgement, judge
from seachange.planning.rules.meter import TIER
from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.learning import Evidence, Hypothesis
from seachange.planning.rules.vocabulary import Bearing


def evidence_on(survey: Survey, subject: Subject, *, on: date | None = None) -> list[Evidence]:
    """Return all evidence on a subject; `on` leaves out what was not yet known that day."""
    return earned.evidence_on(survey.plan, subject, on=on)


def worth(survey: Survey, pieces: Iterable[Evidence]) -> float:
    """Return the confidence, 0..10, that pieces of evidence earn, whichever way they point."""
    return earned.earned(pieces, meter=survey.meter)


def confidence(survey: Survey, subject: Subject, *, on: date | None = None) -> float:
    """Return the confidence that all evidence on a subject earns."""
    return worth(survey, evidence_on(survey, subject, on=on))


def for_and_against(survey: Survey, pieces: Iterable[Evidence]) -> tuple[float, float]:
    """Return the confidence earned by what speaks for, and by what speaks against."""
    told = list(pieces)
    by = {side: worth(survey, (e for e in told if e.bearing is side)) for side in Bearing}
    return by[Bearing.FOR], by[Bearing.AGAINST]


def weight_of(survey: Survey, piece: Evidence) -> float:
    """Return what a piece counts for on the meter; nothing while its class is unknown."""
    klass = piece.evidence_class
    return survey.meter.weights[klass] if klass is not None else 0.0


def half_life(piece: Evidence) -> int | None:
    """Return the days after which a piece is worth half; none while its class is unknown."""
    if piece.evidence_class is None:
        return None
    if piece.standard_error is not None:
        return EXPERIMENT_HALF_LIFE
    return HALF_LIFE[TIER[piece.evidence_class]]


def belief(survey: Survey, output: Output) -> float | None:
    """Return the chance that the likeliest hypothesis on an output holds; none without any.

    That of the verdict in force, else computed from the evidence.
    """
    told = [_belief_in(survey, hypothesis) for hypothesis in survey.hypotheses_of(output)]
    return max(told, default=None)


def _belief_in(survey: Survey, hypothesis: Hypothesis) -> float:
    verdict = survey.verdict_of(hypothesis.id)
    if verdict is not None and verdict.belief is not None:
        return verdict.belief
    told = _judged(survey, hypothesis)
    return told.belief.worthwhile if told.belief else told.before


def _judged(survey: Survey, hypothesis: Hypothesis) -> Judgement:
    return judge(survey.plan, hypothesis, as_of=survey.as_of, how=How(meter=survey.meter))


def chance_of_gain(survey: Survey, hypothesis: Hypothesis) -> float | None:
    """Return the chance that a hypothesis does any good, once something was measured.

    That of the verdict in force, else computed from the evidence; unknown where neither tells.
    """
    verdict = survey.verdict_of(hypothesis.id)
    if verdict is not None and verdict.belief_positive is not None:
        return verdict.belief_positive
    told = _judged(survey, hypothesis)
    return told.belief.positive if told.belief and told.measured else None
