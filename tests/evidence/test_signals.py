"""Whether what a log shows at a plan's steps is found, found again, and never counted twice."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bench.worlds.simulation import ENTRY, SUCCESS, simulate
from seachange.errors import BadQuestion
from seachange.events.sources.open import open_log
from seachange.evidence.cohorts import asked, definition_of
from seachange.evidence.signals import Wanted, look, records
from seachange.measure.ask import ask
from seachange.planning.rules.invariants.cohorts import counted_twice
from seachange.planning.rules.plan.measuring import JourneyMap, JourneyStep
from seachange.planning.rules.plan.plan import plan_of
from seachange.planning.rules.plan.values import Lane
from seachange.planning.rules.signals import standing, told
from seachange.planning.rules.vocabulary import SignalKind, SignalStance, SignalStatus
from tests.story import START, story

WITHIN, PEOPLE = "128 hours", 8_000
WANTED = Wanted(within=WITHIN, segments=("segment",))
JOURNEY = (
    JourneyMap(id="JM1", lanes=(Lane(actor="visitors"),)),
    JourneyStep(id="ST1", journey="JM1", position=1, entry_event=ENTRY, name="Enters"),
    JourneyStep(id="ST2", journey="JM1", position=2, entry_event=SUCCESS, name="Succeeds"),
)


@pytest.fixture(scope="module")
def world():
    """A world of planted truth: its log, the day it ends, and the plan before anybody looked."""
    made = simulate("default", people=PEOPLE, seed=31_007)
    log = open_log(made.log(), actor="actor", time="time", event="event")
    ends = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=made.as_of)).date()
    yield log, ends, plan_of(JOURNEY, as_of=ends)
    log.close()


@pytest.fixture(scope="module")
def twice(world):
    """The same plan after a first cohort, and after the next one."""
    log, ends, plan = world
    (first, last) = look(plan, log, as_of=ends - timedelta(days=14), wanted=WANTED)
    kept = plan.changed(put=records(first))
    (second, _) = look(kept, log, as_of=ends, wanted=WANTED)
    return (plan, first, last), (kept, second), kept.changed(put=records(second))


def test_what_goes_with_success_is_proposed_as_a_signal_that_can_be_asked_again(world, twice):
    (_, first, last), _, _ = twice
    assert last.why == "it is the last of its journey: no step follows it"
    names = {each.behaviour.act for each in first.found}
    assert names
    assert all(name.startswith(("boost_", "block_")) for name in names)
    each = first.found[0]
    assert (each.behaviour.actor, each.behaviour.journey_step) == ("visitors", "ST1")
    assert (each.is_new, each.signal.success_label) == (True, "Succeeds")
    assert each.estimate.definition == definition_of(
        {"kind": "drivers", "journey": [{"event": ENTRY, "name": "Enters"},
                                        {"event": SUCCESS, "name": "Succeeds"}],
         "step": 1, "within": WITHIN, "segments": ["segment"]}
    )  # fmt: skip


def test_its_figures_are_those_of_the_answer_and_of_a_share(world, twice):
    log, _, _ = world
    (_, first, _), _, _ = twice
    period = {"from": first.starts, "to": first.ends + timedelta(days=1)}
    for each in first.found:
        share = ask(
            {"kind": "share", "of": ENTRY, "did": each.behaviour.event_rule, "within": WITHIN}
            | period,
            log,
        )
        assert (each.estimate.doing.did, each.estimate.doing.people) == (share.did, share.people)
        assert each.estimate.low < each.estimate.effect < each.estimate.high
        assert each.estimate.entries == share.people


def test_the_next_cohort_begins_where_the_last_one_ended_and_says_how_each_fares(twice):
    (_, first, _), (kept, second), after = twice
    assert second.starts == first.ends + timedelta(days=1)
    again = {each.signal.id: each for each in second.found if not each.is_new}
    assert set(again) == {each.signal.id for each in first.found}
    assert list(counted_twice(after)) == []
    fares = [standing(after, signal).status for signal in kept.signals]
    # They are planted, so most of them show again.
    assert fares.count(SignalStatus.REPLICATED) > len(fares) / 2
    assert SignalStatus.FADED not in fares


def test_a_later_cohort_holds_everybody_who_came_in_it_also_who_had_come_before(log_on):
    came = story("""
        ada:  come@0 done@1h come@10d
        ben:  come@1d        come@11d done@11d
        cleo:                come@12d
    """)
    way = [{"event": "come"}, {"event": "done"}]
    asks = {"kind": "drivers", "journey": way, "step": 1, "target": [2], "within": "1 day"}
    first, later = (
        asked(asks, log_on(came), starts=day(starts), ends=day(starts + 5), as_of=day(30))
        for starts in (0, 10)
    )
    # Of whom in the later one two are of the first, told by what they did then: ben is done.
    assert (first.answer.entries, later.answer.entries) == (2, 3)
    assert (first.succeeding.did, later.succeeding.did) == (1, 1)


def day(number):
    return START.date() + timedelta(days=number)


def test_a_booster_is_to_be_encouraged_and_a_blocker_eliminated(twice):
    _, _, after = twice
    for signal in after.signals:
        shown = told(after, signal)
        is_booster = after.by_id[signal.behaviour].act.startswith("boost_")
        assert (shown.signal is SignalKind.BOOSTER) == is_booster
        assert (signal.stance is SignalStance.ENCOURAGE) == is_booster


def test_who_has_not_had_all_their_time_waits_for_the_next_cohort(world, twice):
    log, ends, _ = world
    _, _, after = twice
    (again, _) = look(after, log, as_of=ends, wanted=WANTED)
    assert again.found == ()
    assert "had all their time" in again.why


def test_a_behaviour_the_plan_knows_already_gets_the_signal(world, twice):
    log, ends, plan = world
    (_, first, _), _, _ = twice
    known = [each.behaviour for each in first.found]
    (found, _) = look(plan.changed(put=known), log, as_of=ends - timedelta(days=14), wanted=WANTED)
    assert [each.behaviour for each in found.found] == known


def test_a_cohort_that_tells_nothing_is_not_kept_and_its_people_count_later(twice, world):
    _, (kept, _), _ = twice
    quiet = open_log(story("ada: enter@0 look@1h"), cache=False)
    (found, _) = look(kept, quiet, as_of=date(2027, 1, 1), wanted=WANTED)
    assert all(each.estimate.why for each in found.found)
    assert records(found) == []


def test_a_step_no_event_leads_to_says_so():
    steps = JourneyMap(id="J"), JourneyStep(id="S", journey="J")
    log = open_log(story("ada: enter@0"), cache=False)
    (found,) = look(plan_of(steps, as_of=date(2026, 1, 1)), log, as_of=date(2026, 1, 1),
                    wanted=Wanted())  # fmt: skip
    assert found.why == "no event says when people come to it"


def test_a_step_the_plan_has_not_is_a_mistake(world):
    log, ends, plan = world
    with pytest.raises(BadQuestion, match="no journey step ST9"):
        list(look(plan, log, as_of=ends, wanted=Wanted(step="ST9")))


def test_a_window_that_is_none_names_the_step(world):
    log, ends, plan = world
    with pytest.raises(BadQuestion) as raised:
        list(look(plan, log, as_of=ends, wanted=Wanted(within="soon")))
    assert "ST1" in str(raised.value)
