"""Whether each check of tests finds what it says, and nothing a hair away from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from seachange.planning.rules.plan.learning import AssumptionTest
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.vocabulary import Design
from tests.planning.rules.checks.worlds import CRITERIA, gone, put, world


def arms(control, treatment):
    return put(
        "TE1",
        control=Level(did=round(0.31 * control), people=control),
        treatment=Level(did=round(0.31 * treatment), people=treatment),
    )


def worth(change):
    return put("H1", criteria=replace(CRITERIA, smallest_worthwhile=change))


WORLDS = (
    world("TS01", "judged by another number", "TE1",
          broken=put("TE1", metric="G1"), hair=put("TE1", metric=None)),
    # Pearson's chi-square of 6 000 and 6 400: 12.9, chance 0.0003; of 6 350: 9.9, 0.0016.
    world("TS02", "far too many fell into one group", "TE1",
          broken=arms(6000, 6400), hair=arms(6000, 6350)),
    # 2.8 standard errors of a difference between two shares of .31: 6 points need 933 in each.
    world("TS03", "too few to see the change predicted", "TE1",
          broken=arms(932, 932), hair=arms(934, 934)),
    world("TS03", "too few are planned", "TE9",
          broken=AssumptionTest(id="TE9", hypothesis="H1", design=Design.RANDOMISED,
                                planned_people=1864, guardrails=("G1",)),
          hair=AssumptionTest(id="TE9", hypothesis="H1", design=Design.RANDOMISED,
                              planned_people=1868, guardrails=("G1",))),
    world("TS03", "a test of no hypothesis promises nothing", "TE1",
          broken=arms(932, 932), hair=(arms(932, 932), put("TE1", hypothesis=None))),
    world("TS04", "looked at twice", "TE1",
          broken=put("TE1", looks=2), hair=put("TE1", looks=2, is_sequential=True)),
    world("TS05", "still running after its end", "TE1",
          broken=put("TE1", ends_on=date(2026, 6, 29)),
          hair=put("TE1", ends_on=date(2026, 6, 30))),
    world("TS05", "finished 15 days ago without a result", "TE1",
          broken=put("TE1", state="finished", finished_on=date(2026, 6, 15)),
          hair=put("TE1", state="finished", finished_on=date(2026, 6, 16))),
    world("TS06", "three variants against a control", "TE1",
          broken=put("TE1", variants_judged=3),
          hair=put("TE1", variants_judged=3, correction="Holm")),
    world("TS06", "two metrics judged", "TE1",
          broken=put("TE1", metrics_judged=2), hair=put("TE1", metrics_judged=1)),
    world("TS07", "the dear experiment came first", "TE1",
          broken=gone("TE0"),
          hair=(gone("TE0"), put("TE1", cost=Decimal(1000)))),
    world("TS08", "four assumptions in one test", "TE0",
          broken=put("TE0", assumptions=("AS1", "AS2", "AS3", "AS4")),
          hair=put("TE0", assumptions=("AS1", "AS2", "AS3"))),
    world("TS09", "the guardrail was left out", "TE1",
          broken=put("TE1", guardrails=()), hair=put("TE0", guardrails=())),
    world("TS10", "too few to rule out a change worth having", "TE1",
          broken=worth(0.0236), hair=worth(0.0237)),
)  # fmt: skip


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_what_is_wrong_is_found_where_it_is(world):
    assert world.found == {world.record}


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_a_hair_away_nothing_is_found(world):
    assert world.found_a_hair_away == set()
