"""Checks of tests: do they test what we believe, and could they show it?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from seachange.planning.rules import power
from seachange.planning.rules.checks.finding import Check, Hit
from seachange.planning.rules.checks.severity import Severity
from seachange.planning.rules.checks.survey import Survey, percent, points
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.learning import AssumptionTest, Hypothesis
from seachange.planning.rules.plan.shape import word_for
from seachange.planning.rules.sizes import size_for
from seachange.planning.rules.vocabulary import Design, Stage

_CONTROLLED = frozenset({Design.RANDOMISED, Design.HOLDBACK})
_DEAR = frozenset({Stage.EXPERIMENT, Stage.RELEASE})


def _experiments(survey: Survey) -> Iterator[AssumptionTest]:
    """Walk the tests that have a control group, or ought to."""
    for test in survey.plan.assumption_tests:
        if test.stage is Stage.EXPERIMENT or test.design in _CONTROLLED:
            yield test


def _outcome_of(survey: Survey, test: AssumptionTest) -> Outcome | None:
    hypothesis = survey.plan.get(Hypothesis, test.hypothesis)
    return survey.plan.get(Outcome, hypothesis.outcome) if hypothesis else None


def experiment_on_another_metric(survey: Survey) -> Iterator[Hit]:
    """Find experiments judged by another metric than their outcome's; none named is its own."""
    for test in _experiments(survey):
        outcome = _outcome_of(survey, test)
        if outcome is not None and test.metric is not None and test.metric != outcome.metric:
            told = f"{outcome.id} is measured by {outcome.metric or 'nothing'}"
            yield Hit(test.id, (test.metric, told))


def experiment_with_odd_split(survey: Survey) -> Iterator[Hit]:
    """Find experiments whose arms cannot have been filled as planned."""
    for test in _experiments(survey):
        arms, share = _arms(test), test.planned_control_share
        if test.control is None or arms is None or not 0 < share < 1:
            continue
        chance = power.chance_of_split(arms, planned=(share, 1 - share))
        if chance < survey.thresholds.sample_ratio_chance:
            counted = f"{arms[0]:,} and {arms[1]:,} people, planned {share:g} to {1 - share:g}"
            yield Hit(test.id, (counted, f"chance {chance:.2g}"))


def _arms(test: AssumptionTest) -> tuple[int, int] | None:
    """Return the people of both arms: counted, else planned."""
    control = test.control.people if test.control else None
    treatment = test.treatment.people if test.treatment else None
    if control and treatment:
        return control, treatment
    if test.planned_people is None or test.planned_people < 2:
        return None
    first = round(test.planned_people * test.planned_control_share)
    second = test.planned_people - first
    return (first, second) if first and second else None


def _compared(
    survey: Survey,
) -> Iterator[tuple[AssumptionTest, Hypothesis, float, float]]:
    """Walk tests with two arms: the test, its hypothesis, the share before, what it can see."""
    for test in survey.plan.assumption_tests:
        hypothesis = survey.plan.get(Hypothesis, test.hypothesis)
        outcome = _outcome_of(survey, test)
        arms = _arms(test)
        if hypothesis is None or outcome is None or arms is None or not survey.is_a_share(outcome):
            continue
        has_arms = test.control is not None or test.design in _CONTROLLED
        base = outcome.baseline.level if outcome.baseline else None
        base = base if base is not None else (test.control.level if test.control else None)
        if has_arms and base is not None and 0 < base < 1:
            seen = power.smallest_seen(base, people=arms, power=survey.thresholds.power)
            yield test, hypothesis, base, seen


def experiment_too_small_for_prediction(survey: Survey) -> Iterator[Hit]:
    """Find tests that would most likely miss even the change predicted."""
    for test, hypothesis, base, seen in _compared(survey):
        predicted = hypothesis.criteria.predicted
        if predicted and seen > abs(predicted):
            yield _too_small(
                survey, test, f"{hypothesis.id} predicts", base=base, seen=seen, change=predicted
            )


