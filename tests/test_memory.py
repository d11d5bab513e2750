"""Whether a program's peak is its own."""

from __future__ import annotations

import subprocess
import sys

from tests.memory import peak


def peak_of(work: str) -> int:
    """Return the peak, in KiB, of a program that does some work."""
    asked = [sys.executable, "-c", f"{work}\nprint({peak()})"]
    return int(subprocess.run(asked, capture_output=True, text=True, check=True).stdout)


def test_who_started_a_program_does_not_count_towards_its_peak():
    held = b"x" * (200 << 20)
    assert len(held) // 1024 > 2 * peak_of("")


def test_what_a_program_took_and_gave_back_counts():
    assert peak_of("b'x' * (200 << 20)") > 200 * 1024
