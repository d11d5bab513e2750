"""A verdict in words: what was predicted, what came, what is believed, and how that was reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from seachange.evidence.recount import Recount
from seachange.planning.rules.belief import MOST_LOG_ODDS, Belief
from seachange.planning.rules.cases import Case
from seachange.planning.rules.checks.survey import shown, spoken
from seachange.planning.rules.judgement import Judged
from seachange.planning.rules.measured import Measured
from seachange.planning.rules.next_test import Step
from seachange.planning.rules.plan.learning import AssumptionTest, Verdict
from seachange.planning.rules.plan.values import Criteria
from seachange.planning.rules.scoring import Ice
from seachange.planning.rules.vocabulary import Bearing, Finish, Scale, Stage
from seachange.report import links
from seachange.report.words import MINUS, NARROW, day

CALLED = {
    Finish.SUPPORTED: "supported",
    Finish.REFUTED: "refuted",
    Finish.HARMED: "harmed",
    Finish.SMALL: "moved, but small or unsure",
    Finish.INCONCLUSIVE: "inconclusive",
}
_BESIDE = {
    0.1: "a tenth of what shows the smallest change worth it",
    1.0: "which shows the smallest change worth it",
    2.0: "twice what shows the smallest change worth it",
}
_BEARINGS = {Bearing.FOR: "for", Bearing.AGAINST: "against", Bearing.NEITHER: "neither"}


def called(case: Case) -> str:
    """Return the verdict the evidence asks for, in words."""
    told = case.told
    if told.finish is None:
        return "cannot be called"
    if told.is_negligible and told.finish is not Finish.HARMED:
        return "no meaningful effect"
    return CALLED[told.finish]


def sentence(case: Case) -> str:
    """Say in one sentence what is believed now."""
    told = case.told
    belief = told.belief
    if belief is None:
        return "Nobody said from which change on it would be worth it, so nothing can be called."
    if told.harmed:
        return f"A guardrail was harmed: {told.harmed}. That is harm, whatever was gained."
    way = "By all that was measured and judged" if told.measured else "Judged, but not measured,"
    return (
        f"{way} the change is {believed(case, belief)}: {chance(belief.worthwhile)} likely to be "
        f"worth it, {chance(belief.positive)} to be a gain at all."
    )


def believed(case: Case, belief: Belief) -> str:
    """Write what a change is believed to be, as the metric moves: +4.25 ± 1.19 pp."""
    mean, spread = case.told.sign * belief.mean, belief.spread
    if case.scale is Scale.RATE:
        return f"{_signed(100 * mean)} ± {100 * spread:.2f}{NARROW}pp"
    return f"{_signed(mean)} ± {spread:.3g}"


def amount(value: float, scale: Scale) -> str:
    """Write a change in the unit of its metric: +4.60 pp."""
    return f"{_signed(100 * value)}{NARROW}pp" if scale is Scale.RATE else _signed(value)


def interval(each: Measured, scale: Scale) -> str:
    """Write the 95 % interval of a measured change without its unit: [2.22, 6.98]."""
    factor = 100 if scale is Scale.RATE else 1
    ends = (each.interval.low, each.interval.high)
    low, high = (f"{factor * end:.2f}".replace("-", MINUS) for end in ends)
    return f"[{low}, {high}]"


def chance(probability: float) -> str:
    """Write a probability in percent; nothing that is believed is ever certain.

    >>> chance(0.528), chance(0.9934), chance(1.0), chance(0.0002)
    ('53\u202f%', '99.3\u202f%', 'over 99.9\u202f%', 'under 0.1\u202f%')
    """
    percent = 100 * probability
    if percent >= 99.95:
        return f"over 99.9{NARROW}%"
    if percent < 0.05:
        return f"under 0.1{NARROW}%"
    digits = 0 if 1 <= percent < 99 else 1
    return f"{percent:.{digits}f}{NARROW}%"


def ice(told: Ice | None) -> str:
    """Write ICE with its three factors: 7 × 6.11 × 8 = 342.16; empty where it was not scored."""
    if told is None:
        return ""
    factors = (told.effect_score, told.confidence, told.ease_score)
    shown_factors = " × ".join(f"{each:.2f}".removesuffix(".00") for each in factors)
    return f"{shown_factors} = {told.score:.2f}"


def criteria(each: Criteria, scale: Scale) -> str:
    """Say what was predicted, from where on it is worth it, and when to stop."""
    parts = []
    if each.predicted is not None:
        parts.append(f"predicted {amount(each.predicted, scale)}")
    if each.smallest_worthwhile is not None:
        parts.append(f"worth it from {amount(each.smallest_worthwhile, scale)}")
    if each.kill_state:
        parts.append(f"stop {each.kill_state}")
    elif each.kill_below is not None:
        parts.append(f"stop below {amount(each.kill_below, scale)}")
    return "; ".join(parts) or "nothing was predicted"


def measured(each: Measured, case: Case) -> str:
    """Say one measured change: +4.60 pp [2.22, 6.98], 930 of 3,000 → 1,068 of 3,000, T1."""
    change = f"{amount(each.change, case.scale)} {interval(each, case.scale)}"
    test = _test(each, case)
    return f"{change}, {arms(test)}" if test and test.control and test.treatment else change


def arms(test: AssumptionTest) -> str:
    """Say what the two groups of a test did."""
    return f"{shown(test.control)} → {shown(test.treatment)}"


def where_from(each: Measured, case: Case) -> str:
    """Say which test, of what design, how long ago, and what it counts for."""
    test = _test(each, case)
    name = test.id if test else each.evidence.id
    weights = dict(zip(map(id, case.told.measured), case.told.weights, strict=False))
    weight = weights.get(id(each))
    share = "" if weight is None else f", {100 * weight:.0f}{NARROW}% of the belief"
    return f"{name}, {spoken(each.design)}, {each.age_days} days old{share}"


def _test(each: Measured, case: Case) -> AssumptionTest | None:
    return next((t for t in case.tests if t.id == each.evidence.assumption_test), None)


def recount(found: Recount) -> str:
    """Say what the log says of a test, beside what the plan says."""
    name = found.before.id
    if found.why:
        return f"{name}: no result by {found.source}: {found.why}"
    if found.after.control is None:
        effect, error = found.after.result_effect or 0.0, found.after.standard_error or 0.0
        said = f"{_signed(effect, 3)} ± {error:.3g}"
    else:
        said = arms(found.after)
    if not found.is_stated:
        return f"{name}: {said} by {found.source}"
    if found.agrees:
        return f"{name}: {said} by {found.source}, as the plan says"
    stated = arms(found.before) if found.before.control else "another effect"
    return f"{name}: {said} by {found.source}; the plan says {stated}"


def piece(each: Judged) -> str:
    """Say one judged piece of evidence: user evidence for, 120 days old (0.63 left)."""
    told = each.evidence
    bearing = _BEARINGS[told.bearing or Bearing.NEITHER]
    grades = [
        f"{name} {value:g}"
        for name, value in (("quality", told.quality), ("relevance", told.relevance))
        if value != 1
    ]
    also = "".join(f", {grade}" for grade in grades)
    return f"{spoken(each.evidence_class)}, {bearing}{also}, {each.age_days} days old"


def standing(case: Case) -> str:
    """Say what the verdict on record is and whether the evidence still says so."""
    recorded = case.standing
    if recorded is None:
        return "No verdict is on record."
    said = f"On record: {_recorded(recorded, case)}."
    if case.agrees is None:
        return said
    if case.agrees:
        return f"{said} The evidence says the same today."
    return f"{said} The evidence says otherwise today: {called(case)}."


def _recorded(recorded: Verdict, case: Case) -> str:
    when = f" on {day(recorded.decided_on)}" if recorded.decided_on else ""
    version = f", on version {recorded.hypothesis_version} of its criteria"
    newest = case.hypothesis.version
    late = f" (there is version {newest})" if newest != recorded.hypothesis_version else ""
    return f"{CALLED[recorded.finish]}{when} ({recorded.id}{version}{late})"


def derivation(case: Case) -> Iterator[str]:
    """Yield every step of the arithmetic, from the base rate to the verdict."""
    told = case.told
    yield (
        f"Base rate {told.how.base:.2f}: that share of ideas is worth it before anything is known."
    )
    for tier, by in told.leanings.items():
        yield (
            f"Evidence of the kind {spoken(tier)} moves the log-odds by {_signed(by, 3)} "
            f"(at most ±{MOST_LOG_ODDS[tier]:g})."
        )
    yield f"Judged so, before any measurement: {chance(told.before)}."
    if told.prior is None or told.belief is None:
        return
    worth = amount(told.sign * told.prior.smallest_worthwhile, case.scale)
    yield (
        f"That is a change of {believed(case, told.prior)}, normally spread, of which "
        f"{chance(told.before)} lies at {worth} or beyond."
    )
    for each, weight in zip(told.measured, told.weights, strict=True):
        error = amount(each.standard_error, case.scale).lstrip("+")
        yield (
            f"{where_from(each, case).split(',')[0]}: {measured(each, case)}, standard error "
            f"{error}, {spoken(each.design)}, {each.age_days} days old with a half-life of "
            f"{each.half_life:g}: {100 * weight:.1f}{NARROW}% of the belief."
        )
    yield f"Together: {believed(case, told.belief)}."
    bars = told.how.bars
    yield (
        f"Called: harmed at P(gain) ≤ {bars.harmed:g}, supported at P(worth it) ≥ "
        f"{bars.supported:g}, refuted at P(worth it) ≤ {bars.refuted:g}, moved but small at "
        f"P(gain) ≥ {bars.moved:g}, else inconclusive. So: {called(case)}."
    )
    yield (
        f"Confidence by the meter “{told.how.meter.name}”: what speaks for it "
        f"{told.sides.speaking_for.value:.2f}, against it "
        f"{told.sides.speaking_against.value:.2f}, all together {told.confidence:.2f} of 10."
    )
    yield from sized(case)
    yield from _worth_of_steps(case)
    for link in case.links:
        yield from links.derivation(link)


def further(case: Case) -> str:
    """Say which test to do next and what it is worth; empty where nothing is open."""
    told = case.further
    if told is None or told.best is None:
        return ""
    best = told.best
    cost = f" for a cost of {best.cost:,}" if best.cost else ""
    return (
        f"Next on the ladder: {step(best)}{cost}. It is expected to be worth "
        f"{worth(best.value, case.scale)}; to know for certain would be worth "
        f"{worth(told.certainty, case.scale)}."
    )


def step(each: Step) -> str:
    """Say what would be done: a pilot with 383 people in each group, a tenth of what …"""
    people = f" with {each.people:,} people in each group" if each.people else ""
    rung = "" if each.stage is Stage.EXPERIMENT else f" ({spoken(each.stage)})"
    beside = f", {_BESIDE[each.times]}" if each.times in _BESIDE else ""
    return f"{each.what}{people}{beside}{rung}"


def kind_of_step(each: Step) -> str:
    """Say what would be done, without how many people it takes."""
    return step(replace(each, people=None, stage=Stage.EXPERIMENT))


def sized(case: Case) -> Iterator[str]:
    """Yield how many people show what, and by which reckoning: every number has its question."""
    told = [
        (size, what)
        for size, what in (
            (case.worthwhile, "the smallest change worth it"),
            (case.predicted, "the change predicted"),
        )
        if size is not None
    ]
    for size, what in told:
        yield (
            f"To see {size.points}, {what}, takes {size.people:,} people in each of two groups, "
            f"{2 * size.people:,} together."
        )
    if told:
        size = told[0][0]
        yield (
            f"So reckoned from {100 * size.level:.3g}{NARROW}%, the outcome’s baseline, for "
            f"groups of one size that are looked at once: {100 * size.power:.0f}{NARROW}% of such "
            "tests find the change, and where there is none 5 % find one, up or down."
        )


def worth(value: float, scale: Scale) -> str:
    """Write what a test is worth, in three places, in the unit of the metric: 0.152 pp."""
    return f"{100 * value:.3f}{NARROW}pp" if scale is Scale.RATE else f"{value:.3g}"


def _worth_of_steps(case: Case) -> Iterator[str]:
    told, belief = case.further, case.told.belief
    if told is None or belief is None:
        return
    yield (
        f"To know for certain would be worth {worth(told.certainty, case.scale)}: how much better "
        f"it is to go on only where the change is worth it than to decide by {_now(case, belief)} "
        "(EVPI)."
    )
    for each in told.steps:
        yield (
            f"{step(each)[0].upper()}{step(each)[1:]}: expected to be worth "
            f"{worth(each.value, case.scale)} (EVSI), {100 * each.share:.0f}{NARROW}% of that."
        )


def _now(case: Case, belief: Belief) -> str:
    return f"{believed(case, belief)} today"


def _signed(value: float, digits: int = 2) -> str:
    text = f"{value:+.{digits}f}".replace("-", MINUS)
    return text if text.strip(f"+{MINUS}0.") else text[1:]
