"""An experiment as it was watched: its looks, whether it is over, and what it then says."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scipy.special import ndtri

from seachange.errors import BadQuestion
from seachange.measure.answering.experiment_counting import Counted, Exposed, Strata
from seachange.measure.answering.experiment_effects import Compared, Gauge
from seachange.measure.answering.experiment_parts import (
    BETTER,
    INCONCLUSIVE,
    NO_MEANINGFUL_EFFECT,
    TOO_EARLY,
    WORSE,
    EffectLook,
    VariantEffect,
)
from seachange.measure.answers import Estimate, Reading, Unknown
from seachange.measure.questions.experiment import Experiment
from seachange.measure.statistics.experiments import (
    always_valid,
    fixed_horizon,
    group_sequential,
    several,
)
from seachange.measure.statistics.experiments.always_valid import Tuning
from seachange.measure.statistics.experiments.group_sequential import Plan
from seachange.measure.statistics.experiments.looks import Course, Look

_MOST_LOOKS = 400
NOT_YET = Unknown("no unit's window is over yet")


@dataclass(frozen=True, slots=True)
class Alpha:
    """How often one comparison may err, and the p of several that err together."""

    loadings: tuple[float, ...]
    together: float

    @property
    def each(self) -> float:
        """The level of one comparison, such that any of them errs as often as is allowed."""
        if len(self.loadings) == 1:
            return self.together
        return several.alpha_each(self.loadings, alpha=self.together)

    def adjusted(self, p: float) -> float:
        """Return p for one of several variants: how often any would stand out as far."""
        if len(self.loadings) == 1:
            return p
        z = -float(ndtri(p / 2)) if 0 < p < 1 else (0.0 if p >= 1 else math.inf)
        return several.adjusted_p([min(z, 37.0)] * len(self.loadings), shares=self.loadings)[0]


@dataclass(frozen=True, slots=True)
class Watched:
    """One variant's course: its looks, at the end of which periods, and what each compared.

    Without a plan there is no end: what is seen later counts as well.
    """

    variant: int
    course: Course | None
    periods: tuple[int, ...]
    compared: tuple[Compared, ...]
    is_planned: bool = True
    why: Unknown = NOT_YET

    @property
    def at(self) -> int:
        """The look that counts: the one at which it ended, else the last."""
        ended = self.course.ended if self.course and self.is_planned else None
        return len(self.periods) - 1 if ended is None else ended

    @property
    def has_ended(self) -> bool:
        """Whether its design is finished."""
        return self.is_planned and self.course is not None and self.course.ended is not None


def alpha_of(exposed: Exposed) -> Alpha:
    """Return the level: Dunnett's, from the shares planned, where there are several variants."""
    shares = exposed.phases[-1]
    control = shares[exposed.variants[0]]
    loadings = [shares[name] / (shares[name] + control) for name in exposed.variants[1:]]
    return Alpha(tuple(map(math.sqrt, loadings)), exposed.question.alpha)


def watch(
    exposed: Exposed, counted: Counted, gauge: Gauge, *, variant: int, alpha: float
) -> Watched:
    """Follow one variant from look to look as the question's design says."""
    looks: list[Look] = []
    periods: list[int] = []
    compared: list[Compared] = []
    why = NOT_YET
    for period, strata in counted.growing():
        now = gauge.compare(strata, variant=variant)
        if isinstance(now.absolute, Unknown):
            why = now.absolute
            continue
        people = sum(sums.units for sums in strata.values())
        worth = _worth(strata, variant) if counted.phases > 1 else None
        looks.append(Look(units=people, effect=now.absolute, information=worth))
        periods.append(period)
        compared.append(now)
    course = _follow(exposed.question, looks, alpha=alpha) if looks else None
    planned = exposed.question.plan is not None
    return Watched(variant, course, tuple(periods), tuple(compared), planned, why)


