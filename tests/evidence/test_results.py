"""Whether a test's result is read off a log by its own question, and its guardrails with it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from seachange.errors import BadQuestion
from seachange.events.sources.open import open_log
from seachange.events.sources.rows import from_rows
from seachange.evidence.questions import questions_of
from seachange.evidence.results import counted, harmed_by, recounts
from seachange.planning.rules.cases import cases
from seachange.planning.rules.plan.intent import DriverLink, Impact, Outcome
from seachange.planning.rules.plan.learning import AssumptionTest, Hypothesis
from seachange.planning.rules.plan.measuring import Metric
from seachange.planning.rules.plan.plan import plan_of
from seachange.planning.rules.plan.values import Criteria
from seachange.planning.rules.power import Count, newcombe
from seachange.planning.rules.vocabulary import Design, Direction, Finish, Stage
from tests.measure.rollout_worlds import day, shop

START = datetime(2026, 3, 2, tzinfo=UTC)
AS_OF = date(2026, 6, 1)
BUY = {"kind": "share", "of": {"event": "seen"}, "did": {"event": "buy"}, "within": "7 days"}
COMPLAIN = {"kind": "share", "did": {"event": "complain"}, "within": "7 days", "better": "less"}
ASKED = {"kind": "experiment", "assigned": {"event": "seen"}, "variant": "arm", "control": "old"}


def rows(arm, *, people, buy, complain):
    """Yield the events of one arm: who saw it, then the first so many buy or complain."""
    for n in range(people):
        seen = {"actor": f"{arm}-{n}", "arm": arm}
        when = START + timedelta(minutes=n)
        yield {**seen, "event": "seen", "time": when}
        if n < buy:
            yield {**seen, "event": "buy", "time": when + timedelta(days=1)}
        if n < complain:
            yield {**seen, "event": "complain", "time": when + timedelta(days=2)}


@pytest.fixture
def log():
    """A thousand in each arm: with the change 300 buy instead of 200, and many more complain."""
    told = [*rows("old", people=1000, buy=200, complain=20)]
    told += rows("new", people=1000, buy=300, complain=120)
    opened = open_log(told, cache=False)
    yield opened
    opened.close()


def world(question, **fields):
    """A hypothesis with one running test that asks so."""
    test = AssumptionTest(
        id="T1",
        hypothesis="H1",
        stage=Stage.EXPERIMENT,
        design=Design.RANDOMISED,
        state="running",
        guardrails=("M2",),
        planned_people=2000,
        question=question if isinstance(question, str) else json.dumps(question),
        **fields,
    )
    criteria = Criteria(predicted=0.08, smallest_worthwhile=0.03)
    return plan_of(
        [
            Metric(id="M1", question=json.dumps(BUY)),
            Metric(id="M2"),
            Outcome(id="OC1", metric="M1"),
            Hypothesis(id="H1", outcome="OC1", criteria=criteria, state="testing"),
            test,
        ],
        as_of=AS_OF,
    )


def judged(plan, log):
    found = list(recounts(plan, plan.hypotheses, log, as_of=AS_OF))
    (case,) = cases(counted(plan, found), harmed=harmed_by(found))
    return found, case


def test_what_the_question_leaves_out_the_plan_says():
    plan = world(ASKED)
    (asked,) = questions_of(plan, plan.assumption_tests[0])
    assert asked["metric"] == {**BUY, "entry": "first"}
    assert asked["plan"] == {"units": 2000, "looks": "once"}
    assert asked["smallest_worthwhile"] == 0.03


@pytest.mark.parametrize(
    ("direction", "said", "better"),
    [
        (Direction.MORE, {}, "more"),
        (Direction.LESS, {}, "less"),
        (Direction.STOP, {}, "less"),
        (Direction.LESS, {"better": "more"}, "more"),
    ],
)
def test_less_is_better_where_its_outcome_is_to_fall(log, direction, said, better):
    plan = world({**ASKED, "metric": {**BUY, **said}})
    plan = plan.changed(put=[replace(plan.get(Outcome, "OC1"), direction=direction)])
    (found,), _ = judged(plan, log)
    # With the change 300 of a thousand did it instead of 200.
    assert found.answer.question["metric"]["better"] == better
    assert found.answer.effects[0].reading == ("better" if better == "more" else "worse")


def test_a_measure_of_another_kind_than_the_outcome_s_keeps_its_own_way():
    plan = world(ASKED, metric="M2")
    plan = plan.changed(put=[replace(plan.get(Outcome, "OC1"), direction=Direction.LESS)])
    (asked,) = questions_of(plan, plan.assumption_tests[0])
    assert "better" not in asked.get("metric", {})


def test_a_result_nobody_wrote_down_is_evidence(log):
    (found,), case = judged(world(ASKED), log)
    assert (found.after.control.did, found.after.treatment.did) == (200, 300)
    assert case.told.measured[0].change == pytest.approx(0.1)
    assert case.told.finish is Finish.SUPPORTED
    assert found.source.split("(")[1][:-1] in case.told.measured[0].evidence.source


def test_a_harmed_guardrail_is_harm_whatever_was_gained(log):
    guarded = {**ASKED, "guardrails": [{"metric": COMPLAIN, "margin": 0.02}]}
    (found,), case = judged(world(guarded), log)
    assert found.harmed
    assert case.told.finish is Finish.HARMED
    assert case.told.belief.worthwhile > 0.9


def test_a_guardrail_that_was_kept_harms_nothing(log):
    kept = {**ASKED, "guardrails": [{"metric": COMPLAIN, "margin": 0.2}]}
    (found,), case = judged(world(kept), log)
    assert found.harmed == ""
    assert case.told.finish is Finish.SUPPORTED


def test_before_the_planned_number_there_is_no_result(log):
    early = {**ASKED, "plan": {"units": 9000, "looks": "once"}}
    (found,), case = judged(world(early), log)
    assert found.why
    assert case.told.measured == ()


@pytest.fixture
def open_log_of():
    """Open logs in which of a thousand without the change 200 buy, with it so many."""
    opened = []

    def look(buy):
        told = [*rows("old", people=1000, buy=200, complain=0)]
        told += rows("new", people=1000, buy=buy, complain=0)
        opened.append(open_log(told, cache=False))
        return opened[-1]

    yield look
    for log in opened:
        log.close()


def test_a_test_that_was_watched_is_judged_by_its_own_sequential_analysis(open_log_of):
    (found,), case = judged(world({**ASKED, "plan": {"units": 6000, "looks": "day"}}),
                            open_log_of(235))  # fmt: skip
    (result,) = case.told.measured
    told = found.answer.effects[0].absolute
    assert found.answer.stop is False
    assert (found.after.control.did, found.after.treatment.did) == (200, 235)
    assert result.change == told.value == pytest.approx(0.035)
    assert result.interval.high - result.interval.low == pytest.approx(told.high - told.low)
    # At a third of its plan the bare counts of 2,000 people say more than is known.
    bare = newcombe(Count(200, 1000), after=Count(235, 1000))
    assert told.high - told.low > 1.5 * (bare.high - bare.low)
    assert case.told.belief.spread > 0.02


def test_without_a_plan_the_interval_that_may_be_looked_at_always_counts(log):
    anew = world({**ASKED, "plan": None})
    (found,), case = judged(anew, log)
    interval = found.answer.effects[0].absolute
    (result,) = case.told.measured
    assert found.after.is_sequential
    assert result.interval.high - result.interval.low == pytest.approx(interval.high - interval.low)


def test_a_test_that_asks_for_another_definition_of_its_metric_has_no_result(log):
    longer = {**BUY, "within": "14 days"}
    (found,), case = judged(world({**ASKED, "metric": longer}), log)
    assert found.why == "it asks for another definition than M1 has: another `within`"
    assert case.told.measured == ()


def test_the_same_definition_in_other_words_is_the_same(log):
    same = {**BUY, "did": "buy", "within": "168 hours", "better": "more"}
    (found,), _ = judged(world({**ASKED, "metric": same}), log)
    assert found.why == ""


def test_a_test_that_is_only_planned_is_not_asked(log):
    plan = world(ASKED)
    planned = plan_of(
        [each for each in plan.records() if each.id != "T1"]
        + [AssumptionTest(id="T1", hypothesis="H1", question=json.dumps(ASKED))],
        as_of=AS_OF,
    )
    assert list(recounts(planned, planned.hypotheses, log, as_of=AS_OF)) == []


def test_a_question_of_another_kind_tells_no_effect(log):
    (found,), _ = judged(world(BUY), log)
    assert found.why == "a question of the kind share tells no effect"


def test_a_question_that_cannot_be_asked_names_its_test(log):
    plan = world({**ASKED, "control": 7})
    with pytest.raises(BadQuestion, match="T1"):
        list(recounts(plan, plan.hypotheses, log, as_of=AS_OF))


SHOP = {"kind": "share", "of": "visit", "did": "buy", "within": "1 day"}


def rolled_out(question, **shopped):
    """Judge a hypothesis by a roll-out asked of a shop's log."""
    opened = from_rows(shop(days=63, people=40, released={"de": 42}, seed=2, **shopped))
    of_the_shop = Metric(id="M1", question=json.dumps(SHOP))
    plan = world({"kind": "rollout", "metric": SHOP, **question}).changed(put=[of_the_shop])
    found, case = judged(plan, opened)
    opened.close()
    return found[0], case


