"""Whether each check of impacts finds what it says, and nothing a hair away from it."""

from __future__ import annotations

from datetime import date

import pytest

from seachange.planning.rules.plan.discovery import KeyResult
from seachange.planning.rules.plan.intent import DriverLink
from seachange.planning.rules.plan.measuring import Measurement
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.vocabulary import Scale
from tests.planning.rules.checks.worlds import gone, put, world

NOW = {"starts": date(2026, 4, 1), "ends": date(2026, 6, 15)}


def score(promoters, passives, detractors):
    level = Level(promoters=promoters, passives=passives, detractors=detractors, **NOW)
    return Measurement(id="ME9", metric="NPS", impact="IM1", level=level)


def rate(did):
    return put("ME1", level=Level(did=did, people=3000, **NOW))


WORLDS = (
    world("IM01", "a team is held to a business result", "KR1",
          broken=put("KR1", text="Raise NPS from 17 to 30"),
          hair=put("OB1", teams=())),
    world("IM01", "a key result points at an impact", "KR1",
          broken=put("KR1", impact="IM1"),
          hair=KeyResult(id="KR2", objective="OB1", text="Raise NPS from 17 to 30", is_health=True,
                         guardrail="G1")),
    world("IM02", "an active impact without a link", "IM1",
          broken=gone("DR1"),
          hair=(gone("DR1"), put("IM1", state="draft"))),
    world("IM02", "the only link was refuted", "IM1",
          broken=put("DR1", state="refuted"), hair=put("DR1", state="supported")),
    world("IM03", "an impact without a date", "IM1", broken=put("IM1", by=None)),
    world("IM03", "an impact without a level to start from", "IM1",
          broken=put("IM1", baseline=Level()), hair=put("IM1", baseline=Level(value=0.0))),
    world("IM04", "links without evidence", "IM1",
          broken=gone("EV7"),
          hair=(DriverLink(id="DR2", outcome="OC1", impact="IM1"),)),
    world("IM05", "a score as a bare number", "IM1",
          broken=put("IM1", baseline=Level(value=17, people=420)),
          hair=put("NPS", scale=Scale.SCORE)),
    world("IM06", "the score rose while meetings stayed where they were", "IM1",
          broken=(score(250, 130, 80), rate(936)),
          hair=(score(250, 130, 80), rate(1100))),
    world("IM06", "the score may not have moved at all", "IM1",
          broken=(score(250, 130, 80), rate(936)),
          hair=(score(209, 160, 91), rate(936))),
    world("IM06", "nobody measured the outcome, so nobody knows", "IM1",
          broken=(score(250, 130, 80), rate(936)),
          hair=(score(250, 130, 80), gone("ME1"))),
    world("IM06", "the score is told without its answers", "IM1",
          broken=(score(250, 130, 80), rate(936)),
          hair=(put("IM1", baseline=Level(value=17)), score(250, 130, 80), rate(936))),
)  # fmt: skip


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_what_is_wrong_is_found_where_it_is(world):
    assert world.found == {world.record}


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_a_hair_away_nothing_is_found(world):
    assert world.found_a_hair_away == set()
