"""How satisfied are people: NPS, satisfied shares, mean scores and who answered at all."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from seachange.errors import ImpossibleCounts
from seachange.measure.answers import Estimate, Reading, Unknown
from seachange.measure.statistics.critical import normal
from seachange.measure.statistics.means import mean
from seachange.measure.statistics.proportions import share
from seachange.measure.statistics.refusals import integer, part, whole

NO_ANSWERS = Unknown("nobody answered")
FEW = 30
"""Fewer answers than this get the adjusted interval of `nps`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """The answers of one period to "would you recommend us?": 9–10, 7–8 and 0–6."""

    promoters: int
    passives: int
    detractors: int

    def __post_init__(self) -> None:
        for name in ("promoters", "passives", "detractors"):
            object.__setattr__(self, name, whole(getattr(self, name), of=name))

    @classmethod
    def of(cls, answers: Mapping[int, int]) -> Wave:
        """Sort answers, given how many gave each score from 0 to 10, into the three groups."""
        _refuse_outside(answers, lowest=0, highest=10)
        return cls(
            promoters=sum(n for score, n in answers.items() if score >= 9),
            passives=sum(n for score, n in answers.items() if score in (7, 8)),
            detractors=sum(n for score, n in answers.items() if score <= 6),
        )

    @property
    def people(self) -> int:
        """How many answered."""
        return self.promoters + self.passives + self.detractors

    @property
    def is_small(self) -> bool:
        """Whether the plain interval would be too narrow: few answers, or a group empty."""
        return self.people < FEW or 0 in (self.promoters, self.passives, self.detractors)


def nps(wave: Wave, *, level: float = 0.95) -> Reading:
    """Estimate the Net Promoter Score, −100..100, with a Wald or adjusted Wald interval.

        100(p − d) ∓ z·100·√((p + d − (p − d)²)/n)

    for shares p of promoters and d of detractors. With fewer than 30 answers, or with one
    of the three groups empty (all promoters would have a standard error of 0), centre and
    standard error come from 3 answers more: ¾ promoter, ¾ detractor, 1½ passive. The
    value stays the plain score, the interval stops at ±100.

    Rocks (2016), The American Statistician 70, 365–372, who compared the two; Reichheld
    (2003), Harvard Business Review 81(12), for the score. Unknown without answers.
    """
    if wave.people == 0:
        return NO_ANSWERS
    centre, error = _centre_and_error(wave)
    method = "adjusted-wald" if wave.is_small else "wald"
    return _score(_plain(wave), centre, reach=normal(level) * error, method=method, furthest=100.0)


def nps_difference(a: Wave, *, minus: Wave, level: float = 0.95) -> Reading:
    """Estimate the score of wave a minus another's, −200..200, answered by different people.

    The standard error is √(SEₐ² + SE_b²); either wave is adjusted by the rule of `nps`,
    and the method says so if one is. Unknown when nobody answered one of them.
    """
    b = minus
    if 0 in (a.people, b.people):
        return NO_ANSWERS
    (centre_a, error_a), (centre_b, error_b) = _centre_and_error(a), _centre_and_error(b)
    return _score(
        _plain(a) - _plain(b),
        centre_a - centre_b,
        reach=normal(level) * math.hypot(error_a, error_b),
        method="adjusted-wald" if a.is_small or b.is_small else "wald",
        furthest=200.0,
    )


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """A satisfaction survey: share who gave one of the two highest scores, and mean score."""

    satisfied: Reading
    mean: Reading


def satisfaction(
    answers: Mapping[int, int], *, lowest: int = 1, highest: int = 5, level: float = 0.95
) -> Satisfaction:
    """Estimate CSAT from how many people gave each score from `lowest` to `highest`.

    Satisfied are the two highest scores ("top two boxes"; 0..1, Wilson). The mean, in
    points, has a t interval that stops at the ends of the scale: Sauro and Lewis (2016),
    Quantifying the User Experience, 2nd ed., ch. 3. Unknown without answers; the mean
    also for one answer and where all agree. Raises ImpossibleCounts.
    """
    if highest - lowest < 2:
        raise ImpossibleCounts(f"on a scale from {lowest} to {highest} everybody is satisfied")
    _refuse_outside(answers, lowest=lowest, highest=highest)
    people = sum(whole(n, of="answers") for n in answers.values())
    if people == 0:
        return Satisfaction(satisfied=NO_ANSWERS, mean=NO_ANSWERS)
    return Satisfaction(
        satisfied=share(
            sum(n for score, n in answers.items() if score >= highest - 1),
            people=people,
            level=level,
        ),
        mean=mean(
            people,
            total=sum(score * n for score, n in answers.items()),
            total_squares=sum(score * score * n for score, n in answers.items()),
            least=lowest,
            most=highest,
            level=level,
        ),
    )


def response_rate(answered: int, *, asked: int, level: float = 0.95) -> Reading:
    """Estimate the share of people asked who answered, 0..1, with Wilson's interval.

    It belongs beside every score: a score speaks for those who answered only. Unknown
    when nobody was asked. Raises ImpossibleCounts when more answered than were asked.
    """
    answered, asked = part(answered, people=asked)
    return share(answered, people=asked, level=level) if asked else Unknown("nobody was asked")


def _plain(wave: Wave) -> float:
    return 100 * (wave.promoters - wave.detractors) / wave.people


def _centre_and_error(wave: Wave) -> tuple[float, float]:
    """Return where the interval is centred and its standard error, both in points."""
    # In quarter answers, so that the three answers more are whole: 3, 3 and 6 quarters.
    more = 3 if wave.is_small else 0
    p, d = 4 * wave.promoters + more, 4 * wave.detractors + more
    n = 4 * wave.people + 4 * more
    spread = (p + d) * n - (p - d) ** 2
    return 100 * (p - d) / n, 100 * math.sqrt(4 * spread / n**3)


def _score(value: float, centre: float, *, reach: float, method: str, furthest: float) -> Estimate:
    low, high = max(-furthest, centre - reach), min(furthest, centre + reach)
    return Estimate(value=value, low=min(low, value), high=max(high, value), method=method)


def _refuse_outside(answers: Mapping[int, int], *, lowest: int, highest: int) -> None:
    for score in sorted(answers):
        if not lowest <= integer(score, of="points") <= highest:
            raise ImpossibleCounts(f"the score {score} is not on the scale {lowest}–{highest}")