def experiment_too_small_for_worthwhile(survey: Survey) -> Iterator[Hit]:
    """Find tests that could not rule out a change worth having."""
    for test, hypothesis, base, seen in _compared(survey):
        worth = hypothesis.criteria.smallest_worthwhile
        if worth and seen > abs(worth):
            sign = -1 if (hypothesis.criteria.predicted or worth) < 0 else 1
            change = sign * abs(worth)
            yield _too_small(
                survey,
                test,
                f"{hypothesis.id} is worth it from",
                base=base,
                seen=seen,
                change=change,
            )


def _too_small(
    survey: Survey,
    test: AssumptionTest,
    named: str,
    *,
    base: float,
    seen: float,
    change: float,
) -> Hit:
    told = f"It sees {points(seen).lstrip('+')} at {percent(survey.thresholds.power)} power."
    size = size_for(change, level=base, power=survey.thresholds.power)
    plan = f"For {points(change)} plan {size.people:,} people in each group" if size else ""
    mend = f"{plan}, or be bolder." if plan else ""
    return Hit(test.id, (f"{named} {points(change)}",), told=told, mend=mend)


def experiment_peeked_at(survey: Survey) -> Iterator[Hit]:
    """Find tests of fixed size that were looked at more than once."""
    for test in survey.plan.assumption_tests:
        if test.looks > 1 and not test.is_sequential and not test.correction:
            yield Hit(test.id, (f"{test.looks} looks", "fixed size, no correction"))


def unclosed_test(survey: Survey) -> Iterator[Hit]:
    """Find tests past their end, or finished for long without a result."""
    days = survey.thresholds.close_days
    for test in survey.plan.assumption_tests:
        is_late = test.ends_on is not None and test.ends_on < survey.as_of
        if test.state == "running" and is_late:
            yield Hit(test.id, (f"planned to end on {test.ends_on}", "still running"))
            continue
        ended = test.finished_on or test.ends_on
        is_open = test.state == "finished" and test.analysed_on is None
        if is_open and survey.is_over(days, since=ended):
            yield Hit(test.id, (f"ended on {ended}", "no result"))


def many_comparisons(survey: Survey) -> Iterator[Hit]:
    """Find tests that judge several variants or metrics as if each were the only one."""
    for test in survey.plan.assumption_tests:
        counted = []
        if test.variants_judged > 1:
            counted.append(f"{test.variants_judged} variants")
        if test.metrics_judged > 1:
            counted.append(f"{test.metrics_judged} metrics")
        if counted and not test.correction:
            yield Hit(test.id, (*counted, "no correction"))


def costly_first_test(survey: Survey) -> Iterator[Hit]:
    """Find hypotheses whose first test was a dear one."""
    first: dict[str, AssumptionTest] = {}
    for test in survey.plan.assumption_tests:
        if test.hypothesis is None:
            continue
        earlier = first.setdefault(test.hypothesis, test)
        if (test.starts_on or date.max) < (earlier.starts_on or date.max):
            first[test.hypothesis] = test
    for hypothesis, test in first.items():
        is_dear = test.cost is not None and test.cost > survey.thresholds.cheap_cost
        if test.stage in _DEAR and is_dear:
            yield Hit(test.id, (hypothesis, f"stage {word_for(test.stage)}", f"cost {test.cost}"))


def whole_idea_at_once(survey: Survey) -> Iterator[Hit]:
    """Find tests that cover many assumptions at once."""
    for test in survey.plan.assumption_tests:
        if len(test.assumptions) > survey.thresholds.assumptions_at_once:
            yield Hit(test.id, test.assumptions)


def blind_to_harm(survey: Survey) -> Iterator[Hit]:
    """Find experiments and releases that leave a guardrail unmeasured."""
    for test in survey.plan.assumption_tests:
        if test.stage not in _DEAR and test.design not in _CONTROLLED:
            continue
        hypothesis, outcome = (
            survey.plan.get(Hypothesis, test.hypothesis),
            _outcome_of(survey, test),
        )
        guarding = (hypothesis.guardrails if hypothesis else ()) + (
            outcome.guardrails if outcome else ()
        )
        unseen = [each for each in dict.fromkeys(guarding) if each not in test.guardrails]
        if unseen:
            mend = f"Measure {', '.join(unseen)} in both groups as well."
            yield Hit(test.id, tuple(unseen), mend=mend)


