"""How much the evidence about something weighs: what earned it, what speaks against, how old."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from seachange.planning.rules.checks.survey import Survey
from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.discovery import Idea
from seachange.planning.rules.plan.learning import Assumption, AssumptionTest, Evidence, Hypothesis
from seachange.planning.rules.vocabulary import Bearing, EvidenceClass

Subject = Output | Idea | Hypothesis

# The published calculator (domain theory §4.1): class → (weight of a piece, group).
_WEIGHTS = {
    EvidenceClass.SELF_CONVICTION: (0.01, "opinion"),
    EvidenceClass.PITCH: (0.02, "opinion"),
    EvidenceClass.THEMATIC: (0.05, "opinion"),
    EvidenceClass.REVIEW: (0.1, "assessment"),
    EvidenceClass.ESTIMATE: (0.3, "assessment"),
    EvidenceClass.ANECDOTAL: (0.5, "anecdotal"),
    EvidenceClass.MARKET_DATA: (1.0, "data"),
    EvidenceClass.USER_EVIDENCE: (2.0, "data"),
    EvidenceClass.TEST_RESULTS: (3.0, "tests"),
    EvidenceClass.LAUNCH_DATA: (5.0, "launch"),
}
_CAPS = {
    "opinion": 0.1,
    "assessment": 0.5,
    "anecdotal": 1.0,
    "data": 3.0,
    "tests": 5.0,
    "launch": 10.0,
}
_HALF_LIVES = {
    "opinion": 90,
    "assessment": 90,
    "anecdotal": 120,
    "data": 180,
    "tests": 270,
    "launch": 365,
}
_MOST = 10.0
# Confidence below → person-weeks allowed (§4.5); from the last on there is no limit.
_ALLOWED = ((0.1, 0.0), (0.5, 1.0), (1.0, 2.0), (3.0, 4.0), (5.0, 12.0))


def evidence_on(survey: Survey, subject: Subject, *, on: date | None = None) -> list[Evidence]:
    """Return all evidence on a subject: its own, its idea's, its hypotheses', their assumptions'.

    `on` leaves out what was not yet known that day; undated evidence was known.
    """
    about = _about(survey, subject)
    for hypothesis in [each for each in about if survey.plan.get(Hypothesis, each)]:
        about += [each.id for each in survey.plan.of(Assumption, hypothesis)]
        about += [each.id for each in survey.plan.of(AssumptionTest, hypothesis)]
    found = survey.evidence_about(*dict.fromkeys(about))
    return [e for e in found if on is None or e.observed_on is None or e.observed_on <= on]


def _about(survey: Survey, subject: Subject) -> list[str]:
    if isinstance(subject, Output):
        hypotheses = survey.hypotheses_of(subject)
        return [subject.id, *([subject.idea] if subject.idea else []), *(h.id for h in hypotheses)]
    if isinstance(subject, Idea):
        hypotheses = [h for h in survey.plan.of(Hypothesis, subject.id) if h.idea == subject.id]
        return [subject.id, *(h.id for h in hypotheses)]
    output = survey.plan.get(Output, subject.output)
    told = (subject.output, subject.idea, output.idea if output else None)
    return [subject.id, *(each for each in dict.fromkeys(told) if each)]


def earned(pieces: Iterable[Evidence]) -> float:
    """Return the confidence, 0..10, that pieces of evidence earn by the published calculator."""
    groups: dict[str, float] = {}
    for piece in pieces:
        if piece.evidence_class is not None:
            weight, group = _WEIGHTS[piece.evidence_class]
            groups[group] = groups.get(group, 0.0) + weight
    return min(_MOST, sum(min(_CAPS[group], total) for group, total in groups.items()))


def confidence(survey: Survey, subject: Subject, *, on: date | None = None) -> float:
    """Return the confidence that all evidence on a subject earns, whichever way it points."""
    return earned(evidence_on(survey, subject, on=on))


def for_and_against(pieces: Iterable[Evidence]) -> tuple[float, float]:
    """Return the confidence earned by what speaks for, and by what speaks against."""
    pieces = list(pieces)
    speaking_for = [e for e in pieces if e.bearing is Bearing.FOR]
    return earned(speaking_for), earned(e for e in pieces if e.bearing is Bearing.AGAINST)


def weight_of(piece: Evidence) -> float:
    """Return what a piece counts for on the meter; nothing while its class is unknown."""
    return _WEIGHTS[piece.evidence_class][0] if piece.evidence_class is not None else 0.0


def half_life(piece: Evidence) -> int | None:
    """Return the days after which a piece is worth half; none while its class is unknown."""
    if piece.evidence_class is None:
        return None
    return _HALF_LIVES[_WEIGHTS[piece.evidence_class][1]]


def allowed_weeks(confidence_earned: float) -> float | None:
    """Return the person-weeks that a confidence allows to be spent; none where it sets no limit."""
    for below, weeks in _ALLOWED:
        if confidence_earned < below - 1e-9:
            return weeks
    return None


def belief(survey: Survey, output: Output) -> float | None:
    """Return the best chance that an output's hypotheses hold, where a verdict tells it."""
    verdicts = (survey.verdict_of(h.id) for h in survey.hypotheses_of(output))
    told = [v.belief for v in verdicts if v is not None and v.belief is not None]
    return max(told, default=None)
