"""Checks of outcomes: who does what, from which rate to which, by when, and who looks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise

from seachange.planning.rules import power
from seachange.planning.rules.checks.finding import Check, Hit
from seachange.planning.rules.checks.severity import Severity
from seachange.planning.rules.checks.survey import (
    SETTLED,
    Survey,
    percent,
    points,
    quoted,
    seen_on,
    shown,
)
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.measuring import (
    Behaviour,
    BehaviourSignal,
    JourneyStep,
    Metric,
    MetricBridge,
)
from seachange.planning.rules.plan.organisation import Team
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.vocabulary import Scale
from seachange.planning.rules.wording.facts import Label
from seachange.planning.rules.wording.reading import Flag, Reading

_DAYS_PER_MONTH = 365.25 / 12
_COUNTED = frozenset({Scale.RATE, Scale.FREQUENCY, Scale.COUNT})


def _open(survey: Survey) -> Iterator[Outcome]:
    return (outcome for outcome in survey.plan.outcomes if outcome.state not in SETTLED)


def _words(reading: Reading) -> tuple[str, ...]:
    return quoted(*(word.text for word in reading.words)) or quoted(reading.text)


def outcome_of_nobody(survey: Survey) -> Iterator[Hit]:
    """Find outcomes without an actor."""
    for outcome in _open(survey):
        if not outcome.actor.strip():
            yield Hit(outcome.id, quoted(outcome.text) or ("no actor",))


def outcome_that_is_an_output(survey: Survey) -> Iterator[Hit]:
    """Find outcomes without a behaviour, or worded as something to be made."""
    for outcome in _open(survey):
        reading = survey.read(outcome.text)
        if not outcome.behaviour.strip():
            yield Hit(outcome.id, ("no behaviour", *quoted(outcome.text)), mend=reading.rewrite)
        elif reading.label is Label.OUTPUT:
            yield Hit(outcome.id, _words(reading), mend=reading.rewrite)


def outcome_without_baseline(survey: Survey) -> Iterator[Hit]:
    """Find outcomes whose baseline lacks its value, n or period."""
    for outcome in _open(survey):
        base = outcome.baseline or Level()
        lacks = {"value": base.level is None, "n": not base.n, "period": not base.has_period}
        missing = [name for name, is_missing in lacks.items() if is_missing]
        if missing:
            told = "" if len(missing) == 3 else f"It has no {' and no '.join(missing)}."
            yield Hit(outcome.id, tuple(f"no {name}" for name in missing), told=told)


def outcome_with_wrong_target(survey: Survey) -> Iterator[Hit]:
    """Find outcomes whose target is missing, the baseline, on its wrong side, or no share."""
    for outcome in _open(survey):
        base = outcome.baseline.level if outcome.baseline else None
        if beyond := survey.beyond_a_share(outcome):
            decided = tuple(f"{what} {level:g}" for what, level in beyond.items())
            yield Hit(outcome.id, decided, told="It is no share.", mend=_as_shares(beyond))
        elif outcome.target is None:
            yield Hit(outcome.id, ("no target",))
        elif base is not None and not _is_ahead(outcome, base, outcome.target):
            direction = f"direction: {outcome.direction or 'none'}"
            decided = (f"baseline {base:g}", f"target {outcome.target:g}", direction)
            yield Hit(outcome.id, decided, mend=_other_side(outcome, base))


def _as_shares(beyond: Mapping[str, float]) -> str:
    """People write 45 and mean 45 %."""
    percents = [f"{each / 100:g} for {each:g} %" for each in beyond.values() if 0 < each <= 100]
    written = " and ".join(percents) or "a number between 0 and 1"
    return f"Write {written}; where no share is meant, give the metric another scale than rate."


def _is_ahead(outcome: Outcome, base: float, target: float) -> bool:
    if outcome.direction is None or target == base:
        return target != base
    return (target < base) == outcome.direction.is_down


def _other_side(outcome: Outcome, base: float) -> str:
    side = "below" if outcome.direction is not None and outcome.direction.is_down else "above"
    return f"“{outcome.text}”: set a target {side} {base:g}, or turn the direction round."


def outcome_without_date(survey: Survey) -> Iterator[Hit]:
    """Find outcomes without a date."""
    for outcome in _open(survey):
        if outcome.by is None:
            yield Hit(outcome.id, ("no date", *quoted(outcome.text)))


def outcome_counted_without_rate(survey: Survey) -> Iterator[Hit]:
    """Find outcomes measured without saying out of whom, or within how long."""
    for outcome in _open(survey):
        metric = survey.metric_of(outcome)
        if metric is None:
            yield Hit(outcome.id, ("no metric",), told="It has no metric.")
        elif metric.scale in _COUNTED and not metric.question:
            lacks = {"denominator": not metric.denominator, "window": not metric.window}
            missing = [name for name, is_missing in lacks.items() if is_missing]
            if missing:
                yield Hit(outcome.id, (metric.id, *(f"no {name}" for name in missing)))


def outcome_worded_as_solution(survey: Survey) -> Iterator[Hit]:
    """Find outcomes whose text makes something, or names something we make."""
    for outcome in _open(survey):
        for text in dict.fromkeys((outcome.text, outcome.name)):
            reading = survey.read(text)
            if Flag.NAMES_OUTPUT in reading.flags:
                yield Hit(outcome.id, quoted(text), mend=reading.rewrite)
                break


def outcome_without_owner(survey: Survey) -> Iterator[Hit]:
    """Find outcomes that nobody owns."""
    for outcome in _open(survey):
        if not outcome.owners:
            yield Hit(outcome.id, ("no owners",))


def outcome_owned_by_one_of_several(survey: Survey) -> Iterator[Hit]:
    """Find behaviours that several departments take part in and one of them owns."""
    for outcome in _open(survey):
        on_the_way = _departments_on_the_way(survey, outcome)
        owning = {_department_of(survey, owner) for owner in outcome.owners}
        if len(on_the_way) >= 2 and len(owning) < 2:
            missing = [d for d in on_the_way if d not in owning]
            told = f"{', '.join(on_the_way)} take part; add {', '.join(missing)}."
            yield Hit(outcome.id, (*on_the_way, *outcome.owners), told=told)


def _departments_on_the_way(survey: Survey, outcome: Outcome) -> list[str]:
    """Return the departments of the outcome's step and of the steps its signals stand at."""
    steps = [outcome.journey_step]
    for signal_id in outcome.signals:
        signal = survey.plan.get(BehaviourSignal, signal_id)
        behaviour = survey.plan.get(Behaviour, signal.behaviour) if signal else None
        steps.append(behaviour.journey_step if behaviour else None)
    found = (survey.plan.get(JourneyStep, step) for step in steps)
    return list(dict.fromkeys(d for step in found if step for d in step.departments))


