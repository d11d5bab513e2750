"""The one clock: it tells the present, and on the demonstration's day the hours of today."""

from __future__ import annotations

from datetime import UTC, date, datetime

from seachange import clock


def test_it_tells_the_present_in_utc(monkeypatch):
    monkeypatch.delenv(clock.HELD, raising=False)
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)


def test_a_held_day_holds_from_the_moment_it_is_said(monkeypatch):
    monkeypatch.setenv(clock.HELD, "2026-06-30")
    held = clock.now()
    assert (held.date(), held.tzinfo) == (date(2026, 6, 30), UTC)
    monkeypatch.delenv(clock.HELD)
    assert clock.now().date() == datetime.now(UTC).date()
