"""Whether form, lint, types and walls hold, so that the tests alone say it too."""

import os
import subprocess
import sys

import pytest

from tests.house.checkout import ROOT

# What each is called, and what it says when it has looked and found nothing.
TOOLS = {
    "types": (["-m", "mypy"], "no issues found"),
    "walls": (["-c", "from importlinter.cli import lint_imports_command as c; c()"], "0 broken"),
    "lint": (["-m", "ruff", "check", "."], "All checks passed"),
    "form": (["-m", "ruff", "format", "--check", "."], "already formatted"),
}


@pytest.mark.parametrize("tool", TOOLS)
def test_the_house_is_in_order(tool):
    command, content = TOOLS[tool]
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": "src", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"\n{done.stdout}{done.stderr}"
    assert content in done.stdout