def test_a_roll_out_beside_another_segment_counts_with_the_error_of_its_design():
    beside = {"segment": "country", "released": {"de": day(42)}, "control": ["at"], "to": day(63)}
    found, case = rolled_out(beside, segments=("de", "at"), effect=0.15)
    assert found.after.design is Design.DIFFERENCE_IN_DIFFERENCES
    (result,) = case.told.measured
    assert result.interval.low < 0.15 < result.interval.high
    assert result.change == found.answer.effect.value
    assert case.told.finish is Finish.SUPPORTED


def test_before_and_after_shows_nothing_however_large():
    log = from_rows(shop(days=40, segments=("de",), people=100, released={"de": 20}, effect=0.5))
    (found,), case = judged(world({"kind": "rollout", "metric": SHOP, "released": day(20)}), log)
    log.close()
    assert "more than half of all changes that had none" in found.why
    assert case.told.measured == ()


STAY = {"kind": "share", "of": {"event": "seen"}, "did": {"event": "complain"}, "within": "7 days"}


def with_a_link(*, named="M3", size=None):
    """The same world, whose outcome is said to drive an impact that the test measured as well."""
    asked = {**ASKED, "secondary": [{**STAY, "name": named}]}
    return world(asked).changed(
        put=[
            Metric(id="M3", question=json.dumps(STAY)),
            Impact(id="IM1", metric="M3"),
            DriverLink(id="L1", outcome="OC1", impact="IM1", size=size),
        ]
    )


def test_a_log_tells_what_followed_at_the_end_of_a_link(log):
    # 10 points more buy, and 10 points more complain: what buying is said to move, moved with it.
    _, case = judged(with_a_link(), log)
    (link,) = case.links
    assert link.state == "supported"
    assert link.slope == pytest.approx(1.0)
    assert case.told.measured[0].change == pytest.approx(0.1)


def test_a_log_refutes_a_link_whose_end_did_not_follow(open_log_of):
    # 10 points more buy, and nobody complains in either arm … then nothing tells how sure that is.
    _, case = judged(with_a_link(), open_log_of(300))
    assert case.links[0].state == "claimed"
    told = [*rows("old", people=1000, buy=200, complain=120)]
    told += rows("new", people=1000, buy=300, complain=20)
    with_less = open_log(told, cache=False)
    _, case = judged(with_a_link(), with_less)
    with_less.close()
    assert case.links[0].state == "refuted"


def test_a_metric_of_another_name_tells_nothing_of_a_link(log):
    _, case = judged(with_a_link(named="something else"), log)
    assert (case.links[0].state, case.links[0].trials) == ("claimed", ())
