"""One subject in a process of its own: loads, then does a task each time it is told to.

`python -m bench.worker SUBJECT EVENTS STAGED`; a line on standard input names a task, a
line of JSON answers: seconds, result, peak memory so far in MB.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from pathlib import Path


def main() -> None:
    """Serve tasks until standard input ends."""
    began = time.perf_counter()
    module = importlib.import_module(f"bench.subjects.{sys.argv[1]}")
    subject = module.Subject(Path(sys.argv[2]), Path(sys.argv[3]))
    _say(
        {"loaded": time.perf_counter() - began, "tasks": [t for t in _TASKS if hasattr(subject, t)]}
    )
    for line in sys.stdin:
        began = time.perf_counter()
        result = getattr(subject, line.strip())()
        seconds = time.perf_counter() - began
        _say({"seconds": seconds, "result": result, "peak": _peak()})


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _say(words: object) -> None:
    sys.stdout.write(f"{json.dumps(words)}\n")
    sys.stdout.flush()


_TASKS = ("share", "funnel", "map", "retention")

if __name__ == "__main__":
    main()
