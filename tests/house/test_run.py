"""Whether the two commands, and the few around them, are there and say what they do."""

import re
import runpy
import subprocess
import sys

import pytest

from tests.house.checkout import ROOT, text

COMMANDS = runpy.run_path(str(ROOT / "run.py"))["COMMANDS"]
TARGETS = dict(re.findall(r"^([a-z]+): ## (.+)$", text(ROOT / "Makefile"), re.M))


def test_make_and_run_know_the_same_commands():
    assert set(TARGETS) - {"help"} == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_what_it_does(name):
    assert COMMANDS[name].__doc__.endswith(".")


def test_an_old_python_is_told_so_in_one_sentence():
    pretend = "import runpy, sys; sys.hexversion = 0x030A0000; runpy.run_path('run.py')"
    done = subprocess.run(
        [sys.executable, "-c", pretend], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("Seachange needs Python 3.11 or newer")
    assert len(done.stderr.splitlines()) == 1


def test_the_machine_of_our_own_runs_the_tests_and_nothing_else_that_matters():
    commands = text(ROOT / ".ci/run").splitlines()
    assert commands[-1] == "make test"
    assert (ROOT / ".ci/run").stat().st_mode & 0o100


def test_the_readme_shows_both_commands():
    words = text(ROOT / "README.md")
    assert "make demo" in words
    assert "make test" in words
