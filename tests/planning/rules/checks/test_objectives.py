"""Whether the checks of objectives and key results find what they say, and nothing a hair away."""

from __future__ import annotations

import pytest

from seachange.planning.rules.checks.run import check
from seachange.planning.rules.plan.discovery import KeyResult, Objective
from seachange.planning.rules.plan.intent import DriverLink, Outcome
from tests.planning.rules.checks.worlds import SOUND, gone, put, world


def text(words):
    return put("KR1", text=words)


def results(*numbers):
    words = "New clients hold a first meeting within 7 days: 31 % → 45 %"
    return tuple(
        KeyResult(id=f"KR{n}", objective="OB1", outcome="OC1", text=words) for n in numbers
    )


def objective(n, **fields):
    return Objective(id=f"OB{n}", teams=("matching",), **({"cycle": "2026-H1"} | fields))


WORLDS = (
    world("KR01", "something will be launched", "KR1",
          broken=text("Launch the redesigned app"),
          hair=text("30 % of trial users invite a colleague in week 1")),
    world("KR02", "effort is counted", "KR1",
          broken=text("Conduct 20 customer interviews"),
          hair=text("20 % of customers book an interview")),
    world("KR03", "nobody says how often", "KR1",
          broken=(text("Customers recommend us"), put("OC1", target=None)),
          hair=text("Customers recommend us")),
    world("KR03", "nobody says who", "KR1",
          broken=(text("Improve performance"), put("KR1", outcome=None, start=1, target=2)),
          hair=text("Improve performance")),
    world("KR04", "five key results in a cycle", "matching",
          broken=results(2, 3, 4, 5), hair=results(2, 3, 4)),
    world("KR04", "three objectives in a cycle", "matching",
          broken=(objective(2), objective(3)),
          hair=(objective(2), objective(3, cycle="2026-H2"))),
    world("KR05", "done or not done by a date", "KR1",
          broken=text("Launch the redesigned app by June"),
          hair=text("Launch the redesigned app")),
    world("KR06", "no outcome behind it", "KR1",
          broken=put("KR1", outcome=None),
          hair=put("KR1", outcome=None, is_health=True, guardrail="G1")),
    world("KR06", "it drives an impact over another outcome", "KR1",
          broken=put("KR1", outcome="OC2"),
          hair=(put("KR1", outcome="OC2"), Outcome(id="OC2"),
                DriverLink(id="DR2", outcome="OC2", driven_outcome="OC1"))),
    world("KR06", "its outcome drives no impact", "KR1",
          broken=gone("DR1"), hair=put("DR1", state="supported")),
)  # fmt: skip


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_what_is_wrong_is_found_where_it_is(world):
    assert world.found == {world.record}


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_a_hair_away_nothing_is_found(world):
    assert world.found_a_hair_away == set()


@pytest.mark.parametrize(("cycle", "counted"), [
    ("2026-H1", "1 objective, 5 key results in 2026-H1"),
    ("", "1 objective, 5 key results"),
])  # fmt: skip
def test_how_many_is_too_many_is_counted_in_words(cycle, counted):
    many = SOUND.changed(put=[objective(1, cycle=cycle), *results(2, 3, 4, 5)])
    (found,) = [each for each in check(many).findings if each.id == "KR04"]
    assert found.decided_by[0] == counted
