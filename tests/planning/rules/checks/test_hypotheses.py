"""Whether each check of hypotheses finds what it says, and nothing a hair away from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from seachange.planning.rules.plan.discovery import RiskFinding
from seachange.planning.rules.plan.learning import AssumptionTest, HypothesisVersion, Verdict
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.vocabulary import Risk
from tests.planning.rules.checks.worlds import CRITERIA, gone, piece, put, world


def criteria(**fields):
    return put("H1", criteria=replace(CRITERIA, **fields))


def version(**fields):
    return HypothesisVersion(
        id="HV1", hypothesis="H1", version=1, criteria=replace(CRITERIA, **fields)
    )


def seen(did):
    return put("TE1", treatment=Level(did=did, people=6000))


WORLDS = (
    world("HY01", "no outcome", "H1", broken=put("H1", outcome=None)),
    world("HY02", "no prediction", "H1", broken=criteria(predicted=None)),
    world("HY02", "a change of nothing", "H1",
          broken=criteria(predicted=0.0), hair=criteria(predicted=0.001)),
    world("HY03", "nobody says what would be worth it", "H1",
          broken=criteria(smallest_worthwhile=None)),
    world("HY03", "nobody says by when", "H1", broken=criteria(success_on=None)),
    world("HY04", "no day to stop on", "H1",
          broken=criteria(kill_on=None),
          hair=criteria(kill_on=None, kill_after_people=90_000)),
    world("HY04", "no state to stop in", "H1",
          broken=criteria(kill_state="", kill_below=None),
          hair=criteria(kill_state="hardly anybody comes", kill_below=None)),
    world("HY05", "more than everybody would meet", "H1",
          broken=criteria(predicted=0.7), hair=criteria(predicted=0.69)),
    # The largest change measured on this metric is 4 points.
    world("HY06", "over three times the largest change ever", "H1",
          broken=criteria(predicted=0.121), hair=criteria(predicted=0.12)),
    world("HY07", "nobody asked whether it pays", "H1",
          broken=gone("AS4"),
          hair=(gone("AS4"), RiskFinding(id="RF1", output="OU1", risk=Risk.VIABILITY))),
    world("HY08", "an important assumption without evidence is built on", "H1",
          broken=gone("EV3"),
          hair=(gone("EV3"), put("AS1", importance=3))),
    world("HY08", "a test of the assumption found something", "H1",
          broken=gone("EV3"),
          hair=(gone("EV3"), piece("EV9", "test_results", assumption_test="TE0"))),
    world("HY08", "nothing is being built yet", "H1",
          broken=gone("EV3"), hair=(gone("EV3"), put("OU1", state="ready"))),
    # Control stands at 1 860 of 6 000; two points more are 1 980.
    world("HY09", "below the state on the day", "H1",
          broken=(criteria(kill_on=date(2026, 6, 30)), seen(1979)),
          hair=(criteria(kill_on=date(2026, 6, 30)), seen(1980))),
    world("HY09", "the day has not come", "H1",
          broken=(criteria(kill_on=date(2026, 6, 30)), seen(1979)),
          hair=(criteria(kill_on=date(2026, 7, 1)), seen(1979))),
    world("HY09", "so many people have been seen", "H1",
          broken=(criteria(kill_after_people=12_000), seen(1979)),
          hair=(criteria(kill_after_people=12_001), seen(1979))),
    world("HY09", "the result is told as a change", "H1",
          broken=(criteria(kill_on=date(2026, 6, 30)), put("TE1", result_effect=0.019)),
          hair=(criteria(kill_on=date(2026, 6, 30)), put("TE1", result_effect=0.02))),
    world("HY09", "only a verdict tells the change", "H1",
          broken=(criteria(kill_on=date(2026, 6, 30)), gone("TE1"),
                  Verdict(id="VE1", hypothesis="H1", measured=0.019)),
          hair=(criteria(kill_on=date(2026, 6, 30)), gone("TE1"),
                Verdict(id="VE1", hypothesis="H1"))),
    world("HY10", "the day passed without a verdict", "H1",
          broken=criteria(kill_on=date(2026, 6, 29)),
          hair=criteria(kill_on=date(2026, 6, 30))),
    world("HY10", "a verdict was given", "H1",
          broken=criteria(kill_on=date(2026, 6, 29)),
          hair=(criteria(kill_on=date(2026, 6, 29)), Verdict(id="VE1", hypothesis="H1"))),
    world("HY11", "the bar was lowered within a version", "H1",
          broken=version(smallest_worthwhile=0.05), hair=version()),
    world("HY11", "the bar was lowered in a new version", "H1",
          broken=version(smallest_worthwhile=0.05),
          hair=(version(smallest_worthwhile=0.05), put("H1", version=2))),
    world("HY11", "no test had started", "H1",
          broken=version(smallest_worthwhile=0.05),
          hair=(version(smallest_worthwhile=0.05), gone("TE0", "TE1"),
                AssumptionTest(id="TE9", hypothesis="H1", starts_on=date(2026, 7, 1)))),
    world("HY12", "two ideas for an outcome", "OC1",
          broken=gone("ID3"), hair=(gone("ID3"), put("H1", state="supported"))),
    world("HY13", "the rate is recorded nowhere", "H1",
          broken=put("M1", source=""), hair=put("M1", source="", question="{}")),
)  # fmt: skip


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_what_is_wrong_is_found_where_it_is(world):
    assert world.found == {world.record}


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_a_hair_away_nothing_is_found(world):
    assert world.found_a_hair_away == set()
