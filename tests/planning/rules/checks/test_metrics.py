"""Whether each check of metrics finds what it says, and nothing a hair away from it."""

from __future__ import annotations

import pytest

from seachange.planning.rules.plan.measuring import MetricVersion
from tests.planning.rules.checks.worlds import SOUND, put, world

KEPT = SOUND.by_id["M1"].definition


def kept(version=1, definition=KEPT):
    return MetricVersion(id="MV1", metric="M1", version=version, definition=definition)


WORLDS = (
    world("ME01", "within how long?", "M1",
          broken=put("M1", window=""), hair=put("M1", window="", state="deprecated")),
    world("ME01", "recorded nowhere", "M1",
          broken=put("M1", source=""), hair=put("M1", unit="")),
    world("ME02", "other people are counted under the same version", "M1",
          broken=(kept(), put("M1", denominator="all clients")),
          hair=(kept(), put("M1", denominator="all clients", version=2))),
    world("ME03", "pay depends on it and nothing guards it", "M1",
          broken=(put("M1", is_tied_to_pay=True), put("OC1", guardrails=())),
          hair=put("M1", is_tied_to_pay=True)),
)  # fmt: skip


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_what_is_wrong_is_found_where_it_is(world):
    assert world.found == {world.record}


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_a_hair_away_nothing_is_found(world):
    assert world.found_a_hair_away == set()
