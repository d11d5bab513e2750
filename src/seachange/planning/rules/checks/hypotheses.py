"""Checks of hypotheses: what is predicted, how we know we are right, and when we stop."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice

from seachange.planning.rules.checks.finding import Check, Hit
from seachange.planning.rules.checks.severity import Severity
from seachange.planning.rules.checks.survey import (
    MOST_NAMED,
    UNDECIDED,
    Survey,
    percent,
    points,
    quoted,
)
from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.discovery import Idea, RiskFinding
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.learning import (
    Assumption,
    AssumptionTest,
    Hypothesis,
    HypothesisVersion,
    Verdict,
)
from seachange.planning.rules.vocabulary import FOUR_RISKS


def _standing(survey: Survey) -> Iterator[Hypothesis]:
    return (h for h in survey.plan.hypotheses if h.state != "withdrawn")


def _undecided(survey: Survey) -> Iterator[Hypothesis]:
    return (h for h in survey.plan.hypotheses if h.state in UNDECIDED)


def _statement(hypothesis: Hypothesis) -> tuple[str, ...]:
    return quoted(hypothesis.statement or hypothesis.name)


def hypothesis_without_outcome(survey: Survey) -> Iterator[Hit]:
    """Find hypotheses that name no outcome."""
    for hypothesis in _standing(survey):
        if hypothesis.outcome is None:
            yield Hit(hypothesis.id, ("no outcome", *_statement(hypothesis)))


def hypothesis_without_prediction(survey: Survey) -> Iterator[Hit]:
    """Find hypotheses that predict no change, or a change of nothing."""
    for hypothesis in _standing(survey):
        if not hypothesis.criteria.predicted:
            yield Hit(hypothesis.id, ("no predicted change", *_statement(hypothesis)))


def hypothesis_without_success(survey: Survey) -> Iterator[Hit]:
    """Find hypotheses without a smallest worthwhile change or a date to see it by."""
    for hypothesis in _standing(survey):
        lacks = {
            "smallest worthwhile change": hypothesis.criteria.smallest_worthwhile is None,
            "success date": hypothesis.criteria.success_on is None,
        }
        missing = [name for name, is_missing in lacks.items() if is_missing]
        if missing:
            told = f"No {' and no '.join(missing)}."
            yield Hit(hypothesis.id, tuple(f"no {name}" for name in missing), told=told)


def hypothesis_without_kill_criterion(survey: Survey) -> Iterator[Hit]:
    """Find hypotheses without a state, or without a date or number of people, to stop at."""
    for hypothesis in _standing(survey):
        if not hypothesis.criteria.has_kill_criterion:
            has_state = hypothesis.criteria.kill_state or hypothesis.criteria.kill_below is not None
            missing = "no date to stop at" if has_state else "no state to stop at"
            yield Hit(hypothesis.id, (missing,), mend=_kill_criterion(hypothesis))


def _kill_criterion(hypothesis: Hypothesis) -> str:
    worth = hypothesis.criteria.smallest_worthwhile
    state = (
        f"below {points(worth)}" if worth is not None else "below the smallest worthwhile change"
    )
    when = hypothesis.criteria.success_on or "a date"
    return f"Write, for example: {state} by {when}, we stop."


def hypothesis_predicting_the_impossible(survey: Survey) -> Iterator[Hit]:
    """Find predictions that would take a share below nobody or above everybody."""
    for hypothesis in _standing(survey):
        outcome = survey.plan.get(Outcome, hypothesis.outcome)
        base = outcome.baseline.level if outcome and outcome.baseline else None
        if outcome is None or base is None or not survey.is_a_share(outcome):
            continue
        criteria = hypothesis.criteria
        predicted = (criteria.predicted_low, criteria.predicted, criteria.predicted_high)
        beyond = [p for p in predicted if p is not None and not -1e-9 <= base + p <= 1 + 1e-9]
        if beyond:
            sums = (f"{percent(base)} {points(p)} = {percent(base + p)}" for p in beyond)
            yield Hit(hypothesis.id, (outcome.id, *sums))


def hypothesis_larger_than_life(survey: Survey) -> Iterator[Hit]:
    """Find predictions far beyond every change measured on the same metric."""
    measured = _measured_by_metric(survey)
    for hypothesis in _undecided(survey):
        outcome = survey.plan.get(Outcome, hypothesis.outcome)
        others = measured.get(outcome.metric or "", []) if outcome else []
        sizes = [(size, verdict) for size, verdict, of in others if of != hypothesis.id]
        predicted = hypothesis.criteria.predicted
        if predicted is None or not sizes:
            continue
        largest, verdict = max(sizes)
        if abs(predicted) > survey.thresholds.surprise_factor * largest:
            decided = (f"predicted {points(predicted)}", f"{verdict}: {points(largest)}")
            yield Hit(hypothesis.id, decided)


def _measured_by_metric(survey: Survey) -> dict[str, list[tuple[float, str, str]]]:
    """Return by metric (size of the change measured, verdict, hypothesis)."""
    found: dict[str, list[tuple[float, str, str]]] = {}
    for verdict in survey.plan.verdicts:
        hypothesis = survey.plan.get(Hypothesis, verdict.hypothesis)
        outcome = survey.plan.get(Outcome, hypothesis.outcome) if hypothesis else None
        if outcome is not None and outcome.metric and verdict.measured is not None:
            told = (abs(verdict.measured), verdict.id, verdict.hypothesis)
            found.setdefault(outcome.metric, []).append(told)
    return found


def hypothesis_with_unseen_risk(survey: Survey) -> Iterator[Hit]:
    """Find hypotheses with one of the four risks neither assumed nor looked at."""
    for hypothesis in _undecided(survey):
        seen = {a.risk for a in survey.plan.of(Assumption, hypothesis.id)}
        for about in _made(survey, hypothesis):
            seen |= {f.risk for f in survey.plan.of(RiskFinding, about)}
        unseen = [risk.value for risk in FOUR_RISKS if risk not in seen]
        if unseen:
            fills = (("list", ", ".join(unseen)),)
            yield Hit(hypothesis.id, tuple(f"no {risk}" for risk in unseen), fills=fills)


def _made(survey: Survey, hypothesis: Hypothesis) -> list[str]:
    """Return the ids of the output and the idea a hypothesis is about."""
    output = survey.plan.get(Output, hypothesis.output)
    told = (hypothesis.output, hypothesis.idea, output.idea if output else None)
    return list(dict.fromkeys(each for each in told if each))


def hypothesis_built_on_untested_ground(survey: Survey) -> Iterator[Hit]:
    """Find important assumptions without evidence under something being built."""
    under_way: dict[str | None, dict[str, None]] = {}
    for output in survey.plan.outputs:
        if output.state == "building":
            for about in (output.id, output.idea):
                under_way.setdefault(about, {})[output.id] = None
    for hypothesis in _standing(survey):
        found = (each for about in _made(survey, hypothesis) for each in under_way.get(about, ()))
        building = sorted(dict.fromkeys(islice(found, MOST_NAMED)))
        if not building:
            continue
        untested = [
            assumption
            for assumption in survey.plan.of(Assumption, hypothesis.id)
            if assumption.importance >= survey.thresholds.important
            and not _has_evidence(survey, assumption)
        ]
        if untested:
            riskiest = max(untested, key=lambda a: a.importance)
            mend = f"Test first: “{riskiest.text}”." if riskiest.text else ""
            ids = (a.id for a in untested)
            yield Hit(hypothesis.id, (*ids, *building), mend=mend)


def _has_evidence(survey: Survey, assumption: Assumption) -> bool:
    tests = [t.id for t in survey.plan.of(AssumptionTest, assumption.id)]
    return bool(survey.evidence_about(assumption.id, *tests))


def hypothesis_past_its_stop_rule(survey: Survey) -> Iterator[Hit]:
    """Find hypotheses still in testing whose kill criterion is met."""
    for hypothesis in survey.plan.hypotheses:
        criteria = hypothesis.criteria
        if hypothesis.state != "testing" or criteria.kill_below is None:
            continue
        seen = _latest_result(survey, hypothesis)
        if seen is None or not _is_due(survey, hypothesis, people=seen[1]):
            continue
        effect, people, source = seen
        wanted = -1 if (criteria.predicted or criteria.kill_below) < 0 else 1
        if wanted * effect < wanted * criteria.kill_below:
            rule = criteria.kill_state or f"below {points(criteria.kill_below)}"
            counted = f" after {people:,} people" if people else ""
            decided = (f"rule: {rule}", f"{source}: {points(effect)}{counted}")
            yield Hit(hypothesis.id, decided)


def _is_due(survey: Survey, hypothesis: Hypothesis, *, people: int | None) -> bool:
    criteria = hypothesis.criteria
    is_day = criteria.kill_on is not None and survey.as_of >= criteria.kill_on
    wanted = criteria.kill_after_people
    return is_day or (wanted is not None and people is not None and people >= wanted)


def _latest_result(survey: Survey, hypothesis: Hypothesis) -> tuple[float, int | None, str] | None:
    """Return (effect, people, where it stands) of the last result there is."""
    found: list[tuple[date, float, int | None, str]] = []
    for test in survey.plan.of(AssumptionTest, hypothesis.id):
        effect = effect_of(test)
        if effect is not None:
            day = test.analysed_on or test.finished_on or test.starts_on or date.min
            found.append((day, effect, people_in(test), test.id))
    verdict = survey.verdict_of(hypothesis.id)
    if verdict is not None and verdict.measured is not None and not found:
        found.append((verdict.decided_on or date.min, verdict.measured, None, verdict.id))
    return max(found, key=lambda each: (each[0], each[3]))[1:] if found else None


def effect_of(test: AssumptionTest) -> float | None:
    """Return a test's result: as stated, else treatment less control."""
    if test.result_effect is not None:
        return test.result_effect
    control = test.control.level if test.control else None
    treatment = test.treatment.level if test.treatment else None
    return None if control is None or treatment is None else treatment - control