CHECKS = (
    Check(
        id="TS01",
        severity=Severity.ERROR,
        message="Tests something else.",
        condition="An experiment's first metric is not that of the hypothesis's outcome.",
        why=(
            "A test of another number cannot settle this hypothesis. It will be quoted as if it "
            "did."
        ),
        mend="Judge by the outcome's own metric; keep the other one as a second look.",
        look=experiment_on_another_metric,
    ),
    Check(
        id="TS02",
        severity=Severity.ERROR,
        message="Sample ratio mismatch; result invalid.",
        condition="The split of people between variants has a chance below 0.001.",
        why=(
            "People did not fall into the groups as planned, so the groups differ in more than "
            "the change. It is the most common way for an experiment to fail."
        ),
        mend="Find where people are lost or doubled, mend it, and run the test again.",
        look=experiment_with_odd_split,
    ),
    Check(
        id="TS03",
        severity=Severity.WARNING,
        message="Too small to see even the change you predict.",
        condition="The smallest change seen at 80 % power exceeds the predicted one.",
        why=(
            "Even if you are right, this test will most likely show nothing. A good idea would "
            "be dropped for want of people."
        ),
        mend="Add people, or test a bolder change.",
        look=experiment_too_small_for_prediction,
    ),
    Check(
        id="TS04",
        severity=Severity.WARNING,
        message="Peeking inflates false positives.",
        condition="A test of fixed size was looked at more than once, without correction.",
        why=(
            "Each look is another chance to be fooled; daily looks turn 5 % of false alarms into "
            "more than 25 %. The interval shown is too narrow."
        ),
        mend="Use a sequential method, or look once at the planned number of people.",
        look=experiment_peeked_at,
    ),
    Check(
        id="TS05",
        severity=Severity.WARNING,
        message="Test not closed.",
        condition="A test runs past its planned end, or ended 14 days ago without a result.",
        why=(
            "A test nobody closes costs people and attention and teaches nothing. The next idea "
            "waits behind it."
        ),
        mend="Stop it, analyse what there is, and write the result down.",
        look=unclosed_test,
    ),
    Check(
        id="TS06",
        severity=Severity.WARNING,
        message="Some will win by chance.",
        condition="Several variants or metrics are judged without correction.",
        why=(
            "Of twenty comparisons of nothing one will look like a success. The more are judged, "
            "the surer one of them wins by chance."
        ),
        mend="Name one metric in advance, or correct for the number of comparisons.",
        look=many_comparisons,
    ),
    Check(
        id="TS07",
        severity=Severity.INFO,
        message="A cheaper step may answer it.",
        condition="A hypothesis's first test is a costly experiment or release.",
        why=(
            "Most ideas can be refuted by a look at the data, five interviews or a fake door. An "
            "experiment as the first step pays the full price for the same no."
        ),
        mend="Ask what could be learned this week without building, and do that first.",
        look=costly_first_test,
    ),
    Check(
        id="TS08",
        severity=Severity.WARNING,
        message="Tests the whole idea; split it.",
        condition="One test covers more than three assumptions.",
        why=(
            "If it fails nobody knows which assumption was false. A test of one assumption is "
            "quicker and says more."
        ),
        mend="Take the riskiest assumption and test it alone.",
        look=whole_idea_at_once,
    ),
    Check(
        id="TS09",
        severity=Severity.WARNING,
        message="Harm would not be seen.",
        condition="A guardrail is not measured in a test of the hypothesis.",
        why=(
            "A change can win its metric and hurt what stands beside it. If the guardrail is not "
            "measured, the harm is found by customers."
        ),
        mend="Add the guardrails to the metrics of the test.",
        look=blind_to_harm,
    ),
    Check(
        id="TS10",
        severity=Severity.INFO,
        message="A null result will not rule out a worthwhile change.",
        condition="The smallest change seen at 80 % power exceeds the smallest worthwhile one.",
        why=(
            "If the test shows nothing, a change worth having may still be there. It cannot be "
            "read as a refutation."
        ),
        mend="Plan enough people for the smallest change that would be worth it.",
        look=experiment_too_small_for_worthwhile,
    ),
)