def _department_of(survey: Survey, team: str) -> str:
    """A team whose department nobody told stands for one of its own."""
    record = survey.plan.get(Team, team)
    return (record.department if record else None) or team


def outcome_with_stale_baseline(survey: Survey) -> Iterator[Hit]:
    """Find baselines that are old, or of another version of their metric without a bridge."""
    for outcome in _open(survey):
        base, metric = outcome.baseline, survey.metric_of(outcome)
        if base is None:
            continue
        if survey.is_over(survey.thresholds.baseline_days, since=base.ends):
            days = (survey.as_of - base.ends).days if base.ends else 0
            yield Hit(outcome.id, (f"baseline until {base.ends}",), told=f"It is {days} days old.")
        elif metric is not None and not _is_comparable(survey, base, metric):
            decided = (f"baseline of version {base.version}", f"{metric.id} is {metric.version}")
            yield Hit(outcome.id, decided)


def _is_comparable(survey: Survey, base: Level, metric: Metric) -> bool:
    if base.version is None or base.version == metric.version:
        return True
    bridges = survey.plan.of(MetricBridge, metric.id)
    return any((b.from_version, b.to_version) == (base.version, metric.version) for b in bridges)


def outcome_target_inside_noise(survey: Survey) -> Iterator[Hit]:
    """Find targets nearer to the baseline than chance would carry it."""
    for outcome in _open(survey):
        base = outcome.baseline
        if base is None or base.did is None or not base.people or outcome.target is None:
            continue
        interval = power.wilson(power.Count(base.did, base.people))
        half = (interval.high - interval.low) / 2
        if abs(outcome.target - base.did / base.people) < half:
            noise = f"{percent(interval.low)} to {percent(interval.high)}"
            decided = (f"baseline {shown(base)}", f"target {percent(outcome.target)}")
            yield Hit(outcome.id, decided, told=f"The baseline's interval is {noise}.")


