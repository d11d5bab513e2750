"""Whether each check of the roadmap finds what it says, and nothing a hair away from it."""

from __future__ import annotations

from datetime import date

import pytest

from seachange.planning.rules.plan.learning import Hypothesis
from seachange.planning.rules.plan.roadmap import RoadmapItem
from seachange.planning.rules.vocabulary import Function, Precision, RoadmapKind, Source
from tests.planning.rules.checks.worlds import gone, put, world


def dated(record, day, precision):
    return put(record, due=day, precision=precision)


def outputs(*numbers):
    return tuple(
        RoadmapItem(id=f"RO{n}", item_kind=RoadmapKind.OUTPUT, output="OU1", confidence=n)
        for n in numbers
    )


def alike(*records):
    return tuple(put(record, confidence=5) for record in records)


ANSWERED = put("Q1", state="answered", answered_on=date(2026, 6, 1), answer="no free slots")

WORLDS = (
    world("RM01", "nothing beyond the quarter", "",
          broken=gone("RM6", "RM9", "RM12"), hair=gone("RM9", "RM12")),
    world("RM02", "nothing at nine months", "",
          broken=put("RM9", state="dropped"), hair=put("RM9", state="next")),
    world("RM03", "five of nine items are outputs", "",
          broken=outputs(1, 2, 3, 4, 5), hair=outputs(1, 2, 3, 4)),
    world("RM04", "a theme and nothing more", "RMX",
          broken=RoadmapItem(id="RMX", item_kind=RoadmapKind.THEME, title="speed"),
          hair=RoadmapItem(id="RMX", item_kind=RoadmapKind.THEME, title="speed", outcome="OC1")),
    world("RM05", "a day three months and a day away", "RM3",
          broken=dated("RM3", date(2026, 10, 1), Precision.DAY),
          hair=dated("RM3", date(2026, 9, 30), Precision.DAY)),
    world("RM05", "a month over six months away", "RM9",
          broken=dated("RM9", date(2026, 12, 31), Precision.MONTH),
          hair=dated("RM9", date(2026, 12, 30), Precision.MONTH)),
    world("RM05", "a quarter over a year away", "RM12",
          broken=dated("RM12", date(2027, 7, 1), Precision.QUARTER),
          hair=dated("RM12", date(2027, 7, 1), Precision.HALF_YEAR)),
    world("RM06", "nobody says how sure", "RM3",
          broken=put("RM3", confidence=None),
          hair=put("RM3", confidence=None, earliest=date(2026, 8, 1), latest=date(2026, 9, 1))),
    world("RM06", "a hypothesis on which there is no evidence", "RM9",
          broken=(put("RM9", confidence=None, hypothesis="H9"),
                  Hypothesis(id="H9", outcome="OC1")),
          hair=put("RM9", confidence=None)),
    world("RM07", "all four carry the same", "",
          broken=alike("RM3", "RM6", "RM9", "RM12"), hair=alike("RM3", "RM6", "RM9")),
    world("RM08", "moved later twice", "RM3",
          broken=put("RM3", earlier_due=(date(2026, 3, 31), date(2026, 6, 30))),
          hair=put("RM3", earlier_due=(date(2026, 3, 31), date(2026, 12, 31)))),
    world("RM09", "no item speaks of the outcome", "OC1",
          broken=(gone("RM3", "RM6"), put("RM9", hypothesis=None)),
          hair=gone("RM3", "RM6")),
    # Of five person-weeks in now and next, the question takes one.
    world("RM10", "requests take over a quarter", "",
          broken=(put("RM6", source=Source.REQUEST, effort_weeks=1.4),),
          hair=(put("RM6", source=Source.REQUEST, effort_weeks=1.3),)),
    world("RM11", "the vision gets less than a fifth", "",
          broken=put("RM12", effort_weeks=1.74), hair=put("RM12", effort_weeks=1.75)),
    world("RM12", "sellers see nothing", "",
          broken=put("RV1", audience=(Function.PRODUCT, Function.CUSTOMER_SUCCESS)),
          hair=(put("RV1", audience=(Function.PRODUCT, Function.CUSTOMER_SUCCESS)),
                put("RM3", audience=(Function.SALES,)))),
    world("RM13", "answered, and the plan stays as it was", "RM6",
          broken=(ANSWERED, put("RM6", changed_on=date(2026, 5, 31))),
          hair=(ANSWERED, put("RM6", changed_on=date(2026, 6, 1)))),
)  # fmt: skip


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_what_is_wrong_is_found_where_it_is(world):
    assert world.found == {world.record}


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_a_hair_away_nothing_is_found(world):
    assert world.found_a_hair_away == set()
