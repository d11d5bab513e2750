"""`make bench ARGS=pages`: how soon pages come, on 5,000 records and a million events.

A real server is asked by one reader, then by twenty while the events are measured beside it,
and seen in a real Chromium. Writes its part of `bench/RESULTS.md`.

    make bench ARGS=pages
    make bench ARGS="pages --rounds 5"        something quicker
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench import results
from seachange.cli.jobs import LOWER

TITLE = "Pages"
FOLDER = Path(__file__).resolve().parent / "data" / "pages"
TIMES_THE_PEOPLE = 4  # 1.3 million events
TIMES_THE_PLAN = 25  # 5,000 records
READERS, READING = 20, 30.0
PROCESSES = 4  # each may make a page for the first time
PATIENCE = 60.0


@dataclass(slots=True)
class Page:
    """One address and what asking for it took: seconds, bytes, first content, bytes with all."""

    address: str
    seconds: list[float] = field(default_factory=list)
    length: int = 0
    first_content: float = 0.0
    transferred: int = 0


def main(words: Sequence[str]) -> int:
    """Furnish, serve, ask, look; tell the report and keep it."""
    parser = argparse.ArgumentParser(prog="pages", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=30)
    asked = parser.parse_args(words)
    furnish()
    with served() as port:
        pages = [Page(address) for address in addresses()]
        for _ in range(2 * PROCESSES):
            for page in pages:
                ask(port, page, keep=False)
        for _ in range(asked.rounds):
            for page in pages:
                ask(port, page)
        see(port, pages)
        crowd = crowded(port, [page.address for page in pages])
    report = told(pages, crowd)
    results.put(TITLE, report)
    sys.stdout.write(f"{report}\n")
    return 0


def furnish() -> None:
    """Make Parley's installation many times over, unless it is there."""
    from seachange.cli.house import furnish as furnish_parley
    from seachange.demo import parley

    if not (FOLDER / "events.parquet").exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        parley.write(parley.generate(seed=1, scale=TIMES_THE_PEOPLE), FOLDER)
    furnish_parley(FOLDER / "house")
    from seachange.planning.actions.bulk import take_in
    from seachange.planning.reads.snapshot import whole_plan
    from tests.planning.shapes import side_by_side

    plan = whole_plan()
    if len(plan.by_id) < 5_000:
        more = side_by_side(plan, TIMES_THE_PLAN)
        take_in(plan.changed(put=more.records()), by="", why="many times over", as_found=True)


def addresses() -> list[str]:
    """Return every place, and one page of every kind that has one."""
    from seachange.planning.reads.snapshot import whole_plan
    from seachange.web.addresses import PAGES, address_of_record
    from seachange.web.shell import PLACES

    plan = whole_plan()
    ones = [next((r for r in plan.records() if r.kind == kind), None) for kind in PAGES]
    records = [address_of_record(record) for record in ones if record is not None]
    return list(dict.fromkeys([*(place.address for place in PLACES), *records]))


@contextmanager
def served() -> Iterator[int]:
    """Serve the installation as anybody would; give the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "seachange", "serve", "--port", str(port)]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        _await(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _await(port: int) -> None:
    for _ in range(600):
        try:
            ask(port, Page("/pictures.css"))
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not come up")


def ask(port: int, page: Page, *, keep: bool = True) -> float:
    """Ask for a page on a connection of its own; return and keep how long it took.

    What did not come while one was patient took as long as that.
    """
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    began = time.perf_counter()
    body = b""
    try:
        line.request("GET", page.address)
        answer = line.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{answer.status} at {page.address}")
    except TimeoutError:
        pass
    finally:
        line.close()
    took = time.perf_counter() - began
    if keep:
        page.seconds.append(took)
        page.length = len(body)
    return took


def see(port: int, pages: Sequence[Page]) -> None:
    """Look at every page in a new Chromium's window with an empty cache."""
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        return
    measure = (
        "() => { const of = n => performance.getEntriesByType(n);"
        " const first = of('paint').find(p => p.name === 'first-contentful-paint');"
        " return [first ? first.startTime : 0, [...of('navigation'), ...of('resource')]"
        ".reduce((sum, e) => sum + e.transferSize, 0)]; }"
    )
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=found, args=["--no-sandbox"])
        for page in pages:
            context = browser.new_context()
            window = context.new_page()
            window.goto(f"http://127.0.0.1:{port}{page.address}", wait_until="load")
            window.wait_for_timeout(150)
            milliseconds, page.transferred = window.evaluate(measure)
            page.first_content = milliseconds / 1000
            context.close()
        browser.close()


def crowded(port: int, places: Sequence[str]) -> list[float]:
    """Return what twenty readers waited while the events are measured beside them."""
    until = time.monotonic() + READING
    waits: list[float] = []

    def reads(seed: int) -> None:
        chance = random.Random(seed)
        while time.monotonic() < until:
            waits.append(ask(port, Page(chance.choice(places)), keep=False))
            time.sleep(chance.uniform(0.5, 1.5))

    with measuring():
        readers = [threading.Thread(target=reads, args=(n,)) for n in range(READERS)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
    return waits


@contextmanager
def measuring() -> Iterator[None]:
    """Measure the events over and over in another process, as the jobs beside the pages do."""
    question = [sys.executable, "-m", "seachange", "journey-map", "--events"]
    question += [str(FOLDER / "events.parquet"), "--format", "json"]
    over_and_over = f"import subprocess\nwhile True: subprocess.run({json.dumps(question)})"
    worker = subprocess.Popen(
        ["nice", "-n", LOWER, sys.executable, "-c", over_and_over],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        os.killpg(worker.pid, signal.SIGTERM)
        worker.wait()


def told(pages: Sequence[Page], crowd: Sequence[float]) -> str:
    """Write the report."""
    rows = "\n".join(_row(page) for page in pages)
    return (
        "Written by `make bench ARGS=pages`: Parley's plan 25 times over and its events four times"
        " over, SQLite, one server on the machine that asks it. *First content* and *all* (the page"
        " with its styles and scripts, nothing kept from before) are Chromium's.\n\n"
        "| page | median ms | p95 ms | kB | first content ms | all kB |\n"
        "|---|---|---|---|---|---|\n"
        f"{rows}\n\n"
        f"Twenty readers for {READING:.0f} s while events are measured beside the pages:"
        f" {len(crowd):,} pages, median {_ms(_at(crowd, 50))} ms, p95 {_ms(_at(crowd, 95))} ms,"
        f" p99 {_ms(_at(crowd, 99))} ms."
    )


def _row(page: Page) -> str:
    times = (statistics.median(page.seconds), _at(page.seconds, 95))
    told = [*map(_ms, times), f"{page.length / 1000:.0f}"]
    told += [_ms(page.first_content), f"{page.transferred / 1000:.0f}"]
    return f"| `{page.address}` | {' | '.join(told)} |"


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.0f}"


def _at(values: Sequence[float], percent: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