def effect(
    question: Experiment, watched: Watched, *, name: str, alpha: Alpha, is_pending: bool
) -> VariantEffect:
    """Return what a variant did, as far as the design lets it be said."""
    course = watched.course
    if course is None:
        return VariantEffect(name, watched.why, watched.why, None, None, None, TOO_EARLY)
    stage, compared = course.stages[watched.at], watched.compared[watched.at]
    if _is_hidden(question, course):
        more = _more(course)
        return VariantEffect(name, more, more, None, None, stage.critical, TOO_EARLY)
    absolute = course.corrected if isinstance(course.corrected, Estimate) else stage.interval
    p = course.p if watched.has_ended else stage.p
    if p is not None and not watched.is_planned:
        tuning = Tuning(units=question.narrowest, alpha=alpha.each)
        p = min(p, always_valid.p_always(stage.z, units=stage.units, tuning=tuning))
    return VariantEffect(
        variant=name,
        absolute=absolute,
        relative=_within(compared, stage.critical),
        p=None if p is None else alpha.adjusted(p),
        z=stage.z,
        boundary=stage.critical,
        reading=_reading(question, course, absolute, is_pending=is_pending),
    )


def looks(exposed: Exposed, watched: Watched, *, name: str) -> Iterator[EffectLook]:
    """Yield a variant's looks."""
    course = watched.course
    if course is None:
        return
    for period, stage in zip(watched.periods, course.stages, strict=True):
        yield EffectLook(
            period=exposed.cut[period].label,
            variant=name,
            people=stage.units,
            effect=stage.interval,
            z=stage.z,
            boundary=stage.critical,
            tested=stage.tested,
        )


def withheld(question: Experiment, watched: Sequence[Watched]) -> Unknown | None:
    """Return why results must not be seen yet: with `once` there are too few units."""
    for w in watched:
        if w.course is not None and _is_hidden(question, w.course):
            return _more(w.course)
    return None


def _worth(strata: Strata, variant: int) -> float:
    """Return what the units of all phases are worth, as if split in halves; see `Look`."""
    pairs = [(strata.get((variant, p)), strata.get((0, p))) for p in {p for _, p in strata}]
    return sum(4 * t.units * c.units / (t.units + c.units) for t, c in pairs if t and c)


def _follow(question: Experiment, seen: Sequence[Look], *, alpha: float) -> Course:
    if question.plan is None:
        return always_valid.follow(seen, tuning=Tuning(units=question.narrowest, alpha=alpha))
    plan = Plan(units=question.plan.units, alpha=alpha)
    if question.plan.looks == "once":
        return fixed_horizon.follow(seen, plan=plan)
    if sum(look.units < plan.units for look in seen) > _MOST_LOOKS:
        raise BadQuestion(
            f"more than {_MOST_LOOKS} looks, and the plan is not used up",
            place="plan.looks",
            remedy="Look every week or month: so many looks help nobody.",
            path=("plan", "looks"),
        )
    return group_sequential.follow(seen, plan=plan)


def _more(course: Course) -> Unknown:
    known = course.corrected
    return known if isinstance(known, Unknown) else NOT_YET


def _is_hidden(question: Experiment, course: Course) -> bool:
    once = question.plan is not None and question.plan.looks == "once"
    return once and course.ended is None


def _within(compared: Compared, critical: float) -> Reading:
    relative = compared.relative
    return relative if isinstance(relative, Unknown) else relative.within(critical)


def _reading(question: Experiment, course: Course, absolute: Estimate, *, is_pending: bool) -> str:
    """Read an effect: what is too small to matter comes before what merely stands out."""
    least = question.smallest_worthwhile
    if least is not None and -least < absolute.low and absolute.high < least:
        return NO_MEANINGFUL_EFFECT
    if course.crossed and course.ended is not None:
        rose = course.stages[course.ended].z > 0
        return BETTER if rose == (question.metric.better == "more") else WORSE
    unplanned = question.plan is None and not is_pending
    return INCONCLUSIVE if course.ended is not None or unplanned else TOO_EARLY
