"""Tests of promises: signed by all who must keep them, void once they read differently."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from seachange.errors import BadPlan, NotAllowed, Refused
from seachange.planning.actions import records
from seachange.planning.actions.bulk import take_in
from seachange.planning.actions.commitments import approve, promise, renegotiate, sign, win
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.invariants.promises import signatures, unsigned
from seachange.planning.rules.plan.promises import Commitment, SignOff
from seachange.planning.rules.vocabulary import Answer, Function, Maturity
from tests.planning.rules.invariants.worlds import BOARD, CUSTOMER, DEAL, PEOPLE, SIGNERS

OFFER = Commitment(id="C1", deal="D1", text="a set-up call within 5 days", due=date(2026, 9, 1))


@pytest.fixture
def offered(empty_plan):
    """A deal in review with one promise whose feasibility is known."""
    world = (*PEOPLE, CUSTOMER, BOARD, replace(DEAL, state="in review"))
    take_in(world, by="", why="a start")
    promise(OFFER, by="dan")
    records.move("C1", to="feasibility known", by="ben")


def say(function, answer=Answer.YES, *, by="", number=1, **keys):
    who = by or SIGNERS[function]
    name = f"S{number}-{function}"
    sign(SignOff(id=name, commitment="C1", function=function, answer=answer, **keys), by=who)


def everybody_says_yes(*, number=1):
    for function in BOARD.functions:
        say(function, number=number)


def test_a_deal_is_won_once_everybody_said_yes(offered):
    everybody_says_yes()
    approve("C1", by="ada")
    records.move("D1", to="signed off", by="dan")
    assert win("D1", by="dan").by_id["D1"].state == "won"


def test_a_promise_is_not_approved_before_everybody_signed(offered):
    say(Function.SALES)
    with pytest.raises(Refused, match="customer success, product and engineering"):
        approve("C1", by="ada")


def test_a_deal_is_not_won_without_a_signature(offered):
    with pytest.raises(Refused, match="I-14"):
        records.move("D1", to="signed off", by="dan")


def test_a_promise_is_not_moved_past_those_who_must_keep_it(offered):
    with pytest.raises(Refused, match="I-14"):
        records.move("C1", to="approved", by="ada")


def test_a_no_stands_until_its_function_says_otherwise(offered):
    everybody_says_yes()
    say(Function.ENGINEERING, Answer.NO, number=2)
    with pytest.raises(Refused, match="without the yes of engineering"):
        approve("C1", by="ada")
    say(Function.ENGINEERING, number=3)
    approve("C1", by="ada")
    plan = whole_plan()
    given = signatures(plan, plan.get(Commitment, "C1"))
    assert given[Function.ENGINEERING].supersedes == "S2-engineering"


def test_a_yes_if_makes_the_promise_conditional(offered):
    everybody_says_yes()
    with pytest.raises(BadPlan, match="on what condition"):
        say(Function.ENGINEERING, Answer.YES_IF, number=2)
    say(Function.ENGINEERING, Answer.YES_IF, number=2, conditions="two more people")
    assert approve("C1", by="ada").by_id["C1"].state == "conditional"


@pytest.mark.parametrize(
    "change", [{"due": date(2026, 8, 1)}, {"text": "a call"}, {"scope": "all of them"}]
)
def test_a_promise_that_reads_differently_is_signed_by_nobody(offered, change):
    everybody_says_yes()
    approve("C1", by="ada")
    with pytest.raises(Refused, match="I-17"):
        records.edit("C1", by="dan", **change)
    after = renegotiate("C1", by="dan", why="they want it sooner", **change)
    assert unsigned(after, after.by_id["C1"]) == list(BOARD.functions)


def test_what_is_not_material_voids_nothing(offered):
    everybody_says_yes()
    approve("C1", by="ada")
    after = records.edit("C1", by="dan", is_capacity_reserved=True)
    assert unsigned(after, after.by_id["C1"]) == []


def test_the_seller_does_not_speak_for_customer_success(offered):
    with pytest.raises(NotAllowed, match="does not speak for customer success"):
        say(Function.CUSTOMER_SUCCESS, by="dan")


def test_a_vision_is_not_promised(offered):
    records.edit("C1", by="dan", maturity=Maturity.VISION)
    everybody_says_yes()
    with pytest.raises(Refused, match="I-18"):
        approve("C1", by="ada")
