"""Which idea to test first: ICE and RICE with their published tables, and how much is enough.

Scores choose what to test; they do not rank vision bets, and they do not tell what happened.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from seachange.errors import BadPlan

# Relative change of the goal metric from → score. The table is published with bare borders; each
# bin is half-open here and holds its lower border.
EFFECT_TABLE = (
    (0.50, 10), (0.35, 9), (0.25, 8), (0.18, 7), (0.12, 6),
    (0.07, 5), (0.04, 4), (0.02, 3), (0.005, 2), (0.001, 1),
)  # fmt: skip
# Person-weeks below → score. Published bins overlap at 6 and leave gaps; these are half-open.
EASE_TABLE = ((1, 10), (3, 9), (5, 8), (6, 7), (8, 6), (10, 5), (13, 4), (17, 3), (26, 2))
RICE_IMPACTS = (3.0, 2.0, 1.0, 0.5, 0.25)
RICE_CONFIDENCES = (1.0, 0.8, 0.5)


def effect_score(relative_change: float) -> int:
    """Return I of ICE, 0..10, from the change of the goal metric relative to its level."""
    if not isfinite(relative_change):
        raise BadPlan("a relative change is a number")
    return next((score for least, score in EFFECT_TABLE if relative_change >= least), 0)


def ease_score(person_weeks: float) -> int:
    """Return E of ICE, 1..10, from the effort in person-weeks."""
    if not (isfinite(person_weeks) and person_weeks >= 0):
        raise BadPlan("an effort is a number of person-weeks, 0 or more")
    return next((score for below, score in EASE_TABLE if person_weeks < below), 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ice:
    """Effect, confidence and ease of an idea, each 0..10 (Ellis; confidence as Gilad's meter)."""

    effect_score: float
    confidence: float
    ease_score: float

    def __post_init__(self) -> None:
        for name in ("effect_score", "confidence", "ease_score"):
            if not 0 <= getattr(self, name) <= 10:
                raise BadPlan(f"{name} lies between 0 and 10")

    @property
    def score(self) -> float:
        """I × C × E."""
        return self.effect_score * self.confidence * self.ease_score

    def expected(self, belief: float) -> float:
        """Return I × E × 10 × P(θ ≥ δ*): the score if only success counted."""
        if not 0 <= belief <= 1:
            raise BadPlan("a belief is a probability")
        return self.effect_score * self.ease_score * 10 * belief


def effect_score_after(*, expected_change: float, level: float, chance_of_gain: float) -> int:
    """Return I estimated anew from results: E[θ] relative to the level; 0 if harm is likelier.

    As published, strong evidence against an idea raises its score: confidence grows with any
    evidence. This is the remedy.
    """
    if level <= 0:
        raise BadPlan("a change is relative to a level above 0")
    return 0 if chance_of_gain < 0.5 else effect_score(expected_change / level)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rice:
    """Reach (people a period), impact, confidence and effort (person-months), as published."""

    reach: float
    impact: float
    confidence: float
    effort: float

    def __post_init__(self) -> None:
        if self.impact not in RICE_IMPACTS:
            raise BadPlan(f"an impact in RICE is one of {RICE_IMPACTS}")
        if self.confidence not in RICE_CONFIDENCES:
            raise BadPlan(f"a confidence in RICE is one of {RICE_CONFIDENCES}")
        if self.reach < 0 or self.effort <= 0:
            raise BadPlan("RICE needs a reach of 0 or more and an effort above 0")

    @property
    def score(self) -> float:
        """Reach × impact × confidence ÷ effort."""
        return self.reach * self.impact * self.confidence / self.effort


# Confidence below → person-weeks that may be spent; from the last on there is no limit.
ALLOWED_EFFORT = ((0.1, 0.0), (0.5, 1.0), (1.0, 2.0), (3.0, 4.0), (5.0, 12.0))
_ROUNDING = 1e-9  # weights such as 0.01 + 0.09 add up to a little less than they should


def required_confidence(
    person_weeks: float, *, is_revertible: bool, is_risky: bool = False
) -> float:
    """Return the confidence, 0..10, that building something of this size asks for.

    Risky is what touches money, safety, law or the brand.
    """
    if not (isfinite(person_weeks) and person_weeks >= 0):
        raise BadPlan("an effort is a number of person-weeks, 0 or more")
    if is_risky or person_weeks > 12:
        return 5.0
    if person_weeks > 4 or not is_revertible:
        return 3.0
    return 1.0 if person_weeks > 1 else 0.5


def allowed_effort(confidence: float) -> float | None:
    """Return the person-weeks a confidence allows to be spent; nothing where it sets no limit."""
    if not 0 <= confidence <= 10:
        raise BadPlan("a confidence lies between 0 and 10")
    return next((most for below, most in ALLOWED_EFFORT if confidence < below - _ROUNDING), None)
