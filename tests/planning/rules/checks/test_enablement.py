"""Whether the checks of enablement and the chain find what they say, and nothing a hair away."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from seachange.planning.rules.plan.delivery import EnablementItem, Release
from seachange.planning.rules.plan.values import SalesMotion
from tests.planning.rules.checks.worlds import gone, put, world

WORLDS = (
    world("EN01", "support was not ready on the day", "EN2",
          broken=put("EN2", state="ready"), hair=put("EN2", state="ready", is_required=False)),
    world("EN01", "verified a day after the launch", "EN2",
          broken=put("EN2", verified_on=date(2026, 4, 6)),
          hair=put("EN2", verified_on=date(2026, 4, 5))),
    world("EN01", "the release to everybody is the launch where none was noted", "EN1",
          broken=Release(id="RL1", output="OU1", state="full", released_on=date(2026, 6, 20)),
          hair=Release(id="RL1", output="OU1", state="partial", released_on=date(2026, 6, 20))),
    world("EN02", "a target before sales was enabled", "OU2",
          broken=put("EN3", state="waived", waiver_reason="later"),
          hair=(put("EN3", state="waived", waiver_reason="later"), put("OU2", sales_target=None))),
    world("EN02", "a target and nothing for sales at all", "OU1",
          broken=put("OU1", sales_target=Decimal(1)),
          hair=(put("OU1", sales_target=Decimal(1)),
                EnablementItem(id="EN9", output="OU1", department="sales", state="verified"))),
    world("EN03", "support needs nothing, it seems", "OU1",
          broken=put("EN1", department="eng"), hair=put("EN1", department="cs")),
    world("EN04", "nobody owns the step", "CH2",
          broken=put("CH2", owner=None), hair=put("CH2", owner="pia")),
    world("EN04", "sold before it was built", "CH2",
          broken=put("CH2", started_on=date(2026, 3, 19)),
          hair=put("CH2", started_on=date(2026, 3, 20))),
    world("EN04", "started while its precondition is open", "CH2",
          broken=put("CH1", state="ready", done_on=None),
          hair=(put("CH1", state="ready", done_on=None), put("CH2", started_on=None))),
    world("EN05", "launched with words in draft", "OU2",
          broken=put("PO1", state="draft"), hair=put("PO1", state="approved")),
    world("EN05", "approved a day after the launch", "OU2",
          broken=put("PO1", approved_on=date(2026, 4, 6)),
          hair=put("PO1", approved_on=date(2026, 4, 5))),
    world("EN06", "the maker says that it is ready", "EN1",
          broken=put("EN1", state="ready", ready_said_by="eve"),
          hair=put("EN1", state="ready", ready_said_by="sue")),
    world("EN07", "an objection open for 15 days", "OJ1",
          broken=put("OJ1", answer="", raised_on=date(2026, 6, 15)),
          hair=put("OJ1", answer="", raised_on=date(2026, 6, 16))),
    world("EN08", "another buyer and no plan", "OU1",
          broken=put("OU1", motion=SalesMotion(buyer="CFO")),
          hair=put("OU1", motion=SalesMotion(buyer="CFO"), motion_plan="two sellers for CFOs")),
    world("EN09", "to be built, and nobody is enabled", "OU1",
          broken=gone("EN1"), hair=(gone("EN1"), put("OU1", state="discovery"))),
)  # fmt: skip


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_what_is_wrong_is_found_where_it_is(world):
    assert world.found == {world.record}


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_a_hair_away_nothing_is_found(world):
    assert world.found_a_hair_away == set()
