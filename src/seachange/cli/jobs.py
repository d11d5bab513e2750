"""`seachange jobs`: what the pages have measured beside them, done by this process."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from seachange import clock

# By how much the jobs stand back behind the pages for the processor.
LOWER = "10"
# Whoever ends by one of these was asked to; in a terminal, Ctrl+C asks all of us.
ASKED_TO = (signal.SIGINT, signal.SIGTERM)
# Every so many seconds it is looked whether they are still there; killed within the first so many
# they would be again, and by the same count.
LOOKS, AT_ONCE = 1.0, 60.0


@click.command()
def jobs() -> None:
    """Measure what the pages ask for, until Ctrl+C.

    `seachange serve` begins such a process by itself unless told not to; on a machine of its own
    it needs the same folder (SEACHANGE_DATA) and the same database (SEACHANGE_DATABASE).
    """
    from seachange.cli.kept import open_pages

    is_over = threading.Event()
    # What is registered first is done last: whoever cleans up at the end has done so by then.
    atexit.register(_leave, is_over)
    open_pages()
    from seachange.web.jobs import work

    work()
    is_over.set()


def _leave(is_over: threading.Event) -> None:
    """End the process with what still counts in it.

    Python would take itself apart under a count, and DuckDB then ends all by a fault it tells the
    console of. A count that did not end is begun anew by whoever counts next.
    """
    if is_over.is_set():
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


@contextmanager
def beside() -> Iterator[None]:
    """Have the jobs done by a child process for as long as the block lasts.

    One that is killed, for want of memory say, is begun anew, unless it had only just begun.
    """
    from seachange.web.presence import announce

    announce()
    is_over = threading.Event()
    # The first is begun before there are threads: whoever is split off from us takes along what
    # a thread is in the middle of.
    told = (begun(), is_over, announce)
    keeps = threading.Thread(target=_keep_one, args=told, name="keeps", daemon=True)
    keeps.start()
    try:
        yield
    finally:
        is_over.set()
        keeps.join()


def _keep_one(
    child: subprocess.Popen[bytes], is_over: threading.Event, announce: Callable[[], None]
) -> None:
    began = clock.seconds()
    while True:
        while child.poll() is None and not is_over.wait(LOOKS):
            pass
        if is_over.is_set() or child.returncode >= 0 or -child.returncode in ASKED_TO:
            break  # what went wrong, it said itself
        how = signal.strsignal(-child.returncode)
        sys.stderr.write(f"seachange: what counts beside the pages ended: {how}\n")
        if clock.seconds() - began < AT_ONCE:
            sys.stderr.write("  It had only just begun. To begin it anew: seachange jobs\n")
            break
        announce()
        began, child = clock.seconds(), begun()
    _end(child)


def begun() -> subprocess.Popen[bytes]:
    """Begin a process that does the jobs, and ends when this one is gone."""
    # Whoever looks at a page waits for it; nobody waits for a number as anxiously.
    lower = [nice, "-n", LOWER] if (nice := shutil.which("nice")) else []
    told = {**os.environ, "SEACHANGE_JOBS_OF": str(os.getpid())}
    return subprocess.Popen([*lower, sys.executable, "-m", "seachange", "jobs"], env=told)


def _end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(10)
    except subprocess.TimeoutExpired:
        child.kill()