def people_in(test: AssumptionTest) -> int | None:
    """Return how many people a test has counted in both arms, where that is known."""
    if test.control is None or test.treatment is None:
        return None
    both = (test.control.people, test.treatment.people)
    return None if None in both else sum(n for n in both if n is not None)


def hypothesis_past_its_date(survey: Survey) -> Iterator[Hit]:
    """Find hypotheses past the day they were to be stopped at, without a verdict."""
    for hypothesis in survey.plan.hypotheses:
        kill_on = hypothesis.criteria.kill_on
        is_open = hypothesis.state in {"complete", "testing"}
        is_past = kill_on is not None and kill_on < survey.as_of
        if is_open and is_past and not survey.plan.of(Verdict, hypothesis.id):
            yield Hit(hypothesis.id, (f"kill date {kill_on}", "no verdict"))


def hypothesis_with_moved_goalposts(survey: Survey) -> Iterator[Hit]:
    """Find criteria that differ from those of their own version once a test has started."""
    for hypothesis in survey.plan.hypotheses:
        started = [
            test.id
            for test in survey.plan.of(AssumptionTest, hypothesis.id)
            if test.state != "planned" or (test.starts_on and test.starts_on <= survey.as_of)
        ]
        if not started:
            continue
        for kept in survey.plan.of(HypothesisVersion, hypothesis.id):
            is_same = kept.version == hypothesis.version
            if is_same and kept.criteria != hypothesis.criteria:
                decided = (f"version {kept.version}", kept.id, *started)
                yield Hit(hypothesis.id, decided)
                break


