"""A clock some weeks ahead moves the moment that all is judged as of: that is told, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from seachange.events.sources.open import open_log
from seachange.events.sources.rows import from_rows
from seachange.measure.ask import ask
from tests.story import START, story

QUESTION = {"kind": "share", "of": "visit", "did": "buy", "within": "7 days"}


def steady(people=150, every=timedelta(hours=4)):
    """A log in which somebody comes every few hours, as many events as people."""
    return [{"actor": f"p{n}", "event": "visit", "time": START + every * n} for n in range(people)]


def said(rows, **more):
    told = ask(QUESTION, from_rows(rows), **more).caveats
    return [c for c in told if c.code == "lonely_newest"]


@pytest.mark.parametrize("day", [40, 60, 300])
def test_one_clock_some_weeks_ahead_is_told_once_with_where_the_others_end(day):
    # 150 events in 25 days, and then nothing but what one clock says.
    (caveat,) = said(steady() + story(f"late: buy@{day}d"))
    assert caveat.weight == "loud"
    assert caveat.text.startswith("Only 1 of 151 events lies after 2024-01-25, up to 2024-")
    assert "--as-of DATE" in caveat.text


def test_whoever_says_which_moment_is_meant_is_not_told():
    rows = steady() + story("late: buy@60d")
    assert said(rows, as_of=START + timedelta(days=25)) == []


def test_several_events_of_one_clock_are_told_together():
    rows = steady(1_000, timedelta(hours=1)) + story("late: buy@90d buy@91d help@92d")
    (caveat,) = said(rows)
    assert "Only 3 of 1,003 events lie after" in caveat.text


def test_several_clocks_ahead_are_told_with_where_all_others_end():
    rows = steady(1_000, timedelta(hours=1)) + story("late: buy@90d\nlater: buy@300d")
    (caveat,) = said(rows)
    assert caveat.text.startswith("Only 2 of 1,002 events lie after 2024-02-11, up to 2024-10-27")


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(steady(), id="nothing ahead"),
        pytest.param(steady() + story("ada: buy@38d"), id="thirteen days without anybody"),
        pytest.param(steady(20) + story("ada: buy@60d"), id="too few events to know their pace"),
        pytest.param(
            steady(150, timedelta(days=3)) + story("ada: buy@480d"), id="hardly anybody comes"
        ),
        pytest.param(
            steady() + [{**row, "time": row["time"] + timedelta(days=60)} for row in steady(40)],
            id="a pause after which people came again",
        ),
    ],
)
def test_what_may_well_be_so_is_not_told(rows):
    assert said(rows) == []


def test_a_log_that_was_staged_before_tells_it_too(tmp_path, monkeypatch):
    monkeypatch.setenv("SEACHANGE_CACHE", str(tmp_path / "cache"))
    lines = [
        f"{row['actor']},{row['event']},{row['time'].isoformat()}"
        for row in steady() + story("late: buy@60d")
    ]
    file = tmp_path / "events.csv"
    file.write_text("actor,event,time\n" + "\n".join(lines) + "\n")
    texts = []
    for _ in range(2):
        log = open_log(file, on_disk=True)
        texts.append([c.text for c in ask(QUESTION, log).caveats if c.code == "lonely_newest"])
        log.close()
    assert texts[0] == texts[1]
    assert len(texts[0]) == 1
