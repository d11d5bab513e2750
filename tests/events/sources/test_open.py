"""Whether the same events come out of every kind of source, each accounted for."""

from __future__ import annotations

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.events.sources.open import open_log
from seachange.events.sources.rows import from_rows
from tests.events.contents import adds_up, told
from tests.events.formats import FORMATS, WITHOUT_EMPTY, as_table, write
from tests.events.pace import examples
from tests.measure.logs import worlds
from tests.story import story

FEW = examples(5)


def _id(rows):
    """Name the column of ids: those of our random worlds repeat for different events."""
    return {"id": "message_id"} if any(row.get("id") for row in rows) else {}


def _without_empty(rows):
    """Return what is left of rows where an empty text means that there is none."""
    return [
        {**row, "properties": {k: v for k, v in (row.get("properties") or {}).items() if v != ""}}
        for row in rows
    ]


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_gives_the_events_that_were_written(form, tmp_path):
    @FEW
    @given(worlds(least=1))
    def check(rows):
        expected = _without_empty(rows) if form in WITHOUT_EMPTY else rows
        log = open_log(write(tmp_path, rows, form), **_id(rows))
        assert _as_written(told(log)) == _as_written(told(from_rows(expected)))
        assert adds_up(log)
        log.close()

    check()


def _as_written(events):
    """Return events without what says nothing: a part that nobody had."""
    return [{key: part for key, part in event.items() if part is not None} for event in events]


@pytest.mark.parametrize("make", [as_table, lambda r: pl.from_arrow(as_table(r)), None])
def test_every_frame_gives_the_events_that_it_holds(make):
    @FEW
    @given(worlds(least=1))
    def check(rows):
        frame = pd.DataFrame(as_table(rows).to_pydict()) if make is None else make(rows)
        log = open_log(frame, **_id(rows))
        assert _as_written(told(log)) == _as_written(told(from_rows(rows)))
        assert adds_up(log)

    check()


def test_rows_as_a_story_tells_them_are_opened_as_they_are():
    rows = story("""
        ada/acme: visit@0 sign_up@1h{plan=pro, seats=3, trial=true}
        ben: visit@90s{id=m1} visit@90s{id=m1}
    """)
    log = open_log(rows)
    assert [(e["actor"], e["name"], e["account"], e["properties"]) for e in told(log)] == [
        ("ada", "visit", "acme", {}),
        ("ada", "sign_up", "acme", {"plan": "pro", "seats": "3", "trial": "true"}),
        ("ben", "visit", None, {}),
    ]
    assert (log.intake.rows, log.intake.duplicates) == (4, 1)


@pytest.mark.parametrize("form", ["csv", "ndjson.gz", "parquet", "xes"])
def test_one_import_in_several_files_is_the_same_log(form, tmp_path):
    @FEW
    @given(worlds(least=2), st.data())
    def check(rows, data):
        cut = data.draw(st.integers(1, len(rows) - 1))
        whole = open_log(write(tmp_path, rows, form), **_id(rows))
        first = write(tmp_path, rows[:cut], form, name="first")
        second = write(tmp_path, rows[cut:], form, name="second")
        parts = open_log([first, second], **_id(rows))
        assert _as_written(told(parts)) == _as_written(told(whole))
        assert (parts.names, parts.actors) == (whole.names, whole.actors)
        assert (parts.first, parts.last, parts.newest) == (whole.first, whole.last, whole.newest)
        assert parts.intake.duplicates == whole.intake.duplicates
        assert adds_up(parts)

    check()
