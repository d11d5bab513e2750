"""Whether each check of outcomes finds what it says, and nothing a hair away from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from seachange.planning.rules.checks.run import check
from seachange.planning.rules.plan.measuring import MetricBridge
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.vocabulary import Direction, Scale
from tests.planning.rules.checks.worlds import SOUND, gone, put, world

FIRST_QUARTER = {"starts": date(2026, 1, 1), "ends": date(2026, 3, 31)}


def base(did=899, people=2900, **fields):
    return put("OC1", baseline=Level(did=did, people=people, **(FIRST_QUARTER | fields)))


WORLDS = (
    world("OC01", "nobody is named", "OC1",
          broken=put("OC1", actor=" "), hair=put("OC1", actor="clients")),
    world("OC02", "no behaviour is named", "OC1",
          broken=put("OC1", behaviour=""), hair=put("OC1", behaviour="renew")),
    world("OC02", "something will be made", "OC1",
          broken=put("OC1", actor="", behaviour="launch the new portal"),
          hair=put("OC1", actor="clients", behaviour="renew")),
    world("OC03", "nobody knows how many people stand behind the baseline", "OC1",
          broken=put("OC1", baseline=Level(value=0.31, **FIRST_QUARTER)),
          hair=put("OC1", baseline=Level(value=0.31, people=2900, **FIRST_QUARTER))),
    world("OC03", "nobody knows when the baseline was", "OC1",
          broken=base(starts=None), hair=base()),
    world("OC03", "no baseline at all", "OC1", broken=put("OC1", baseline=None)),
    world("OC04", "no target", "OC1", broken=put("OC1", target=None)),
    world("OC04", "the target is where we stand", "OC1",
          broken=(base(did=870), put("OC1", target=0.3)),
          hair=(base(did=870), put("OC1", target=0.3001))),
    world("OC04", "more is sought and the target is less", "OC1",
          broken=put("OC1", target=0.2),
          hair=put("OC1", target=0.2, direction=Direction.LESS)),
    world("OC04", "45, where the share 0.45 was meant", "OC1",
          broken=put("OC1", target=45.0), hair=put("OC1", target=1.0)),
    world("OC04", "more people than there are, but it is no share", "OC1",
          broken=put("OC1", target=1.5),
          hair=(put("OC1", target=1.5), put("M1", scale=Scale.COUNT))),
    world("OC05", "no date", "OC1", broken=put("OC1", by=None)),
    world("OC06", "out of whom?", "OC1",
          broken=put("M1", denominator=""),
          hair=put("M1", denominator="", question="{}")),
    world("OC06", "within how long?", "OC1",
          broken=put("M1", window=""), hair=put("M1", window="", scale=Scale.DURATION)),
    world("OC06", "no metric at all", "OC1", broken=put("OC1", metric=None)),
    world("OC07", "the text names one of our outputs", "OC1",
          broken=put("OC1", behaviour="book within 7 days with instant slots"),
          hair=put("OC1", behaviour="book within 7 days with any slots")),
    world("OC08", "nobody owns it", "OC1",
          broken=put("OC1", owners=()), hair=put("OC1", owners=("care",))),
    world("OC09", "two departments take part and one is held to it", "OC1",
          broken=put("OC1", owners=("matching",)),
          hair=(put("OC1", owners=("matching",)), put("ST1", departments=("product",)))),
    world("OC10", "the baseline is 181 days old", "OC1",
          broken=base(starts=date(2025, 10, 1), ends=date(2025, 12, 31)),
          hair=base(starts=date(2025, 10, 1), ends=date(2026, 1, 1))),
    world("OC10", "the metric was defined anew since", "OC1",
          broken=(base(version=1), put("M1", version=2)),
          hair=(base(version=1), put("M1", version=2),
                MetricBridge(id="MB1", metric="M1", from_version=1, to_version=2))),
    # Wilson's interval of 899 of 2 900 is 29.3 to 32.7 %: half of it is 1.7 points.
    world("OC11", "the target is a point and a half away", "OC1",
          broken=put("OC1", target=0.325), hair=put("OC1", target=0.328)),
    world("OC12", "nothing guards it", "OC1", broken=put("OC1", guardrails=())),
    world("OC13", "people are to be satisfied", "OC1",
          broken=put("OC1", behaviour="are satisfied with their meeting"),
          hair=put("OC1", behaviour="recommend their adviser")),
    world("OC14", "last measured 91 days ago", "OC1",
          broken=gone("ME1"),
          hair=(gone("ME1"), base(ends=date(2026, 4, 1)))),
    world("OC14", "what was measured is another outcome's", "OC1",
          broken=put("ME1", outcome="OC2"), hair=put("ME1", outcome=None)),
    world("OC14", "only some of the people were measured", "OC1",
          broken=put("ME1", segment="on mobile"), hair=put("ME1", segment="")),
    world("OC14", "an outcome still in draft need not be watched", "OC1",
          broken=gone("ME1"), hair=(gone("ME1"), put("OC1", state="draft"))),
    world("OC15", "the feature is to be used", "OC1",
          broken=put("OC1", behaviour="use instant slots"),
          hair=put("OC1", behaviour="meet twice")),
    # 1.22 points came in two and a half months; 3 a month are over twice as fast, 2 are not.
    world("OC16", "far more a month than ever before", "OC1",
          broken=put("OC1", target=0.67), hair=put("OC1", target=0.5)),
    world("OC16", "nobody ever measured a change", "OC1",
          broken=put("OC1", target=0.67), hair=(put("OC1", target=0.67), gone("ME1"))),
    world("OC17", "neither a step nor a signal", "OC1",
          broken=put("OC1", journey_step=None),
          hair=put("OC1", journey_step=None, signals=("SG1",))),
)  # fmt: skip


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_what_is_wrong_is_found_where_it_is(world):
    assert world.found == {world.record}


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_a_hair_away_nothing_is_found(world):
    assert world.found_a_hair_away == set()


def test_whoever_writes_percents_is_told_the_shares():
    written = replace(SOUND.by_id["OC1"], baseline=Level(value=31.0), target=45.0)
    told = check(SOUND.changed(put=[written]))
    (found,) = [each for each in told.findings if each.id == "OC04"]
    assert found.decided_by == ("baseline 31", "target 45")
    assert "0.31 for 31 % and 0.45 for 45 %" in found.mend
