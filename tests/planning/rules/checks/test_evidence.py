"""Whether each check of evidence finds what it says, and nothing a hair away from it."""

from __future__ import annotations

from datetime import date

import pytest

from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.learning import Decision, Verdict
from seachange.planning.rules.vocabulary import Bearing, Choice, Design, Function
from tests.planning.rules.checks.worlds import gone, piece, put, world

ASKED = {"source_function": Function.SALES, "source": "a call", "idea": "ID3"}


def about_idea(*pieces):
    return tuple(piece(f"EI{n}", klass, idea="ID3", **rest)
                 for n, (klass, rest) in enumerate(pieces, 1))  # fmt: skip


AGAINST = piece("EV9", "test_results", hypothesis="H1", bearing=Bearing.AGAINST)
HARMFUL = Verdict(id="VE1", hypothesis="H1", belief_positive=0.49, supersedes=None)
RESULT = piece("EV9", "test_results", hypothesis="H1", assumption_test="TE1", estimate=-0.01)


def measured(change):
    figures = {"design": Design.RANDOMISED, "estimate": change, "standard_error": 0.01}
    return piece("EV9", "test_results", hypothesis="H1", **figures)


WORLDS = (
    # The evidence on H1 earns 3: data are capped there.
    world("EV01", "more is claimed than the evidence earns", "H1",
          broken=put("H1", claimed_confidence=4.01), hair=put("H1", claimed_confidence=4.0)),
    world("EV02", "all of one class", "ID3",
          broken=about_idea(("anecdotal", {}), ("anecdotal", {})),
          hair=about_idea(("anecdotal", {}), ("market_data", {}))),
    world("EV02", "all from one source", "ID3",
          broken=about_idea(("anecdotal", {"source": "Bo"}), ("review", {"source": "bo "})),
          hair=about_idea(("anecdotal", {"source": "Bo"}), ("review", {"source": "Mo"}))),
    # Data halve in 180 days: 2026-06-30 less 360 days is 2025-07-05.
    world("EV03", "the weightiest piece is 361 days old", "H1",
          broken=(put("EV1", observed_on=date(2025, 7, 4)), gone("EV3")),
          hair=(put("EV1", observed_on=date(2025, 7, 5)), gone("EV3"))),
    # Experiments halve in a year: two years before 2026-06-30.
    world("EV03", "the only experiment is more than two years old", "ID3",
          broken=piece("EI1", "test_results", idea="ID3", estimate=0.1, standard_error=0.01,
                       observed_on=date(2024, 6, 29)),
          hair=piece("EI1", "test_results", idea="ID3", estimate=0.1, standard_error=0.01,
                     observed_on=date(2024, 6, 30))),
    world("EV04", "nobody knows from where", "EV1",
          broken=put("EV1", source=""), hair=put("EV1", source="", state="retracted")),
    world("EV04", "nobody knows which way it points", "EV1",
          broken=put("EV1", bearing=None), hair=put("EV1", bearing=Bearing.NEITHER)),
    world("EV05", "what speaks against weighs as much, and we build", "H1",
          broken=(AGAINST, put("OU1", state="building")),
          hair=(AGAINST, put("OU1", state="discovery"), put("RM9", state="later"))),
    world("EV05", "somebody decided to stop", "H1",
          broken=AGAINST,
          hair=(AGAINST, Decision(id="DE9", choice=Choice.STOP, hypothesis="H1",
                                  decided_on=date(2026, 6, 20)))),
    world("EV05", "an idea with nothing but contradiction is on its way", "ID3",
          broken=(piece("EI1", "market_data", idea="ID3", bearing=Bearing.AGAINST),
                  Decision(id="DE9", choice=Choice.GO, idea="ID3")),
          hair=(piece("EI1", "market_data", idea="ID3", bearing=Bearing.AGAINST),)),
    world("EV05", "an output nobody states a hypothesis on is being built", "OU3",
          broken=(piece("EI1", "market_data", output="OU3", bearing=Bearing.AGAINST),
                  Output(id="OU3", state="building")),
          hair=(piece("EI1", "market_data", output="OU3", bearing=Bearing.NEITHER),
                Output(id="OU3", state="building"))),
    world("EV06", "nothing but what sales asked for", "ID3",
          broken=(piece("EI1", "anecdotal", **ASKED), piece("EI2", "anecdotal", **ASKED)),
          hair=(piece("EI1", "anecdotal", **ASKED),
                piece("EI2", "anecdotal", **(ASKED | {"source_function": Function.SUPPORT})))),
    world("EV07", "a failure lifts the score", "H1",
          broken=(HARMFUL, RESULT),
          hair=(HARMFUL, RESULT, put("H1", effect_score=0))),
    world("EV07", "it more likely helped", "H1",
          broken=(HARMFUL, RESULT),
          hair=(Verdict(id="VE1", hypothesis="H1", belief_positive=0.5), RESULT)),
    world("EV07", "a failure nobody gave a verdict on yet lifts the score", "H1",
          broken=measured(-0.02), hair=measured(0.001)),
)  # fmt: skip


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_what_is_wrong_is_found_where_it_is(world):
    assert world.found == {world.record}


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_a_hair_away_nothing_is_found(world):
    assert world.found_a_hair_away == set()
