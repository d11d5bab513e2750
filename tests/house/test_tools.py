"""Whether form, lint, types and walls hold, so that the tests alone say it too."""

import os
import subprocess
import sys

import pytest

from tests.house.checkout import ROOT

TOOLS = {
    "types": ["mypy"],
    "walls": ["importlinter.cli", "lint"],
    "lint": ["ruff", "check", "."],
    "form": ["ruff", "format", "--check", "."],
}


@pytest.mark.parametrize("tool", TOOLS)
def test_the_house_is_in_order(tool):
    done = subprocess.run(
        [sys.executable, "-m", *TOOLS[tool]],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": "src", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"\n{done.stdout}{done.stderr}"
