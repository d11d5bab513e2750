"""What tests found by the log: each one's own question asked, beside what the plan says."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time

from seachange.errors import BadQuestion
from seachange.events.log import EventLog
from seachange.evidence.following import followed_from
from seachange.evidence.questions import metric_of, questions_of
from seachange.evidence.recount import Recount
from seachange.measure.answering.experiment_parts import ExperimentAnswer, VariantShown
from seachange.measure.answering.rollout_parts import NOT_SHOWN, RolloutAnswer
from seachange.measure.answering.share import ShareAnswer
from seachange.measure.answers import Answer, Estimate, Reading, Unknown
from seachange.measure.ask import ask, parse
from seachange.planning.rules.plan.learning import AssumptionTest, Evidence, Hypothesis
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.power import reach
from seachange.planning.rules.vocabulary import Bearing, Design, EvidenceClass, Stage

_NORMAL_REACH = reach()
# The keys of a metric's question that say what is measured.
_MEANING = ("kind", "did", "within", "over", "value", "scale", "range")
# What the grade of a roll-out's comparison can prove; all below is no more than a correlation.
_PROVES = {"A": Design.RANDOMISED, "B": Design.DIFFERENCE_IN_DIFFERENCES}


def recounts(
    plan: Plan, hypotheses: Iterable[Hypothesis], log: EventLog, *, as_of: date
) -> Iterator[Recount]:
    """Ask every test of these hypotheses that holds a question and has begun.

    Raises BadQuestion at the test's id. Of several variants none is *the* treatment, so such a
    test has no result here.
    """
    wanted = {each.id for each in hypotheses}
    for test in plan.assumption_tests:
        if test.hypothesis in wanted and test.question and test.state != "planned":
            yield _recount(plan, test, log, as_of=as_of)


def counted(plan: Plan, found: Iterable[Recount]) -> Plan:
    """Return the plan with what the log says of its tests, and the evidence that gives.

    What has no result is left out of what counts, with the reason; a test nobody had written
    evidence on gets it, by which way its effect points.
    """
    put: list[Record] = []
    for each in found:
        put.append(each.after)
        own = plan.of(Evidence, each.after.id)
        if each.why:
            put += [replace(piece, remaining=0.0, invalidated_by=each.why) for piece in own]
        elif own and isinstance(each.answer, RolloutAnswer | ShareAnswer):
            # What it compares with the log has told, whatever was called so before.
            put += [replace(piece, design=None) for piece in own]
        elif not [piece for piece in own if not piece.driver_link]:
            put.append(_evidence(each, as_of=plan.as_of))
        put += followed_from(plan, each)
    return plan.changed(put=put)


def harmed_by(found: Iterable[Recount]) -> dict[str, str]:
    """Return the guardrail that was harmed by each hypothesis that harmed one, by its id."""
    return {
        each.after.hypothesis: each.harmed
        for each in found
        if each.after.hypothesis and each.harmed
    }


def _recount(plan: Plan, test: AssumptionTest, log: EventLog, *, as_of: date) -> Recount:
    moment = datetime.combine(as_of, time.max, tzinfo=UTC)
    try:
        *earlier, answered = [ask(each, log, as_of=moment) for each in questions_of(plan, test)]
    except BadQuestion as error:
        where = f"{test.id}: {error.place}" if error.place else test.id
        raise BadQuestion(error.what, place=where, remedy=error.remedy) from None
    source = f"{', '.join(answered.source.names)} ({answered.source.fingerprint[:12]})"
    bare = replace(test, control=None, treatment=None, result_effect=None, standard_error=None)
    after = bare
    if earlier:
        after, why = _compared(bare, earlier[0], answered)
        return Recount(before=test, after=after, answer=answered, source=source, why=why)
    why = _unusable(answered) or _otherwise_defined(plan, test, answered)
    if not why and isinstance(answered, ExperimentAnswer):
        after = _result(bare, answered)
    elif not why and isinstance(answered, RolloutAnswer):
        after = _followed(bare, answered)
    return Recount(before=test, after=after, answer=answered, source=source, why=why)


def _unusable(answered: Answer) -> str:
    if isinstance(answered, RolloutAnswer):
        if answered.reading == NOT_SHOWN:
            return answered.why
        return answered.effect.why if isinstance(answered.effect, Unknown) else ""
    if not isinstance(answered, ExperimentAnswer):
        return f"a question of the kind {answered.kind} tells no effect"
    if len(answered.variants) != 2:
        return "it has several variants, and none of them is the treatment"
    effect = answered.effects[0]
    if not answered.sample_ratio.ok:
        return answered.sample_ratio.sentence
    if not isinstance(effect.absolute, Estimate):
        return effect.absolute.why
    return effect.doubt or ""


def _compared(test: AssumptionTest, before: Answer, after: Answer) -> tuple[AssumptionTest, str]:
    """Return a test with a share of two periods, whatever it calls itself: a before and after."""
    told = replace(test, design=Design.PRE_POST)
    if not isinstance(before, ShareAnswer) or not isinstance(after, ShareAnswer):
        return told, "only a share is compared before and after"
    for each in (before, after):
        if isinstance(each.estimate, Unknown):
            return told, each.estimate.why
    levels = [Level(did=each.did, people=each.people) for each in (before, after)]
    return replace(told, control=levels[0], treatment=levels[1]), ""


def _otherwise_defined(plan: Plan, test: AssumptionTest, answered: Answer) -> str:
    """Say that a test asks for another definition than its metric's; empty if it does not.

    Compared with every default spelt out: the same said in other words is the same. Of whom it
    is asked (`of`) may differ, since a test may be of some people only.
    """
    told, metric = json.loads(test.question), metric_of(plan, test)
    if told.pop("metric", None) is None or metric is None or not metric.question.startswith("{"):
        return ""
    meant = parse(questions_of(plan, replace(test, question=json.dumps(told)))[-1]).to_dict()[
        "metric"
    ]
    asked = answered.question["metric"]
    differs = [key for key in _MEANING if asked.get(key) != meant.get(key)]
    if not differs:
        return ""
    return f"it asks for another definition than {metric.id} has: another `{'`, `'.join(differs)}`"


def _result(test: AssumptionTest, answered: ExperimentAnswer) -> AssumptionTest:
    """Return a test with what came of it: two tallies of shares, else an effect and its error."""
    control = str(answered.question["control"])
    one, other = sorted(answered.variants, key=lambda each: each.name != control)
    effect = answered.effects[0].absolute
    if answered.unit != "share":
        return _with_effect(test, effect)
    counted_so = replace(test, control=_level(one), treatment=_level(other))
    plan = answered.question.get("plan")
    if plan and plan["looks"] == "once":
        return counted_so
    # Who looks more than once reads the interval that allows for it, not the bare counts.
    return _with_effect(replace(counted_so, is_sequential=True), effect)


def _followed(test: AssumptionTest, answered: RolloutAnswer) -> AssumptionTest:
    """Return a test with what a roll-out came to, as surely as its comparison can be."""
    designed = replace(test, design=_PROVES.get(answered.grade, Design.CORRELATION))
    return _with_effect(designed, answered.effect)


def _with_effect(test: AssumptionTest, effect: Reading) -> AssumptionTest:
    if not isinstance(effect, Estimate):
        return test
    error = (effect.high - effect.low) / 2 / _NORMAL_REACH
    return replace(test, result_effect=effect.value, standard_error=error)


def _level(shown: VariantShown) -> Level | None:
    if not isinstance(shown.estimate, Estimate):
        return None
    return Level(did=round(shown.estimate.value * shown.people), people=shown.people)


def _evidence(found: Recount, *, as_of: date) -> Evidence:
    test = found.after
    released = test.stage is Stage.RELEASE
    return Evidence(
        id=f"{test.id}-asked",
        hypothesis=test.hypothesis,
        assumption_test=test.id,
        evidence_class=EvidenceClass.LAUNCH_DATA if released else EvidenceClass.TEST_RESULTS,
        bearing=Bearing.NEITHER,
        design=test.design,
        observed_on=test.analysed_on or test.finished_on or as_of,
        source=found.source,
    )
