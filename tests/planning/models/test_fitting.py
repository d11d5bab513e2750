"""Tests of what can be kept: nothing that one database takes and another changes or refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from seachange.errors import BadPlan
from seachange.planning.actions import records
from seachange.planning.actions.bulk import take_in
from seachange.planning.reads.snapshot import forget, whole_plan
from seachange.planning.rules.plan.delivery import Positioning
from seachange.planning.rules.plan.values import Claim, Level
from tests.planning.rules.invariants.worlds import BUILT, SOLD

WORLD = {r.id: r for r in (*BUILT, *SOLD, Positioning(id="PO1"))}
UNKEPT = {
    "a NUL in a text": ("OC1", {"name": "a\0b"}),
    "half a letter": ("OC1", {"name": "a\ud83d"}),
    "a NUL within a value": ("PO1", {"claims": (Claim(text="fast\0"),)}),
    "no number": ("OC1", {"target": float("nan")}),
    "an endless number": ("OC1", {"target": float("inf")}),
    "a number too large to be squared": ("OC1", {"target": 1e101}),
    "a number too small to be squared": ("OC1", {"target": -1e-101}),
    "a version beyond its column": ("H1", {"version": 2**31}),
    "a count beyond its column": ("OC1", {"baseline": Level(did=1, people=2**63)}),
    "five places of an amount": ("C1", {"price": Decimal("10.00001")}),
    "an amount too large": ("C1", {"price": Decimal(10**14)}),
    "no amount": ("C1", {"price": Decimal("NaN")}),
    "a word that is none of the list": ("OC1", {"direction": "sideways"}),
    "a text for a date": ("H1", {"stated_on": "2026-06-01"}),
    "a moment for a date": ("H1", {"stated_on": datetime(2026, 6, 1, tzinfo=UTC)}),
    "a text for a number": ("OC1", {"target": "0.45"}),
    "a yes for a number": ("H1", {"version": True}),
    "a list for a tuple": ("OC1", {"owners": ["matching"]}),
    "nothing for what must be": ("C1", {"deal": None}),
    "a link given twice": ("OC1", {"owners": ("matching", "matching")}),
}


@pytest.mark.parametrize(("record", "changes"), UNKEPT.values(), ids=UNKEPT)
def test_what_would_not_come_back_as_it_went_in_is_refused(each_database, record, changes):
    before = take_in(WORLD.values(), by="", why="a world", as_found=True)
    with pytest.raises(BadPlan, match=next(iter(changes))):
        records.edit(record, by="", **changes)
    assert whole_plan().by_id == before.by_id


def test_a_refusal_says_what_a_field_holds(empty_plan):
    take_in(WORLD.values(), by="", why="a world", as_found=True)
    told = {"direction": "one of more, less, start, stop", "target": "a number, or nothing",
            "owners": "any number of these: a text", "by": "a date, or nothing"}  # fmt: skip
    for name, says in told.items():
        with pytest.raises(BadPlan) as refusal:
            records.edit("OC1", by="", also={name: object()})
        assert refusal.value.remedy == f"it is {says}"


def test_an_id_too_long_is_refused(each_database):
    with pytest.raises(BadPlan, match="at most 100 letters"):
        records.create(replace(WORLD["OC1"], id="x" * 101, state="draft"), by="")


def test_the_longest_and_largest_come_back_as_they_went_in(each_database):
    take_in(WORLD.values(), by="", why="a world", as_found=True)
    records.edit("OC1", by="", name="é😀" * 5000)
    records.edit("IM1", by="", baseline=Level(value=1e100, people=2**62))
    records.edit("H1", by="", why="so", version=2**31 - 1)
    told = whole_plan().by_id
    forget()
    assert whole_plan().by_id == told


@pytest.mark.parametrize("told", ["a\nb", "a\r\nb", "..", "../etc", "a/./b", "a\u202eb", "a\xa0b"])
def test_an_id_that_no_address_can_lead_to_is_refused(empty_plan, told):
    with pytest.raises(BadPlan, match="its id holds"):
        records.create(Positioning(id=told), by="")
    with pytest.raises(BadPlan, match="its id holds"):
        take_in([Positioning(id=told)], by="", why="an import", as_found=True)
