"""Whether each check of journeys finds what it says, and nothing a hair away from it."""

from __future__ import annotations

import pytest

from seachange.planning.rules.plan.measuring import JourneyStep
from seachange.planning.rules.plan.values import Lane
from seachange.planning.rules.vocabulary import ActorKind
from tests.planning.rules.checks.worlds import gone, put, world

WORLDS = (
    world("JM01", "a step where nobody does anything", "ST2",
          broken=JourneyStep(id="ST2", journey="JM1"),
          hair=(JourneyStep(id="ST2", journey="JM1"), put("JM1", state="archived"))),
    world("JM01", "nobody knows which event it is", "BE1",
          broken=put("BE1", event_rule=""), hair=put("BE1", act="")),
    world("JM02", "nobody asked what predicts success here", "ST1",
          broken=gone("SG1"), hair=put("SG1", low=None)),
    world("JM03", "it may make no difference", "SG1",
          broken=put("SG1", low=0.0), hair=put("SG1", low=0.001)),
    world("JM04", "customers only", "JM1",
          broken=put("JM1", lanes=(Lane(actor="client"),)),
          hair=(put("JM1", lanes=(Lane(actor="client"),)),
                put("BE1", actor_kind=ActorKind.EMPLOYEE))),
    world("JM05", "a predictor taken for a cause", "SG1",
          broken=put("DR1", signal="SG1"),
          hair=(put("DR1", signal="SG1"), put("SG1", assumption_test="TE2"))),
    world("JM05", "the link itself was tested", "SG1",
          broken=put("DR1", signal="SG1"),
          hair=(put("DR1", signal="SG1"), put("EV7", assumption_test="TE2"))),
)  # fmt: skip


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_what_is_wrong_is_found_where_it_is(world):
    assert world.found == {world.record}


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_a_hair_away_nothing_is_found(world):
    assert world.found_a_hair_away == set()
