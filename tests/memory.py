"""How much memory a program of its own took at most."""

from __future__ import annotations

from pathlib import Path

import pytest

STATUS = Path("/proc/self/status")


def peak() -> str:
    """Return a Python expression for a program's own peak so far, in KiB; skip where none tells.

    Not `resource.getrusage`: what that says of a program begins with the peak of whoever started
    it, and by then the tests themselves may have taken more than any bound.
    """
    if not STATUS.exists():
        pytest.skip("only Linux tells the peak of a program apart from that of who started it")
    line = f"next(line for line in open('{STATUS}') if line.startswith('VmHWM'))"
    return f"int({line}.split()[1])"
