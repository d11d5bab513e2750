"""Whether what was learnt is found again, and told as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from seachange.planning.rules.cases import cases
from seachange.planning.rules.indicators.learning import Forecast
from seachange.planning.rules.library import Wanted, lessons, search
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.learning import AssumptionTest, Hypothesis, Verdict
from seachange.planning.rules.plan.measuring import JourneyMap, JourneyStep
from seachange.planning.rules.programme import own_base_rate, programme, reliability
from seachange.planning.rules.vocabulary import Finish
from tests.planning.parley import parley


def found(plan=None, **asked):
    plan = plan or parley()
    told = search(lessons(plan, cases(plan)), Wanted(**asked))
    return [each.case.hypothesis.id for each in told]


def test_lessons_are_the_verdicts_that_stand_the_newest_first():
    assert found() == ["H4", "H6", "H5", "H1", "H3"]


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ({"outcome": "OC1"}, ["H1"]),
        ({"actor": "Client"}, ["H6"]),
        ({"actor": "cli"}, []),
        ({"team": "Matching"}, ["H6", "H1", "H3"]),
        ({"finish": Finish.SUPPORTED}, ["H5", "H1", "H3"]),
        ({"words": "slot SUMMARY"}, ["H6"]),
        ({"words": "slot", "finish": Finish.SUPPORTED}, ["H1"]),
        ({"words": "nothing of the kind"}, []),
    ],
)
def test_they_are_found_by_outcome_actor_team_verdict_and_words(asked, there):
    assert found(**asked) == there


def test_they_are_found_by_the_step_of_the_journey():
    journey = JourneyMap(id="JM1")
    step = JourneyStep(id="ST1", journey="JM1", name="first meeting")
    outcome = replace(parley().get(Outcome, "OC1"), journey_step="ST1")
    plan = parley().changed(put=[journey, step, outcome])
    assert found(plan, step="First meeting") == found(plan, step="ST1") == ["H1"]


def test_a_verdict_that_was_superseded_is_no_lesson():
    again = Verdict(
        id="V1b",
        hypothesis="H1",
        finish=Finish.INCONCLUSIVE,
        supersedes="V1",
        decided_on=date(2026, 6, 20),
    )
    plan = parley().changed(put=[again])
    assert found(plan, finish=Finish.SUPPORTED) == ["H5", "H3"]
    assert found(plan).count("H1") == 1


def test_the_worked_example_wins_three_of_five():
    told = programme(parley())
    assert (told.wins.count, told.wins.of) == (3, 5)
    assert [each.hypothesis.id for each in told.open] == ["H2"]
    # Verdicts after 89, 40, 54, 40 and 30 days; H2 waits for 75: three of six are over by 40.
    assert told.days_to_verdict == 40


def test_what_was_stopped_is_told_once_with_its_reason():
    told = {each.record: each.why for each in programme(parley()).killed}
    assert told == {
        "OU6": "moved nothing",
        "ID9": "clients would not pay for it",
        "ID10": "advisers have it in their calendars",
        "ID11": "",
    }


def test_the_base_rate_is_learnt_from_own_verdicts():
    # Beta(2, 8), three held, one failed; the inconclusive one teaches nothing
    assert own_base_rate(parley()) == pytest.approx((2 + 3) / (10 + 4))


def test_what_moved_too_little_did_not_hold():
    small = Verdict(id="V2", hypothesis="H2", finish=Finish.SMALL)
    assert own_base_rate(parley().changed(put=[small])) == pytest.approx(5 / 15)


def test_forecasts_are_scored_for_all_and_for_each_team():
    all_of_them, *teams = programme(parley()).forecasts
    # Brier 1950 on π of §7: .339, .342, .322 came true, .206 did not
    expected = (0.661**2 + 0.658**2 + 0.678**2 + 0.206**2) / 4
    assert all_of_them.score.brier == pytest.approx(expected)
    assert [each.team for each in teams] == ["AdviserOps", "CS", "Matching", "Product", "Support"]
    matching = teams[2]
    assert matching.score.forecasts == 3
    assert matching.score.brier == pytest.approx((0.661**2 + 0.658**2 + 0.206**2) / 3)


def test_the_belief_when_it_was_decided_comes_before_the_one_at_the_verdict():
    bold = replace(parley().get(Hypothesis, "H6"), belief_at_decision=0.9)
    told = programme(parley().changed(put=[bold])).forecasts[0]
    assert [each.said for each in told.bins][-1] == 0.9


def test_forecasts_fall_into_bins_once_each_certainty_included():
    told = [Forecast(belief, True) for belief in (0.0, 0.1, 0.2, 0.399, 0.4, 0.99, 1.0)]
    bins = list(reliability(told))
    assert sum(each.came_true.of for each in bins) == len(told)
    assert [(each.low, each.came_true.of) for each in bins] == [
        (0.0, 1), (0.1, 1), (0.2, 1), (0.3, 1), (0.4, 1), (0.8, 2),
    ]  # fmt: skip


def test_the_total_of_an_outcome_leaves_out_what_had_no_control():
    totals = {each.outcome.id: each for each in programme(parley()).totals}
    assert totals["OC4"].total is None
    assert totals["OC4"].believed == pytest.approx(0.1694, abs=5e-5)
    assert totals["OC1"].total.measured == pytest.approx(0.046)
    assert totals["OC1"].total.effect < 0.046


def test_a_test_that_is_only_planned_begins_nothing():
    planned = replace(parley().get(AssumptionTest, "T2"), state="planned")
    told = programme(parley().changed(put=[planned]))
    # Without the open H2, half of five are over by the third of 30, 40, 40, 54 and 89 days.
    assert told.days_to_verdict == 40


def test_an_empty_plan_has_learnt_nothing():
    empty = programme(replace(parley(), **dict.fromkeys(EMPTY, ())))
    assert empty.lessons == ()
    assert empty.wins.of == 0
    assert empty.base == 0.2


EMPTY = ("verdicts", "hypotheses", "ideas", "outputs", "assumption_tests")
