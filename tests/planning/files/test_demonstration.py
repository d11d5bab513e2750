"""The demonstration's plan is the worked example, and the check finds in it what that lists."""

import json
from pathlib import Path

import pytest

from seachange.planning.files.reading import read_plan
from tests.cli.running import run
from tests.planning.parley import AS_OF, parley
from tests.planning.rules.checks.test_run import LISTED

PLAN = Path(__file__).parents[3] / "src" / "seachange" / "demo" / "plan.yml"


@pytest.fixture
def checked(capsys):
    """What the command finds in the demonstration's plan, and its exit status."""
    ran = run(capsys, "check", PLAN, "--as-of", "2026-06-30", "--format", "json")
    return json.loads(ran.out), ran.status


def test_the_demonstration_s_plan_is_the_worked_example():
    assert read_plan(PLAN, AS_OF)[0] == parley()


def test_the_check_finds_all_that_the_worked_example_lists(checked):
    document, status = checked
    found = {}
    for finding in document["findings"]:
        found.setdefault(finding["id"], set()).add(finding["record"] or "")
    assert {check: records - found.get(check, set()) for check, records in LISTED.items()} == {
        check: set() for check in LISTED
    }
    assert "OU04" not in found
    assert status == 1


def test_a_finding_names_the_line_of_its_record(capsys):
    told = run(capsys, "check", PLAN, "--as-of", "2026-06-30").out
    lines = PLAN.read_text(encoding="utf-8").splitlines()
    line = next(n for n, text in enumerate(lines, 1) if text == "  KR3:")
    assert f"plan.yml:{line})" in told


def test_a_plan_that_cannot_be_read_is_something_to_mend(capsys, tmp_path):
    file = tmp_path / "plan.yml"
    file.write_text("outcomes:\n  OC1: {behavior: pays}\n")
    ran = run(capsys, "check", file)
    assert ran.status == 2
    assert "plan.yml, line 2, column 9" in ran.err
    assert "Did you mean behaviour?" in ran.err
    assert ran.out == ""
