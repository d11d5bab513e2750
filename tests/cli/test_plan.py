"""Whether a plan gets from files into the database and back, from a terminal."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from seachange.planning.files.reading import read_plan
from seachange.planning.files.writing import plan_text
from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.learning import Hypothesis
from seachange.planning.rules.plan.plan import Plan
from tests.cli.test_kept import run as run_alone
from tests.planning.parley import AS_OF, parley
from tests.servers import database_of_its_own

PLAN = Path(__file__).parents[2] / "src" / "seachange" / "demo" / "plan.yml"


def at_once(folder, *commands):
    """Run several commands in one program of their own, whose plan is kept in a folder."""
    words = ["-c", AT_ONCE, *(json.dumps(["plan", *map(str, each)]) for each in commands)]
    done = run_alone(folder, *words)
    assert done.returncode == 0, done.stderr
    return done.stdout


AT_ONCE = """
import json, sys
from seachange.cli.main import main
for words in map(json.loads, sys.argv[1:]):
    try:
        main(words)
    except SystemExit as ended:
        if ended.code:
            raise
"""


@pytest.fixture
def in_postgresql(postgres, monkeypatch):
    """Let commands keep their plan in a PostgreSQL database of their own."""
    with database_of_its_own(postgres, f"seachange_cli_{os.getpid()}") as address:
        monkeypatch.setenv("SEACHANGE_DATABASE", address)
        yield


@pytest.mark.engine
@pytest.mark.usefixtures("in_postgresql")
def test_a_plan_goes_into_postgresql_and_comes_out_as_it_was(tmp_path):
    file = tmp_path / "out.yml"
    told = at_once(
        tmp_path / "kept",
        ("import", PLAN, "--as-found", "--yes"),
        ("import", PLAN, "--whole"),
        ("export", "-o", file),
    )
    assert "0 changed, 0 removed.\nThat would be 0 added, 0 changed, 0 removed." in told
    assert not (tmp_path / "kept" / "plan.sqlite3").exists()
    kept = bare(file)
    assert {each: kept.get(each) for each in parley().by_id} == parley().by_id


def bare(file):
    """The records of a plan file, without the invariants they are known to break."""
    return {r.id: replace(r, breaches=()) for r in read_plan(file, AS_OF)[0].records()}


def large_plan(file, *, outcomes, outputs):
    """Write a plan of outcomes, and outputs with a hypothesis each."""
    told = Plan(
        as_of=AS_OF,
        outcomes=tuple(Outcome(id=f"OC{n}", behaviour=f"meets {n}") for n in range(outcomes)),
        outputs=tuple(Output(id=f"OU{n}", name=f"slot {n}") for n in range(outputs)),
        hypotheses=tuple(
            Hypothesis(id=f"H{n}", output=f"OU{n}", outcome=f"OC{n % outcomes}")
            for n in range(outputs)
        ),
    )
    file.write_text(plan_text(told))


@pytest.mark.nightly
@pytest.mark.engine
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_five_thousand_records_go_in_and_come_out(tmp_path, request, database):
    if database == "postgresql":
        request.getfixturevalue("in_postgresql")
    large = tmp_path / "large.yml"
    large_plan(large, outcomes=1000, outputs=2000)
    out = tmp_path / "out.yml"
    told = at_once(tmp_path / "kept", ("import", large, "--yes"), ("export", "-o", out))
    assert told.endswith("5000 added, 0 changed, 0 removed.\n")
    assert read_plan(out, AS_OF)[0].by_id == read_plan(large, AS_OF)[0].by_id


def test_an_import_tells_first_and_does_nothing(tmp_path):
    told = at_once(tmp_path / "kept", ("import", PLAN, "--as-found"))
    assert "add impact IM1 “Client NPS”" in told
    assert "0 changed, 0 removed. Nothing is done yet: say --yes." in told
    assert list(tmp_path.iterdir()) == []


def test_an_import_that_breaks_an_invariant_is_told_its_line_and_leaves_nothing_behind(plan):
    refused = plan("import", PLAN, "--yes")
    assert refused.status == 2
    assert "(I-" in refused.err
    assert refused.err.count("plan.yml, line ") > 5  # each that is refused, at its line
    assert "as it was: --as-found" in refused.err
    kept = plan("export")
    assert (kept.status, kept.out) == (0, "version: 1\n")


def test_the_worked_example_goes_in_and_comes_out_as_it_was(plan, tmp_path):
    assert plan("import", PLAN, "--as-found", "--yes").status == 0
    file = tmp_path / "out.yml"
    assert plan("export", "-o", file).status == 0
    kept = bare(file)
    assert {each: kept.get(each) for each in parley().by_id} == parley().by_id
    for again in (PLAN, file):
        told = plan("import", again, "--whole").out
        assert told.startswith("That would be 0 added, 0 changed, 0 removed.")


def test_an_export_into_a_plan_file_keeps_its_remarks(plan, tmp_path):
    file = tmp_path / "plan.yml"
    text = "# ours\nvisions:\n  VI1: {category: advice}  # since 2024\n  VI2: # to come\n"
    file.write_text(text)
    assert plan("import", file, "--yes").status == 0
    assert plan("export", "-o", file).status == 0
    assert file.read_text() == text
    other = tmp_path / "other.yml"
    other.write_text("visions: {VI1: {category: help}, VI3: {vision: x}}\n")
    refused = plan("export", "-o", other)
    assert (refused.status, other.read_text().count("VI3")) == (2, 1)
    other.write_text("visions: {VI1: {category: help}, VI3: } # all\n")
    assert plan("export", "-o", other).status == 0
    assert other.read_text() == "visions: {VI1: {category: advice}, VI2: {} } # all\n"


def test_a_whole_plan_removes_what_it_leaves_out(plan, tmp_path):
    file = tmp_path / "plan.yml"
    file.write_text("trends: {}\nvisions: {VI1: {category: advice}, VI2: }\n")
    assert plan("import", file, "--yes").status == 0
    file.write_text("visions: {VI1: {category: advice on demand}}\n")
    told = plan("import", file).out
    assert "change vision VI1\n    category: advice → advice on demand\n" in told
    assert "remove" not in told.replace("0 removed", "")
    assert "0 added, 1 changed, 1 removed." in plan("import", file, "--whole", "--yes").out
    assert "VI2" not in plan("export").out


def test_a_promise_reworded_in_the_file_keeps_the_signature_for_its_old_words(plan, tmp_path):
    file = tmp_path / "plan.yml"
    text = (
        "customers: {B: {name: Bramley Bank}}\ndeals: {D1: {customer: B}}\n"
        "commitments: {C1: {deal: D1, text: SSO}}\n"
        "sign_offs: {S1: {commitment: C1, function: sales, signed_on: 2026-06-01}}\n"
    )
    file.write_text(text)
    assert plan("import", file, "--yes").status == 0
    file.write_text(text.replace("SSO", "SSO by May"))
    assert "0 added, 1 changed, 0 removed." in plan("import", file, "--yes").out
    exported = tmp_path / "out.yml"
    assert plan("export", "-o", exported).status == 0
    kept = read_plan(exported, AS_OF)[0]
    assert kept.commitments[0].text == "SSO by May"
    assert kept.sign_offs[0].material not in ("", kept.commitments[0].material)