def hypothesis_without_rivals(survey: Survey) -> Iterator[Hit]:
    """Find outcomes that hypotheses are about and few ideas stand for."""
    outcomes = dict.fromkeys(h.outcome for h in _undecided(survey) if h.outcome)
    for outcome in outcomes:
        ideas = {idea.id for idea in survey.plan.of(Idea, outcome)}
        hypotheses = [h for h in survey.plan.of(Hypothesis, outcome) if h.outcome == outcome]
        ideas |= {_idea_of(survey, h) for h in hypotheses}
        if len(ideas) < survey.thresholds.ideas:
            counted = f"{len(ideas)} idea{'' if len(ideas) == 1 else 's'}"
            yield Hit(outcome, (counted, *sorted(ideas)))


def _idea_of(survey: Survey, hypothesis: Hypothesis) -> str:
    """An output without an idea, and a bare hypothesis, stand for an idea of their own."""
    output = survey.plan.get(Output, hypothesis.output)
    return (
        hypothesis.idea or (output.idea if output else None) or hypothesis.output or hypothesis.id
    )


def hypothesis_without_source(survey: Survey) -> Iterator[Hit]:
    """Find hypotheses whose outcome's metric is recorded nowhere."""
    for hypothesis in _undecided(survey):
        outcome = survey.plan.get(Outcome, hypothesis.outcome)
        if outcome is None:
            continue
        metric = survey.metric_of(outcome)
        if metric is None or not (metric.source or metric.question):
            yield Hit(hypothesis.id, (outcome.id, metric.id if metric else "no metric"))


