"""Whether each check of reviews finds what it says, and nothing a hair away from it."""

from __future__ import annotations

from datetime import date

import pytest

from seachange.planning.rules.plan.discovery import Review
from seachange.planning.rules.plan.learning import Decision
from seachange.planning.rules.vocabulary import Choice
from tests.planning.rules.checks.worlds import put, world


def reviews(count):
    days = range(1, count + 1)
    return tuple(Review(id=f"RX{n}", state="held", held_on=date(2026, 6, n)) for n in days)


def decision(choice):
    return Decision(id="DX1", choice=choice, review="RX1")


WORLDS = (
    world("RV01", "a cycle without a review", "OB1",
          broken=put("RW1", cycle="2025-H2"),
          hair=(put("RW1", cycle="2025-H2"), put("OB1", cycle_starts=date(2026, 4, 1)))),
    world("RV01", "a shared outcome and one owner in the room", "OC1",
          broken=put("RW1", teams=("matching",)),
          hair=put("RW1", teams=("matching",), participants=("cy",))),
    world("RV02", "ten reviews and nothing stopped", "",
          broken=(*reviews(10), decision(Choice.GO)),
          hair=(*reviews(10), decision(Choice.KILL))),
    world("RV02", "eight reviews are too few to say", "",
          broken=reviews(9), hair=reviews(8)),
)  # fmt: skip


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_what_is_wrong_is_found_where_it_is(world):
    assert world.found == {world.record}


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_a_hair_away_nothing_is_found(world):
    assert world.found_a_hair_away == set()
