"""Whether each check of the vision finds what it says, and nothing a hair away from it."""

from __future__ import annotations

from datetime import date

import pytest

from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.organisation import FluencyCheck, Member
from seachange.planning.rules.plan.roadmap import RoadmapItem
from seachange.planning.rules.plan.values import Claim
from seachange.planning.rules.vocabulary import Maturity, Origin, RoadmapKind, Role, Source
from tests.planning.rules.checks.worlds import gone, put, world

# Four periods of 90 days that end on 2026-06-30.
BEGUN = (date(2025, 8, 1), date(2025, 11, 1), date(2026, 2, 10), date(2026, 6, 2))


def theme(**fields):
    return RoadmapItem(id="RMX", item_kind=RoadmapKind.THEME, title="speed", **fields)


def asked(*weeks):
    """Ten weeks of our own work begun in each period, and so many weeks of what was asked."""
    for n, (day, much) in enumerate(zip(BEGUN, weeks, strict=True)):
        yield Output(id=f"OA{n}", origin=Origin.DEAL, effort_weeks=much, building_started_on=day)
        yield Output(id=f"OB{n}x", origin=Origin.TEAM, effort_weeks=10, building_started_on=day)


def sellers(fluent, others):
    for n in range(fluent + others):
        yield Member(id=f"seller{n}", role=Role.SALES)
        yield FluencyCheck(id=f"FX{n}", member=f"seller{n}", passed=n < fluent)


def claims(**fields):
    return put("PO1", claims=(Claim(text="replies at night", **fields),))


WORLDS = (
    world("VI01", "the vision is a draft", "",
          broken=put("VI1", state="draft"), hair=put("VI1", statement="")),
    world("VI02", "neither for today nor for tomorrow", "RMX",
          broken=theme(), hair=theme(near_term_reason="the audit in autumn")),
    world("VI02", "an outcome that drives nothing justifies nothing", "RMX",
          broken=theme(outcome="OCX"), hair=theme(outcome="OC1")),
    world("VI02", "the law asks for it", "RMX",
          broken=theme(), hair=theme(source=Source.OBLIGATION)),
    world("VI02", "part of the vision", "RMX", broken=theme(), hair=theme(source=Source.VISION)),
    world("VI03", "requests grew three periods running", "",
          broken=tuple(asked(1, 2, 3, 5)), hair=tuple(asked(1, 3, 3, 5))),
    # Sam is fluent: with three and one more that are four of five.
    world("VI04", "three of four sellers can tell it", "",
          broken=tuple(sellers(2, 1)), hair=tuple(sellers(3, 1))),
    world("VI04", "the only pass ran out yesterday", "",
          broken=put("FL1", expires_on=date(2026, 6, 29)),
          hair=put("FL1", expires_on=date(2026, 6, 30))),
    world("VI04", "the only seller was never asked", "",
          broken=gone("FL1"), hair=(gone("FL1"), put("sam", is_active=False))),
    world("VI05", "a claim that does not say whether it exists", "PO1",
          broken=claims(), hair=claims(maturity=Maturity.DISCOVERY)),
    world("VI05", "not yet published", "PO1",
          broken=claims(), hair=(claims(), put("PO1", state="approved"))),
    world("VI06", "a quarter later than first said", "VM1",
          broken=put("VM1", earlier_due=(date(2027, 3, 1),)),
          hair=put("VM1", earlier_due=(date(2027, 3, 2),))),
    world("VI06", "a quarter past its day", "VM1",
          broken=put("VM1", due=date(2026, 3, 30)), hair=put("VM1", due=date(2026, 4, 1))),
)  # fmt: skip


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_what_is_wrong_is_found_where_it_is(world):
    assert world.found == {world.record}


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_a_hair_away_nothing_is_found(world):
    assert world.found_a_hair_away == set()