def outcome_without_guardrail(survey: Survey) -> Iterator[Hit]:
    """Find outcomes without a guardrail."""
    for outcome in _open(survey):
        if not outcome.guardrails:
            yield Hit(outcome.id, ("no guardrails",))


def outcome_that_is_an_attitude(survey: Survey) -> Iterator[Hit]:
    """Find outcomes about what people have in mind."""
    for outcome in _open(survey):
        reading = survey.read(outcome.text)
        if Flag.ATTITUDE in reading.flags:
            yield Hit(outcome.id, _words(reading), mend=reading.rewrite)


def outcome_nobody_watches(survey: Survey) -> Iterator[Hit]:
    """Find active outcomes not measured in the last review period."""
    days = survey.thresholds.review_days
    for outcome in survey.plan.outcomes:
        if outcome.state != "active":
            continue
        latest = survey.latest(outcome, outcome.metric)
        base = outcome.baseline.ends if outcome.baseline else None
        seen = [day for day in (seen_on(latest) if latest else None, base) if day is not None]
        last = max(seen, default=None)
        if last is None or survey.is_over(days, since=last):
            told = f"Last measured: {last or 'never'}."
            yield Hit(outcome.id, (latest.id if latest else "no measurement",), told=told)


def outcome_that_is_traction(survey: Survey) -> Iterator[Hit]:
    """Find outcomes that count the use of something we made."""
    for outcome in _open(survey):
        reading = survey.read(outcome.text)
        if Flag.TRACTION in reading.flags:
            yield Hit(outcome.id, _words(reading), mend=_beyond_use(outcome))


def _beyond_use(outcome: Outcome) -> str:
    who = outcome.actor or "people"
    return f"What do {who} get done because they “{outcome.behaviour}”? Count that instead."


def outcome_at_unseen_pace(survey: Survey) -> Iterator[Hit]:
    """Find outcomes that would have to move faster than anything measured here before."""
    for outcome in _open(survey):
        now = _stands(survey, outcome)
        if outcome.target is None or outcome.by is None or not now:
            continue
        day, level = now[-1]
        months = (outcome.by - max(day, survey.as_of)).days / _DAYS_PER_MONTH
        seen = [_pace(a, b) for a, b in pairwise(now) if b[0] > a[0]]
        fastest = max(seen, default=0.0)
        needed = abs(outcome.target - level) / months if months > 0 else 0.0
        if seen and needed > survey.thresholds.pace_factor * fastest:
            told = [_a_month(survey, outcome, each) for each in (needed, fastest)]
            decided = (f"{told[0]} a month needed", f"{told[1]} a month at most so far")
            yield Hit(outcome.id, decided)


def _a_month(survey: Survey, outcome: Outcome, pace: float) -> str:
    return points(pace).lstrip("+") if survey.is_a_share(outcome) else f"{pace:.3g}"