CHECKS = (
    Check(
        id="HY01",
        severity=Severity.ERROR,
        message="What should this change?",
        condition="A hypothesis has no outcome.",
        why=(
            "A hypothesis links what we make to what people do. Without an outcome it predicts "
            "nothing."
        ),
        mend="Name the outcome whose rate it should move.",
        look=hypothesis_without_outcome,
    ),
    Check(
        id="HY02",
        severity=Severity.ERROR,
        message="No prediction, so no surprise is possible.",
        condition="A hypothesis predicts no change with sign and size.",
        why=(
            "We learn from being wrong, and only a prediction can be wrong. Whatever happens will "
            "otherwise look as expected."
        ),
        mend="Write the change you expect in points of the rate: low, middle, high.",
        look=hypothesis_without_prediction,
    ),
    Check(
        id="HY03",
        severity=Severity.ERROR,
        message="How will you know you are right?",
        condition="A hypothesis lacks its smallest worthwhile change or its success date.",
        why=(
            "If it is not settled beforehand what counts as success, anything will. The bar is "
            "easiest to set while nobody knows the result."
        ),
        mend="Say which change would be worth the work, and by when it should be seen.",
        look=hypothesis_without_success,
    ),
    Check(
        id="HY04",
        severity=Severity.ERROR,
        message="Hypothesis has no kill criterion.",
        condition="A hypothesis's kill criterion lacks its state or its date.",
        why=(
            "People go on with what they began, long after it failed. A state and a date set in "
            "advance are the only rule known to stop it."
        ),
        mend="Write: below such a change, after so many people or by such a date, we stop.",
        look=hypothesis_without_kill_criterion,
    ),
    Check(
        id="HY05",
        severity=Severity.ERROR,
        message="Prediction is impossible.",
        condition="Baseline and predicted change together lie outside 0 to 1.",
        why=(
            "No rate falls below nobody or rises above everybody. The prediction or the baseline "
            "is in the wrong unit, or nobody looked at it."
        ),
        mend="Write the change in points of the rate, small enough to stay between 0 and 100 %.",
        look=hypothesis_predicting_the_impossible,
    ),
    Check(
        id="HY06",
        severity=Severity.WARNING,
        message="Larger than anything you have measured.",
        condition="The predicted change exceeds three times the largest measured on this metric.",
        why=(
            "Effects of that size are rare; errors of that size are common. A plan that needs one "
            "will most likely be disappointed."
        ),
        mend="Predict from what was measured before, or say what makes this one different.",
        look=hypothesis_larger_than_life,
    ),
    Check(
        id="HY07",
        severity=Severity.WARNING,
        message="Risk not looked at: {list}.",
        condition="One of value, usability, feasibility, viability has no assumption or finding.",
        why=(
            "Ideas fail for four reasons: nobody wants it, nobody can work it, we cannot build "
            "it, it does not pay. The one nobody looked at is the one that bites."
        ),
        mend="State for each of them what must be true, and what you found so far.",
        look=hypothesis_with_unseen_risk,
    ),
    Check(
        id="HY08",
        severity=Severity.ERROR,
        message="No assumption test for the riskiest assumption.",
        condition="The output is being built and an important assumption has no evidence.",
        why=(
            "If this assumption is false, everything built on it is lost. A test of it costs a "
            "fraction of the building."
        ),
        mend="Test that assumption first, in the cheapest way that could prove it false.",
        look=hypothesis_built_on_untested_ground,
    ),
    Check(
        id="HY09",
        severity=Severity.ERROR,
        message="Your own stop rule fired.",
        condition="The kill criterion is met and the hypothesis is still being tested.",
        why=(
            "You wrote this rule while you could still think coolly. Ignoring it once makes every "
            "later one worthless."
        ),
        mend="Stop and decide, or write down why the rule was wrong and set the next one.",
        look=hypothesis_past_its_stop_rule,
    ),
    Check(
        id="HY10",
        severity=Severity.WARNING,
        message="Deadline passed without a verdict.",
        condition="The kill date has passed and there is no verdict.",
        why=("A date that passes unnoticed was no date. Work goes on that may have been refuted."),
        mend="Read the result you have, give the verdict, and decide.",
        look=hypothesis_past_its_date,
    ),
    Check(
        id="HY11",
        severity=Severity.ERROR,
        message="Goalposts moved.",
        condition="Criteria changed after the first test started, within one version.",
        why=(
            "Who moves the bar after seeing the ball makes every shot a hit. The verdict would "
            "say nothing."
        ),
        mend="Restore the criteria, or make a new version and test it afresh.",
        look=hypothesis_with_moved_goalposts,
    ),
    Check(
        id="HY12",
        severity=Severity.INFO,
        message="Compare several ideas, not whether-or-not one.",
        condition="The hypothesis's outcome has fewer than three ideas.",
        why=(
            "Asked about one idea people say yes; asked to compare they think. The first idea is "
            "seldom the best."
        ),
        mend="Write two more ways in which this rate could be moved, and compare them.",
        look=hypothesis_without_rivals,
    ),
    Check(
        id="HY13",
        severity=Severity.WARNING,
        message="Cannot be tested as written.",
        condition="The metric of the hypothesis's outcome has no source.",
        why=("A change that nothing records cannot be seen. The test will end in opinions."),
        mend="Name where the behaviour is recorded, or add the event that records it.",
        look=hypothesis_without_source,
    ),
)
