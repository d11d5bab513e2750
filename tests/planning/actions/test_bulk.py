"""Tests of taking in whole plans: all or nothing, by the same rules, without loss."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from seachange.errors import Refused
from seachange.planning.actions.bulk import preview, take_in
from seachange.planning.models.history import History
from seachange.planning.reads.snapshot import forget, whole_plan
from seachange.planning.rules.invariants.catalogue import violations
from tests.planning.parley import AS_OF, parley


def bare(plan):
    return {r.id: replace(r, breaches=()) for r in plan.records()}


def test_a_plan_comes_back_as_it_was_taken_in(each_database):
    given = parley()
    take_in(given, by="", why="the first import", as_found=True)
    kept = bare(whole_plan(as_of=AS_OF))
    assert {each: kept[each] for each in bare(given)} == bare(given)
    connection.check_constraints()


def test_a_plan_with_a_past_is_refused_unless_it_is_taken_in_as_found(empty_plan):
    with pytest.raises(Refused) as refusal:
        take_in(parley(), by="", why="the first import")
    assert refusal.value.invariant.startswith("I-")
    assert not list(whole_plan().records())
    assert not History.objects.exists()


def test_what_was_taken_in_as_found_says_which_invariants_it_breaks(empty_plan):
    take_in(parley(), by="", why="the first import", as_found=True)
    kept = whole_plan(as_of=AS_OF)
    told = {(i, r.id) for r in kept.records() for i in r.breaches}
    found = {(v.invariant, v.record) for v in violations(kept) if v.record in kept.by_id}
    assert told == found
    assert ("I-14", "D1") in told


def test_every_record_taken_in_is_remembered(empty_plan):
    take_in(parley(), by="", why="the first import", as_found=True)
    remembered = set(History.objects.values_list("record", flat=True))
    assert remembered == set(whole_plan().by_id)


def test_a_plan_taken_in_twice_changes_nothing(empty_plan):
    take_in(parley(), by="", why="the first import", as_found=True)
    before = History.objects.count()
    take_in(whole_plan(as_of=AS_OF), by="", why="again", as_found=True)
    assert History.objects.count() == before


def test_a_plan_said_again_without_its_known_breaches_changes_nothing(empty_plan):
    take_in(parley(), by="", why="the first import", as_found=True)
    kept = whole_plan(as_of=AS_OF)
    assert any(verdict.breaches for verdict in kept.verdicts)
    before = History.objects.count()
    take_in(parley(), by="", why="the file again")
    assert History.objects.count() == before
    assert whole_plan(as_of=AS_OF).by_id == kept.by_id


def test_what_is_written_once_is_not_rewritten_under_cover_of_its_breaches(empty_plan):
    take_in(parley(), by="", why="the first import", as_found=True)
    verdict = replace(parley().by_id["V1"], measured=0.5)
    with pytest.raises(Refused, match="written once"):
        take_in([verdict], by="", why="a better number")


def test_the_plan_is_read_with_as_many_queries_however_large_it_is(empty_plan):
    def queries():
        forget()
        with CaptureQueriesContext(connection) as asked:
            whole_plan()
        return len(asked)

    none = queries()
    take_in(parley(), by="", why="the first import", as_found=True)
    assert queries() == none < 100
    with CaptureQueriesContext(connection) as asked:
        whole_plan()
    assert len(asked) == 1


def test_a_preview_tells_what_would_change_and_writes_nothing(empty_plan):
    told = preview(parley(), as_found=True)
    assert "OC1" in told.added
    assert not told.changed
    assert not list(whole_plan().records())
