"""The evidence of the worked example: six hypotheses on how clients meet their advisers."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from seachange.planning.rules.belief import Piece, Result
from seachange.planning.rules.vocabulary import Design, EvidenceClass

E = EvidenceClass


@dataclass(frozen=True)
class Case:
    """One hypothesis: what was judged, what was counted, what was typed in."""

    pieces: tuple[Piece, ...]
    smallest_worthwhile: float
    control: tuple[int, int]
    treatment: tuple[int, int]
    sign: int  # −1 where fewer is better
    design: Design
    age_days: int
    half_life: int
    classes: tuple[EvidenceClass, ...]  # all of its evidence, results included
    effect_score: int
    ease_score: int
    level: float  # the share before, which the re-estimated effect is relative to

    @property
    def result(self) -> Result:
        """The measured change and its standard error, unpooled."""
        before, after = self.control[0] / self.control[1], self.treatment[0] / self.treatment[1]
        spread = before * (1 - before) / self.control[1] + after * (1 - after) / self.treatment[1]
        return Result(
            change=self.sign * (after - before),
            standard_error=sqrt(spread),
            design=self.design,
            age_days=self.age_days,
            half_life=self.half_life,
        )


def piece(evidence_class, quality, relevance, age_days):
    return Piece(
        evidence_class=evidence_class, quality=quality, relevance=relevance, age_days=age_days
    )


CASES = {
    "H1": Case(
        (
            piece(E.SELF_CONVICTION, 1, 1, 170), piece(E.REVIEW, 1, 1, 160),
            piece(E.USER_EVIDENCE, 0.9, 1, 120), piece(E.MARKET_DATA, 0.8, 0.8, 110),
        ),
        0.03, (930, 3000), (1068, 3000), 1, Design.RANDOMISED, 60, 365,
        (E.SELF_CONVICTION, E.REVIEW, E.USER_EVIDENCE, E.MARKET_DATA, E.TEST_RESULTS), 7, 8, 0.31,
    ),
    "H2": Case(
        (piece(E.SELF_CONVICTION, 1, 1, 150), piece(E.ANECDOTAL, 1, 1, 120)),
        0.03, (96, 300), (117, 300), 1, Design.RANDOMISED, 45, 365,
        (E.SELF_CONVICTION, E.ANECDOTAL, E.TEST_RESULTS), 5, 9, 0.31,
    ),
    "H3": Case(
        (piece(E.ESTIMATE, 1, 1, 140), piece(E.USER_EVIDENCE, 1, 1, 100)),
        0.08, (312, 600), (396, 600), 1, Design.RANDOMISED, 70, 365,
        (E.ESTIMATE, E.USER_EVIDENCE, E.TEST_RESULTS), 8, 8, 0.52,
    ),
    "H4": Case(
        (
            piece(E.REVIEW, 1, 1, 150), piece(E.ANECDOTAL, 1, 1, 140),
            piece(E.MARKET_DATA, 1, 0.7, 140),
        ),
        0.03, (88, 400), (756, 3600), -1, Design.HOLDBACK, 30, 365,
        (E.REVIEW, E.ANECDOTAL, E.MARKET_DATA, E.LAUNCH_DATA), 6, 10, 0.22,
    ),
    "H5": Case(
        (piece(E.ANECDOTAL, 1, 1, 130), piece(E.USER_EVIDENCE, 0.8, 1, 110)),
        0.10, (48, 120), (82, 130), 1, Design.PRE_POST, 40, 270,
        (E.ANECDOTAL, E.USER_EVIDENCE, E.TEST_RESULTS), 9, 9, 0.40,
    ),
    "H6": Case(
        (piece(E.THEMATIC, 1, 1, 150), piece(E.REVIEW, 1, 1, 150)),
        0.03, (560, 2000), (584, 2000), 1, Design.RANDOMISED, 25, 365,
        (E.THEMATIC, E.REVIEW, E.TEST_RESULTS), 5, 7, 0.28,
    ),
}  # fmt: skip
