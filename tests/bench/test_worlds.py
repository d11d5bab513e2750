"""Planted worlds: what the log shows is what was planted, and rivals count as they say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from bench.worlds.deeds import SECOND
from bench.worlds.lives import NEVER, Forgetting, live
from bench.worlds.planted import SCENARIOS, TRUE
from bench.worlds.rivals import rivals
from bench.worlds.simulation import ENTRY, SLICE, SUCCESS, WITHIN, simulate

GRID = np.array([1, 2, 3, 4, 6, 8, 11, 16, 22, 32], dtype=float)


@pytest.fixture(scope="module")
def world():
    return simulate("default", people=3000, seed=4)


def moments(world, name):
    """Return person and slices since entry of each event of a name."""
    log = world.log().filter(pc.field("event") == name)
    person = np.array([int(a[1:]) for a in log["actor"].to_pylist()])
    time = log["time"].cast(pa.int64()).to_numpy()
    return person, (time - world.entered[person]) / SLICE


def test_the_same_seed_lives_the_same_world_and_another_one_another(world):
    again = simulate("default", people=3000, seed=4)
    assert again.log().equals(world.log())
    assert not simulate("default", people=3000, seed=5).log().equals(world.log())


def test_everybody_enters_once_and_succeeds_at_most_once_in_time(world):
    person, moment = moments(world, ENTRY)
    assert sorted(person) == list(range(3000))
    assert (moment == 0).all()
    person, moment = moments(world, SUCCESS)
    assert np.unique(person).size == person.size == (world.lives.succeeded < NEVER).sum()
    assert (moment > 0).all()
    assert (moment * SLICE < WITHIN).all()


def test_the_log_has_as_many_rows_as_it_says_in_order_of_time(world):
    time = world.log()["time"].cast(pa.int64()).to_numpy()
    assert time.size == world.events
    assert (np.diff(time) >= 0).all()
    assert time[-1] < world.as_of


def test_classes_leave_the_traces_they_are_named_for(world):
    success = np.full(3000, np.inf)
    who, moment = moments(world, SUCCESS)
    success[who] = moment
    who, moment = moments(world, "trivial_1")
    assert np.mean(np.abs(success[who] - moment) < 21 * SECOND) > 0.5
    who, moment = moments(world, "conseq_1")
    assert np.mean(moment > success[who]) > 0.5
    assert moments(world, "wait_1")[1].min() >= 19
    assert (world.people.cohort[moments(world, "cohort_1")[0]] >= 2).all()
    in_b = np.mean(world.people.segment[moments(world, "segment_1")[0]])
    assert in_b > 0.7


def test_forgetting_what_nobody_did_changes_no_life(world):
    who = np.flatnonzero(world.lives.succeeded > 1)
    nothing = Forgetting(column=0, who=who, moment=np.zeros(who.size))
    again = live(world.world, world.people, world.chance, forgetting=nothing)
    assert (again.succeeded == world.lives.succeeded[who]).all()
    assert (again.left == world.lives.left[who]).all()


def test_boosters_help_blockers_hurt_and_nothing_else_does_anything():
    world = simulate("default", people=20_000, seed=8)
    truth = world.truth(GRID)
    assert {name.split("_")[0] for name in truth} == set(TRUE)
    assert all((t.effect > 0) == name.startswith("boost") for name, t in truth.items())
    assert simulate("null", people=500, seed=1).truth(GRID) == {}


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_scenario_can_be_lived(name):
    world = simulate(name, people=400, seed=3)
    assert 0 < (world.lives.succeeded < NEVER).mean() < 0.9
    classes = SCENARIOS[name].classes
    assert {c: int((world.world.classes == c).sum()) for c in classes} == dict(classes)


def test_newcomers_have_no_past():
    assert simulate("newusers", people=400, seed=3).people.before.sum() == 0


def test_rivals_count_people_between_entry_and_success_or_the_window_s_end():
    """Of five who looked in time four bought, of five others one; two of them looked too late."""
    start = datetime(2026, 1, 5, tzinfo=UTC)
    rows = [(f"p{n}", start, "enter") for n in range(10)]
    rows += [(f"p{n}", start + timedelta(hours=1), "look") for n in range(5)]
    rows += [("p9", start + timedelta(days=9), "look")]
    rows += [(f"p{n}", start + timedelta(hours=2), "buy") for n in (0, 1, 2, 3, 7)]
    rows += [("p7", start + timedelta(hours=3), "look")]
    log = pa.table(dict(zip(("actor", "time", "event"), zip(*rows, strict=True), strict=True)))
    found = rivals(
        log,
        ["look"],
        entry="enter",
        success="buy",
        within=timedelta(days=7),
        early=timedelta(days=1),
    )
    shown = found["funnel odds ratio, as shown"]
    assert shown.sign == [1.0]
    assert shown.shown == [True]
    # Counted by hand: of four who looked in time and bought, and one who did not, against one and
    # four, the odds are (5·5)/(2·2); phi needs thirty people and has six.
    assert not found["best correlation, from 0.2"].shown.any()
