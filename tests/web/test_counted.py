"""Of guesses at the same moment each counts, whichever thread or process takes them."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import caches

from seachange.web.counted import Counted

AT_ONCE, EACH = 4, 25
COUNT = f"""
import sys
from django.conf import settings
settings.configure()
from seachange.web.counted import Counted
counted = Counted(sys.argv[1], {{}})
for n in range({EACH}):
    counted.incr("guesses")
    counted.add(f"lock-{{n}}", True) and counted.incr("first")
"""


def in_threads(counted):
    def count():
        for n in range(EACH):
            counted.incr("guesses")
            if counted.add(f"lock-{n}", value=True):
                counted.incr("first")

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for done in [pool.submit(count) for _ in range(AT_ONCE)]:
            done.result()


def in_processes(counted):
    run = [sys.executable, "-c", COUNT, counted._dir]
    begun = [subprocess.Popen(run) for _ in range(AT_ONCE)]
    assert [each.wait(60) for each in begun] == [0] * AT_ONCE


@pytest.mark.parametrize("by", [in_threads, in_processes])
def test_of_many_at_once_each_counts_and_one_takes_a_lock(by, tmp_path):
    counted = Counted(str(tmp_path), {})
    by(counted)
    assert counted.get("guesses") == AT_ONCE * EACH
    assert counted.get("first") == EACH


def test_what_is_counted_ends_and_begins_anew(tmp_path):
    counted = Counted(str(tmp_path), {})
    assert counted.add("a", 5, timeout=60)
    assert not counted.add("a", 6)
    assert counted.incr("a") == 6
    counted.touch("a", timeout=-1)
    assert counted.incr("a") == 1


def test_sign_in_and_tokens_are_counted_so(parley):
    assert isinstance(caches["default"], Counted)
