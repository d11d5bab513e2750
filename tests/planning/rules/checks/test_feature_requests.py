"""Whether each check of feature requests finds what it says, and nothing a hair away from it."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.planning.rules.checks.run import check
from seachange.planning.rules.checks.settings import Settings, Thresholds
from seachange.planning.rules.plan.discovery import FeatureRequest
from seachange.planning.rules.plan.plan import plan_of
from tests.planning.rules.checks.worlds import put, world

WAITING = {"asked": "export to Excel", "need": "my books are kept elsewhere"}


def like(asked):
    return FeatureRequest(id="FR3", asked=asked, need="I forget which time zone was meant")


WORLDS = (
    world("RQ01", "nobody knows what for", "FR1",
          broken=put("FR1", need="  "), hair=put("FR1", need="I miss meetings")),
    world("RQ01", "neither a need nor a wish", "FR3",
          broken=FeatureRequest(id="FR3"), hair=FeatureRequest(id="FR3", need="I miss meetings")),
    world("RQ01", "the need is a thing to be made", "FR1",
          broken=put("FR1", need="build an export to Excel"),
          hair=put("FR1", need="I copy every figure by hand")),
    world("RQ02", "waiting for 31 days", "FR3",
          broken=FeatureRequest(id="FR3", received_on=date(2026, 5, 30), **WAITING),
          hair=FeatureRequest(id="FR3", received_on=date(2026, 5, 31), **WAITING)),
    world("RQ03", "decided without a reason", "FR1",
          broken=put("FR1", reason=""), hair=put("FR1", reason="", choice=None)),
    world("RQ03", "decided without a reply", "FR1",
          broken=put("FR1", reply=""), hair=put("FR1", reply="", replied_on=date(2026, 5, 9))),
    world("RQ04", "straight from wish to building", "FR1",
          broken=(put("FR1", output="OU1"), put("ID1", state="captured")),
          hair=(put("FR1", output="OU1"), put("ID1", state="validated"))),
    world("RQ04", "its idea became an output nobody validated", "FR1",
          broken=(put("FR1", idea="ID1"), put("ID1", state="captured")),
          hair=(put("FR1", idea="ID1"), put("ID1", state="captured"), put("OU1", state="ready"))),
    # Twelve words each: eleven in common of thirteen are 85 %, ten of fourteen 71 %.
    world("RQ05", "nearly the same words", "FR3",
          broken=like("send reminders to my tablet"),
          hair=like("send notes to my tablet")),
)  # fmt: skip


WORDS = st.lists(st.sampled_from("abcdefghijk"), min_size=1, max_size=12).map(" ".join)


@given(st.lists(WORDS, max_size=12), st.sampled_from([0.5, 0.8, 0.9]))
def test_a_request_like_an_earlier_one_is_never_missed(texts, least):
    requests = [FeatureRequest(id=f"F{n}", asked=text) for n, text in enumerate(texts)]
    settings = Settings(thresholds=Thresholds(similarity=least))
    report = check(plan_of(requests, as_of=date(2026, 6, 30)), settings=settings)
    sets = [set(text.split()) for text in texts]
    alike = {
        f"F{b}"
        for a, b in combinations(range(len(texts)), 2)
        if len(sets[a] & sets[b]) / len(sets[a] | sets[b]) > least
    }
    assert {f.record for f in report.findings if f.id == "RQ05"} == alike


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_what_is_wrong_is_found_where_it_is(world):
    assert world.found == {world.record}


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_a_hair_away_nothing_is_found(world):
    assert world.found_a_hair_away == set()
