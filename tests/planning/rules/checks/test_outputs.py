"""Whether each check of outputs finds what it says, and nothing a hair away from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.discovery import Contact
from seachange.planning.rules.plan.learning import Decision, Verdict
from seachange.planning.rules.plan.measuring import Measurement
from seachange.planning.rules.plan.organisation import Waiver
from seachange.planning.rules.plan.promises import Commitment
from seachange.planning.rules.plan.roadmap import RoadmapItem
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.vocabulary import (
    Choice,
    Design,
    Finish,
    Origin,
    OutputKind,
    RoadmapKind,
)
from tests.planning.rules.checks.worlds import CRITERIA, gone, piece, put, world


def item(state):
    kind_ = RoadmapKind.OUTPUT
    return RoadmapItem(id="RM0", output="OU3", item_kind=kind_, state=state, confidence=1)


BARE = Output(id="OU3", name="app redesign", state="discovery")
WAIVED = Waiver(id="WA1", rule="I-8", record="OU1", reason="a law", approver="lea",
                expires_on=date(2026, 6, 30))  # fmt: skip
UNMEASURED = (gone("VE2", "ME1", "EV5"), put("OU2", state="released"))
SILENT = Level(did=899, people=2900, starts=date(2026, 1, 1), ends=date(2026, 3, 31))


def refuted(on):
    return Verdict(id="VE9", hypothesis="H2", finish=Finish.REFUTED, supersedes="VE2",
                   decided_on=on)  # fmt: skip


def believed(belief):
    return Verdict(id="VE1", hypothesis="H1", belief=belief)


def measured(change):
    return piece("EX9", "test_results", hypothesis="H1", estimate=change, standard_error=0.01,
                 design=Design.RANDOMISED, observed_on=date(2026, 6, 30))  # fmt: skip


def unworthy():
    return put("H1", criteria=replace(CRITERIA, smallest_worthwhile=None))


def executive(*classes):
    pieces = (piece(f"EX{n}", klass, output="OU3") for n, klass in enumerate(classes))
    return (Output(id="OU3", origin=Origin.EXECUTIVE), *pieces)


def promised(**fields):
    custom = {"origin": Origin.DEAL, "customers": ("bramley",)} | fields
    return Output(id="OU3", name="single sign-on", **custom)


def kind(**fields):
    return Output(id="OU3", name="guide", **({"output_kind": OutputKind.DOCUMENT} | fields))


WORLDS = (
    world("OU01", "on the roadmap, and nobody said what for", "OU3",
          broken=(BARE, item("now")), hair=(BARE, item("done"))),
    world("OU01", "its only hypothesis was refuted", "OU1",
          broken=put("H1", state="refuted"), hair=put("H1", state="inconclusive")),
    world("OU01", "without so much as a name", "OU3",
          broken=Output(id="OU3", state="ready"),
          hair=(Output(id="OU3", state="ready"), put("H1", output="OU3"), gone("OU1"))),
    world("OU02", "built though its idea is still in discovery", "OU1",
          broken=put("ID1", state="in discovery"), hair=put("ID1", state="validated")),
    world("OU02", "somebody waived discovery until today", "OU1",
          broken=(put("ID1", state="in discovery"),
                  Waiver(id="WA1", rule="I-8", record="OU1", reason="a law", approver="lea",
                         expires_on=date(2026, 6, 29))),
          hair=(put("ID1", state="in discovery"), WAIVED)),
    world("OU03", "a date on a confidence of 2", "OU1",
          broken=(put("OU1", due=date(2026, 9, 1)), believed(0.9), gone("EV2", "EV3")),
          hair=(put("OU1", due=date(2026, 9, 1)), believed(0.9))),
    world("OU03", "a date on a belief of less than a half", "OU1",
          broken=(put("OU1", due=date(2026, 9, 1)), believed(0.49)),
          hair=(put("OU1", due=date(2026, 9, 1)), believed(0.5))),
    # Three pieces of data take the base rate of a fifth to 48 %, two months old; fresh to 50.3 %.
    world("OU03", "a date on evidence that convinces nobody", "OU1",
          broken=put("OU1", due=date(2026, 9, 1)),
          hair=(put("OU1", due=date(2026, 9, 1)),
                *(put(e, observed_on=date(2026, 6, 30)) for e in ("EV1", "EV2", "EV3")))),
    # δ* = 3 points: 2.8 ± 1 measured leave less than a half, 3.5 ± 1 more.
    world("OU03", "the measured change is less than what was worth it", "OU1",
          broken=(put("OU1", due=date(2026, 9, 1)), measured(0.028)),
          hair=(put("OU1", due=date(2026, 9, 1)), measured(0.035))),
    world("OU03", "nobody said what would be worth it, so only judgement counts", "OU1",
          broken=(put("OU1", due=date(2026, 9, 1)), unworthy()),
          hair=(put("OU1", due=date(2026, 9, 1)), unworthy(),
                *(put(e, observed_on=date(2026, 6, 30)) for e in ("EV1", "EV2", "EV3")))),
    world("OU04", "released 46 days ago and not measured", "OU2",
          broken=(*UNMEASURED, put("OU2", released_on=date(2026, 5, 15))),
          hair=(*UNMEASURED, put("OU2", released_on=date(2026, 5, 16)))),
    world("OU04", "its outcome was measured since", "OU2",
          broken=(*UNMEASURED, put("OU2", released_on=date(2026, 5, 15))),
          hair=(gone("VE2"), put("OU2", state="released", released_on=date(2026, 5, 15)))),
    world("OU04", "the last measurement was before the release", "OU2",
          broken=(*UNMEASURED, Measurement(id="ME8", metric="M1", outcome="OC1", level=SILENT)),
          hair=(*UNMEASURED, Measurement(id="ME8", metric="M1", output="OU2", level=SILENT))),
    world("OU05", "refuted 46 days ago and nothing decided", "OU2",
          broken=(refuted(date(2026, 5, 15)), gone("DE2")),
          hair=(refuted(date(2026, 5, 16)), gone("DE2"))),
    world("OU05", "somebody decided to keep it", "OU2",
          broken=(refuted(date(2026, 5, 15)), gone("DE2")),
          hair=(refuted(date(2026, 5, 15)),
                Decision(id="DE9", choice=Choice.KEEP, output="OU2",
                         decided_on=date(2026, 5, 20)))),
    world("OU06", "it serves no outcome", "OU3",
          broken=Output(id="OU3"), hair=Output(id="OU3", problem="PR1")),
    world("OU07", "no problem behind it", "OU3",
          broken=Output(id="OU3", outcome="OC1"), hair=Output(id="OU3", idea="ID3")),
    world("OU07", "only we say that it is a problem", "OU3",
          broken=(put("EV6", is_from_customers=False), gone("OU1", "OU2"),
                  Output(id="OU3", problem="PR1")),
          hair=(put("EV6", is_from_customers=False), gone("OU1", "OU2"),
                Output(id="OU3", problem="PR1"), Contact(id="CT9", problems=("PR1",)))),
    world("OU08", "nobody was asked before it was built", "OU1",
          broken=put("CT1", outputs=("OU2",)),
          hair=(put("CT1", outputs=("OU2",)), Contact(id="CT9", ideas=("ID1",),
                                                      held_on=date(2026, 5, 31)))),
    world("OU08", "customers were asked when it was too late", "OU1",
          broken=(put("CT1", outputs=("OU2",)), Contact(id="CT9", ideas=("ID1",),
                                                        held_on=date(2026, 6, 1))),
          hair=(put("CT1", outputs=("OU2",)), put("OU1", state="ready"))),
    world("OU09", "an executive's wish with a fitting trend", "OU3",
          broken=executive("self_conviction", "thematic"),
          hair=executive("self_conviction", "thematic", "review")),
    world("OU10", "for one customer, and for nothing else", "OU3",
          broken=promised(),
          hair=promised(customers=("bramley", "norfold"))),
    world("OU10", "the one customer it was promised to in a deal", "OU3",
          broken=(promised(customers=()), Commitment(id="CM9", deal="DL2", output="OU3",
                                                     state="withdrawn")),
          hair=(promised(customers=(), milestone="VM1"),
                Commitment(id="CM9", deal="DL2", output="OU3", state="withdrawn"))),
    world("OU11", "nobody bought it", "OU2",
          broken=put("OU2", buyers=0), hair=put("OU2", buyers=0, launched_on=date(2026, 5, 1))),
    world("OU11", "nine of a thousand use it", "OU2",
          broken=put("OU2", active_users=9), hair=put("OU2", active_users=10)),
    # A confidence of 3 allows twelve person-weeks, of 2 four.
    world("OU12", "thirteen weeks on a confidence of 3", "OU1",
          broken=put("OU1", effort_spent_weeks=12.5), hair=put("OU1", effort_spent_weeks=12)),
    world("OU12", "what was learned after building does not count", "OU2",
          broken=put("OU2", effort_weeks=5),
          hair=(put("OU2", effort_weeks=5), put("EV5", observed_on=date(2026, 3, 20)))),
    world("OU13", "a guide for nobody", "OU3",
          broken=kind(), hair=kind(outcome="OC1")),
    world("OU13", "only upkeep is asked here", "OU3",
          broken=kind(), hair=kind(output_kind=OutputKind.FEATURE)),
)  # fmt: skip


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_what_is_wrong_is_found_where_it_is(world):
    assert world.found == {world.record}


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_a_hair_away_nothing_is_found(world):
    assert world.found_a_hair_away == set()
