"""Whether the checks of deals and commitments find what they say, and nothing a hair away."""

from __future__ import annotations

from datetime import date

import pytest

from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.promises import Deal
from seachange.planning.rules.vocabulary import Answer, Function, Maturity, Origin
from tests.planning.rules.checks.worlds import gone, put, world

F = Function
CUSTOM = Output(id="OU3", origin=Origin.DEAL, customers=("norfold",), outcome="OC1")


def deals(*numbers):
    return tuple(
        Deal(id=f"DX{n}", customer="norfold", board="BO1", state="in review") for n in numbers
    )


WORLDS = (
    world("DL01", "engineering never signed", "DL1",
          broken=gone("SO-engineering"),
          hair=(gone("SO-engineering"), put("BO1", functions=(F.CUSTOMER_SUCCESS, F.PRODUCT)))),
    world("DL01", "product said no", "DL1",
          broken=put("SO-product", answer=Answer.NO),
          hair=put("SO-product", answer=Answer.YES_IF, are_conditions_met=True)),
    world("DL01", "the promise was changed after signing", "DL1",
          broken=put("CM1", text="reply by SMS and phone"), hair=put("CM1", name="SMS")),
    world("DL01", "what is not available needs its makers' word", "DL1",
          broken=(gone("SO-engineering"), put("BO1", functions=(F.CUSTOMER_SUCCESS,)),
                  put("CM1", maturity=Maturity.COMMITTED)),
          hair=(gone("SO-engineering"), put("BO1", functions=(F.CUSTOMER_SUCCESS,)))),
    world("DL02", "customer success has no seat", "DL2",
          broken=put("DL2", board=None), hair=put("DL2", board=None, state="lost")),
    world("DL03", "nobody in the place of customer success", "DL2",
          broken=(gone("cs"), put("DL2", board=None),
                  put("BO1", functions=(F.SUPPORT, F.ENGINEERING))),
          hair=(gone("cs"), put("BO1", functions=(F.SUPPORT, F.ENGINEERING)))),
    world("DL04", "the vision stands in a contract", "CM2",
          broken=put("CM2", maturity=Maturity.VISION),
          hair=put("CM2", maturity=Maturity.COMMITTED)),
    world("DL05", "one hand signs for two", "DL1",
          broken=put("SO-product", member="eve"), hair=put("SO-product", member="lea")),
    world("DL05", "the seller signs for customer success", "DL1",
          broken=put("SO-customer_success", member="sam"),
          hair=put("SO-product", member="sam")),
    world("DL06", "due a day before it can be there", "CM2",
          broken=put("CM2", due=date(2026, 7, 9)), hair=put("CM2", due=date(2026, 7, 10))),
    world("DL06", "nobody has time for it", "CM2",
          broken=put("CM2", is_capacity_reserved=False)),
    world("DL07", "a day late, and nobody spoke of it", "CM2",
          broken=put("CM2", due=date(2026, 6, 29)), hair=put("CM2", due=date(2026, 6, 30))),
    world("DL07", "a new date was agreed", "CM2",
          broken=put("CM2", due=date(2026, 6, 29)),
          hair=put("CM2", due=date(2026, 6, 29), renegotiated_on=date(2026, 6, 20))),
    world("DL08", "two leaders", "cs",
          broken=put("cs", leader="pia"), hair=put("cs", leader=None)),
    world("DL08", "paid for signing, paid for staying", "cs",
          broken=put("sales", pay_basis="signatures"), hair=put("sales", pay_basis="")),
    world("DL09", "won eight days ago and not handed over", "DL1",
          broken=put("DL1", handed_over_on=None, won_on=date(2026, 6, 22)),
          hair=put("DL1", handed_over_on=None, won_on=date(2026, 6, 23))),
    world("DL10", "won 91 days ago and never looked at", "DL1",
          broken=put("DL1", outcome_measured_on=None, won_on=date(2026, 3, 31)),
          hair=put("DL1", outcome_measured_on=None, won_on=date(2026, 4, 1))),
    world("DL11", "signed with the condition open", "CM1",
          broken=put("SO-product", answer=Answer.YES_IF, conditions="no phone"),
          hair=put("SO-product", answer=Answer.YES_IF, are_conditions_met=True)),
    world("DL12", "two of nine deals promise something for one", "",
          broken=(CUSTOM, put("CM2", output="OU3"), *deals(1, 2)),
          hair=(CUSTOM, put("CM2", output="OU3"), *deals(1, 2, 3))),
)  # fmt: skip


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_what_is_wrong_is_found_where_it_is(world):
    assert world.found == {world.record}


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_a_hair_away_nothing_is_found(world):
    assert world.found_a_hair_away == set()
