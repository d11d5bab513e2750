"""Whether somebody counts here: told by a sign of life, and to whoever waits."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.conf import settings

from seachange import clock
from seachange.web.presence import COMING, STILL, Presence, announce, at_work, presence


@pytest.fixture
def later(parley, monkeypatch):
    """Let so many seconds go by."""
    monkeypatch.setattr(settings, "JOBS_AT_ONCE", False)
    began = clock.now()

    def go_by(seconds):
        monkeypatch.setattr(clock, "now", lambda: began + timedelta(seconds=seconds))

    return go_by


def test_where_nobody_was_ever_started_a_command_is_named(later):
    assert presence() is Presence.NOBODY
    assert "seachange jobs" in presence().words


def test_whoever_was_just_started_is_waited_for_and_not_missed(later):
    announce()
    later(STILL + 1)
    assert presence() is Presence.COMING
    assert "seachange jobs" not in presence().words
    later(COMING + 1)
    assert presence() is Presence.NOBODY


def test_who_is_at_work_says_so_until_they_leave(later):
    announce()
    with at_work():
        for _ in range(500):
            if presence() is Presence.HERE:
                break
            time.sleep(0.01)
        assert presence() is Presence.HERE
        assert presence().words == ""
        later(STILL - 1)
    assert presence() is Presence.NOBODY


def test_whoever_leaves_as_soon_as_they_came_leaves_no_sign(later):
    for _ in range(50):
        with at_work():
            pass
        assert presence() is Presence.NOBODY


def test_an_old_sign_of_life_is_none(later):
    with at_work():
        pass
    announce()
    later(COMING + STILL)
    assert presence() is Presence.NOBODY