def _stands(survey: Survey, outcome: Outcome) -> list[tuple[date, float]]:
    """Return where the outcome stood and when, the baseline first."""
    base = outcome.baseline
    found = [(base.ends, base.level)] if base else []
    found += [(seen_on(m), m.level.level) for m in survey.measurements_of(outcome, outcome.metric)]
    return sorted({(day, level) for day, level in found if day is not None and level is not None})


def _pace(before: tuple[date, float], after: tuple[date, float]) -> float:
    return abs(after[1] - before[1]) / ((after[0] - before[0]).days / _DAYS_PER_MONTH)


def outcome_off_the_journey(survey: Survey) -> Iterator[Hit]:
    """Find outcomes tied to no step and no signal."""
    for outcome in _open(survey):
        if outcome.journey_step is None and not outcome.signals:
            yield Hit(outcome.id, ("no journey step", "no signal"))


CHECKS = (
    Check(
        id="OC01",
        severity=Severity.ERROR,
        message="Who changes behaviour?",
        condition="An outcome names nobody.",
        why=(
            "An outcome is a change in what somebody does. Without them there is nobody to "
            "watch, to ask or to build for."
        ),
        mend="Name one group you could point at: new clients, advisers, account managers.",
        look=outcome_of_nobody,
    ),
    Check(
        id="OC02",
        severity=Severity.ERROR,
        message="This is an output, not a behaviour.",
        condition="An outcome has no behaviour, or its wording reads as an output.",
        why=(
            "Making a thing is in our hands; that people behave differently is not, and is the "
            "point. A plan that counts things made succeeds while nothing changes."
        ),
        mend="Say what people will do differently once it exists, and at which rate.",
        look=outcome_that_is_an_output,
    ),
    Check(
        id="OC03",
        severity=Severity.ERROR,
        message="No baseline.",
        condition="An outcome's baseline lacks its value, its n or its period.",
        why=(
            "Without knowing where people stand, no later number shows a change. The first "
            "measurement after the work cannot be told from what was there before."
        ),
        mend="Measure the behaviour over the last full period and write value, people and period.",
        look=outcome_without_baseline,
    ),
    Check(
        id="OC04",
        severity=Severity.ERROR,
        message="Target missing or in the wrong direction.",
        condition="An outcome's target is missing, the baseline, on its wrong side, or no share.",
        why=(
            "A target says which change would be enough. One on the wrong side is reached by "
            "doing harm, or by doing nothing."
        ),
        mend="Set a target on the side of the baseline that the direction names.",
        look=outcome_with_wrong_target,
    ),
    Check(
        id="OC05",
        severity=Severity.ERROR,
        message="By when?",
        condition="An outcome has no date.",
        why=(
            "Without a date the outcome can never be missed, so nothing is learned from it. Pace "
            "and review both need one."
        ),
        mend="Give the date by which the rate should be reached.",
        look=outcome_without_date,
    ),
    Check(
        id="OC06",
        severity=Severity.WARNING,
        message="A count is not a rate.",
        condition="An outcome's metric has no denominator or no window.",
        why=(
            "Counts grow when the crowd grows, whatever people do. A rate over a fixed window "
            "shows behaviour."
        ),
        mend="Say out of whom, and within how long: of new clients, within 7 days.",
        look=outcome_counted_without_rate,
    ),
    Check(
        id="OC07",
        severity=Severity.WARNING,
        message="Wording commits you to a solution.",
        condition="An outcome's text holds an output verb or the name of one of our outputs.",
        why=(
            "A goal that names its solution leaves no room to find a better one. When the "
            "solution fails, the goal is lost with it."
        ),
        mend="Keep the people, the act and the rate; move the solution into an idea.",
        look=outcome_worded_as_solution,
    ),
    Check(
        id="OC08",
        severity=Severity.WARNING,
        message="No owner.",
        condition="An outcome has no owner.",
        why=(
            "What everybody watches nobody watches. Somebody must bring its number to the review."
        ),
        mend="Name the team, or the teams together, that answer for it.",
        look=outcome_without_owner,
    ),
    Check(
        id="OC09",
        severity=Severity.WARNING,
        message="Accountability should be shared.",
        condition="A behaviour's path crosses steps of several departments; one of them owns it.",
        why=(
            "The behaviour depends on people in several departments. If one of them alone is held "
            "to it, the others are free to optimise something else."
        ),
        mend="Add owners from every department whose step lies on the way.",
        look=outcome_owned_by_one_of_several,
    ),
    Check(
        id="OC10",
        severity=Severity.WARNING,
        message="Baseline is stale or measured differently.",
        condition="A baseline is older than 180 days, or of another version of the metric.",
        why=(
            "People, seasons and definitions change under an old number. A change since then may "
            "be none of our doing."
        ),
        mend="Measure the baseline again with the present definition, or record a bridge.",
        look=outcome_with_stale_baseline,
    ),
    Check(
        id="OC11",
        severity=Severity.WARNING,
        message="Target is inside the noise at this n.",
        condition="The distance to the target is less than half of the baseline's interval.",
        why=(
            "With so few people the rate swings further than this by chance. Reaching the target "
            "would prove nothing."
        ),
        mend="Measure more people, a longer period, or aim for a change that could be seen.",
        look=outcome_target_inside_noise,
    ),
    Check(
        id="OC12",
        severity=Severity.WARNING,
        message="Nothing protects against winning the wrong way.",
        condition="An outcome has no guardrail.",
        why=(
            "Any rate can be raised by forcing people or by harming something beside it. A "
            "guardrail tells when that happens."
        ),
        mend="Ask how this rate could be raised by cheating, and guard what would suffer.",
        look=outcome_without_guardrail,
    ),
    Check(
        id="OC13",
        severity=Severity.WARNING,
        message="An attitude; ask which act would show it.",
        condition="An outcome's behaviour is an attitude: satisfied, aware, like.",
        why=(
            "What people have in mind cannot be seen in a log, and asking changes it. What they "
            "do because of it can."
        ),
        mend="Ask what somebody who feels so does, and count that.",
        look=outcome_that_is_an_attitude,
    ),
    Check(
        id="OC14",
        severity=Severity.WARNING,
        message="Nobody is watching this outcome.",
        condition="An active outcome was not measured in the last review period.",
        why=(
            "An outcome nobody measures steers nothing. Work goes on by habit, and a wrong turn "
            "is noticed when the cycle is over."
        ),
        mend="Measure it now, and put the number into every review.",
        look=outcome_nobody_watches,
        needs_events=True,
    ),
    Check(
        id="OC15",
        severity=Severity.WARNING,
        message="Traction of a feature, not an outcome.",
        condition="An outcome's behaviour is the use of one of our outputs.",
        why=(
            "People use what we put in their way; that does not tell whether it did them any "
            "good. Use of a feature belongs to the feature."
        ),
        mend="Ask what people get done by using it, and count that.",
        look=outcome_that_is_traction,
    ),
    Check(
        id="OC16",
        severity=Severity.INFO,
        message="Pace never seen here before.",
        condition="The change needed each month is over twice the largest ever observed.",
        why=(
            "A target far beyond every change seen so far is a hope. It may be right, but "
            "somebody should say what is different this time."
        ),
        mend="Say what makes it possible now, or split the way into nearer targets.",
        look=outcome_at_unseen_pace,
        needs_events=True,
    ),
    Check(
        id="OC17",
        severity=Severity.WARNING,
        message="Not tied to the journey.",
        condition="An outcome is linked to no step of a journey and to no signal.",
        why=(
            "A behaviour without a place on the journey hangs in the air: nobody sees what comes "
            "before and after it. Its boosters and blockers stay unknown."
        ),
        mend="Point it at the step where the behaviour happens.",
        look=outcome_off_the_journey,
    ),
)
