"""Sources of events while two are at work on them: whoever reads one, and whoever says how."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings

from seachange import clock
from seachange.evidence import kept, logs
from seachange.evidence.models import AnswerState, EventSource, SourceState
from seachange.evidence.sources import (
    add_file,
    all_sources,
    look_at,
    map_anew,
    read_in,
    remove,
    source_in_use,
    source_of,
    use,
)
from seachange.people.access import Role, Viewer
from seachange.web import jobs
from seachange.web.answers import State, shown
from tests.web.conftest import NOW

ROWS = "who,day,what,instead\nada,2026-01-01,sign_up,come_in\nbo,2026-02-01,go,go\n"
FIRST = {"actor": "who", "time": "day", "event": "what"}
OTHER = FIRST | {"event": "instead"}
INSIDER = Viewer(id="nadia", role=Role.PRODUCT)
SHARE = {"kind": "share", "of": "sign_up", "did": "go", "within": "7 days"}


@pytest.fixture
def source(parley, monkeypatch):
    """A file of two events, not read yet; jobs are done at once."""
    monkeypatch.setattr(settings, "JOBS_AT_ONCE", True)
    (parley / "events.csv").write_text(ROWS)
    return add_file("January", place="events.csv", mapping=FIRST)


def once(deed):
    """Return progress that is told of by one deed, and then no more."""
    left = [deed]

    def heard(_stage, _done):
        if left:
            left.pop()()

    return heard


def test_who_maps_a_source_while_it_is_read_has_it_read_as_they_say(source):
    look_at(source, progress=once(lambda: map_anew(source_of(source.pk), mapping=OTHER, zone="")))
    assert source_of(source.pk).state == SourceState.NEW
    jobs.look(str(source.pk))
    read = source_of(source.pk)
    assert (read.state, read.mapping) == (SourceState.READY, OTHER)
    assert {name for name, *_ in read.told["names"]} == {"come_in", "go"}


def test_a_source_that_is_removed_while_it_is_read_does_not_come_back(source):
    look_at(source, progress=once(lambda: remove(source_of(source.pk))))
    assert not EventSource.objects.exists()
    use(source)
    map_anew(source, mapping=FIRST, zone="")
    assert not EventSource.objects.exists()


def test_no_other_events_stand_in_for_those_that_are_read_anew(source, parley):
    read_in(source)
    (parley / "more.csv").write_text(ROWS)
    chosen = read_in(add_file("February", place="more.csv", mapping=FIRST))
    map_anew(chosen, mapping=OTHER, zone="")
    assert source_in_use() is None
    told = shown(SHARE, INSIDER)
    assert (told.state, told.why) == (
        State.NO_EVENTS,
        "The events of February are being read.",
    )
    look_at(chosen, progress=lambda *_: None)
    assert source_in_use() == chosen


def test_one_source_is_in_use_and_comes_first_and_none_takes_its_place_when_it_goes(source, parley):
    read_in(source)
    (parley / "more.csv").write_text(ROWS)
    chosen = read_in(add_file("February", place="more.csv", mapping=FIRST))
    (parley / "last.csv").write_text(ROWS)
    add_file("March", place="last.csv", mapping=FIRST)
    assert [each.name for each in all_sources()] == ["February", "March", "January"]
    remove(chosen)
    assert source_in_use() is None


def test_an_answer_is_not_counted_on_events_that_are_read_otherwise_by_now(source, monkeypatch):
    read_in(source)
    monkeypatch.setattr(jobs, "enqueue", lambda *_, **__: None)
    key = shown(SHARE, INSIDER).key
    map_anew(source, mapping=OTHER, zone="")
    jobs.measure(key)
    assert kept.found([key])[key].state == AnswerState.FAILED
    look_at(source, progress=lambda *_: None)
    kept.again(key)
    jobs.measure(key)
    assert "read anew" in kept.found([key])[key].why
    map_anew(source, mapping=FIRST, zone="")
    look_at(source, progress=lambda *_: None)
    kept.again(key)
    jobs.measure(key)
    assert shown(SHARE, INSIDER).answer["people"] == 1


class AtADatabase:
    """A connection to a database that may have hung up."""

    closed = False


def test_a_table_is_staged_anew_on_another_day_and_when_its_database_has_hung_up(
    parley, monkeypatch
):
    told, gone = [], []

    def opened(_source, *, progress=None):
        del progress
        number = len(told)
        log = SimpleNamespace(connection=AtADatabase(), close=lambda: gone.append(number))
        told.append(log)
        return log

    monkeypatch.setattr(logs, "opened", opened)
    table = EventSource(pk=7, name="A table", address="postgresql://host/d?table=t")
    try:
        first = logs.log_of(table)
        assert logs.log_of(table) is first
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=1))
        second = logs.log_of(table)
        assert (second is first, gone) == (False, [0])
        second.connection.closed = True
        assert logs.log_of(table) is not second
        assert gone == [0]
    finally:
        logs.forget()


def test_old_answers_are_let_go_while_jobs_are_done_and_not_at_their_beginning_alone(
    source, monkeypatch
):
    read_in(source)
    old = shown(SHARE, INSIDER).key
    later = NOW + timedelta(days=kept.DAYS_KEPT + 1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert shown({**SHARE, "within": "8 days"}, INSIDER).is_ready
    assert old not in kept.found([old])
