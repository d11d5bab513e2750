"""A progress bar on a terminal, and only for what takes longer than two seconds."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from seachange import clock

_PATIENCE = 2.0


@contextmanager
def shown_progress() -> Iterator[Callable[[str, float], None]]:
    """Yield `progress(stage, share done)`; nothing is drawn in the first two seconds."""
    if not sys.stderr.isatty():
        yield lambda _stage, _done: None
        return
    bar = _Bar()
    ticker = threading.Thread(target=bar.keep_drawing, daemon=True)
    ticker.start()
    try:
        yield bar.tell
    finally:
        bar.stop()
        ticker.join()


class _Bar:
    """Draws the latest word on progress from a thread of its own, so queries may block."""

    def __init__(self) -> None:
        self.stage, self.done = "Working", 0.0
        self.began = clock.seconds()
        self.ended = threading.Event()

    def tell(self, stage: str, done: float) -> None:
        self.stage, self.done = stage, min(max(done, 0.0), 1.0)

    def stop(self) -> None:
        self.ended.set()

    def keep_drawing(self) -> None:
        if self.ended.wait(_PATIENCE):
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as drawn:
            task = drawn.add_task(self.stage, total=None)
            while not self.ended.wait(0.1):
                total = 1.0 if self.done else None  # unknown yet: a bar that runs to and fro
                drawn.update(task, description=self.stage, completed=self.done, total=total)
