"""`seachange jobs`: what the pages have measured beside them, done by this process."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import click

# By how much the jobs stand back behind the pages for the processor.
LOWER = "10"


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
    """Have the jobs done by a child process for as long as the block lasts."""
    from seachange.web.presence import announce

    # Whoever looks at a page waits for it; nobody waits for a number as anxiously.
    announce()
    lower = [nice, "-n", LOWER] if (nice := shutil.which("nice")) else []
    told = {**os.environ, "SEACHANGE_JOBS_OF": str(os.getpid())}
    child = subprocess.Popen([*lower, sys.executable, "-m", "seachange", "jobs"], env=told)
    try:
        yield
    finally:
        child.terminate()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
