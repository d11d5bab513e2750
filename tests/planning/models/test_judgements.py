"""Tests of what the database judges: it and the rules, written apart, say the same."""

from __future__ import annotations

import pytest
from django.db import connection

from seachange.errors import Refused
from seachange.planning.actions.bulk import take_in
from seachange.planning.actions.rows import write
from seachange.planning.actions.turns import turn
from seachange.planning.models.judgements.judgement import spelt
from seachange.planning.models.refusals import fallen
from seachange.planning.models.triggers import JUDGEMENTS
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.invariants.catalogue import unknown_violations
from tests.planning.parley import AS_OF, parley
from tests.planning.rules.invariants.worlds import CASES

JUDGED = {each.invariant for each in JUDGEMENTS} - {"seal"}
# What passing time breaks by itself (the review period of I-12), the rules alone can tell.
NAMED = [pytest.param(each, id=each.what) for each in CASES if each.what != "refuted and left"]


def found_by_the_database():
    """Return what the database finds broken: (invariant, id of the record)."""
    found = set()
    with connection.cursor() as cursor:
        for judgement in JUDGEMENTS:
            cursor.execute(spelt(judgement.broken, connection.vendor))
            found |= {(judgement.invariant, row[0]) for row in cursor.fetchall()}
    return found


def found_by_the_rules(plan):
    """Return what the rules find broken, but for what passing time breaks."""
    told = {(v.invariant, v.record) for v in unknown_violations(plan) if v.invariant in JUDGED}
    return told - {("I-12", each.id) for each in plan.hypotheses}


@pytest.mark.parametrize("case", NAMED)
def test_the_database_finds_broken_what_the_rules_do_and_refuses_it(each_database, case):
    before = take_in(case.world, by="", why="a world", as_found=True)
    assert found_by_the_database() == set()
    after = before.changed(put=case.breaks)
    told, refusal = written_and_judged(before, after)
    if told:
        # Of two signatures that exclude each other the rules name the later, the database both.
        assert found_by_the_rules(after) <= told
        assert {i for i, _ in told} == {i for i, _ in found_by_the_rules(after)}
        assert (case.invariant, case.at) in told
        assert refusal in {invariant for invariant, _ in told}
    else:  # by a constraint of the row itself
        assert refusal == case.invariant
    assert whole_plan(as_of=AS_OF).by_id == before.by_id


def written_and_judged(before, after):
    """Write past the rules; return what the database finds, and by which invariant it refuses."""
    told = set()
    try:
        with turn():
            write(before, after, by="", deed="edit", why="because I can")
            told = found_by_the_database()
    except Refused as refused:
        return told, refused.invariant
    return told, ""


def test_nothing_is_found_in_a_plan_that_says_what_it_breaks(each_database):
    take_in(parley(), by="", why="a world", as_found=True)
    assert found_by_the_database() == set()


def test_every_refusal_stands_after_the_tables_were_made(each_database):
    assert fallen() == []
